import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/core/settings.ts';
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

describe.each(['pglite', 'postgres'] as const)('records that vanished, on %s', (kind) => {
  it('are listed and kept where nobody asked for more, and are no matter where the export is not complete', async () => {
    const run = await start(kind, { complete: COMPLETE });
    const first = await runOn(run, smallResort());
    const next = await runOn(run, gone(), '2026-03-02');
    expect(next).toMatchObject({ status: 'ok', wrote: false });
    expect(counts(next)).toEqual({ TARGET_ROW_VANISHED: 3 });
    expect(next.vanished).toEqual(
      ['owners', 'animals', 'reservations'].map((entity) =>
        expect.objectContaining({ entity, why: 'vanished', records: 1, kept: 1, softDeleted: 0, balanced: true }),
      ),
    );
    expect(await states(run)).toEqual(ALIVE);
    expect(next.batch?.id).toBe(first.batch?.id);

    const partial = await start(kind);
    await runOn(partial, smallResort());
    const part = await runOn(partial, gone(), '2026-03-02');
    expect(counts(part)).toEqual({});
    expect(part.vanished).toEqual([]);
  });

  it('are soft-deleted when asked, once, and a rollback brings them back exactly', async () => {
    const run = await start(kind, ASKED);
    await runOn(run, smallResort());
    const next = await runOn(run, gone(), '2026-03-02');
    expect(next).toMatchObject({ status: 'ok', wrote: true });
    expect(counts(next)).toEqual({ TARGET_ROW_SOFT_DELETED: 3 });
    expect(next.entities.every(({ balanced }) => balanced)).toBe(true);
    expect(Object.fromEntries(next.tables.map(({ table, softDeleted }) => [table, softDeleted]))).toMatchObject({
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
  });
});
