import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession } from '../../src/database/open.ts';
import { extract, loadOnly, runAll } from '../../src/pipeline/run.ts';
import { generateResort } from '../../src/sample/index.ts';
import { testRuns } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';
import { stateOf } from '../support/state.ts';

const fresh = testRuns();

/** Where nobody else works, indexes are built once behind a large insert; the table ends as it would have. */

let resort = '';
beforeAll(async () => {
  resort = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-exports-'));
  await generateResort({ seed: 5, owners: 600, staysPerOwner: 11, extras: false, out: resort });
});
afterAll(() => rm(resort, { recursive: true, force: true }));

async function start(kind: 'rehearsal' | 'staging'): Promise<TestRun> {
  const run = await fresh('postgres');
  if (run.target.kind === 'embedded') throw new Error('not a server');
  run.runtime.settings.target = { ...run.target, kind };
  return run;
}

const load = (run: TestRun) => runAll(run.runtime, { command: 'run', from: [path.join(resort, 'export')] });

/** Definitions of the indexes of the stays, and the numbers by which the database knows them. */
async function indexes(run: TestRun) {
  const { rows } = await run.withTarget((session) =>
    session.query<{ definition: string; number: string }>(
      `SELECT pg_get_indexdef(indexrelid) AS definition, indexrelid::text AS number FROM pg_index
       WHERE indrelid = 'public.reservations'::regclass ORDER BY 1`,
    ),
  );
  return { definitions: rows.map((row) => row.definition), numbers: rows.map((row) => row.number) };
}

it('leaves the rows and the indexes of a load that kept its indexes on', async () => {
  const [alone, shared] = [await start('rehearsal'), await start('staging')];
  const before = await indexes(alone);
  expect((await load(alone)).status).toBe('ok');
  expect((await load(shared)).status).toBe('ok');
  const [rebuilt, kept] = [await indexes(alone), await indexes(shared)];
  expect(rebuilt.definitions).toEqual(before.definitions);
  expect(kept.definitions).toEqual(before.definitions);
  // Both ways were really taken.
  expect(rebuilt.numbers).not.toEqual(before.numbers);
  expect(kept.numbers).toEqual(before.numbers);
  expect(await stateOf(alone.target)).toEqual(await stateOf(shared.target));
});

it('proves unique ones as it builds them, and keeps nothing where one does not hold', async () => {
  const run = await start('rehearsal');
  await run.withTarget((session) =>
    // Whom a partial one leaves out, no plan can tell.
    session.exec(
      `CREATE UNIQUE INDEX one_stay ON reservations ("tenantId", "customerId") WHERE notes IS DISTINCT FROM 'x'`,
    ),
  );
  const [before, rows] = [await indexes(run), await stateOf(run.target)];
  await expect(load(run)).rejects.toMatchObject({ code: '23505', constraint: 'one_stay' });
  expect(await indexes(run)).toEqual(before);
  expect(await stateOf(run.target)).toEqual(rows);
});

it('leaves them alone where somebody reads the table, and a dry run gives them back', async () => {
  const run = await start('rehearsal');
  const before = await indexes(run);
  const reader = await openSession(run.target);
  try {
    await reader.exec('BEGIN; SELECT 1 FROM public.reservations LIMIT 1');
    expect((await load(run)).status).toBe('ok');
    expect(await indexes(run)).toEqual(before);
    await reader.exec('COMMIT');
  } finally {
    await reader.close();
  }

  const dry = await start('rehearsal');
  const untouched = await indexes(dry);
  await extract(dry.runtime, { from: [path.join(resort, 'export')] });
  expect((await loadOnly(dry.runtime, { dryRun: true })).status).toBe('ok');
  expect(await indexes(dry)).toEqual(untouched);
});

it('proves the foreign keys where somebody reads the table, too', async () => {
  const run = await start('rehearsal');
  await run.withTarget((session) =>
    session.exec(`CREATE TABLE known (name text PRIMARY KEY);
      ALTER TABLE customers ADD CONSTRAINT known_name FOREIGN KEY ("lastName") REFERENCES known (name)`),
  );
  const reader = await openSession(run.target);
  try {
    await reader.exec('BEGIN; SELECT 1 FROM public.reservations LIMIT 1');
    await expect(load(run)).rejects.toMatchObject({ code: 'LOAD_REFERENCE_BROKEN' });
  } finally {
    await reader.close();
  }
});
