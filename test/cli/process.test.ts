import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/version.ts';
import { folderWith } from '../support/folders.ts';

const runner = fileURLToPath(new URL('../support/run-typescript.mjs', import.meta.url));
const program = fileURLToPath(new URL('./process.ts', import.meta.url));
const executable = path.join(PACKAGE_ROOT, 'bin', 'tailtown-migrate.js');

it('a reader that goes away is no crash', async () => {
  const child = spawn(process.execPath, [runner, program, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const [status] = await once(child, 'close');
  expect([status, stderr]).toEqual([0, '']);
});

it('the process ends with the status of the command', () => {
  const { status, stderr } = spawnSync(process.execPath, [runner, program, 'nothing'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([2, expect.stringContaining("Unknown command 'nothing'")]);
});

it('the executable may be run, and says what to do where the program is not compiled', () => {
  if (process.platform !== 'win32') expect(statSync(executable).mode & 0o111).toBe(0o111);
  const folder = folderWith({ 'package.json': '{ "type": "module" }' });
  mkdirSync(path.join(folder, 'bin'));
  copyFileSync(executable, path.join(folder, 'bin', 'tailtown-migrate.js'));
  const { status, stderr } = spawnSync(process.execPath, [path.join(folder, 'bin', 'tailtown-migrate.js')], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([
    2,
    'tailtown-migrate is not compiled yet. Run `npm ci`, or `npm run build` where that was done already.\n',
  ]);
});
