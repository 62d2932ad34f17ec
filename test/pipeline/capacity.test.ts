import { expect, it } from 'vitest';
import { bytesInWords } from '../../src/core/bytes.ts';
import { BYTES_PER_RECORD, capacityOf, estimate } from '../../src/pipeline/capacity.ts';
import { doctor } from '../../src/pipeline/doctor/index.ts';
import { extract } from '../../src/pipeline/run.ts';
import { smallResort, writeResort } from '../support/resort.ts';
import { runOn, testRuns } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const start = testRuns();
const roomOf = async ({ runtime }: TestRun) =>
  (await doctor(runtime)).checks.filter(({ name }) => /disk/.test(name));

it('writes bytes in words', () => {
  expect([0, 999, 1000, 9_940, 12_345_678, 3_400_000_000, 5e15].map(bytesInWords)).toEqual([
    ...['0 bytes', '999 bytes', '1.0 kB', '9.9 kB', '12 MB', '3.4 GB', '5000 TB'],
  ]);
});

it('grows with the records, and leaves a margin', () => {
  const million = capacityOf(1_000_000);
  const { rows, ledger, staging } = BYTES_PER_RECORD;
  expect(million.free.target).toBe(1.5 * (rows + ledger + staging) * 1_000_000);
  expect(capacityOf(0).free).toEqual({ workspace: 2 * 1024 ** 3, target: 0 });
  // A snapshot's own size is taken where it is known.
  expect(capacityOf(1_000_000, 9e9).free.workspace).toBe(1.5 * (9e9 + 225e6));
});

it('estimates a snapshot, by the default rates and then by what the target has seen; doctor asks for that room', async () => {
  const run = await start('postgres');
  await expect(estimate(run.runtime, {})).rejects.toMatchObject({ code: 'SNAPSHOT_MISSING' });
  expect(await roomOf(run)).toMatchObject([
    { name: 'disk space', ok: true },
    { name: "the target's disk", state: 'not-checked' },
  ]);
  const { id, entities } = await extract(run.runtime, { from: [await writeResort(smallResort())] });
  const first = await estimate(run.runtime, { snapshot: id.slice(0, 12) });
  expect(first).toMatchObject({
    ...{ snapshot: id, measuredOn: null, records: entities.reduce((sum, { lines }) => sum + lines, 0) },
    workspace: { snapshot: entities.reduce((sum, { bytes }) => sum + bytes, 0) },
  });
  const { batch } = await runOn(run, smallResort());
  expect(await estimate(run.runtime, {})).toMatchObject({ measuredOn: batch?.id });
  const [, there] = await roomOf(run);
  expect(there?.expected).toContain(`for a first load of snapshot ${id.slice(0, 12)}`);
});
