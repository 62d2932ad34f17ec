import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { RetentionKind } from '../../src/core/settings.ts';
import { nameBackup } from '../../src/pipeline/backups.ts';
import { signOffs } from '../../src/pipeline/proofs.ts';
import { reportAgain } from '../../src/pipeline/publish.ts';
import { purge } from '../../src/pipeline/purge.ts';
import { rehearse } from '../../src/pipeline/rehearse.ts';
import { status } from '../../src/pipeline/status.ts';
import { verifyBatch } from '../../src/pipeline/verify.ts';
import { ENGINES } from '../support/effort.ts';
import { type Records, recordOf, smallResort, writeResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';
import { readState } from '../support/state.ts';

const start = testRuns();
const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY);

const keeping = (days: Partial<Record<RetentionKind, number>>) => ({
  retentionDays: {
    ...{ staging: null, images: null, snapshots: null, rejects: null, reports: null, backups: null },
    ...days,
  },
});
const EVERYTHING = keeping({ staging: 7, images: 90, snapshots: 90, rejects: 30, reports: 365, backups: 30 });
const kinds = ({ removed }: { removed: { kind: string }[] }) =>
  [...new Set(removed.map(({ kind }) => kind))].sort();
const later = (run: TestRun, days: number, dryRun = false) =>
  purge(run.runtime, { dryRun, now: inDays(days) });
const images = (run: TestRun) =>
  rowsOf(
    run,
    'SELECT (SELECT count(*) FROM migration.after_pets) AS after, (SELECT count(*) FROM migration.before_pets) AS before',
  );

/** The resort with one more animal, which never stayed. */
function withGuest(): Records {
  const records = smallResort();
  records['animals']?.push({ ...recordOf(records, 'animals', '501'), id: '504' });
  return records;
}

/** Other values in Gingr, and that animal is gone. */
function changed(): Records {
  const records = smallResort();
  recordOf(records, 'owners', '101')['city'] = 'Shelbyville';
  recordOf(records, 'owners', '102')['city'] = 'Ogdenville';
  return records;
}

it.each(ENGINES)(
  'on %s: what was purged cannot be taken back, and every later load does what it would have done',
  async (kind) => {
    const more = { ...EVERYTHING, complete: ['animals'], vanished: 'soft-delete' as const };
    const purged = await start(kind, more);
    // Its twin, of which nothing is purged.
    const calm = kind === 'postgres' ? await start(kind, more) : null;
    const runs = [purged, ...(calm ? [calm] : [])];
    const ids: string[] = [];
    for (const run of runs) {
      const first = await runOn(run, withGuest());
      await person(run, `UPDATE public.customers SET city = 'Ours' WHERE "externalId" = '102'`);
      const second = await runOn(run, changed(), '2026-03-02');
      if (run === purged) ids.push(first.batch?.id ?? '', second.batch?.id ?? '');
    }
    const stored = await purged.withTarget(readState);
    expect((await rowsOf(purged, 'SELECT 1 FROM migration.soft_deletes WHERE deleted')).length).toBe(1);

    const before = await images(purged);
    const planned = await later(purged, 100, true);
    expect(planned.noWayBack).toEqual(ids);
    expect(await images(purged)).toEqual(before);
    expect(await purged.withTarget(readState)).toEqual(stored);

    const done = await later(purged, 100);
    expect({ ...done, dryRun: true }).toEqual(planned);
    expect(kinds(done)).toEqual(['images', 'rejects', 'snapshots', 'staging']);
    // Of the one pet that the second batch soft-deleted.
    expect(await images(purged)).toEqual([{ after: 1, before: 1 }]);
    expect(await readdir(path.join(purged.runtime.settings.workspace, 'snapshots'))).toEqual([]);
    expect(await later(purged, 100)).toMatchObject({ removed: [], noWayBack: [] });
    expect(
      await rowsOf(
        purged,
        `SELECT action, details ->> 'kind' AS kind, count(*)::int AS n FROM migration.audit_events WHERE action LIKE 'purge%' GROUP BY 1, 2 ORDER BY 2`,
      ),
    ).toEqual([
      { action: 'purge-images', kind: 'images', n: 2 },
      { action: 'purge', kind: 'rejects', n: 2 },
      { action: 'purge', kind: 'snapshots', n: 2 },
      { action: 'purge', kind: 'staging', n: 1 },
    ]);

    await expect(undo(purged, { id: ids[1] ?? '' })).rejects.toMatchObject({ code: 'BATCH_PURGED', exit: 4 });
    const { batches } = await status(purged.runtime);
    expect(batches.map(({ purged: on }) => on !== null)).toEqual([true, true]);
    expect(await verifyBatch(purged.runtime, {})).toMatchObject({
      ...{ changedSince: [], missing: [], verification: { unexpected: 0 } },
    });
    const page = await readFile((await reportAgain(purged.runtime, {})).html, 'utf8');
    expect(page).toContain('There is none any more: what the rows were before the load was purged');

    // The third export: the animal is back, Gingr says another city of two owners, and one of them is people's.
    const third = withGuest();
    recordOf(third, 'owners', '101')['city'] = 'Capital City';
    recordOf(third, 'owners', '102')['city'] = 'North Haverbrook';
    for (const run of runs) await runOn(run, third, '2026-03-03');
    const { rows, crosswalk } = await purged.withTarget(readState);
    if (calm) expect(await calm.withTarget(readState)).toMatchObject({ rows, crosswalk });
    expect(await rowsOf(purged, `SELECT city FROM public.customers ORDER BY "externalId"`)).toMatchObject([
      { city: 'Capital City' },
      { city: 'Ours' },
      {},
    ]);
    // The third batch has its images, and goes back to what the second left.
    const newest = (await status(purged.runtime)).batches[0];
    expect(await undo(purged, { id: newest?.id ?? '' })).toMatchObject({ status: 'ok' });
    expect((await purged.withTarget(readState)).rows).toEqual(stored.rows);
  },
  600_000,
);

it('removes nothing before its time, nor where no end is set', async () => {
  const run = await start('pglite', EVERYTHING);
  await runOn(run, smallResort());
  await nameBackup(run.runtime, { name: 'theirs', reason: 'they keep it' });
  const { runtime } = run;
  const free = { ...runtime, settings: { ...runtime.settings, ...keeping({}) } };
  expect(await purge(free, { dryRun: false, now: inDays(10_000) })).toMatchObject({
    ...{ removed: [], unlimited: Object.keys(runtime.settings.retentionDays) },
  });
  expect(kinds(await later(run, 6))).toEqual([]);
  expect(kinds(await later(run, 8))).toEqual(['staging']);
  expect(kinds(await later(run, 31))).toEqual(['backups', 'rejects']);
  expect(kinds(await later(run, 91))).toEqual(['images', 'snapshots']);
  expect(kinds(await later(run, 366))).toEqual(['reports']);
});

it('keeps what an open batch, an unfinished rehearsal and a sign-off before its cutover need', async () => {
  const run = await start('postgres', EVERYTHING);
  const from = await writeResort(smallResort());
  const stopping = {
    ...run.runtime,
    progress: {
      ...run.runtime.progress,
      stage(name: string) {
        if (name === 'rollback') throw new Error('stopped');
      },
    },
  };
  await expect(rehearse(stopping, { from: [from] })).rejects.toThrow('stopped');
  const held = await later(run, 400);
  expect(held.removed).toEqual([]);
  expect(held.kept.map(({ kind, why }) => [kind, why])).toEqual(
    ['staging', 'images', 'rejects', 'snapshots', 'reports'].map((kind) => [
      kind,
      'a rehearsal is unfinished',
    ]),
  );
  const rehearsed = await rehearse(run.runtime, { from: [from] });
  const again = rehearsed.batches.again ?? '';

  await person(run, `UPDATE migration.batches SET state = 'loaded' WHERE public_id = '${again}'`);
  expect((await later(run, 400, true)).kept).toContainEqual({
    ...{ kind: 'images', id: again, why: `batch ${again} is open: it was not verified yet` },
  });
  await verifyBatch(run.runtime, {});

  const { workspace, tenant } = run.runtime.settings;
  await signOffs.write(workspace, again, {
    ...{
      format: 2,
      rules: { conflicts: 'target-wins', vanished: 'keep' },
      verified: true,
      asOf: '2026-03-01T12:00:00.000Z',
      tenant: tenant.id,
      sourceDatabase: 'main',
      target: 'test',
      batch: again,
    },
    ...{ snapshot: rehearsed.snapshot, mapping: rehearsed.mapping, report: 'r', name: 'R. Rivera' },
    ...{ at: new Date().toISOString(), accepted: [], toolVersion: '0' },
    figures: { entities: [], totals: [], exceptions: [], toStop: [] },
  });
  const signed = await later(run, 400);
  expect(signed.kept.map(({ kind }) => kind)).toEqual(['staging', 'snapshots', 'reports']);
  expect(existsSync(path.join(workspace, 'snapshots', rehearsed.snapshot))).toBe(true);
  // In the target of the cutover, behind it.
  await person(
    run,
    `UPDATE public.tenants SET is_production = true;
     INSERT INTO migration.sign_offs (batch, name, snapshot, mapping, report_hash, details)
       SELECT id, 'R. Rivera', snapshot, mapping, 'r', jsonb_build_object('batch', public_id) FROM migration.batches WHERE public_id = '${again}'`,
  );
  expect(kinds(await later(run, 400))).toEqual(['reports', 'snapshots', 'staging']);
});
