import { describe, expect, it } from 'vitest';
import { validateOnly } from '../../src/pipeline/run.ts';
import { moneyResort, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

/** What earlier migrations from Gingr got wrong (docs/pitfalls.md), provoked on a database. */

const fresh = testRuns();
const start = () => fresh('postgres');

type Model = Awaited<ReturnType<typeof runOn>>;

const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;

const accountOf = (model: Model, name: string) => model.entities.find(({ entity }) => entity === name);

const counts = async (run: TestRun, ...tables: string[]) => {
  const columns = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
  return (await rowsOf(run, `SELECT ${columns.join(', ')}`))[0];
};

describe('whose fact it is', () => {
  it('namesakes share no fact and are never made one (P-NAME-1, P-NAME-2, P-NAME-3, P-NAME-4, P-DUP-8, P-REF-2)', async () => {
    const run = await start();
    const owner = (id: string) => ({
      id,
      first_name: 'Pat',
      last_name: 'Sample',
      cell_phone: '505-555-0142',
    });
    const bella = (id: string, owner_id: string) => ({ id, owner_id, first_name: 'Bella', species_id: '1' });
    const { reservations: _, ...others } = smallResort();
    const model = await runOn(run, {
      ...others,
      owners: [owner('57'), owner('576')],
      animals: [
        {
          ...bella('57', '57'),
          ...{ medicines: 'Half a pill', allergies: 'Chicken', notes: 'Bites', feeding_notes: '2 cups' },
          ...{ banned: '1', image: 'https://storage.example.test/bella.jpg', vet_name: 'Hill Vets' },
        },
        bella('58', '57'),
        bella('576', '576'),
      ],
    });
    expect(model.status).toBe('ok');
    const nothing = { medicine: null, allergy: null, notes: null, food: null, photo: null, vet: null };
    expect(
      await rowsOf(
        run,
        `SELECT p."externalId" AS id, c."externalId" AS owner, "medicationNotes" AS medicine, allergies AS allergy, p.notes,
           "foodNotes" AS food, "profilePhoto" AS photo, p."vetName" AS vet, array(SELECT unnest("specialRequirements")::text ORDER BY 1) AS flags
         FROM pets p JOIN customers c ON c.id = p."customerId" ORDER BY 1`,
      ),
    ).toEqual([
      {
        ...{ id: '57', owner: '57', medicine: 'Half a pill', allergy: 'Chicken', notes: 'Bites' },
        ...{ food: '2 cups', photo: 'https://storage.example.test/bella.jpg', vet: 'Hill Vets' },
        flags: ['ALLERGIES', 'DO_NOT_BOOK', 'HAS_MEDICATION'],
      },
      { id: '576', owner: '576', ...nothing, flags: [] },
      { id: '58', owner: '57', ...nothing, flags: [] },
    ]);
    // Nor is the vet of an animal lent to its owner.
    expect(JSON.stringify(await rowsOf(run, 'SELECT * FROM customers'))).not.toContain('Hill Vets');
  });

  it('a stay of nobody creates nobody, and what waited for its owner follows by itself (P-DUP-3, P-RES-9, P-ORPHAN-2)', async () => {
    const run = await start();
    const records = smallResort();
    records['owners']?.pop();
    const stay = { ...recordOf(records, 'reservations', '901'), o_first: 'First101', a_first: 'Pet501' };
    for (let index = 0; index < 7; index += 1)
      records['reservations']?.push({ ...stay, id: `99${index}`, o_id: '999', a_id: '5' });
    const model = await runOn(run, records);
    expect(accountOf(model, 'animals')).toMatchObject({ inserted: 2, rejected: 1, balanced: true });
    expect(accountOf(model, 'reservations')).toMatchObject({ inserted: 2, rejected: 8, balanced: true });
    expect(countOf(model, 'RESERVATION_OWNER_UNKNOWN')).toBe(8);
    expect(await rowsOf(run, `SELECT 1 FROM migration.outcomes WHERE entity = 'reservations'`)).toHaveLength(
      8,
    );
    expect(await counts(run, 'customers', 'pets')).toEqual({ customers: 2, pets: 2 });

    const next = await runOn(run, smallResort(), '2026-03-02');
    expect(accountOf(next, 'animals')).toMatchObject({ inserted: 1, unchanged: 2, rejected: 0 });
    expect(accountOf(next, 'reservations')).toMatchObject({ inserted: 1, unchanged: 2, rejected: 0 });
  });
});

describe('stays', () => {
  it('have the lodging of their own line or none, and the service of their own type, whatever labels and other columns say (P-LODGE-1, P-LODGE-2, P-LODGE-9, P-RES-3, P-DUP-10)', async () => {
    const run = await start();
    const records = smallResort();
    records['reservation_types'] = [
      { id: '11', type: 'Boarding | Suite' },
      { id: '12', type: 'Boarding | Suite' },
      { id: '13', type: 'Evaluation' },
    ];
    Object.assign(recordOf(records, 'reservations', '902'), {
      ...{ area_name: '', run_name: '', room: 'A 03', kennel: 'A 09', lodging_label: 'A 09', type_id: '12' },
    });
    recordOf(records, 'reservations', '903')['type_id'] = '13';
    const model = await runOn(run, records);
    expect(model.status).toBe('ok');
    expect(countOf(model, 'FILE_COLUMN_UNKNOWN')).toBe(3);
    expect(
      await rowsOf(
        run,
        `SELECT s."externalId" AS stay, r.name AS lodging, v."externalId" AS type, v.name, v."serviceCategory"::text AS category
         FROM reservations s JOIN services v ON v.id = s."serviceId" LEFT JOIN resources r ON r.id = s."resourceId" ORDER BY 1`,
      ),
    ).toEqual([
      { stay: '901', lodging: 'A01', type: '11', name: 'Boarding | Suite', category: 'OTHER' },
      { stay: '902', lodging: null, type: '12', name: 'Boarding | Suite', category: 'OTHER' },
      { stay: '903', lodging: 'A03', type: '13', name: 'Evaluation', category: 'OTHER' },
    ]);
    expect(await counts(run, 'resources')).toEqual({ resources: 2 });
  });

  it('that are cancelled, and labels that are renamed, follow a later export in place (P-RES-7, P-RES-10, P-G-7)', async () => {
    const run = await start();
    const records = smallResort();
    await runOn(run, records);
    const before = await rowsOf(
      run,
      'SELECT id FROM services UNION ALL SELECT id FROM reservations ORDER BY 1',
    );
    recordOf(records, 'reservation_types', '11')['type'] = 'Boarding | Grand Suite';
    Object.assign(recordOf(records, 'reservations', '902'), {
      ...{ cancel_stamp: '2026-03-01 09:00:00', cancellation_reason: 'Flu' },
    });
    const model = await runOn(run, records, '2026-03-02');
    expect(model.status).toBe('ok');
    expect(await rowsOf(run, 'SELECT name FROM services')).toEqual([{ name: 'Boarding | Grand Suite' }]);
    expect(
      await rowsOf(
        run,
        `SELECT status::text, "cancelReason" AS why FROM reservations WHERE "externalId" = '902'`,
      ),
    ).toEqual([{ status: 'CANCELLED', why: 'Flu' }]);
    expect(
      await rowsOf(run, 'SELECT id FROM services UNION ALL SELECT id FROM reservations ORDER BY 1'),
    ).toEqual(before);
    expect(model.totals.find(({ name }) => name === 'reservations.starts')).toMatchObject({
      ...{ source: '3', target: '3', balanced: true },
    });
  });
});

describe('money and vaccinations', () => {
  it('no invoice is made from a stay, none gets a guessed stay or a state that the target lacks, and none is repeated (P-MON-3, P-MON-4, P-MON-5, P-VAX-7)', async () => {
    const run = await start();
    await person(run, `ALTER TYPE "InvoiceStatus" RENAME VALUE 'PARTIALLY_PAID' TO 'PART_PAID'`);
    const records = moneyResort();
    for (const stay of records['reservations'] ?? [])
      Object.assign(stay, { base_rate: '50', final_rate: '53.72' });
    await runOn(run, records);
    expect(
      await rowsOf(
        run,
        `SELECT i."invoiceNumber" AS number, i.status::text, "balanceDue" AS due, r."externalId" AS stay FROM invoices i
         LEFT JOIN reservations r ON r.id = i."reservationId" ORDER BY 1`,
      ),
    ).toEqual([
      { number: 'GINGR-7001', status: 'PAID', due: 0, stay: '901' },
      { number: 'GINGR-7001-R-8002', status: 'PAID', due: 0, stay: null },
      { number: 'GINGR-7002', status: 'SENT', due: 700, stay: '902' },
      { number: 'GINGR-7003', status: 'SENT', due: 21.49, stay: null },
    ]);
    const once = {
      invoices: 4,
      payments: 3,
      invoice_line_items: 5,
      medical_records: 1,
      vaccine_requirements: 2,
    };
    expect(await counts(run, ...Object.keys(once))).toEqual(once);
    recordOf(records, 'owners', '101')['city'] = 'Elsewhere';
    recordOf(records, 'immunizations', '3003')['note'] = 'Tag 0143';
    expect(await runOn(run, records, '2026-03-02')).toMatchObject({ status: 'ok', wrote: true });
    expect(await counts(run, ...Object.keys(once))).toEqual(once);
  });
});

describe('what the target refuses', () => {
  it('is a rejected record with all that hangs on it, and never counted as moved (P-DUP-5, P-ORPHAN-1)', async () => {
    const run = await start();
    await person(
      run,
      `CREATE UNIQUE INDEX one_phone ON customers ("tenantId", phone);
       INSERT INTO customers (id, "tenantId", email, "firstName", "lastName", phone, "updatedAt")
       VALUES ('desk', '${run.runtime.settings.tenant.id}', 'desk@example.test', 'A', 'B', '505-555-0102', '2025-01-01')`,
    );
    const model = await runOn(run, smallResort());
    for (const entity of ['owners', 'animals', 'reservations'])
      expect(accountOf(model, entity)).toMatchObject({ inserted: 2, rejected: 1, balanced: true });
    expect(countOf(model, 'TARGET_ROW_TAKEN')).toBe(1);
    // What this target refused is no verdict of validate, which another load starts from.
    expect(await validateOnly(run.runtime, {})).toMatchObject({ reused: true });
    expect(model.issues.find(({ code }) => code === 'PARENT_NOT_LOADED')?.examples[0]?.detail).toBe(
      'owners/102',
    );
  });

  it('is the second of two new records where this database takes only one of them (P-DUP-5)', async () => {
    const run = await start();
    await person(run, 'CREATE UNIQUE INDEX one_phone ON customers ("tenantId", phone)');
    const records = smallResort();
    recordOf(records, 'owners', '103')['cell_phone'] = recordOf(records, 'owners', '102')['cell_phone'] ?? '';
    const model = await runOn(run, records);
    expect(accountOf(model, 'owners')).toMatchObject({ inserted: 2, rejected: 1, balanced: true });
    expect(model.issues.find(({ code }) => code === 'TARGET_ROW_TAKEN')?.examples).toMatchObject([
      { sourceId: expect.stringMatching(/103$/) },
    ]);
  });
});
