import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { VARIABLES } from '../../../src/core/config/environment.ts';
import { PACKAGE_ROOT } from '../../../src/core/version.ts';

const read = (file: string) => readFileSync(path.join(PACKAGE_ROOT, file), 'utf8');

it('.env.example lists every variable, and sets none', () => {
  const lines = read('.env.example').split('\n');
  const listed = lines.flatMap((line) => /^#([A-Z_]+)=/.exec(line)?.[1] ?? []);
  expect(listed.sort()).toEqual(Object.keys(VARIABLES).sort());
  expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
});

it('the code reads no other variable', () => {
  const files = sources();
  expect(files.length).toBeGreaterThan(20);
  const used = files.flatMap((file) => [
    ...(read(file).match(/\bTAILTOWN_MIGRATE_[A-Z_]+\b|env\[?\.?'?([A-Z_]{2,})/g) ?? []),
  ]);
  const names = used.map((text) => text.replace(/^env\[?\.?'?/, ''));
  expect(names.filter((name) => !(name in VARIABLES))).toEqual([]);
  expect(names).toContain('TAILTOWN_MIGRATE_KILL_AT');
});

function sources(): string[] {
  const names = readdirSync(path.join(PACKAGE_ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.ts') && !name.startsWith('generated'))
    .map((name) => path.join('src', name));
}
