import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const runner = fileURLToPath(new URL('../support/run-typescript.mjs', import.meta.url));
const program = fileURLToPath(new URL('./checkpoints.ts', import.meta.url));

const run = (killAt: string) =>
  spawnSync(process.execPath, [runner, program], {
    encoding: 'utf8',
    env: { ...process.env, TAILTOWN_MIGRATE_KILL_AT: killAt },
  });

it.each([
  ['', null, 'extract.lines extract.sealed extract.lines '],
  ['load.begin', null, 'extract.lines extract.sealed extract.lines '],
  ['extract.sealed', 'SIGKILL', 'extract.lines '],
  ['extract.lines#2', 'SIGKILL', 'extract.lines extract.sealed '],
])('with %j named, ends by %s', (killAt, signal, printed) => {
  const { signal: ended, stdout } = run(killAt);
  expect([ended, stdout]).toEqual([signal, printed]);
});
