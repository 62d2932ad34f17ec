import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMerges } from '../../src/pipeline/merges.ts';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const start = testRuns();

async function mergesFile(...lines: string[]): Promise<string> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-')), 'merges.csv');
  await writeFile(file, ['entity,source_id,into,note', ...lines, ''].join('\n'));
  return file;
}

const without = (records: Records, entity: string, id: string): Records => ({
  ...records,
  [entity]: (records[entity] ?? []).filter((record) => record['id'] !== id),
});

/** Whose everything is, by Gingr's ids. */
const belongings = (run: TestRun) =>
  rowsOf(
    run,
    `SELECT 'pet' AS what, p."externalId" AS id, c."externalId" AS owner FROM pets p JOIN customers c ON c.id = p."customerId"
     UNION ALL SELECT 'stay', r."externalId", c."externalId" FROM reservations r JOIN customers c ON c.id = r."customerId" ORDER BY 1, 2`,
  );
const customers = (run: TestRun) =>
  rowsOf(
    run,
    `SELECT "externalId" AS id, "isActive" AS active, "deletedAt" IS NOT NULL AS deleted FROM customers ORDER BY 1`,
  );
const codes = (model: { issues: { code: string; count: number }[] }) =>
  Object.fromEntries(
    model.issues
      .filter(({ code }) => /MERGE|TARGET_(?!ADOPT|COLUMN)/.test(code))
      .map(({ code, count }) => [code, count]),
  );

describe('owners merged in Gingr', () => {
  it('hand what hangs on them to the survivor, and their row goes; a rollback gives all of it back (P-G-5)', async () => {
    const run = await start('postgres', { complete: ['owners'] });
    await runOn(run, smallResort());
    // People gave the stay of 902 to another owner by hand.
    await person(
      run,
      `UPDATE reservations SET "customerId" = (SELECT id FROM customers WHERE "externalId" = '101') WHERE "externalId" = '902'`,
    );
    const loaded = await belongings(run);
    // Gingr moved the pet; the stays are not exported this time.
    const {
      reservations: stays = [],
      reservation_types: _,
      ...rest
    } = without(without(smallResort(), 'owners', '103'), 'owners', '102');
    recordOf(rest, 'animals', '503')['owner_id'] = '101';
    recordOf(rest, 'animals', '502')['owner_id'] = '101';
    run.runtime.settings.decisions.merges = await mergesFile(
      'owners,103,102,',
      'owners,102,101,twice in one year',
    );
    const next = await runOn(run, rest, '2026-03-02');
    expect(next).toMatchObject({ status: 'ok', wrote: true });
    expect(codes(next)).toEqual({ TARGET_ROW_SOFT_DELETED: 2, TARGET_ROW_MOVED: 1 });
    expect(next.vanished).toMatchObject([
      { entity: 'owners', why: 'outdated', records: 2, softDeleted: 2, balanced: true },
    ]);
    expect(await customers(run)).toEqual([
      { id: '101', active: true, deleted: false },
      { id: '102', active: false, deleted: true },
      { id: '103', active: false, deleted: true },
    ]);
    expect((await belongings(run)).map(({ owner }) => owner)).toEqual(Array.from({ length: 6 }, () => '101'));
    expect(
      await rowsOf(
        run,
        `SELECT x.source_id AS id, x.kind, c."externalId" AS leads FROM migration.crosswalk x JOIN customers c ON c.id = x.target_id
        JOIN migration.scopes s ON s.id = x.scope AND s.target_table = 'customers' ORDER BY 1`,
      ),
    ).toEqual([
      { id: '101', kind: 'own', leads: '101' },
      { id: '102', kind: 'merged', leads: '101' },
      { id: '103', kind: 'merged', leads: '101' },
    ]);

    // An older export still knows them, and says nothing new.
    const old = await runOn(
      run,
      { ...rest, reservations: stays, reservation_types: smallResort()['reservation_types'] ?? [] },
      '2026-03-03',
    );
    expect(old.status).toBe('ok');
    expect(codes(old)).toEqual({ REFERENCE_MERGED_IN_GINGR: 2 });
    // Only the base of the stay that people had moved there themselves: Gingr has come round to it.
    expect(
      old.tables.every(({ inserted, updated, softDeleted }) => inserted + updated + softDeleted === 0),
    ).toBe(true);
    expect((await belongings(run)).map(({ owner }) => owner)).toEqual(Array.from({ length: 6 }, () => '101'));

    if (old.wrote) await undo(run, old.batch);
    const undone = await undo(run, next.batch);
    expect(undone).toMatchObject({
      buckets: { kept: 0, blocked: 0, failed: 0 },
      fingerprint: { equal: true },
    });
    expect(await belongings(run)).toEqual(loaded);
    expect((await customers(run)).every(({ active, deleted }) => active && !deleted)).toBe(true);
    expect(await runOn(run, rest, '2026-03-04')).toMatchObject({ status: 'ok', wrote: true });
  }, 300_000);

  it('are followed where an id is only referred to, and do not share an address with themselves', async () => {
    const records = smallResort();
    recordOf(records, 'reservations', '902')['o_id'] = '99';
    recordOf(records, 'owners', '103')['email'] = 'owner102@example.test';
    const run = await start('postgres');
    const rejected = await runOn(run, records);
    expect(rejected.entities.find(({ entity }) => entity === 'reservations')).toMatchObject({ rejected: 1 });

    const followed = await start('postgres', {
      decisions: { merges: await mergesFile('owners,99,102,', 'owners,102,103,', 'owners,7,8,') },
    });
    const model = await runOn(followed, records);
    expect(model).toMatchObject({ status: 'ok' });
    expect(model.entities.find(({ entity }) => entity === 'owners')).toMatchObject({
      inserted: 2,
      merged: 1,
      balanced: true,
    });
    expect(codes(model)).toEqual({ MERGED_IN_GINGR: 1, REFERENCE_MERGED_IN_GINGR: 2 });
    expect(await rowsOf(followed, `SELECT email FROM customers WHERE "externalId" = '103'`)).toEqual([
      { email: 'owner102@example.test' },
    ]);
    expect((await belongings(followed)).map(({ owner }) => owner)).toEqual([
      '101',
      '103',
      '103',
      '101',
      '103',
      '103',
    ]);
    expect(await runOn(followed, records)).toMatchObject({ wrote: false });
  });

  it('are read from a file that makes sense', async () => {
    const merges = await mergesFile(
      'owners,1,2,',
      'owners,2,1,',
      'invoices,3,4,',
      'owners,5,6,',
      'owners,5,7,',
      'owners,8,,',
    );
    await expect(readMerges({ decisions: { merges } })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      context: { exit: 2 },
      message: expect.stringMatching(/6 things are wrong[\s\S]*merges owners\/1 into itself|into is missing/),
    });
    expect(
      await readMerges({ decisions: { merges: await mergesFile('owners,1,2,', 'owners,2,3,') } }),
    ).toEqual([
      { entity: 'owners', sourceId: '1', survivor: '3' },
      { entity: 'owners', sourceId: '2', survivor: '3' },
    ]);
  });
});
