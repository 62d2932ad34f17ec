import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { lockSession } from '../../src/database/lock.ts';
import { expectStatus, type Home, homeFor } from '../support/cli.ts';
import { emptyPostgres } from '../support/databases.ts';
import { liveTailtown } from '../support/live.ts';
import { withSession } from '../support/state.ts';
import { endOf } from './ends.ts';
import { commandHere } from './here.ts';

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((each) => each.drop())));

/** A number that no process can have. */
const NOBODY = 2 ** 22 + 1;

async function live(): Promise<Home> {
  const here = await homeFor(await emptyPostgres());
  homes.push(here);
  const sql = await liveTailtown();
  await withSession(here.target, (session) => session.exec(sql));
  return here;
}

/** The server process that waits in a CREATE or DROP INDEX CONCURRENTLY, another one than `other`. */
async function waitingProcess(here: Home, other = 0): Promise<number> {
  for (;;) {
    const found = await withSession(here.target, (session) =>
      session.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
           AND query LIKE '%INDEX CONCURRENTLY%' AND pid <> ${other}`,
      ),
    );
    const [row] = found.rows;
    if (row) return row.pid;
    await sleep(100);
  }
}

it('killed in the middle of a long statement, the same command waits until the server lets go, and goes on', async () => {
  const [calm, killed] = [await live(), await live()];
  expectStatus(await commandHere(calm, ['prepare']), 0);

  await withSession(killed.target, async (person) => {
    // CREATE INDEX CONCURRENTLY waits for whoever may still look at the tables as they were.
    await person.exec('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1');
    const first = await killed.start(['prepare']);
    const left = await Promise.race([waitingProcess(killed), first.ended]);
    if (typeof left !== 'number') throw new Error(`it did not wait:\n${left.stderr}`);
    first.process.kill('SIGKILL');
    await first.ended;

    const began = performance.now();
    const again = await killed.start(['prepare']);
    await Promise.race([waitingProcess(killed, left), again.ended]);
    process.stdout.write(
      `crash: back at work ${((performance.now() - began) / 1000).toFixed(1)} s after the kill\n`,
    );
    await person.exec('COMMIT');
    expectStatus(await again.ended, 0);
  });
  expect(await endOf(killed)).toEqual(await endOf(calm));
});

it('waits for a lock whose process is gone, and refuses at once where it may live', async () => {
  const { target } = await live();
  await withSession(target, (holder) =>
    withSession(target, async (other) => {
      const held = await lockSession(holder, 'tenant', 'the tenant');
      const holdAs = (name: string) =>
        holder.query(`SELECT set_config('application_name', $1, false)`, [name]);
      const wanted = () => lockSession(other, 'tenant', 'the tenant');
      for (const name of [
        `tailtown-migrate me@${hostname()} pid ${process.pid}`,
        `tailtown-migrate me@another-host pid ${NOBODY}`,
        `tailtown-migrate ${'m'.repeat(50)}@${hostname()} pid ${NOBODY}`,
      ]) {
        await holdAs(name);
        await expect(wanted(), name).rejects.toMatchObject({ code: 'LOCK_HELD' });
      }
      await holdAs(`tailtown-migrate me@${hostname()} pid ${NOBODY}`);
      const got = wanted();
      expect(await Promise.race([got, sleep(1000, 'waiting')])).toBe('waiting');
      await held.release();
      await (await got).release();
    }),
  );
});
