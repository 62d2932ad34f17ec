import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../src/database/open.ts';
import { runAll } from '../../src/pipeline/run.ts';
import { postgresTarget } from '../support/databases.ts';
import { ENGINES } from '../support/effort.ts';
import { smallResort, writeResort } from '../support/resort.ts';
import { testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';
import { stateOf } from '../support/state.ts';

const start = testRuns();

/** Replica mode is a faster way to the same rows, and hides nothing that the ordinary way would tell. */

const load = async (run: TestRun) =>
  runAll(run.runtime, { command: 'run', from: [await writeResort(smallResort(), '2026-03-01')] });

const count = async (run: TestRun, table: string) =>
  (await run.withTarget((session) => session.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)))
    .rows[0]?.n;

it('loads and rolls back to the same rows with the right to replica mode and without it', async () => {
  const [quiet, plain] = await Promise.all([start('postgres'), start('postgres')]);
  if (plain.target.kind === 'embedded') throw new Error('not a server');
  const url = new URL(plain.target.url);
  const role = `plain_${url.pathname.slice(-8)}`;
  await plain.withTarget((session) =>
    session.exec(`
      CREATE ROLE ${role} LOGIN PASSWORD 'plain';
      GRANT ALL ON SCHEMA public, migration, migration_staging TO ${role};
      GRANT ALL ON ALL TABLES IN SCHEMA public, migration TO ${role};
      GRANT ALL ON ALL SEQUENCES IN SCHEMA public, migration TO ${role}`),
  );
  url.username = role;
  url.password = 'plain';
  plain.runtime.settings.target = postgresTarget(url.toString());
  try {
    const [first, second] = [await load(quiet), await load(plain)];
    expect(second.status).toBe('ok');
    expect(await stateOf(plain.target)).toEqual(await stateOf(quiet.target));
    const [one, two] = [await undo(quiet, first.batch), await undo(plain, second.batch)];
    expect(two.buckets).toEqual(one.buckets);
    expect([one.fingerprint.equal, two.fingerprint.equal]).toEqual([true, true]);
    expect(await stateOf(plain.target)).toEqual(await stateOf(quiet.target));
  } finally {
    await plain.withTarget((session) => session.exec(`DROP OWNED BY ${role}; DROP ROLE ${role}`));
  }
});

describe.each(ENGINES)('on %s', (kind) => {
  it('loads nothing when a foreign key of the target would not hold', async () => {
    const run = await start(kind);
    await run.withTarget((session) =>
      session.exec(`CREATE TABLE cities (name text PRIMARY KEY);
        ALTER TABLE customers ADD CONSTRAINT known_city FOREIGN KEY (city) REFERENCES cities (name)`),
    );
    await expect(load(run)).rejects.toMatchObject({
      code: 'LOAD_REFERENCE_BROKEN',
      message: expect.stringContaining('3 by known_city'),
    });
    expect(await count(run, 'customers')).toBe(0);
    await run.withTarget((session) => session.exec(`INSERT INTO cities VALUES ('Springfield')`));
    expect((await load(run)).status).toBe('ok');
  });

  it('lets the triggers of people fire', async () => {
    const run = await start(kind);
    await run.withTarget((session) =>
      session.exec(`CREATE TABLE noted (what text);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN INSERT INTO public.noted VALUES (TG_OP); RETURN NULL; END $$;
        CREATE TRIGGER noting AFTER INSERT OR DELETE ON pets FOR EACH ROW EXECUTE FUNCTION note()`),
    );
    const loaded = await load(run);
    expect(await count(run, 'noted')).toBe(3);
    await undo(run, loaded.batch);
    expect(await count(run, 'noted')).toBe(6);
  });
});

it('waits for edits that are open when a rollback begins, and keeps what they need', async () => {
  const run = await start('postgres');
  const loaded = await load(run);
  const desk = await openSession(run.target);
  await desk.exec(`BEGIN;
    UPDATE pets SET notes = 'Bites' WHERE "externalId" = '501';
    INSERT INTO pets (id, "tenantId", name, type, "customerId", "updatedAt")
      SELECT 'late', "tenantId", 'Late', 'DOG', id, '2026-03-01' FROM customers WHERE "externalId" = '102'`);
  const undone = undo(run, loaded.batch);
  const waits = () =>
    run.withTarget((session) =>
      session.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      ),
    );
  while ((await waits()).rows.length === 0) await sleep(50);
  await desk.exec('COMMIT');
  const result = await undone;
  expect(result.kept.map(({ table, why }) => `${table}: ${why.replace(/ pets\/.*/, '')}`)).toEqual(
    expect.arrayContaining(['pets: changed by people since: notes', 'customers: needed by']),
  );
  expect(result.blocked.map(({ table, why }) => `${table}: ${why}`)).toEqual([
    'customers: needed by pets/late',
  ]);
  const { rows } = await desk.query<{ name: string }>(
    'SELECT p.name FROM pets p JOIN customers c ON c.id = p."customerId" ORDER BY 1',
  );
  expect(rows.map(({ name }) => name)).toEqual(['Late', 'Pet501']);
  await desk.close();
});
