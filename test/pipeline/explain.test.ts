import { describe, expect, it } from 'vitest';
import { explain } from '../../src/pipeline/explain.ts';
import type { Explanation } from '../../src/pipeline/results.ts';
import { moneyResort, type Records, recordOf } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const start = testRuns();

const told = (run: TestRun, what: string, id: string, personal = true): Promise<Explanation> =>
  explain(
    { ...run.runtime, settings: { ...run.runtime.settings, showPersonalData: personal } },
    { what, id },
  );

const linesOf = ({ sections }: Explanation, title: string | RegExp): [string, string][] =>
  sections
    .filter((section) => (typeof title === 'string' ? section.title === title : title.test(section.title)))
    .flatMap(({ lines }) => lines.map(({ key, value }): [string, string] => [key, value]));

const titlesOf = ({ sections }: Explanation): string[] =>
  sections.map(({ title }) => title.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'ID'));

const idOf = async (run: TestRun, table: string, external: string): Promise<string> => {
  const [row] = await rowsOf(run, `SELECT id FROM ${table} WHERE "externalId" = '${external}'`);
  return String(row?.['id']);
};

/** A merged, an excluded and a rejected record among good ones. */
function resort(): Records {
  const records = moneyResort();
  recordOf(records, 'owners', '101')['cell_phone'] = '505.555.0101 ext 2';
  recordOf(records, 'payments', '6002')['zero_payment'] = '1';
  records['animals']?.push({ ...recordOf(records, 'animals', '501'), id: '599', owner_id: '999' });
  return records;
}

describe('explain', () => {
  it('tells file and line, raw values, each step with before and after, and every row, by whichever of its ids', async () => {
    const run = await start('postgres');
    const model = await runOn(run, resort());
    const owner = await told(run, 'owners', '101');
    expect(titlesOf(owner)).toEqual([
      ...['owners -> notification_preferences', 'owners -> customers', 'In Gingr'],
      'What the mapping makes of it, step by step',
      'Alterations',
      ...['notification_preferences', 'customers'].flatMap((table) => [
        ...[`${table} ID: what batches did`, `${table} ID: since then`, `${table} ID now`],
      ]),
    ]);
    expect(linesOf(owner, 'owners -> customers')).toEqual([
      ['read from', 'owners (exported 2026-03-01).csv:2'],
      ['target row', `customers ${await idOf(run, 'customers', '101')} (own)`],
      ['batch', `${model.batch?.id} (verified)`],
    ]);
    expect(linesOf(owner, 'In Gingr')).toContainEqual(['cell_phone', '505.555.0101 ext 2']);
    const steps = new Map(linesOf(owner, /step by step/));
    expect(steps.get('customers.phone')).toMatch(/^cell_phone 505\.555\.0101 ext 2 -> .*phone: /);
    expect(steps.get('customers.email')).toMatch(
      /^email owner101@example\.test -> email: owner101@example\.test -> then, of several records: Who keeps/,
    );
    expect(linesOf(owner, /what batches did/)).toContainEqual([model.batch?.id, 'inserted it']);
    expect(linesOf(owner, /since then/)).toEqual(
      Array(2).fill(['nobody', 'it is as the last batch left it']),
    );
    expect(linesOf(owner, /customers .* now/)).toContainEqual(['firstName', 'First101']);

    // By one of its rows the same is told.
    const byRow = await told(run, 'customers', await idOf(run, 'customers', '101'));
    expect(byRow).toEqual(owner);
    const [preference] = await rowsOf(
      run,
      `SELECT x.target_id AS id FROM migration.crosswalk x JOIN migration.scopes s ON s.id = x.scope
       WHERE s.target_table = 'notification_preferences' AND x.source_id = '101'`,
    );
    expect(await told(run, 'notification_preferences', String(preference?.['id']))).toEqual(owner);
    // Masked unless it was asked for.
    const masked = JSON.stringify(await told(run, 'owners', '101', false));
    expect(masked).not.toMatch(/First101|owner101|555/);
    expect(masked).toMatch(/cell_phone \S{3}\.\S{3}\.\S{4} \S{3} \S -> /);
  });

  it('tells of records without a row of their own: merged, left out, rejected, derived', async () => {
    const run = await start('postgres');
    await runOn(run, resort());
    const vaccination = await told(run, 'immunizations', '3001');
    expect(linesOf(vaccination, 'immunizations: merged')).toContainEqual(['into', 'animals/501']);
    expect(new Map(linesOf(vaccination, /step by step/)).get('medical_records.petId')).toBe(
      'animal_id 501 -> the row of animals: 501',
    );
    const pet = await told(run, 'pets', await idOf(run, 'pets', '501'));
    expect(linesOf(pet, 'Merged into it')).toEqual([
      ['immunizations', 'immunizations/3001, immunizations/3002'],
    ]);

    const payment = await told(run, 'payments', '6002');
    expect(titlesOf(payment)[0]).toBe('payments: excluded');
    expect(linesOf(payment, 'In Gingr')).toContainEqual(['zero_payment', '1']);
    const animal = await told(run, 'animals', '599');
    expect(linesOf(animal, 'animals: rejected')).toContainEqual([
      'read from',
      'animals (exported 2026-03-01).csv:5',
    ]);
    expect(linesOf(animal, 'Issues').map(([code]) => code)).toContain('ANIMAL_OWNER_UNKNOWN');
    const [lodging] = await rowsOf(
      run,
      `SELECT x.source_id AS source, x.target_id AS id FROM migration.crosswalk x JOIN migration.scopes s ON s.id = x.scope
       WHERE s.entity = 'lodgings' ORDER BY 1`,
    );
    const place = await told(run, 'resources', String(lodging?.['id']));
    expect(place.title).toBe(`lodgings/${lodging?.['source']}`);
    expect(linesOf(place, 'In Gingr').length).toBeGreaterThan(0);
    expect(linesOf(place, /step by step/).map(([column]) => column)).toContain('resources.name');
  });

  it('tells who changed the row since, what later batches did, and what a rollback closed', async () => {
    const run = await start('postgres', {
      complete: ['owners', 'animals', 'reservations'],
      vanished: 'soft-delete',
    });
    await runOn(run, resort());
    const later = resort();
    recordOf(later, 'owners', '102')['city'] = 'Shelbyville';
    const second = await runOn(run, later, '2026-03-05');
    await person(
      run,
      `UPDATE customers SET phone = '505-555-0199', "updatedBy" = 'front-desk-7' WHERE "externalId" = '102'`,
    );
    const owner = await told(run, 'owners', '102');
    // The raw values are those of the newest snapshot.
    expect(linesOf(owner, 'In Gingr')).toContainEqual(['city', 'Shelbyville']);
    const did = linesOf(owner, /customers .*what batches did/);
    expect(did[0]?.[1]).toBe('inserted it');
    expect(did[1]).toEqual([second.batch?.id, expect.stringMatching(/^changed .*\bcity\b/)]);
    const since = linesOf(owner, /customers .*since then/);
    expect(since).toContainEqual(['phone', expect.stringMatching(/ -> 505-555-0199$/)]);
    expect(since.at(-1)).toEqual(['changed by', expect.stringMatching(/^front-desk-7/)]);

    // Vanished: soft-deleted by a third batch; another one's row was deleted by people.
    const gone = {
      ...later,
      owners: (later['owners'] ?? []).filter(({ id }) => id !== '103'),
      animals: (later['animals'] ?? []).filter(({ id }) => id !== '503'),
      reservations: (later['reservations'] ?? []).filter(({ id }) => id !== '903'),
    };
    const third = await runOn(run, gone, '2026-03-08');
    expect(linesOf(await told(run, 'reservations', '903'), 'reservations -> reservations')).toContainEqual([
      ...['soft-deleted by', third.batch?.id],
    ]);
    const pass = await idOf(run, 'reservations', '901');
    await person(
      run,
      `DELETE FROM payments; DELETE FROM invoice_line_items; DELETE FROM invoices; DELETE FROM reservations WHERE id = '${pass}'`,
    );
    const deleted = await told(run, 'reservations', pass);
    expect(linesOf(deleted, /since then/)[0]?.[0]).toBe('deleted');
    expect(linesOf(deleted, /now$/)).toEqual([['row', 'is not there']]);

    await undo(run, third.batch);
    await undo(run, second.batch);
    const back = await told(run, 'owners', '102');
    expect(linesOf(back, /customers .*what batches did/)[1]?.[1]).toMatch(
      /^changed .*, and was rolled back$/,
    );
  });

  it('tells of a row that was there before, and of one whose batch was rolled back', async () => {
    const run = await start('postgres');
    const first = await runOn(run, resort());
    const id = await idOf(run, 'customers', '101');
    await person(run, `CREATE TABLE public.kept AS SELECT * FROM customers WHERE id = '${id}'`);
    await undo(run, first.batch);
    const closed = await told(run, 'customers', id);
    expect(linesOf(closed, 'owners -> customers')).toContainEqual([
      'batch',
      `${first.batch?.id} (rolled_back)`,
    ]);
    expect(linesOf(closed, /customers .*now$/)).toEqual([['row', 'is not there']]);
    expect(linesOf(closed, /customers .*since then/)).toEqual([]);

    await person(
      run,
      `UPDATE kept SET id = 'by-people'; INSERT INTO customers SELECT * FROM kept; DROP TABLE kept`,
    );
    await runOn(run, resort());
    const adopted = await told(run, 'customers', 'by-people');
    expect(linesOf(adopted, 'owners -> customers')).toContainEqual([
      'target row',
      'customers by-people (adopted)',
    ]);
    expect(adopted.title).toBe('owners/101');
  });
});
