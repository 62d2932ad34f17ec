import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Session } from '../../src/database/session.ts';
import { type CliOptions, type Ended, expectStatus, type Home } from './cli.ts';

/** Whoever stops a program waits for so long, and then kills it. */
export const WITHIN_MS = 10_000;

/**
 * Whether a statement waits for what another session of this database holds. A transaction that asks, and holds what is waited
 * for, would go on seeing the sessions that it saw at first: pg_stat_activity is a picture until the transaction ends.
 */
export async function somebodyWaits(session: Session): Promise<boolean> {
  await session.query('SELECT pg_stat_clear_snapshot()');
  const { rows } = await session.query(
    'SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()',
  );
  return rows.length > 0;
}

/** Sends the signal to a running command once `isThere` says that it has come to the middle of its work; it must end in time, and say so. */
export async function stopped(
  home: Home,
  args: readonly string[],
  signal: NodeJS.Signals,
  isThere: () => boolean | Promise<boolean>,
  options: CliOptions = {},
): Promise<Ended> {
  const running = await home.start(args, options);
  while (!(await isThere())) {
    if (running.process.exitCode !== null)
      throw new Error(`it never came there: ${JSON.stringify(await running.ended)}`);
    await sleep(5);
  }
  const began = Date.now();
  running.process.kill(signal);
  const ended = expectStatus(await running.ended, 1);
  expect(Date.now() - began).toBeLessThan(WITHIN_MS);
  expect(ended.stderr).toMatch(
    /Stopping: [\s\S]*Error INTERRUPTED: Stopped as you asked\. Open work was rolled back\./,
  );
  return ended;
}
