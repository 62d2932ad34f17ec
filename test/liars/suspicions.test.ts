import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/core/config/load.ts';
import { demoSettings } from '../../src/pipeline/demo.ts';
import { runAll } from '../../src/pipeline/run.ts';
import type { RunModel } from '../../src/reconcile/model.ts';
import { verdictOf } from '../../src/report/verdict.ts';
import { generateResort } from '../../src/sample/index.ts';
import { moneyResort, recordOf } from '../support/resort.ts';
import { person, runOn, testRuns } from '../support/runs.ts';
import { MAPPINGS } from '../support/runtime.ts';
import { liarsResort } from './resort.ts';

const fresh = testRuns();

const suspicions = ({ issues }: RunModel) =>
  issues.filter(({ code }) => code === 'VALUE_SUSPECT').flatMap(({ examples }) => examples);

describe('a suspicion', () => {
  it.each(['wall-as-utc', 'utc', 'date-only'] as const)('is never told of honest data, %s', async (mode) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-honest-'));
    const sample = demoSettings({ workspace: folder, reports: folder });
    const one = await fresh('postgres', { mappingFolders: sample.mappingFolders, reservationTimeMode: mode });
    const from = [path.resolve('samples/resort/export')];
    expect(suspicions(await runAll(one.runtime, { command: 'run', from }))).toEqual([]);
    const out = path.join(folder, 'resort');
    await generateResort({ seed: 7, owners: 40, staysPerOwner: 4, extras: true, out });
    const config = path.join(out, 'tailtown-migrate.config.yaml');
    const { settings } = loadSettings({ flags: { config, workspace: folder }, env: {}, cwd: out });
    const two = await fresh('postgres', {
      mappingFolders: settings.mappingFolders,
      reservationTimeMode: mode,
    });
    expect(
      suspicions(await runAll(two.runtime, { command: 'run', from: [path.join(out, 'export')] })),
    ).toEqual([]);
  });

  it('names the columns of an overlay that takes one for another, and takes no load back', async () => {
    const overlay = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-overlay-'));
    await writeFile(
      path.join(overlay, 'owners.yaml'),
      'entity: owners\ntables: { customers: { columns: { city: { from: state }, notes: { from: last_name } } } }\n',
    );
    const run = await fresh('postgres', { mappingFolders: [MAPPINGS, overlay] });
    const model = await runOn(run, liarsResort());
    expect(model).toMatchObject({ status: 'ok', wrote: true });
    expect(verdictOf(model).exit).toBe(0);
    expect(new Set(suspicions(model).map(({ detail }) => detail))).toEqual(
      new Set(['customers.city', 'customers.notes']),
    );
    expect(suspicions(model)[0]).toMatchObject({ entity: 'owners', sourceId: '101', line: 2 });
  });

  it('is not told of what people changed, nor of records that an earlier load brought', async () => {
    const run = await fresh('postgres');
    await runOn(run, moneyResort());
    await person(run, `UPDATE customers SET "firstName" = 'Another'; UPDATE payments SET amount = 1`);
    const records = moneyResort();
    recordOf(records, 'owners', '101')['city'] = 'Elsewhere';
    const { animals, owners, invoices } = records;
    for (const some of [{ owners }, { owners, animals }, { invoices }, records])
      expect(suspicions(await runOn(run, { ...some } as typeof records, '2026-03-05'))).toEqual([]);
  });
});
