import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** DESIGN.md section 5: imports point down this list, never up, and never from one stage to another. */
const LEVELS = [
  ['cli'],
  ['pipeline'],
  ['extract', 'transform', 'validate', 'load', 'rollback', 'verify', 'report', 'sample'],
  ['mapping'],
  ['reconcile'],
  ['ledger'],
  ['staging'],
  ['snapshot'],
  ['database'],
  ['gingr'],
  ['tailtown'],
  ['core'],
];
const SRC = path.resolve(import.meta.dirname, '../../src');

const levelOf = (folder: string) => LEVELS.findIndex((level) => level.includes(folder));

function sources(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('generated'),
  );
}

function wrongImports(file: string): string[] {
  const text = readFileSync(path.join(SRC, file), 'utf8');
  const [from = ''] = file.split(path.sep);
  return [...text.matchAll(/^\s*(?:import|export)\s+(type\s+)?[^;]*?from '(\.[^']+)'/gm)].flatMap(
    ([, , target = '']) => {
      const [to = ''] = path.relative(SRC, path.resolve(SRC, path.dirname(file), target)).split(path.sep);
      if (to === from || to === 'generated') return [];

      return levelOf(to) > levelOf(from) ? [] : [`${file} imports ${to}`];
    },
  );
}

/** The files that are read as soon as this one is: what it imports by name, and so on. */
function readWith(file: string, met = new Set<string>()): Set<string> {
  if (met.has(file)) return met;
  met.add(file);
  const text = readFileSync(path.join(SRC, file), 'utf8');
  for (const [, type, target = ''] of text.matchAll(
    /^(?:import|export)\s+(type\s+)?(?:[^;']*?\sfrom\s+)?'(\.[^']+)'/gm,
  ))
    if (type === undefined) readWith(path.join(path.dirname(file), target), met);
  return met;
}

describe('the shape of the house', () => {
  it('knows every folder of src', () => {
    const folders = readdirSync(SRC, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && entry.name !== 'generated',
    );
    expect(folders.map((entry) => entry.name).filter((name) => levelOf(name) === -1)).toEqual([]);
  });

  it('lets imports point down only, and never from one stage to another', () => {
    expect(sources().flatMap(wrongImports)).toEqual([]);
  });

  it('reads what draws and what invents only for the commands that want it', () => {
    const read = readWith('pipeline/api.ts');
    expect(read).toContain('report/write.ts');
    expect([...read].filter((file) => ['report/chart.ts', 'sample/words.ts'].includes(file))).toEqual([]);
  });

  it('lets only cli print and exit', () => {
    const loud = sources().filter((file) => {
      if (file.startsWith('cli')) return false;
      return /\bconsole\.|process\.exit\b|process\.stdout/.test(readFileSync(path.join(SRC, file), 'utf8'));
    });
    expect(loud).toEqual([]);
  });

  it('keeps files small', () => {
    const large = sources().filter(
      (file) => readFileSync(path.join(SRC, file), 'utf8').split('\n').length > 400,
    );
    expect(large).toEqual([]);
  });
});
