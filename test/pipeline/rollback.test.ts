import { expect, it } from 'vitest';
import type { RollbackResult } from '../../src/pipeline/results.ts';
import { rollbackBatch } from '../../src/pipeline/rollback.ts';
import { recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

/** Every situation that a rollback may meet: the dry run says exactly what then happens, and the buckets add up. */

const start = testRuns();

/** Dry run and real one, which must say the same; every touched row is in one bucket. */
async function both(run: TestRun, batch: string | undefined, through = false): Promise<RollbackResult> {
  const options = { batch: batch ?? '', through };
  const [touched] = await rowsOf(run, await imagesFrom(run, batch ?? ''));
  const foretold = await rollbackBatch(run.runtime, { ...options, dryRun: true });
  const done = await rollbackBatch(run.runtime, { ...options, dryRun: false });
  expect({ ...foretold, dryRun: false }).toEqual(done);
  const { reversed, kept, blocked, failed } = done.buckets;
  expect(reversed + kept + blocked + failed).toBe(touched?.['rows']);
  expect([done.kept.length, done.blocked.length]).toEqual([kept, blocked]);
  return done;
}

/** Counts the after-images of a batch and of all that stand on top of it. */
async function imagesFrom(run: TestRun, batch: string): Promise<string> {
  const tables = await rowsOf(
    run,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'migration' AND tablename LIKE 'after\\_%'`,
  );
  const counts = tables.map(
    ({ name }) =>
      `(SELECT count(*) FROM migration."${String(name)}" a JOIN migration.batches b ON b.id = a._batch
        WHERE b.state <> 'rolled_back' AND b.id >= (SELECT id FROM migration.batches WHERE public_id = '${batch}'))`,
  );
  return `SELECT (${counts.join(' + ')})::int AS rows`;
}

const why = (rows: RollbackResult['kept']) =>
  rows.map((row) => `${row.table}: ${row.why.replace(/[0-9a-f-]{36}/g, 'ID')}`).sort();

it('rows that people edited are kept, field by field; those that newer rows need are blocked; adopted ones are restored', async () => {
  const run = await start('postgres');
  const { id: tenant } = run.runtime.settings.tenant;
  await person(
    run,
    `INSERT INTO customers (id, "tenantId", email, "firstName", "lastName", "externalId", "createdBy", "updatedBy", "updatedAt", "createdAt")
     VALUES ('desk-1', '${tenant}', 'desk@example.test', 'Theirs', 'Last101', '101', 'desk', 'manager', '2025-01-01', '2024-01-01')`,
  );
  const [before] = await rowsOf(run, `SELECT * FROM customers WHERE id = 'desk-1'`);
  const { batch } = await runOn(run, smallResort());
  const [adopted] = await rowsOf(run, `SELECT * FROM customers WHERE id = 'desk-1'`);
  expect(adopted).not.toEqual(before);
  await person(
    run,
    `UPDATE pets SET notes = 'Theirs', color = 'Black' WHERE "externalId" = '502';
     DELETE FROM reservations WHERE "externalId" = '903';
     INSERT INTO medical_records (id, "tenantId", "petId", "recordType", "recordDate", description, "updatedAt")
       SELECT 'people-1', "tenantId", id, 'NOTE', '2026-03-05', 'Written by people', now() FROM pets WHERE "externalId" = '503'`,
  );
  const done = await both(run, batch?.id);
  expect(why(done.kept)).toEqual([
    'customers: needed by pets/ID',
    'pets: changed by people since: color, notes',
  ]);
  expect(why(done.blocked)).toEqual([
    'customers: needed by pets/ID',
    'pets: needed by medical_records/people-1',
  ]);
  expect(done.status).toBe('attention');
  expect(await rowsOf(run, `SELECT * FROM customers WHERE id = 'desk-1'`)).toEqual([before]);
  expect(await runOn(run, smallResort())).toMatchObject({ status: 'ok', wrote: true });
});

it('batches on top of one another: the older one is refused with the reason, or undone together with the newer ones', async () => {
  const run = await start('postgres');
  const records = smallResort();
  const first = await runOn(run, records);
  recordOf(records, 'owners', '102')['city'] = 'Elsewhere';
  recordOf(records, 'reservations', '902')['run_name'] = 'A 09';
  const second = await runOn(run, records, '2026-03-02');
  recordOf(records, 'owners', '102')['city'] = 'Further';
  const third = await runOn(run, records, '2026-03-03');
  for (const dryRun of [true, false])
    await expect(
      rollbackBatch(run.runtime, { batch: first.batch?.id ?? '', dryRun, through: false }),
    ).rejects.toMatchObject({
      ...{ code: 'BATCH_NOT_NEWEST', exit: 4 },
      message: expect.stringMatching(new RegExp(`2 newer.*${third.batch?.id}, ${second.batch?.id}`)),
    });
  const newest = await both(run, third.batch?.id);
  expect(newest.fingerprint).toMatchObject({ equal: true, after: second.fingerprints?.after });
  // An edit of a row that two batches touched is kept through both of them.
  await person(run, `UPDATE customers SET city = 'Theirs' WHERE "externalId" = '102'`);
  const all = await both(run, first.batch?.id, true);
  expect(why(all.kept)).toEqual([
    'customers: changed by people since: city',
    expect.stringContaining('customers: changed by people since: '),
  ]);
  expect(await rowsOf(run, 'SELECT city FROM customers')).toEqual([{ city: 'Theirs' }]);
  expect(await runOn(run, records, '2026-03-03')).toMatchObject({ status: 'ok', wrote: true });
});

it.each([
  [
    'after-images',
    'DELETE FROM migration.after_customers WHERE id = (SELECT min(id) FROM customers)',
    '2 of 3 after-images',
  ],
  ['before-images', 'DELETE FROM migration.before_customers', '0 of 1 before-images'],
  ['a table of images', 'DROP TABLE migration.after_pets', 'pets has 0 of 1 after-images'],
  [
    'after-images of a batch that did not count them',
    `UPDATE migration.batches SET images = NULL; DELETE FROM migration.after_pets`,
    'pets has no after-image of',
  ],
  ['the result too', `UPDATE migration.batches SET images = NULL, result = '{}'`, 'it stored no result'],
])('a batch that lost %s is refused, and nothing is changed', async (_, sql, told) => {
  const run = await start('postgres');
  const records = smallResort();
  const first = await runOn(run, records);
  for (const owner of records['owners'] ?? []) if (owner['id'] === '102') owner['city'] = 'Elsewhere';
  recordOf(records, 'animals', '502')['allergies'] = 'Fish';
  const second = await runOn(run, records, '2026-03-02');
  const rows = await rowsOf(run, 'SELECT * FROM customers ORDER BY id');
  const batch = told.includes('of 3') ? first : second;
  await person(run, sql);
  for (const dryRun of [true, false])
    await expect(
      rollbackBatch(run.runtime, { batch: batch.batch?.id ?? '', dryRun, through: batch === first }),
    ).rejects.toMatchObject({
      code: 'BATCH_WITHOUT_PROVENANCE',
      exit: 4,
      message: expect.stringContaining(told),
    });
  expect(await rowsOf(run, 'SELECT * FROM customers ORDER BY id')).toEqual(rows);
});
