import { describe, expect, it } from 'vitest';
import { ENGINES } from '../support/effort.ts';
import { recordOf, smallResort } from '../support/resort.ts';
import { rowsOf, runOn, testRuns, undo } from '../support/runs.ts';

const start = testRuns();

/** A rollback and the foreign keys that people's rows hold on to: nothing of theirs goes, and it never ends in an error. */

describe.each(ENGINES)('on %s', (kind) => {
  it('keeps a row that is referred to by another key than its id', async () => {
    const run = await start(kind);
    await run.withTarget((session) =>
      session.exec(`CREATE TABLE visits (id int PRIMARY KEY, tenant text, email text,
        FOREIGN KEY (tenant, email) REFERENCES customers ("tenantId", email) ON DELETE CASCADE)`),
    );
    const { batch } = await runOn(run, smallResort());
    await run.withTarget((session) =>
      session.exec(
        `INSERT INTO visits VALUES (1, '${run.runtime.settings.tenant.id}', 'owner101@example.test'), (2, NULL, 'owner102@example.test')`,
      ),
    );
    const undone = await undo(run, batch);
    expect(undone.blocked.map(({ table, why }) => `${table}: ${why}`)).toEqual([
      'customers: needed by visits/1',
    ]);
    expect(await rowsOf(run, 'SELECT id FROM visits ORDER BY 1')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await rowsOf(run, 'SELECT "externalId" AS owner FROM customers')).toEqual([{ owner: '101' }]);
  });

  it('keeps a row whose before-image refers to a row that people deleted since', async () => {
    const run = await start(kind);
    const records = smallResort();
    const [owner, animal] = [recordOf(records, 'owners', '103'), recordOf(records, 'animals', '503')];
    records['owners']?.push({ ...owner, id: '104', email: 'owner104@example.test' });
    records['animals']?.push({ ...animal, id: '504', owner_id: '104' });
    await runOn(run, records);
    recordOf(records, 'animals', '504')['owner_id'] = '103';
    const { batch } = await runOn(run, records, '2026-03-02');
    await run.withTarget((session) => session.exec(`DELETE FROM customers WHERE "externalId" = '104'`));
    const undone = await undo(run, batch);
    expect(undone.kept.map(({ table, why }) => `${table}: ${why}`)).toEqual([
      'pets: was of a row of customers that people deleted since',
    ]);
  });
});
