import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { reportAgain } from '../../src/pipeline/publish.ts';
import { sectionOf, textOf } from '../report/reading.ts';
import { smallResort } from '../support/resort.ts';
import { person, runOn, testRuns } from '../support/runs.ts';

const fresh = testRuns();

it('a batch of a version that told less is reported again, and what it did not tell is said', async () => {
  const run = await fresh('postgres');
  await runOn(run, smallResort());
  const section = async (id: string) => {
    const { html } = await reportAgain(run.runtime, {});
    return textOf(sectionOf(await readFile(html, 'utf8'), id));
  };
  expect(await section('suspicions')).not.toContain('had no detectors');
  expect(await section('fidelity')).not.toContain('NOT TOLD');
  await person(run, `UPDATE migration.batches SET result = result - 'suspicions' - 'fidelity'`);
  expect(await section('suspicions')).toContain('NOT LOOKED');
  expect(await section('suspicions')).not.toContain('nothing found');
  expect(await section('fidelity')).toContain('NOT TOLD');
});
