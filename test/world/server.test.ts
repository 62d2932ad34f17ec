import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { extract, transformOnly, validateOnly } from '../../src/pipeline/run.ts';
import type { Runtime } from '../../src/pipeline/runtime.ts';
import { postgresTarget } from '../support/databases.ts';
import { testRun } from '../support/runtime.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { stateOf, withSession } from '../support/state.ts';
import { atPlace, calmHistory, endingOf, type History, hasten, prepareTarget, recovered } from './support.ts';

hasten();

let server: TestServer;
let calm: History;
beforeAll(async () => {
  [server, calm] = await Promise.all([startServer(), calmHistory()]);
});
afterAll(() => server.stop());

const first = () => calm.steps[0]?.command ?? (() => Promise.reject(new Error('no first load')));

/** A runtime on a new database of the server that may be restarted. */
async function atServer(work: (runtime: Runtime) => Promise<void>): Promise<void> {
  const run = await testRun('pglite');
  const url = new URL(server.url);
  url.pathname = `/world_${Math.random().toString(36).slice(2)}`;
  await withSession(postgresTarget(server.url), (session) =>
    session.exec(`CREATE DATABASE "${url.pathname.slice(1)}"`),
  );
  const target = postgresTarget(url.toString());
  try {
    await work({ ...run.runtime, settings: { ...run.runtime.settings, target } });
  } finally {
    await run.drop();
  }
}

async function expectCalm({ settings }: Runtime): Promise<void> {
  expect(await stateOf(settings.target)).toEqual(calm.states[1]);
}

/** The statement that a sleeping trigger holds up, found by what it does. */
async function whileAsleep(
  { settings }: Runtime,
  act: (pid: number) => Promise<void>,
  command: () => Promise<unknown>,
) {
  await withSession(settings.target, (session) =>
    session.exec(`CREATE FUNCTION asleep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_sleep(20); RETURN NULL; END $$;
      CREATE TRIGGER asleep AFTER INSERT ON reservations FOR EACH STATEMENT EXECUTE FUNCTION asleep()`),
  );
  const ending = endingOf(command());
  const pid = await withSession(settings.target, async (session) => {
    for (;;) {
      const { rows } = await session.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`,
      );
      if (rows[0]) return rows[0].pid;
      await sleep(50);
    }
  });
  await act(pid);
  const ended = await ending;
  const { rows } = await withSession(settings.target, async (session) => {
    await session.exec('DROP FUNCTION asleep CASCADE');
    return session.query('SELECT count(*)::int AS customers FROM customers');
  });
  expect(rows).toEqual([{ customers: 0 }]);
  return ended;
}

it.each([
  ['transform', transformOnly],
  ['validate', validateOnly],
])('a server that crashes after %s has empty staging tables: they are made again', (_stage, command) =>
  atServer(async (runtime) => {
    await prepareTarget(runtime);
    await extract(runtime, { from: [calm.from] });
    await command(runtime, {});
    expect(await stagedRows(runtime)).toBeGreaterThan(0);
    await server.halt('immediate');
    await server.start();
    expect(await stagedRows(runtime)).toBe(0);
    await first()(runtime);
    await expectCalm(runtime);
  }),
);

const stagedRows = ({ settings }: Runtime) =>
  withSession(settings.target, async (session) => {
    const { rows: tables } = await session.query<{ name: string }>(
      `SELECT oid::regclass::text AS name FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r'`,
    );
    const counts = tables.map(({ name }) => `(SELECT count(*) FROM ${name})`);
    const { rows } = await session.query<{ rows: number }>(`SELECT (${counts.join(' + ')})::int AS rows`);
    return rows[0]?.rows ?? 0;
  });

it('a server that crashes in the middle of a load, is away, and comes back', () =>
  atServer(async (runtime) => {
    await prepareTarget(runtime);
    const ending = whileAsleep(
      runtime,
      async () => {
        await server.halt('immediate');
        expect(await endingOf(first()(runtime))).toMatchObject({ code: 'TARGET_UNREACHABLE', exit: 4 });
        await server.start();
      },
      () => first()(runtime),
    );
    expect(await ending).toMatchObject({ ok: false, code: 'TARGET_LOST', exit: 1 });
    await first()(runtime);
    await expectCalm(runtime);
  }));

it('an administrator cancels a statement, or ends the session', () =>
  atServer(async (runtime) => {
    await prepareTarget(runtime);
    for (const [how, code] of [
      ['pg_cancel_backend', 'TARGET_CANCELLED'],
      ['pg_terminate_backend', 'TARGET_LOST'],
    ] as const) {
      const act = (pid: number) =>
        withSession(postgresTarget(server.url), async (session) => {
          await session.query(`SELECT ${how}(${pid})`);
        });
      const ended = await whileAsleep(runtime, act, () => first()(runtime));
      expect(ended).toMatchObject({ ok: false, code, exit: 1 });
    }
    await first()(runtime);
    await expectCalm(runtime);
  }));

it('a standby is refused; promoted, it takes the load', () =>
  atServer(async (runtime) => {
    await prepareTarget(runtime);
    await server.halt('fast');
    const signal = path.join(server.data, 'standby.signal');
    await writeFile(signal, '');
    await server.start();
    try {
      expect(await endingOf(first()(runtime))).toMatchObject({ code: 'TARGET_READ_ONLY', exit: 4 });
    } finally {
      await server.halt('fast');
      await rm(signal);
      await server.start();
    }
    await first()(runtime);
    await expectCalm(runtime);
  }));

it('limits that the role was given for short transactions do not end a run', () =>
  atServer(async (runtime) => {
    const { target } = runtime.settings;
    if (target.kind === 'embedded') throw new Error('no role');
    const limits = ['statement_timeout', 'lock_timeout', 'transaction_timeout', 'idle_session_timeout'];
    limits.push('idle_in_transaction_session_timeout');
    const url = new URL(target.url);
    url.searchParams.set('options', limits.map((limit) => `-c ${limit}=150ms`).join(' '));
    await first()({
      ...runtime,
      settings: { ...runtime.settings, target: { ...target, url: url.toString() } },
    });
    await expectCalm(runtime);
  }));

it('a server that promises less than durable commits loses none of ours', () =>
  atServer(async (runtime) => {
    await server.halt('fast');
    await server.start(['synchronous_commit=off', 'wal_writer_delay=10000']);
    try {
      await prepareTarget(runtime);
      await first()(runtime);
      await server.halt('immediate');
    } finally {
      await server.start();
    }
    await expectCalm(runtime);
  }));

it('a role without a connection left is refused', () =>
  atServer(async (runtime) => {
    const { target } = runtime.settings;
    if (target.kind === 'embedded') throw new Error('no role');
    await withSession(target, (session) =>
      session.exec(
        `DROP ROLE IF EXISTS narrow; CREATE ROLE narrow LOGIN CONNECTION LIMIT 0 PASSWORD 'invented'`,
      ),
    );
    const url = new URL(target.url);
    url.username = 'narrow';
    url.password = 'invented';
    const ending = await endingOf(
      first()({ ...runtime, settings: { ...runtime.settings, target: { ...target, url: url.toString() } } }),
    );
    expect(ending).toMatchObject({ code: 'TARGET_UNREACHABLE', exit: 4 });
    expect(ending).toMatchObject({ told: expect.stringMatching(/no connection left[\s\S]*max_connections/) });
  }));

it('somebody holds a row for long: the load gives way, and loads when the row is free', () =>
  atPlace(async ({ run, runtime }) => {
    const [one, two] = calm.steps;
    if (!one || !two) throw new Error('no second load');
    await one.command(runtime);
    await withSession(run.target, async (person) => {
      await person.exec(`BEGIN; UPDATE customers SET city = city WHERE "externalId" = '101'`);
      const ending = await endingOf(two.command(runtime));
      expect(ending).toMatchObject({ code: 'TARGET_BUSY', exit: 1 });
      expect(ending).toMatchObject({
        told: expect.stringMatching(/pg_stat_activity[\s\S]*run the same command again/),
      });
      await person.exec('ROLLBACK');
    });
    expect((await stateOf(run.target)).rows).toEqual(calm.states[1]?.rows);
    await recovered(() => two.command(runtime));
    expect(await stateOf(run.target)).toEqual(calm.states[2]);
  }));
