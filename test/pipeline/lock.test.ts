import { readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { type Ended, expectStatus, type Home, home, jsonOf } from '../support/cli.ts';
import { smallResort, writeResort } from '../support/resort.ts';
import { withSession } from '../support/state.ts';

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((each) => each.drop())));

it('PostgreSQL: while one run works, a second is refused and says who works; kill -9 frees the tenant (P-OPS-3)', async () => {
  const here = await home('postgres');
  homes.push(here);
  const from = await writeResort(smallResort());
  const first = await here.start(['run', '--from', from]);
  await withSession(here.target, (session) =>
    until(async () => {
      const { rows } = await session.query(
        `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      return rows.length > 0;
    }),
  );
  first.process.kill('SIGSTOP');
  for (const command of [['run', '--from', from], ['rollback', 'x', '--confirm', 'x'], ['status']]) {
    expectRefused(await here.cli([...command, '--json']), first.process.pid);
  }
  // Another tenant of the same target is not in its way.
  const other = await here.cli(['status', '--tenant', 'dev', '--json']);
  expect(other.stdout).not.toContain('LOCK_HELD');

  first.process.kill('SIGKILL');
  expect((await first.ended).signal).toBe('SIGKILL');
  await until(async () => (await here.cli(['status'])).status === 0);
  expectStatus(await here.cli(['run', '--from', from]), 0);
});

it('PGlite: the same, for the whole database', async () => {
  const here = await home('pglite');
  homes.push(here);
  const from = await writeResort(smallResort());
  const first = await here.start(['run', '--from', from]);
  await until(async () => (await readdir(here.workspace)).some((name) => name.startsWith('embedded.lock-')));
  first.process.kill('SIGSTOP');
  expectRefused(await here.cli(['run', '--from', from, '--json']), first.process.pid);
  first.process.kill('SIGKILL');
  expect((await first.ended).signal).toBe('SIGKILL');
  expectStatus(await here.cli(['run', '--from', from]), 0);
});

function expectRefused(ended: Ended, holder: number | undefined): void {
  expectStatus(ended, 4);
  const { status, error } = jsonOf(ended) as {
    status: string;
    error: { code: string; message: string; hint: string };
  };
  expect([status, error.code]).toEqual(['refused', 'LOCK_HELD']);
  expect(error.message).toContain(`${hostname()} pid ${holder}`);
  expect(error.message).toMatch(/since 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d/);
  expect(error.hint).toContain('Wait until it has ended');
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; !(await done()); attempt += 1) {
    if (attempt > 1000) throw new Error('it never happened');
    await sleep(10);
  }
}
