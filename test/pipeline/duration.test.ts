import { expect, it } from 'vitest';
import { doctor } from '../../src/pipeline/doctor/index.ts';
import { DEFAULT_RATES, expectedDurations } from '../../src/pipeline/duration.ts';
import { rehearse } from '../../src/pipeline/rehearse.ts';
import { extract, loadOnly, runAll } from '../../src/pipeline/run.ts';
import { recordOf, smallResort, writeResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const start = testRuns();
const SOURCE = (run: TestRun) => ({ tenant: run.runtime.settings.tenant.id, sourceDatabase: 'main' });
const expected = (run: TestRun, records: number) =>
  run.withTarget((session) => expectedDurations(session, SOURCE(run), records));
const told = async (run: TestRun) =>
  (await doctor(run.runtime)).checks.find(({ name }) => name === 'duration of a load');

it('is told by the default rates where nothing was measured, and by what this target took where it was', async () => {
  const run = await start('postgres');
  expect(await told(run)).toMatchObject({ ok: true, actual: expect.stringContaining('no snapshot') });
  const million = await expected(run, 1_000_000);
  expect(million).toEqual({
    records: 1_000_000,
    measuredOn: null,
    durationsMs: Object.fromEntries(
      Object.entries(DEFAULT_RATES).map(([stage, rate]) => [stage, rate * 1000]),
    ),
  });

  const { batch, entities, durationsMs } = await runOn(run, smallResort());
  const [kept] = await rowsOf(run, `SELECT result -> 'durationsMs' AS durations FROM migration.batches`);
  expect(kept?.['durations']).toMatchObject({ load: durationsMs['load'], verify: durationsMs['verify'] });
  const lines = entities.reduce((sum, entity) => sum + entity.lines, 0);
  const measured = await expected(run, lines * 10);
  expect(measured).toMatchObject({
    measuredOn: batch?.id,
    durationsMs: { load: (durationsMs['load'] ?? 0) * 10, transform: (durationsMs['transform'] ?? 0) * 10 },
  });
  // A small load says nothing about one that is more than ten times as large.
  expect((await expected(run, lines * 10 + 1)).measuredOn).toBeNull();
  expect((await told(run))?.actual).toContain(`as measured on batch ${batch?.id}`);
});

it('above the limit doctor says so, and run, load and rehearse refuse it before anything is written', async () => {
  const run = await start('postgres');
  const records = smallResort();
  const { batch } = await runOn(run, records);
  await person(
    run,
    `UPDATE migration.batches SET result = jsonb_set(result, '{durationsMs,load}', '3600000')`,
  );
  run.runtime.settings.limits = { loadMinutes: 30 };
  recordOf(records, 'owners', '101')['city'] = 'New City';
  const from = [await writeResort(records, '2026-03-02')];
  await extract(run.runtime, { from });
  const stages = () => rowsOf(run, 'SELECT * FROM migration.stagings');
  const before = await stages();
  for (const command of [
    () => runAll(run.runtime, { command: 'run', from }),
    () => loadOnly(run.runtime, { dryRun: false }),
    () => loadOnly(run.runtime, { dryRun: true }),
    () => rehearse(run.runtime, { from }),
  ])
    await expect(command()).rejects.toMatchObject({
      ...{
        code: 'LOAD_TOO_LONG',
        exit: 4,
        message: expect.stringMatching(/expected to take \d+ min, and limits.loadMinutes allows 30/),
      },
    });
  expect(await stages()).toEqual(before);
  expect(await told(run)).toMatchObject({ ok: false, expected: 'at most 30 min (limits.loadMinutes)' });

  run.runtime.settings.limits = { loadMinutes: 120 };
  expect(await told(run)).toMatchObject({ ok: true, actual: expect.stringContaining(batch?.id ?? 'none') });
  expect(await runAll(run.runtime, { command: 'run', from })).toMatchObject({ wrote: true });
});
