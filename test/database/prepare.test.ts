import { afterEach, describe, expect, test } from 'vitest';
import { applyPrepare } from '../../src/database/apply-prepare.ts';
import { introspect, shapeHash } from '../../src/database/introspect.ts';
import { openSession } from '../../src/database/open.ts';
import type { PostgresSession } from '../../src/database/postgres.ts';
import { checkPrepared, planPrepare } from '../../src/database/prepare.ts';
import type { Session } from '../../src/database/session.ts';
import { undoPrepare } from '../../src/database/undo-prepare.ts';
import { FILLED_TABLES, TAILTOWN_TABLES } from '../../src/tailtown/tables.ts';
import { emptyPglite, emptyPostgres, freshPglite, freshPostgres, TEST_TENANT } from '../support/databases.ts';
import { liveTailtown } from '../support/live.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const kinds = [
  { kind: 'postgres', empty: emptyPostgres, fresh: freshPostgres },
  { kind: 'pglite', empty: emptyPglite, fresh: freshPglite },
] as const;

async function open(
  make: () => Promise<{ target: Parameters<typeof openSession>[0]; drop(): Promise<void> }>,
) {
  const database = await make();
  closing.push(database.drop);
  const session = await openSession(database.target);
  closing.push(() => session.close());
  return session;
}

const run = async (session: Session, tenant?: typeof TEST_TENANT) =>
  applyPrepare(session, await planPrepare(session, tenant));

const objects = async (session: Session) =>
  (
    await session.query<{ name: string }>(
      `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname !~ '^pg_'
       UNION ALL SELECT 'type ' || typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE nspname = 'public'
       ORDER BY 1`,
    )
  ).rows.map((row) => row.name);

test('the creation of a database goes on after being stopped between any two steps', async () => {
  const session = await open(emptyPostgres);
  const whole = (await planPrepare(session, TEST_TENANT)).steps.length;
  expect(whole).toBeGreaterThan(5);
  for (let left = whole; left > 0; left -= 1) {
    const plan = await planPrepare(session, TEST_TENANT);
    expect(plan.steps).toHaveLength(left);
    expect(plan.creates).toBe(true);
    await applyPrepare(session, { ...plan, steps: plan.steps.slice(0, 1) });
    if (left === whole)
      await expect(checkPrepared(session)).rejects.toMatchObject({ code: 'TARGET_NOT_PREPARED' });
  }
  expect((await planPrepare(session, TEST_TENANT)).steps).toEqual([]);
});

describe.each(kinds)('prepare on $kind', ({ empty, fresh }) => {
  test('creates everything in an empty database, then finds nothing to do', async () => {
    const session = await open(empty);
    await expect(checkPrepared(session)).rejects.toMatchObject({ code: 'TARGET_NOT_PREPARED', exit: 4 });
    const plan = await planPrepare(session, TEST_TENANT);
    expect(plan.creates).toBe(true);
    expect(plan.steps.every((step) => step.why !== '' && step.sql !== '')).toBe(true);
    await applyPrepare(session, plan);
    expect(await planPrepare(session, TEST_TENANT)).toEqual({ creates: true, steps: [], left: [] });
    await checkPrepared(session);
    const shape = await introspect(session);
    expect(Object.keys(shape.tables).sort()).toEqual([...TAILTOWN_TABLES].sort());
    const { rows } = await session.query(
      'SELECT id, "businessName", timezone, status::text, gingr_sync_enabled AS sync FROM tenants',
    );
    expect(rows).toEqual([
      {
        id: TEST_TENANT.id,
        businessName: 'Harbor Pet Resort',
        timezone: 'America/Denver',
        status: 'ACTIVE',
        sync: false,
      },
    ]);
  });

  test('undo leaves an empty database as it was', async () => {
    const session = await open(empty);
    const before = await objects(session);
    await run(session, TEST_TENANT);
    const result = await undoPrepare(session);
    expect(result.kept).toEqual([]);
    expect(await objects(session)).toEqual(before);
    expect(await undoPrepare(session)).toEqual({ dropped: [], kept: [] });
  });

  test('undo keeps tables that somebody put a row into', async () => {
    const session = await open(fresh);
    await session.query(
      `INSERT INTO customers (id, email, "firstName", "lastName", "updatedAt") VALUES ('c', 'a@example.test', '', '', now())`,
    );
    const { kept } = await undoPrepare(session);
    expect(kept.map((each) => each.reason)).toContain('customers has rows');
    expect((await session.query('SELECT 1 FROM customers')).rows).toHaveLength(1);
    expect((await session.query('SELECT 1 FROM tenants')).rows).toHaveLength(1);
    expect((await introspect(session, 'migration')).tables).toEqual({});
  });

  test('adds to a live Tailtown only what is additive, and undo takes exactly that away', async () => {
    const session = await open(empty);
    await session.exec(await liveTailtown());
    const before = await introspect(session);
    const plan = await planPrepare(session, TEST_TENANT);
    expect(plan.creates).toBe(false);
    expect(plan.steps.some((step) => step.kind === 'tenant')).toBe(false);
    await applyPrepare(session, plan);
    expect((await planPrepare(session, TEST_TENANT)).steps).toEqual([]);
    const after = await introspect(session);
    expect(Object.keys(after.tables)).toEqual(Object.keys(before.tables));
    for (const name of FILLED_TABLES) expect(after.tables[name]?.columns).toHaveProperty('migrationBatchId');
    expect(after.tables['pets']?.columns['migrationBatchId']?.notNull).toBe(false);
    expect(after.tables['reservations']?.indexes.map((index) => index.columns.join())).toContain('petId');
    expect(after.tables['staff_notes']?.indexes.map((index) => index.columns.join())).toContain('customer');
    const { kept } = await undoPrepare(session);
    expect(kept).toEqual([]);
    expect(shapeHash(await introspect(session))).toBe(shapeHash(before));
  });

  test('a live Tailtown that was prepared equals a created one', async () => {
    const live = await open(empty);
    await live.exec((await liveTailtown()).replace(/-- Ours[\s\S]*/, ''));
    await run(live);
    const { tables } = await introspect(live);
    const created = (await introspect(await open(fresh))).tables;
    for (const [name, table] of Object.entries(created)) {
      expect(Object.keys(tables[name]?.columns ?? {}).sort()).toEqual(Object.keys(table.columns).sort());
      expect(tables[name]?.indexes).toEqual(table.indexes);
    }
  });

  test('refuses a database with only some of the tables, and changes nothing', async () => {
    const session = await open(empty);
    await session.exec(
      'CREATE TABLE customers (id text PRIMARY KEY); CREATE TABLE tenants (id text PRIMARY KEY)',
    );
    const before = await objects(session);
    await expect(planPrepare(session)).rejects.toMatchObject({
      code: 'TARGET_TABLES_MISSING',
      exit: 4,
      message: expect.stringContaining('pets, services, resources, reservations'),
    });
    expect(await objects(session)).toEqual(before);
  });

  test('undo refuses while a batch is not rolled back', async () => {
    const session = await open(fresh);
    await session.exec(
      `INSERT INTO migration.batches (public_id, tenant, source_database, target, snapshot, mapping, state, batch_time, as_of,
         tool_version, fingerprint_before, fingerprint_after, result)
       VALUES ('b-1', 't', 'main', 'x', '', '', 'verified', now(), now(), '0', '', '', '{}')`,
    );
    await expect(undoPrepare(session)).rejects.toMatchObject({ code: 'BATCHES_OPEN', exit: 4 });
    await session.exec(`UPDATE migration.batches SET state = 'rolled_back'`);
    expect((await undoPrepare(session)).kept).toEqual([]);
  });

  test('goes on after being stopped between any two steps', async () => {
    const session = await open(empty);
    await session.exec(await liveTailtown());
    const { steps } = await planPrepare(session);
    let left = steps.length;
    for (const stopAfter of [1, 2, 7, 30]) {
      let seen = 0;
      const stop = new Error('stopped');
      const plan = await planPrepare(session);
      const stopped = applyPrepare(session, plan, () => {
        seen += 1;
        if (seen > stopAfter) throw stop;
      });
      await expect(stopped).rejects.toBe(stop);
      const now = (await planPrepare(session)).steps.length;
      expect(now).toBe(left - stopAfter);
      left = now;
    }
    await run(session);
    expect((await planPrepare(session)).steps).toEqual([]);
    const { rows } = await session.query<{ count: number }>(
      'SELECT count(DISTINCT object) AS count FROM migration.prepared',
    );
    // The record and the migrations of the control tables are no objects of Tailtown's.
    const ours = steps.filter(({ kind }) => kind === 'record' || kind === 'migration');
    expect(rows[0]?.count).toBe(steps.length - ours.length);
  });
});

test('an index that an interrupted CREATE INDEX left behind is made again', async () => {
  const session = await open(emptyPostgres);
  await session.exec(await liveTailtown());
  await session.exec(`CREATE INDEX "reservations_petId_migrate_idx" ON reservations ("petId");
    UPDATE pg_index SET indisvalid = false WHERE indexrelid = '"reservations_petId_migrate_idx"'::regclass`);
  const plan = await planPrepare(session);
  expect(plan.steps.map((step) => step.kind)).toContain('leftover');
  await applyPrepare(session, plan);
  const { rows } = await session.query(
    `SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = '"reservations_petId_migrate_idx"'::regclass`,
  );
  expect(rows).toEqual([{ valid: true }]);
});

test('waits for a table that is locked for a while', async () => {
  const session = await open(emptyPostgres);
  await session.exec(await liveTailtown());
  const plan = await planPrepare(session);
  const { rows } = await session.query<{ name: string }>('SELECT current_database() AS name');
  const url = new URL((session as PostgresSession).connection.connectionString ?? '');
  url.pathname = `/${rows[0]?.name}`;
  const other = await openSession({ name: 'other', kind: 'rehearsal', url: url.toString(), urlEnv: 'X' });
  closing.push(() => other.close());
  await other.exec('BEGIN; LOCK TABLE customers IN ACCESS SHARE MODE');
  const released = new Promise((resolve) => setTimeout(resolve, 3000)).then(() => other.exec('COMMIT'));
  await Promise.all([applyPrepare(session, plan), released]);
  expect((await planPrepare(session)).steps).toEqual([]);
});

test('people go on while it waits for a lock: nobody stands behind it for long', async () => {
  const { target, drop } = await emptyPostgres();
  closing.push(drop);
  const [session, reader, editor] = await Promise.all([1, 2, 3].map(() => openSession(target)));
  if (!session || !reader || !editor) throw new Error('three sessions');
  closing.push(
    () => session.close(),
    () => reader.close(),
    () => editor.close(),
  );
  await session.exec(await liveTailtown());
  const plan = await planPrepare(session);
  // Whoever asks for a table after `prepare` waits behind it, until it gives up for a while.
  await reader.exec('BEGIN; LOCK TABLE customers IN ACCESS SHARE MODE');
  const held = new Promise((resolve) => setTimeout(resolve, 8000));
  let over = false;
  const edits: number[] = [];
  const editing = (async () => {
    while (!over) {
      const began = performance.now();
      await editor.exec(`UPDATE customers SET notes = 'Theirs'`);
      edits.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  const prepared = applyPrepare(session, plan);
  await held;
  over = true;
  await editing;
  await reader.exec('COMMIT');
  await prepared;
  process.stdout.write(`prepare: ${edits.length} edits, the longest ${Math.round(Math.max(...edits))} ms\n`);
  expect(Math.max(...edits)).toBeLessThan(4000);
  expect((await planPrepare(session)).steps).toEqual([]);
});
