import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '../../src/core/settings.ts';
import { PACKAGE_ROOT } from '../../src/core/version.ts';
import { runAll } from '../../src/pipeline/run.ts';
import { served } from '../extract/api/support.ts';
import { writeGingrDump } from '../support/gingr-dump.ts';
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

async function fromPath(from: string) {
  const run = await open('postgres', settings);
  const result = await runAll(run.runtime, { command: 'run', from: [from] });
  return { rows: await rowsOf(run), result };
}

async function fromApi(data: Records) {
  const server = await served({ data });
  const run = await open('postgres', { ...settings, gingr: server.settings() });
  const result = await runAll(run.runtime, { command: 'run', from: ['gingr-api'] });
  expect(server.mistakes).toEqual([]);
  return { rows: await rowsOf(run), result };
}

type Taken = Awaited<ReturnType<typeof fromPath>>;

const accountsOf = ({ result }: Taken) =>
  result.entities.map(({ entity, read, inserted, excluded, merged, rejected }) => ({
    ...{ entity, read, inserted, excluded, merged, rejected },
  }));

describe('the invented resort, where the sources carry the same facts (gingr-sources.md 1.6)', () => {
  let folder = '';
  let files: Taken;
  const data = datasetOf(path.join(SAMPLES, 'export')).then(sharedFacts);

  beforeAll(async () => {
    folder = await writeResort(await data);
    files = await fromPath(folder);
    expect(files.result.reasons).toContainEqual(
      expect.objectContaining({ code: 'DEPOSIT_PAYMENT_MISSING', count: 2 }),
    );
  }, 500_000);

  const expectSame = (other: Taken) => {
    expect(files.result.verification.compared).toBeGreaterThan(500);
    expect(other.result.reasons).toEqual(files.result.reasons);
    expect(accountsOf(other)).toEqual(accountsOf(files));
    expect(Object.keys(other.rows).sort()).toEqual(Object.keys(files.rows).sort());
    for (const [table, rows] of Object.entries(files.rows))
      expect({ [table]: other.rows[table] }).toEqual({ [table]: rows });
  };

  it('gives the same target from export files and from the API', { timeout: 500_000 }, async () => {
    expectSame(await fromApi(await data));
  });

  it('gives the same target from export files and from the database dump', { timeout: 500_000 }, async () => {
    const place = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-dump-'));
    try {
      expectSame(await fromPath(await writeGingrDump(folder, path.join(place, 'backup.sql.gz'))));
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  });
});
