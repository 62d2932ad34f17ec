import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/version.ts';
import { doctor } from '../../src/pipeline/doctor/index.ts';
import { prepare } from '../../src/pipeline/prepare.ts';
import { FILLED_TABLES } from '../../src/tailtown/tables.ts';
import { moneyResort, recordOf } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';

/** The role of docs/least-rights.md, which owns none of Tailtown's tables: all commands work with exactly its rights. */

const start = testRuns();

const grants = async (): Promise<string> => {
  const page = await readFile(path.join(PACKAGE_ROOT, 'docs/least-rights.md'), 'utf8');
  return [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql]) => sql).join('\n');
};

it('prepare, run, a second load and both rollbacks, with exactly the rights that the page gives', {
  timeout: 300_000,
}, async () => {
  const sql = await grants();
  for (const table of FILLED_TABLES) expect(sql).toContain(`'${table}'`);
  const run = await start({ shape: 'merged' });
  if (run.target.kind === 'embedded') throw new Error('no server');
  const url = new URL(run.target.url);
  const database = url.pathname.slice(1);
  const role = `least_${database.slice(-8)}`;
  await person(
    run,
    `${sql.replaceAll('tailtown_migrate', role).replace('DATABASE tailtown', `DATABASE "${database}"`)};
     ALTER ROLE ${role} PASSWORD 'least'`,
  );
  url.username = role;
  url.password = 'least';
  const owner = run.target;
  run.runtime.settings.target = { ...owner, url: url.toString() };
  try {
    const plan = await prepare(run.runtime, { dryRun: false, undo: false });
    expect(plan.forOwner.some(({ sql: left }) => /ALTER TABLE .*customers.* ADD COLUMN/.test(left))).toBe(
      true,
    );
    expect(plan.statements.every(({ sql: done }) => !/ALTER TABLE "public"/.test(done))).toBe(true);
    const { checks } = await doctor(run.runtime);
    expect(checks.find(({ name }) => name === 'prepared')).toMatchObject({
      ...{ ok: true, actual: expect.stringMatching(/\d+ additions that are for the owner/) },
    });

    const records = moneyResort();
    const first = await runOn(run, records);
    expect(first).toMatchObject({ status: 'ok', wrote: true, batch: { state: 'verified' } });
    recordOf(records, 'owners', '102')['city'] = 'Elsewhere';
    const second = await runOn(run, records, '2026-03-02');
    expect(second.tables.find(({ table }) => table === 'customers')?.updated).toBe(1);
    for (const model of [second, first]) {
      const undone = await undo(run, model.batch);
      expect(undone).toMatchObject({
        status: 'ok',
        fingerprint: { equal: true, after: model.fingerprints?.before },
      });
    }

    // The owner does what was listed, and the same role goes on.
    await person(run, plan.forOwner.map(({ sql: left }) => left.replace('CONCURRENTLY ', '')).join(';\n'));
    expect(await prepare(run.runtime, { dryRun: true, undo: false })).toMatchObject({
      statements: [],
      forOwner: [],
    });
    const again = await runOn(run, records, '2026-03-02');
    expect(await rowsOf(run, 'SELECT DISTINCT "migrationBatchId" AS batch FROM customers')).toEqual([
      { batch: again.batch?.id },
    ]);
    expect((await undo(run, again.batch)).fingerprint.equal).toBe(true);
    await prepare(run.runtime, { dryRun: false, undo: true });
  } finally {
    run.runtime.settings.target = owner;
    await person(run, `DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`);
  }
});
