import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/core/settings.ts';
import { PACKAGE_ROOT } from '../../src/core/version.ts';
import { runAll } from '../../src/pipeline/run.ts';
import { served } from '../extract/api/support.ts';
import { datasetOf } from '../support/gingr-server/dataset.ts';
import { type Records, writeResort } from '../support/resort.ts';
import { testRuns } from '../support/runs.ts';
import { MAPPINGS, type TestRun } from '../support/runtime.ts';
import { stateOf } from '../support/state.ts';
import { sharedFacts } from './ways-out.ts';

const open = testRuns();
const SAMPLES = path.join(PACKAGE_ROOT, 'samples', 'resort');
/** Both count the same day as today. */
const settings: Partial<Settings> = {
  asOf: '2026-03-15T18:00:00.000Z',
  mappingFolders: [MAPPINGS, path.join(SAMPLES, 'mapping')],
};

/** All rows of the target but what names the batch, which is another one. */
async function rowsOf(run: TestRun) {
  const { rows } = await stateOf(run.target);
  const plain = Object.entries(rows).map(([table, all]) => [
    table,
    all.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !/batch/i.test(name)))),
  ]);
  return Object.fromEntries(plain) as Records;
}

async function fromFiles(data: Records) {
  const run = await open('postgres', settings);
  const result = await runAll(run.runtime, { command: 'run', from: [await writeResort(data)] });
  return { rows: await rowsOf(run), result };
}

async function fromApi(data: Records) {
  const server = await served({ data });
  const run = await open('postgres', { ...settings, gingr: server.settings() });
  const result = await runAll(run.runtime, { command: 'run', from: ['gingr-api'] });
  expect(server.mistakes).toEqual([]);
  return { rows: await rowsOf(run), result };
}

describe('the invented resort, where the sources carry the same facts (gingr-sources.md 1.6)', () => {
  it('gives the same target from export files and from the API', { timeout: 500_000 }, async () => {
    const data = sharedFacts(await datasetOf(path.join(SAMPLES, 'export')));
    const [files, api] = [await fromFiles(data), await fromApi(data)];
    expect(files.result.verification.compared).toBeGreaterThan(500);
    expect(api.result.reasons).toEqual(files.result.reasons);
    expect(Object.keys(api.rows).sort()).toEqual(Object.keys(files.rows).sort());
    const accounts = ({ result }: typeof files) =>
      result.entities.map(({ entity, read, inserted, excluded, merged, rejected }) => ({
        ...{ entity, read, inserted, excluded, merged, rejected },
      }));
    expect(accounts(api)).toEqual(accounts(files));
    for (const [table, rows] of Object.entries(files.rows))
      expect({ [table]: api.rows[table] }).toEqual({ [table]: rows });
  });
});
