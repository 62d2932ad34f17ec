import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/core/settings.ts';
import { loadOnly } from '../../src/pipeline/run.ts';
import { ENGINES } from '../support/effort.ts';
import { moneyResort, type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const start = testRuns();

const COMPLETE = ['owners', 'animals', 'reservations'];
const ASKED: Partial<Settings> = { complete: COMPLETE, vanished: 'soft-delete' };

const without = (records: Records, entity: string, ...ids: string[]): Records => ({
  ...records,
  [entity]: (records[entity] ?? []).filter(({ id }) => !ids.includes(id ?? '')),
});

/** The small resort without owner 103, its pet and its stay. */
const gone = () =>
  without(without(without(smallResort(), 'owners', '103'), 'animals', '503'), 'reservations', '903');

const counts = (model: { issues: { code: string; count: number }[] }) =>
  Object.fromEntries(
    model.issues
      .filter(({ code }) => /^TARGET_(?!ADOPTED|COLUMN)/.test(code))
      .map(({ code, count }) => [code, count]),
  );

const states = (run: TestRun) =>
  rowsOf(
    run,
    `SELECT 'customer' AS what, "externalId" AS id, "isActive"::text AS state, "deletedAt" IS NOT NULL AS deleted FROM customers WHERE "externalId" = '103'
     UNION ALL SELECT 'pet', "externalId", "isActive"::text, "deletedAt" IS NOT NULL FROM pets WHERE "externalId" = '503'
     UNION ALL SELECT 'stay', "externalId", status::text || coalesce(': ' || "cancelReason", ''), "deletedAt" IS NOT NULL FROM reservations WHERE "externalId" = '903' ORDER BY 1`,
  );

const ALIVE = [
  { what: 'customer', id: '103', state: 'true', deleted: false },
  { what: 'pet', id: '503', state: 'true', deleted: false },
  { what: 'stay', id: '903', state: 'CONFIRMED', deleted: false },
];
const DELETED = [
  { what: 'customer', id: '103', state: 'false', deleted: true },
  { what: 'pet', id: '503', state: 'false', deleted: true },
  { what: 'stay', id: '903', state: 'CANCELLED: Not in Gingr any more (tailtown-migrate)', deleted: true },
];

it('records that vanished are listed and kept where nobody asked for more, and are no matter where the export is not complete', async () => {
  const run = await start('postgres', { complete: COMPLETE });
  const first = await runOn(run, smallResort());
  const next = await runOn(run, gone(), '2026-03-02');
  expect(next).toMatchObject({ status: 'ok', wrote: false });
  expect(counts(next)).toEqual({ TARGET_ROW_VANISHED: 3 });
  expect(next.vanished).toEqual(
    ['owners', 'animals', 'reservations'].map((entity) =>
      expect.objectContaining({
        entity,
        why: 'vanished',
        records: 1,
        kept: 1,
        softDeleted: 0,
        balanced: true,
      }),
    ),
  );
  expect(await states(run)).toEqual(ALIVE);
  expect(next.batch?.id).toBe(first.batch?.id);

  const partial = await start('postgres');
  await runOn(partial, smallResort());
  const part = await runOn(partial, gone(), '2026-03-02');
  expect(counts(part)).toEqual({});
  expect(part.vanished).toEqual([]);
});

describe.each(ENGINES)('records that vanished, on %s', (kind) => {
  it('are soft-deleted when asked, once, and a rollback brings them back exactly (P-RES-10)', async () => {
    const run = await start(kind, ASKED);
    await runOn(run, smallResort());
    const next = await runOn(run, gone(), '2026-03-02');
    expect(next).toMatchObject({ status: 'ok', wrote: true });
    expect(counts(next)).toEqual({ TARGET_ROW_SOFT_DELETED: 3 });
    expect(next.entities.every(({ balanced }) => balanced)).toBe(true);
    expect(
      Object.fromEntries(next.tables.map(({ table, softDeleted }) => [table, softDeleted])),
    ).toMatchObject({
      ...{ customers: 1, notification_preferences: 1, pets: 1, reservations: 1, services: 0 },
    });
    expect(next.vanished).toMatchObject([
      { entity: 'owners', records: 1, softDeleted: 1, kept: 0, balanced: true },
      { entity: 'animals', records: 1, softDeleted: 1, balanced: true },
      { entity: 'reservations', records: 1, softDeleted: 1, balanced: true },
    ]);
    expect(next.batch?.state).toBe('verified');
    expect(await states(run)).toEqual(DELETED);

    const again = await runOn(run, gone(), '2026-03-03');
    expect(again).toMatchObject({ status: 'ok', wrote: false });
    expect(again.vanished).toMatchObject([{ before: 1 }, { before: 1 }, { before: 1 }]);

    const undone = await undo(run, next.batch);
    expect(undone.buckets).toEqual({ reversed: 4, kept: 0, blocked: 0, failed: 0 });
    expect(undone.fingerprint).toMatchObject({ equal: true, after: next.fingerprints?.before });
    expect(await states(run)).toEqual(ALIVE);
    const back = await runOn(run, smallResort());
    expect(back).toMatchObject({ status: 'ok', wrote: false });
  }, 300_000);
});

describe('records that vanished', () => {
  it('are kept where people changed them or somebody refers to them, and their parents with them', async () => {
    const run = await start('postgres', ASKED);
    await runOn(run, smallResort());
    await person(run, `UPDATE pets SET color = 'Theirs' WHERE "externalId" = '503'`);
    const edited = await runOn(run, gone(), '2026-03-02');
    expect(counts(edited)).toEqual({
      ...{ TARGET_ROW_SOFT_DELETED: 1, TARGET_VANISHED_EDITED: 1, TARGET_VANISHED_NEEDED: 1 },
    });
    expect(edited.vanished).toMatchObject([
      { entity: 'owners', kept: 1, reasons: [{ code: 'TARGET_VANISHED_NEEDED', count: 1 }] },
      { entity: 'animals', kept: 1, reasons: [{ code: 'TARGET_VANISHED_EDITED', count: 1 }] },
      { entity: 'reservations', softDeleted: 1 },
    ]);
    expect(await states(run)).toEqual([ALIVE[0], ALIVE[1], DELETED[2]]);

    const other = await start('postgres', ASKED);
    await runOn(other, smallResort());
    await person(
      other,
      `INSERT INTO reservations (id, "tenantId", "customerId", "petId", "serviceId", status, "startDate", "endDate", "updatedAt")
       SELECT 'theirs', "tenantId", "customerId", "petId", "serviceId", status, '2026-05-01', '2026-05-02', now() FROM reservations WHERE "externalId" = '902';
       UPDATE reservations SET "petId" = (SELECT id FROM pets WHERE "externalId" = '503') WHERE id = 'theirs'`,
    );
    // The owner went, the pet did not.
    const needed = await runOn(
      other,
      without(without(smallResort(), 'owners', '102'), 'animals', '503'),
      '2026-03-02',
    );
    expect(counts(needed)).toEqual({ TARGET_VANISHED_NEEDED: 2 });
    const details = needed.issues.find(({ code }) => code === 'TARGET_VANISHED_NEEDED')?.examples;
    expect(details?.map(({ detail }) => detail?.replace(/[0-9a-f-]{36}/g, 'ID'))).toEqual([
      'animals/503 is pets/ID, needed by reservations/ID',
      'owners/102 is customers/ID, needed by pets/ID',
    ]);
  });

  it('are revived when they come back: the same rows, with what people and Gingr changed since', async () => {
    const run = await start('postgres', ASKED);
    await runOn(run, smallResort());
    const ids = () =>
      rowsOf(
        run,
        `SELECT id FROM customers UNION ALL SELECT id FROM pets UNION ALL SELECT id FROM reservations ORDER BY 1`,
      );
    const before = await ids();
    const deleted = await runOn(run, gone(), '2026-03-02');
    await person(run, `UPDATE customers SET city = 'Their Town' WHERE "externalId" = '103'`);
    const records = smallResort();
    recordOf(records, 'animals', '503')['first_name'] = 'Renamed';
    recordOf(records, 'reservations', '903')['cancelled_stamp'] = '2026-03-02 10:00:00';
    const back = await runOn(run, records, '2026-03-03');
    expect(back).toMatchObject({ status: 'ok', wrote: true });
    expect(counts(back)).toEqual({ TARGET_ROW_REVIVED: 4 });
    expect(back.entities).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ entity: 'owners', updated: 1, unchanged: 2 }),
        expect.objectContaining({ entity: 'reservations', updated: 1, unchanged: 2 }),
      ]),
    );
    expect(await states(run)).toEqual([
      ...[ALIVE[0], ALIVE[1]],
      { what: 'stay', id: '903', state: 'CANCELLED', deleted: false },
    ]);
    expect(await ids()).toEqual(before);
    expect(
      await rowsOf(
        run,
        `SELECT c.city, p.name FROM customers c JOIN pets p ON p."customerId" = c.id WHERE c."externalId" = '103'`,
      ),
    ).toEqual([{ city: 'Their Town', name: 'Renamed' }]);
    expect(await runOn(run, records, '2026-03-04')).toMatchObject({ wrote: false });

    // It goes again, comes back again, and all of it is taken back, newest first.
    const again = await runOn(run, gone(), '2026-03-05');
    expect(counts(again)).toMatchObject({ TARGET_ROW_SOFT_DELETED: 3 });
    for (const { batch } of [again, back, deleted])
      expect((await undo(run, batch)).buckets).toMatchObject({
        kept: batch === deleted.batch ? 1 : 0,
        blocked: 0,
        failed: 0,
      });
    expect((await states(run)).slice(1)).toEqual(ALIVE.slice(1));
    // What people had changed in stayed deleted until its record was there again.
    expect(await runOn(run, smallResort(), '2026-03-06')).toMatchObject({ status: 'ok' });
    expect(await states(run)).toEqual(ALIVE);
    expect(await rowsOf(run, `SELECT city FROM customers WHERE "externalId" = '103'`)).toEqual([
      { city: 'Their Town' },
    ]);
  }, 300_000);

  it('are soft-deleted up to a limit; more are refused, and the dry run says so too', async () => {
    const run = await start('postgres', {
      ...ASKED,
      vanishedLimit: { '*': { kind: 'count', value: 1 }, animals: { kind: 'share', value: 0.2 } },
    });
    await runOn(run, smallResort());
    const refused = await runOn(run, gone(), '2026-03-02');
    expect(refused).toMatchObject({ status: 'refused', wrote: false });
    expect(refused.headline).toContain('animals: 1 of 3 records of earlier loads would be soft-deleted');
    expect(refused.headline).not.toContain('owners');
    expect(counts(refused)).toMatchObject({ TARGET_VANISHED_OVER_LIMIT: 1 });
    expect(await states(run)).toEqual(ALIVE);
    run.runtime.settings.vanishedLimit = { '*': { kind: 'share', value: 0.5 } };
    const dry = await loadOnly(run.runtime, { dryRun: true });
    expect(await states(run)).toEqual(ALIVE);
    const real = await loadOnly(run.runtime, { dryRun: false });
    expect(real).toMatchObject({ status: 'ok', wrote: true });
    for (const part of ['vanished', 'tables', 'issues', 'entities', 'verification', 'totals'] as const)
      expect(real[part], part).toEqual(dry[part]);
  });
});

describe('a snapshot that is smaller than it should be', () => {
  it('is refused where it was declared complete, until somebody decides, and never taken for deletions', async () => {
    const run = await start('postgres', { ...ASKED, complete: ['owners'] });
    const many = smallResort();
    many['owners'] = Array.from({ length: 40 }, (_, index) => ({
      ...recordOf(smallResort(), 'owners', '101'),
      ...{ id: String(101 + index), email: `o${index}@example.test`, home_location: index < 30 ? '1' : '2' },
    }));
    await runOn(run, many);
    const some = (keep: (index: number) => boolean): Records => ({
      ...many,
      owners: (many['owners'] ?? []).filter((_, index) => keep(index)),
    });
    const { owners: _, ...noFile } = many;
    for (const [records, why] of [
      [noFile, 'owners: none of the 40 records that earlier loads brought'],
      [some((index) => index < 30), 'owners: none of the 10 records of location 2'],
      [
        some((index) => index < 15 || index > 35),
        'owners: 21 of the 40 records that earlier loads brought are missing',
      ],
    ] as const)
      await expect(runOn(run, records, '2026-03-02')).rejects.toMatchObject({
        ...{ code: 'DECISION_REQUIRED', context: { exit: 4 } },
        message: expect.stringContaining(why),
      });
    expect(
      await rowsOf(run, `SELECT 1 FROM customers WHERE NOT "isActive" OR "deletedAt" IS NOT NULL`),
    ).toEqual([]);

    // Ten of forty are few enough; a whole location that was sold is somebody's to say.
    run.runtime.settings.decisions.smallerSnapshot = 'location 2 was sold, says Pat';
    const decided = await runOn(
      run,
      some((index) => index < 30),
      '2026-03-03',
    );
    expect(decided).toMatchObject({ status: 'ok' });
    expect(decided.vanished).toMatchObject([{ entity: 'owners', records: 10, softDeleted: 10 }]);
    expect(
      await rowsOf(
        run,
        `SELECT details -> 'decisions' -> 0 ->> 'found' AS found FROM migration.audit_events WHERE action = 'decision'`,
      ),
    ).toEqual([{ found: 'owners: none of the 10 records of location 2' }]);
    delete run.runtime.settings.decisions.smallerSnapshot;
    // Nobody is asked about them again, and a part of an export that was not declared complete asks nobody.
    expect(
      await runOn(
        run,
        some((index) => index < 30),
        '2026-03-03',
      ),
    ).toMatchObject({ wrote: false });
    run.runtime.settings.complete = [];
    expect(
      await runOn(
        run,
        some((index) => index < 2),
        '2026-03-04',
      ),
    ).toMatchObject({ status: 'ok', vanished: [] });
  });

  it('may be complete for one location alone', async () => {
    const run = await start('postgres', { ...ASKED, complete: ['owners@2'] });
    const records = smallResort();
    for (const [id, place] of [
      ['101', '1'],
      ['102', '2'],
      ['103', '2'],
    ] as const)
      recordOf(records, 'owners', id)['home_location'] = place;
    const { reservations: _, ...lone } = without(records, 'animals', '501', '503');
    await runOn(run, lone);
    const next = await runOn(run, without(lone, 'owners', '101', '103'), '2026-03-02');
    expect(next.vanished).toMatchObject([{ entity: 'owners', records: 1, softDeleted: 1 }]);
    expect(await rowsOf(run, `SELECT "externalId" AS id FROM customers WHERE NOT "isActive"`)).toEqual([
      { id: '103' },
    ]);
    run.runtime.settings.complete = ['animals@2'];
    await expect(runOn(run, records, '2026-03-03')).rejects.toMatchObject({
      code: 'COMPLETE_WITHOUT_LOCATION',
    });
  });
});

describe('money that Gingr gives no reason for any more', () => {
  it('stands as it was whatever was asked for, and is told of with its sums (promise 1)', async () => {
    const run = await start('postgres', {
      vanished: 'soft-delete',
      complete: ['invoices', 'invoice_lines', 'payments'],
    });
    const records = moneyResort();
    await runOn(run, records);
    const money = () =>
      rowsOf(
        run,
        `SELECT 'i' || "invoiceNumber" AS what, total::text AS amount, status::text, "balanceDue"::text AS due, "deletedAt" FROM invoices
         UNION ALL SELECT 'l' || id, amount::text, '', '', "deletedAt" FROM invoice_line_items
         UNION ALL SELECT 'p' || id, amount::text, status::text, '', "deletedAt" FROM payments ORDER BY 1`,
      );
    const before = await money();
    const fewer = without(
      without(without(records, 'payments', '6003'), 'invoices', '7003'),
      'invoice_lines',
      '8004',
    );
    const { deposits: _, ...later } = fewer;
    recordOf(later, 'invoice_lines', '8003')['voided'] = '1';
    const next = await runOn(run, later, '2026-03-20');
    expect(next.status).toBe('ok');
    expect(next.totals.every(({ balanced }) => balanced)).toBe(true);
    expect(counts(next)).toMatchObject({ TARGET_MONEY_VANISHED: 3, TARGET_MONEY_OUTDATED: 1 });
    expect(next.vanished).toMatchObject([
      { entity: 'invoices', why: 'vanished', kept: 1, money: '21.49', balanced: true },
      { entity: 'invoice_lines', why: 'vanished', kept: 1, money: '20.00', balanced: true },
      { entity: 'invoice_lines', why: 'outdated', kept: 1, money: '1240.50', balanced: true },
      { entity: 'payments', why: 'vanished', kept: 1, money: '500.00', balanced: true },
    ]);
    const detail = next.issues.find(({ code }) => code === 'TARGET_MONEY_OUTDATED')?.examples[0]?.detail;
    expect(detail).toMatch(/^invoice_lines\/8003 is invoice_line_items\/[0-9a-f-]{36} with 1240\.50$/);
    expect(await money()).toEqual(before);
  });

  it('does not hold back what else is excluded now, which is soft-deleted like what vanished', async () => {
    const run = await start('postgres', { vanished: 'soft-delete' });
    const records = smallResort();
    await runOn(run, records);
    // A date that no resort had: the mapping leaves such a stay out.
    Object.assign(recordOf(records, 'reservations', '903'), {
      start_date: '2000-01-01 12:00:00',
      end_date: '2000-01-01 12:00:00',
    });
    const next = await runOn(run, records, '2026-03-02');
    expect(counts(next)).toEqual({ TARGET_ROW_SOFT_DELETED: 1 });
    expect(next.vanished).toMatchObject([
      { entity: 'reservations', why: 'outdated', softDeleted: 1, balanced: true },
    ]);
    expect(next.entities.find(({ entity }) => entity === 'reservations')).toMatchObject({
      excluded: 1,
      balanced: true,
    });
    expect((await states(run))[2]).toEqual(DELETED[2]);
    const back = await runOn(run, smallResort(), '2026-03-03');
    expect(counts(back)).toEqual({ TARGET_ROW_REVIVED: 1 });
    expect(await states(run)).toEqual(ALIVE);
  });
});

it('says where Tailtown has no state for a deleted row, and keeps the row where it has no column either', async () => {
  const run = await start('postgres', { vanished: 'soft-delete', complete: ['immunizations'] });
  await person(run, 'ALTER TABLE medical_records DROP COLUMN "deletedAt"');
  const records = moneyResort();
  await runOn(run, records);
  const fewer = without(records, 'immunizations', '3003');
  const kept = await runOn(run, fewer, '2026-03-20');
  expect(counts(kept)).toEqual({ TARGET_VANISHED_STATELESS: 1 });
  expect(kept.vanished).toMatchObject([{ entity: 'immunizations', kept: 1, softDeleted: 0, balanced: true }]);
  await person(run, 'ALTER TABLE medical_records ADD COLUMN "deletedAt" timestamp(3)');
  const shown = await runOn(run, fewer, '2026-03-20');
  expect(counts(shown)).toEqual({ TARGET_ROW_SOFT_DELETED: 1, TARGET_VANISHED_SHOWN: 1 });
  expect(await rowsOf(run, 'SELECT "deletedAt" IS NULL AS stands FROM medical_records')).toEqual([
    { stands: false },
  ]);
  // The export is complete, so the pet has no vaccination at all.
  expect(
    await rowsOf(run, `SELECT "vaccineExpirations" AS days FROM pets WHERE "externalId" = '502'`),
  ).toEqual([{ days: null }]);
});
