import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runAll } from '../../src/pipeline/run.ts';
import type { RunModel } from '../../src/reconcile/model.ts';
import { generateResort } from '../../src/sample/index.ts';
import { writeGingrDump } from '../support/gingr-dump.ts';
import { MAPPINGS, type TestRun, testRun } from '../support/runtime.ts';
import { stateOf } from '../support/state.ts';
import { rowDifferences } from '../support/ways.ts';

let out: string;
let runs: TestRun[] = [];
let files: { model: RunModel; run: TestRun };
let dump: { model: RunModel; run: TestRun };

/** One invented resort, taken out of Gingr in two ways, each into a database of its own. */
beforeAll(async () => {
  out = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-ways-'));
  await generateResort({ seed: 11, owners: 40, out });
  const exports = path.join(out, 'export');
  files = await moved(exports);
  dump = await moved(await writeGingrDump(exports, path.join(out, 'db-backup-harbor-2026-03-28.sql.gz')));
});
afterAll(async () => {
  await Promise.all(runs.map((run) => run.drop()));
  runs = [];
  await rm(out, { recursive: true, force: true });
});

async function moved(from: string) {
  const run = await testRun('postgres', {
    mappingFolders: [MAPPINGS, path.join(out, 'mapping')],
    balanceSign: 'owes-positive',
  });
  runs.push(run);
  return { run, model: await runAll(run.runtime, { command: 'run', from: [from] }) };
}

it('a resort as export files and as database dump gives the same rows of Tailtown', async () => {
  const [one, other] = await Promise.all([stateOf(files.run.target), stateOf(dump.run.target)]);
  expect(rowDifferences(one.rows, other.rows)).toEqual([]);
  expect(Object.values(one.rows).flat().length).toBeGreaterThan(1000);
});

it('and the same moments of creation, which Gingr says in seconds here and there as a day', async () => {
  const moments = ({ run }: { run: TestRun }) =>
    run.withTarget(async (session) => {
      const rows: unknown[][] = [];
      for (const table of ['customers', 'pets', 'reservations', 'invoices'])
        rows.push((await session.query(`SELECT id, "createdAt" FROM public.${table} ORDER BY id`)).rows);
      return rows;
    });
  const [one, other] = [await moments(files), await moments(dump)];
  expect(other).toEqual(one);
  expect(one.every((rows) => rows.length > 30)).toBe(true);
});

it('counts a stay once, which the day exports have on every day that it touches', () => {
  const stays = ({ model }: { model: RunModel }) =>
    model.entities.find(({ entity }) => entity === 'reservations');
  expect(stays(files)?.copies).toBeGreaterThan(0);
  expect(stays(dump)).toMatchObject({ copies: 0, read: stays(dump)?.lines ?? 0 });
  const unread = dump.model.issues.filter(({ code }) => code === 'DUMP_TABLE_UNREAD');
  expect(unread).toMatchObject([{ severity: 'warning', count: 3 }]);
});
