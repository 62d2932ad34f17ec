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
  ['', null, 'a b a '],
  ['c', null, 'a b a '],
  ['b', 'SIGKILL', 'a '],
  ['a#2', 'SIGKILL', 'a b '],
])('with %j named, ends by %s', (killAt, signal, printed) => {
  const { signal: ended, stdout } = run(killAt);
  expect([ended, stdout]).toEqual([signal, printed]);
});
