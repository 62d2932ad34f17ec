import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/version.ts';
import { openSession } from '../../src/database/open.ts';
import { doctor } from '../../src/pipeline/doctor/index.ts';
import { explain } from '../../src/pipeline/explain.ts';
import { prepare } from '../../src/pipeline/prepare.ts';
import { reportAgain } from '../../src/pipeline/publish.ts';
import { rollbackBatch } from '../../src/pipeline/rollback.ts';
import { status } from '../../src/pipeline/status.ts';
import { FILLED_TABLES } from '../../src/tailtown/tables.ts';
import { moneyResort, recordOf } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';

/** The role of docs/least-rights.md, which owns none of Tailtown's tables: all commands work with exactly its rights. */

const start = testRuns();

/** The SQL of the page: for one role, or for three. */
const grants = async (which: 'one' | 'three'): Promise<string> => {
  const page = await readFile(path.join(PACKAGE_ROOT, 'docs/least-rights.md'), 'utf8');
  const [one = '', three = ''] = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql]) => sql);
  const sql = which === 'one' ? one : three;
  for (const table of FILLED_TABLES) expect(sql).toContain(`'${table}'`);
  return sql;
};

it('prepare, run, a second load and both rollbacks, with exactly the rights that the page gives', {
  timeout: 300_000,
}, async () => {
  const sql = await grants('one');
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

it('three roles: one prepares, one migrates, one reads the reports, and none can do what another does', {
  timeout: 300_000,
}, async () => {
  const run = await start({ shape: 'merged' });
  if (run.target.kind === 'embedded') throw new Error('no server');
  const owner = run.target;
  const { settings } = run.runtime;
  const database = new URL(owner.url).pathname.slice(1);
  const roles = ['prepare', 'migrate', 'report'].map((what) => `${what}_${database.slice(-8)}`);
  const sql = (await grants('three'))
    .replaceAll(/tailtown_(prepare|migrate|report)/g, (_, what: string) => `${what}_${database.slice(-8)}`)
    .replaceAll('DATABASE tailtown', `DATABASE "${database}"`);
  // Everybody may by default; a database that is locked down takes it away.
  await person(run, `REVOKE ALL ON DATABASE "${database}" FROM public; ${sql}`);
  await person(run, roles.map((role) => `ALTER ROLE ${role} PASSWORD 'least'`).join(';'));
  const as = async <T>(role: number, work: () => Promise<T>): Promise<T> => {
    const url = new URL(owner.url);
    url.username = roles[role] ?? '';
    url.password = 'least';
    settings.target = { ...owner, url: url.toString() };
    try {
      return await work();
    } finally {
      settings.target = owner;
    }
  };
  const [preparing, migrating, reporting] = [0, 1, 2];
  const refused = { code: 'TARGET_PERMISSION' };
  try {
    await as(preparing, () => prepare(run.runtime, { dryRun: false, undo: false }));
    const records = moneyResort();
    const byHand = async (sql: string) => {
      const session = await openSession(settings.target);
      await session.exec(sql).finally(() => session.close());
    };
    for (const role of [preparing, reporting])
      await expect(as(role, () => byHand('UPDATE customers SET city = city'))).rejects.toMatchObject(refused);
    const column = 'ALTER TABLE customers ADD COLUMN mine text';
    await expect(as(migrating, () => byHand(column))).rejects.toMatchObject(refused);
    await expect(as(reporting, () => runOn(run, records))).rejects.toMatchObject(refused);

    const { checks } = await as(migrating, () => doctor(run.runtime));
    expect(checks.filter(({ name }) => name.startsWith('rights'))).toMatchObject([
      { name: 'rights', state: 'ok' },
      { name: 'rights beyond', state: 'ok' },
    ]);
    const first = await as(migrating, () => runOn(run, records));
    expect(first).toMatchObject({ status: 'ok', wrote: true, batch: { state: 'verified' } });
    recordOf(records, 'owners', '102')['city'] = 'Elsewhere';
    const second = await as(migrating, () => runOn(run, records, '2026-03-02'));

    const stood = await as(reporting, () => status(run.runtime));
    expect(stood.batches.map(({ id }) => id)).toEqual([second.batch?.id, first.batch?.id]);
    const again = await as(reporting, () => reportAgain(run.runtime, {}));
    expect(again.html).toMatch(/index\.html$/);
    const told = await as(reporting, () => explain(run.runtime, { what: 'owners', id: '102' }));
    expect(told.sections.length).toBeGreaterThan(1);

    const back = (batch: string | undefined) => ({ batch: batch ?? '', dryRun: false, through: false });
    await expect(
      as(reporting, () => rollbackBatch(run.runtime, back(second.batch?.id))),
    ).rejects.toMatchObject(refused);
    for (const { batch } of [second, first]) {
      const undone = await as(migrating, () => rollbackBatch(run.runtime, back(batch?.id)));
      expect(undone).toMatchObject({ status: 'ok', fingerprint: { equal: true } });
    }
    await expect(
      as(migrating, () => prepare(run.runtime, { dryRun: false, undo: true })),
    ).rejects.toMatchObject(refused);
    await as(preparing, () => prepare(run.runtime, { dryRun: false, undo: true }));
    expect(await rowsOf(run, `SELECT 1 FROM pg_namespace WHERE nspname LIKE 'migration%'`)).toEqual([]);
  } finally {
    for (const role of roles) await person(run, `DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`);
  }
});
