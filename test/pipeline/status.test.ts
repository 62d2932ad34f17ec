import { expect, it } from 'vitest';
import { extract, runAll, validateOnly } from '../../src/pipeline/run.ts';
import { status } from '../../src/pipeline/status.ts';
import { smallResort, writeResort } from '../support/resort.ts';
import { runOn, testRuns } from '../support/runs.ts';

const start = testRuns();

it('names work that was left behind a stage, and none when a load finished, though it wrote nothing', async () => {
  const run = await start('postgres');
  const from = [await writeResort(smallResort())];
  const { id } = await extract(run.runtime, { from });
  await validateOnly(run.runtime, {});
  expect(await status(run.runtime)).toMatchObject({ open: { snapshot: id, stage: 'validate' }, batches: [] });
  const { batch } = await runAll(run.runtime, { command: 'run', from });
  expect(await status(run.runtime)).toMatchObject({ open: null, batches: [{ id: batch?.id }] });
  const same = await runOn(run, smallResort(), '2026-03-02');
  expect(same.wrote).toBe(false);
  expect(await status(run.runtime)).toMatchObject({ open: null, batches: [{ id: batch?.id }] });
});
