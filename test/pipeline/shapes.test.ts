import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/core/settings.ts';
import { PACKAGE_ROOT } from '../../src/core/version.ts';
import { introspect } from '../../src/database/introspect.ts';
import { prepare } from '../../src/pipeline/prepare.ts';
import { rollbackBatch } from '../../src/pipeline/rollback.ts';
import { runAll } from '../../src/pipeline/run.ts';
import { verifyBatch } from '../../src/pipeline/verify.ts';
import { moneyResort, recordOf } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import { MAPPINGS, type TestRun } from '../support/runtime.ts';
import { SHAPES, type ShapeName } from '../support/shapes/index.ts';

/** The three shapes of a live Tailtown (tailtown-target.md), which `prepare` only adds to. What exists decides. */

const fresh = testRuns();
const RESORT = path.join(PACKAGE_ROOT, 'samples/resort');

async function prepared(shape: ShapeName, changes: Partial<Settings> = {}): Promise<TestRun> {
  const run = await fresh({ shape }, changes);
  await prepare(run.runtime, { dryRun: false, undo: false });
  return run;
}

type Model = Awaited<ReturnType<typeof runAll>>;
const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;
const account = (model: Model, name: string) => model.entities.find(({ entity }) => entity === name);

/** What an issue about an absent table or column names: `table: 7 records`, without the number. */
const named = (model: Model, code: string) =>
  (model.issues.find((issue) => issue.code === code)?.examples ?? [])
    .map(({ detail = '' }) => detail.replace(/: \d+ (records|values)$/, ''))
    .filter((name, index, all) => all.indexOf(name) === index)
    .sort();

/** Places that the sample resort has something for and that the shape lacks. */
const ABSENT: Record<ShapeName, { tables: string[]; columns: string[] }> = {
  'customer-service': { tables: ['veterinarians'], columns: ['check_ins.customerId', 'check_ins.status'] },
  merged: { tables: [], columns: [] },
  history: {
    tables: ['incidents', 'service_agreement_templates', 'service_agreements', 'vaccine_requirements'],
    columns: [
      ...['check_ins.customerId', 'check_ins.status'],
      ...['invoices.balanceDue', 'invoices.depositAmount', 'invoices.depositPaid'],
      ...['pets.emergencyContactName', 'pets.emergencyContactPhone'],
      ...['pets.evaluationCategories', 'pets.evaluationNotes'],
      ...['pets.feedingMethod', 'pets.feedingSchedule', 'pets.foodType'],
      ...['pets.incidentCount', 'pets.isVip', 'pets.nextVaccineDate'],
    ],
  },
};

describe.each(SHAPES)('%s', (shape) => {
  it('takes the sample resort, balanced, and gives it back', { timeout: 300_000 }, async () => {
    const overlay = path.join(RESORT, 'mapping');
    const run = await fresh({ shape }, { mappingFolders: [MAPPINGS, overlay], balanceSign: 'owes-positive' });
    const tables = await tablesOf(run);
    const { statements } = await prepare(run.runtime, { dryRun: false, undo: false });
    expect(statements.some(({ sql }) => /CREATE TABLE "(?!migration)/.test(sql))).toBe(false);
    expect(await tablesOf(run)).toEqual(tables);

    const load = () => runAll(run.runtime, { command: 'run', from: [path.join(RESORT, 'export')] });
    const model = await load();
    expect(model).toMatchObject({ status: 'ok', wrote: true });
    expect(model.entities.filter(({ balanced }) => !balanced)).toEqual([]);
    expect(model.totals.filter(({ balanced }) => !balanced)).toEqual([]);
    expect(model.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0, safetyDifferent: 0 });
    expect(named(model, 'TARGET_TABLE_ABSENT')).toEqual(ABSENT[shape].tables);
    expect(named(model, 'TARGET_COLUMN_ABSENT')).toEqual(ABSENT[shape].columns);
    expect(model.leftOut.map(({ what }) => what)).toEqual(expect.arrayContaining(ABSENT[shape].columns));
    expect(await verifyBatch(run.runtime, {})).toMatchObject({ status: 'ok' });
    expect(await load()).toMatchObject({ wrote: false, batch: { id: model.batch?.id } });

    const undone = await undo(run, model.batch);
    expect(undone.buckets).toMatchObject({ kept: 0, blocked: 0, failed: 0 });
    expect(undone.proof.different).toBe(0);
    expect(undone.fingerprint).toMatchObject({ equal: true, after: model.fingerprints?.before });
    // The product's own `db push` takes them away.
    await person(run, await dropAdditive(run));
    const anew = await load();
    expect(anew).toMatchObject({ status: 'ok', wrote: true });
    expect(anew.entities).toEqual(model.entities);
    expect((await undo(run, anew.batch)).fingerprint).toMatchObject({ equal: true });
  });
});

it('goes on where the additive columns are dropped between two loads', async () => {
  const run = await prepared('merged');
  const records = moneyResort();
  const first = await runOn(run, records);
  expect(first.status).toBe('ok');
  await person(run, await dropAdditive(run));
  recordOf(records, 'owners', '101')['city'] = 'Elsewhere';
  const second = await runOn(run, records, '2026-03-02');
  expect(second.status).toBe('ok');
  expect(account(second, 'owners')).toMatchObject({ updated: 1, unchanged: 2, balanced: true });
  const undone = await rollbackBatch(run.runtime, {
    ...{ batch: first.batch?.id ?? '', dryRun: false, through: true },
  });
  expect(undone.buckets).toMatchObject({ kept: 0, blocked: 0, failed: 0 });
  expect(await rowsOf(run, 'SELECT id FROM customers UNION ALL SELECT id FROM invoices')).toEqual([]);
});

const tablesOf = async (run: TestRun) =>
  Object.keys((await run.withTarget((session) => introspect(session))).tables);

const dropAdditive = async (run: TestRun): Promise<string> => {
  const rows = await rowsOf(
    run,
    `SELECT DISTINCT format('ALTER TABLE public.%I DROP COLUMN %I;', split_part(object, '.', 2), split_part(object, '.', 3)) AS sql
     FROM migration.prepared WHERE object LIKE 'public.%.%'`,
  );
  expect(rows.length).toBeGreaterThan(50);
  return rows.map(({ sql }) => String(sql)).join('\n');
};

/** An overlay of one resort: a column of its own for the play group, and what a long temperament does. */
async function withPlayGroups(tooLong: 'truncate' | 'reject'): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-overlay-'));
  const columns = `
      idealPlayGroup: { from: play_group, apply: [text] }
      temperament: { from: temperament_type, apply: [text], tooLong: ${tooLong} }`;
  await writeFile(
    path.join(folder, 'animals.yaml'),
    `entity: animals\nextraColumns: [play_group]\ntables:\n  pets:\n    columns:${columns}\n`,
  );
  return [MAPPINGS, folder];
}

it.each([
  ['customer-service', 'reject', { tooLong: 0, rejected: ['502'] }],
  ['merged', 'reject', { tooLong: 0, rejected: [] }],
  ['history', 'truncate', { tooLong: 1, rejected: ['501'] }],
  ['history', 'reject', { tooLong: 1, rejected: ['501', '503'] }],
] as const)('%s: values of its enums, and lengths (%s)', async (shape, tooLong, expected) => {
  const run = await prepared(shape, { mappingFolders: await withPlayGroups(tooLong) });
  const records = moneyResort();
  // Which of the two spellings a database knows is for it to say (trap 11).
  recordOf(records, 'animals', '501')['play_group'] = 'SENIOR_DOGS';
  recordOf(records, 'animals', '502')['play_group'] = 'SENIORS';
  recordOf(records, 'animals', '503')['temperament_type'] = 'Friendly '.repeat(7).trim();
  const model = await runOn(run, records);
  const absent = expected.rejected.filter((id) => id !== '503');
  expect(countOf(model, 'TARGET_ENUM_VALUE_ABSENT')).toBe(absent.length);
  expect(countOf(model, 'VALUE_TEXT_TOO_LONG')).toBe(expected.tooLong);
  expect(account(model, 'animals')).toMatchObject({ rejected: expected.rejected.length, balanced: true });
  const pets = await rowsOf(
    run,
    `SELECT "externalId" AS id, "idealPlayGroup"::text AS "group", length(temperament) AS length FROM pets ORDER BY 1`,
  );
  const cut = expected.tooLong > 0 ? 50 : 62;
  const all = [
    { id: '501', group: 'SENIOR_DOGS', length: null },
    { id: '502', group: 'SENIORS', length: null },
    { id: '503', group: null, length: cut },
  ];
  expect(pets).toEqual(all.filter(({ id }) => !expected.rejected.some((rejected) => rejected === id)));
  // Where the enum lacks it, an invoice that is partly paid is only sent.
  const partly = shape === 'merged' ? 'PARTIALLY_PAID' : 'SENT';
  expect(await rowsOf(run, `SELECT status::text FROM invoices WHERE "externalId" = '7002'`)).toEqual([
    { status: partly },
  ]);
});
