import { describe, expect, it } from 'vitest';
import { prepare } from '../../src/pipeline/prepare.ts';
import { verifyBatch } from '../../src/pipeline/verify.ts';
import { recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

/** The product's own `prisma db push` drops what its schema does not know: the additive columns, at any time. */

const start = testRuns();
const NAMES = ['deletedAt', 'createdBy', 'updatedBy', 'migrationBatchId'];

/** What `db push` does: every column and index that `prepare` recorded goes, and no record of it. */
async function push(run: TestRun): Promise<void> {
  const rows = await rowsOf(
    run,
    `SELECT undo_sql AS sql FROM migration.prepared WHERE kind IN ('column', 'index') ORDER BY id DESC`,
  );
  await person(run, rows.map(({ sql }) => String(sql).replace('CONCURRENTLY ', '')).join(';\n'));
  expect(await additive(run)).toBe(0);
}

const additive = async (run: TestRun): Promise<number> => {
  const [row] = await rowsOf(
    run,
    `SELECT count(*)::int AS count FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'customers' AND column_name IN (${NAMES.map((name) => `'${name}'`).join(', ')})`,
  );
  return Number(row?.['count']);
};

describe('dropped by `prisma db push`', () => {
  it('before a load: the load and its rollback work without, and prepare adds them again', async () => {
    const run = await start({ shape: 'customer-service' });
    await prepare(run.runtime, { dryRun: false, undo: false });
    expect(await additive(run)).toBe(NAMES.length);
    await push(run);
    const model = await runOn(run, smallResort());
    expect(model).toMatchObject({ status: 'ok', batch: { state: 'verified' } });
    const undone = await undo(run, model.batch);
    expect(undone).toMatchObject({ status: 'ok', fingerprint: { equal: true } });
    const again = await prepare(run.runtime, { dryRun: false, undo: false });
    expect(again.applied).toBe(true);
    expect(await additive(run)).toBe(NAMES.length);
    expect((await prepare(run.runtime, { dryRun: true, undo: false })).statements).toEqual([]);
    expect((await prepare(run.runtime, { dryRun: false, undo: true })).applied).toBe(true);
    expect(await additive(run)).toBe(0);
  });

  it('behind a load: verify, the next load and both rollbacks work, whether prepare adds them again or not', async () => {
    const run = await start({ shape: 'customer-service' });
    await prepare(run.runtime, { dryRun: false, undo: false });
    const records = smallResort();
    const first = await runOn(run, records);
    await push(run);
    expect(await verifyBatch(run.runtime, {})).toMatchObject({ status: 'ok' });
    recordOf(records, 'owners', '102')['city'] = 'Elsewhere';
    const second = await runOn(run, records, '2026-03-02');
    expect(second).toMatchObject({ status: 'ok', batch: { state: 'verified' } });
    expect(second.tables.find(({ table }) => table === 'customers')).toMatchObject({
      inserted: 0,
      updated: 1,
    });
    await prepare(run.runtime, { dryRun: false, undo: false });
    const undone = await undo(run, second.batch);
    expect(undone).toMatchObject({ buckets: { kept: 0, blocked: 0, failed: 0 }, proof: { different: 0 } });
    expect(await rowsOf(run, `SELECT city FROM customers WHERE "externalId" = '102'`)).toEqual([
      { city: 'Springfield' },
    ]);
    await push(run);
    const all = await undo(run, first.batch);
    expect(all).toMatchObject({ buckets: { kept: 0, blocked: 0, failed: 0 }, proof: { different: 0 } });
    expect(await rowsOf(run, 'SELECT 1 FROM customers')).toEqual([]);
    expect(await runOn(run, records, '2026-03-02')).toMatchObject({ status: 'ok', wrote: true });
  });
});
