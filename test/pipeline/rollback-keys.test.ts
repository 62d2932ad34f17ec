import { afterEach, describe, expect, it } from 'vitest';
import { rollbackBatch } from '../../src/pipeline/rollback.ts';
import { runAll } from '../../src/pipeline/run.ts';
import { type Records, recordOf, smallResort, writeResort } from '../support/resort.ts';
import { type TestRun, testRun } from '../support/runtime.ts';

/** A rollback and the foreign keys that people's rows hold on to: nothing of theirs goes, and it never ends in an error. */

let open: TestRun[] = [];
afterEach(async () => {
  await Promise.all(open.map((run) => run.drop()));
  open = [];
});

async function start(kind: 'postgres' | 'pglite'): Promise<TestRun> {
  const run = await testRun(kind);
  open.push(run);
  return run;
}

const load = async (run: TestRun, records: Records, day = '01') =>
  runAll(run.runtime, { command: 'run', from: [await writeResort(records, `2026-03-${day}`)] });

const undo = (run: TestRun, batch: { id: string } | null) =>
  rollbackBatch(run.runtime, { batch: batch?.id ?? '', dryRun: false, through: false });

const query = async (run: TestRun, sql: string) =>
  (await run.withTarget((session) => session.query(sql))).rows;

describe.each(['pglite', 'postgres'] as const)('on %s', (kind) => {
  it('keeps a row that is referred to by another key than its id', async () => {
    const run = await start(kind);
    await run.withTarget((session) =>
      session.exec(`CREATE TABLE visits (id int PRIMARY KEY, tenant text, email text,
        FOREIGN KEY (tenant, email) REFERENCES customers ("tenantId", email) ON DELETE CASCADE)`),
    );
    const { batch } = await load(run, smallResort());
    await run.withTarget((session) =>
      session.exec(
        `INSERT INTO visits VALUES (1, '${run.runtime.settings.tenant.id}', 'owner101@example.test'), (2, NULL, 'owner102@example.test')`,
      ),
    );
    const undone = await undo(run, batch);
    expect(undone.blocked.map(({ table, why }) => `${table}: ${why}`)).toEqual([
      'customers: needed by visits/1',
    ]);
    expect(await query(run, 'SELECT id FROM visits ORDER BY 1')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await query(run, 'SELECT "externalId" AS owner FROM customers')).toEqual([{ owner: '101' }]);
  });

  it('keeps a row whose before-image refers to a row that people deleted since', async () => {
    const run = await start(kind);
    const records = smallResort();
    const [owner, animal] = [recordOf(records, 'owners', '103'), recordOf(records, 'animals', '503')];
    records['owners']?.push({ ...owner, id: '104', email: 'owner104@example.test' });
    records['animals']?.push({ ...animal, id: '504', owner_id: '104' });
    await load(run, records);
    recordOf(records, 'animals', '504')['owner_id'] = '103';
    const { batch } = await load(run, records, '02');
    await run.withTarget((session) => session.exec(`DELETE FROM customers WHERE "externalId" = '104'`));
    const undone = await undo(run, batch);
    expect(undone.kept.map(({ table, why }) => `${table}: ${why}`)).toEqual([
      'pets: was of a row of customers that people deleted since',
    ]);
  });
});
