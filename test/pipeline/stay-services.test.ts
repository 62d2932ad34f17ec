import { describe, expect, it } from 'vitest';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

/** Additional services: the resort's list of them, and those that were booked with a stay. */

const fresh = testRuns();

/** A bath for both types, nails for the second only; stays 901 to 903 are of the first. */
function servicesResort(): Records {
  return {
    ...smallResort(),
    reservation_types: [
      { id: '11', type: 'Boarding | Suite', is_taxed: '1', is_deleted: '0' },
      { id: '12', type: 'Day Camp | Full Day', is_taxed: '1', is_deleted: '0' },
    ],
    additional_services: [
      { id: '71', type_id: '11', name: 'Bath | Large ', price: '35.00', is_deleted: '0' },
      { id: '71', type_id: '12', name: 'Bath | Large', price: '', is_deleted: '0' },
      { id: '72', type_id: '12', name: 'Nail Trim', price: '', is_deleted: '1' },
    ],
    reservation_services: [
      {
        ...{ id: '4001', reservation_id: '901', service_id: '71', name: 'Bath | Large', cost: '$32.50' },
        ...{ scheduled_at: '2026-03-03 09:00:00', assigned_to: 'Robin Example', completed_by: '' },
      },
      { ...service('4002', '901', '71'), cost: '32.50' },
      { ...service('4003', '902', '72'), name: 'Nail Trim', cost: '0.00' },
      { ...service('4004', '903', '72'), name: 'Nail Trim', cost: '' },
    ],
  };
}
const service = (id: string, stay: string, listed: string) => ({
  ...{ id, reservation_id: stay, service_id: listed, name: 'Bath | Large', cost: '10.00' },
  ...{ scheduled_at: '', assigned_to: '', completed_by: '' },
});

type Model = Awaited<ReturnType<typeof runOn>>;
const account = (model: Model, entity = 'reservation_services') =>
  model.entities.find((one) => one.entity === entity);
const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;
const booked = (run: TestRun) =>
  rowsOf(
    run,
    `SELECT r."externalId" AS stay, a.name, s."externalId" AS type, b.price, b.notes
     FROM reservation_addons b JOIN reservations r ON r.id = b."reservationId"
     JOIN addon_services a ON a.id = b."addOnId" JOIN services s ON s.id = a."serviceId" ORDER BY 1, length(b.notes) DESC`,
  );

describe('services of stays (P-RES-4)', () => {
  it('are rows with their own price, one each; all of it balances, and goes again', async () => {
    const run = await fresh('postgres');
    const model = await runOn(run, servicesResort());
    expect(model.status).toBe('ok');
    expect(await booked(run)).toEqual([
      {
        ...{ stay: '901', name: 'Bath | Large', type: '11', price: 32.5 },
        notes:
          'Service in Gingr: Bath | Large\n\nScheduled: 2026-03-03 09:00:00\n\nAssigned to: Robin Example',
      },
      {
        ...{ stay: '901', name: 'Bath | Large', type: '11', price: 32.5 },
        notes: 'Service in Gingr: Bath | Large',
      },
      // Listed for another type only: the same service in Gingr. A cost of 0 is one.
      { ...{ stay: '902', name: 'Nail Trim', type: '12', price: 0 }, notes: 'Service in Gingr: Nail Trim' },
    ]);
    expect(
      await rowsOf(run, 'SELECT name, price, "isActive" AS active FROM addon_services ORDER BY name, price'),
    ).toEqual([
      { name: 'Bath | Large', price: 0, active: true },
      { name: 'Bath | Large', price: 35, active: true },
      { name: 'Nail Trim', price: 0, active: false },
    ]);
    expect(account(model)).toMatchObject({ read: 4, inserted: 3, merged: 1, rejected: 0, balanced: true });
    expect(account(model, 'additional_services')).toMatchObject({ read: 3, inserted: 3, balanced: true });
    expect(model.totals.find(({ name }) => name === 'reservation_services.cost')).toMatchObject({
      ...{ source: '65.00', target: '65.00', merged: '0.00', balanced: true },
    });
    expect(model.forced).toContainEqual({ table: 'addon_services', column: 'price', count: 2 });
    expect(countOf(model, 'ADDITIONAL_SERVICE_UNREVIEWED')).toBe(2);
    expect(countOf(model, 'VALUE_SUSPECT')).toBe(0);

    const again = await runOn(run, servicesResort());
    expect(again.wrote).toBe(false);
    await undo(run, model.batch);
    expect(
      await rowsOf(run, 'SELECT id FROM reservation_addons UNION SELECT id FROM addon_services'),
    ).toEqual([]);
  });

  it('without a cost are a note of their stay: no price is invented', async () => {
    const run = await fresh('postgres');
    const model = await runOn(run, servicesResort());
    expect(
      await rowsOf(run, `SELECT "staffNotes" AS notes FROM reservations WHERE "externalId" = '903'`),
    ).toEqual([{ notes: 'Services without a cost in Gingr: Nail Trim' }]);
    expect(
      model.fidelity?.find(
        ({ name }) => name === 'records/reservation_services/RESERVATION_SERVICE_WITHOUT_COST',
      ),
    ).toMatchObject({ count: 1, value: '0.00', kept: 'other-record' });
  });

  it('are rejected with their reason, each alone', async () => {
    const run = await fresh('postgres');
    const records = servicesResort();
    records['reservation_services']?.push(
      service('4011', '', '71'),
      service('4012', '999', '71'),
      service('4013', '901', ''),
      service('4014', '901', '79'),
      { ...service('4015', '901', '71'), cost: 'ask' },
    );
    records['additional_services']?.push(
      { id: '73', type_id: '', name: 'Walk', price: '' },
      { id: '73', type_id: '19', name: 'Walk', price: '' },
      { id: '73', type_id: '11', name: ' ', price: '' },
    );
    const model = await runOn(run, records);
    expect(account(model)).toMatchObject({ read: 9, inserted: 3, merged: 1, rejected: 5, balanced: true });
    expect(account(model, 'additional_services')).toMatchObject({ read: 6, inserted: 3, rejected: 3 });
    const ends = await rowsOf(
      run,
      `SELECT source_id AS id, code FROM migration.outcomes WHERE outcome = 'rejected' ORDER BY entity, source_id`,
    );
    expect(ends).toEqual([
      { id: '["73",""]', code: 'ADDITIONAL_SERVICE_TYPE_MISSING' },
      { id: '["73","11"]', code: 'ADDITIONAL_SERVICE_NAME_MISSING' },
      { id: '["73","19"]', code: 'ADDITIONAL_SERVICE_TYPE_UNKNOWN' },
      { id: '4011', code: 'RESERVATION_SERVICE_STAY_MISSING' },
      { id: '4012', code: 'RESERVATION_SERVICE_STAY_UNKNOWN' },
      { id: '4013', code: 'RESERVATION_SERVICE_MISSING' },
      { id: '4014', code: 'RESERVATION_SERVICE_UNKNOWN' },
      { id: '4015', code: 'MONEY_UNREADABLE' },
    ]);
    expect(account(model, 'reservations')).toMatchObject({ inserted: 3, rejected: 0 });
  });

  it('are the same with the columns in another order, and the list once per location', async () => {
    const run = await fresh('postgres');
    const first = await runOn(run, servicesResort());
    expect(first.status).toBe('ok');
    const records = servicesResort();
    const listed = records['additional_services'] ?? [];
    records['additional_services'] = listed.flatMap((one) => [
      { location_id: '1', ...one },
      { location_id: '2', ...one },
    ]);
    const model = await runOn(run, records, '2026-03-02');
    expect(account(model, 'additional_services')).toMatchObject({ lines: 6, copies: 3, unchanged: 3 });
    expect(account(model)).toMatchObject({ unchanged: 3, merged: 1 });
  });

  it('fall with their stay', async () => {
    const run = await fresh('postgres');
    const records = servicesResort();
    Object.assign(recordOf(records, 'reservations', '901'), { type_id: '' });
    Object.assign(recordOf(records, 'reservations', '902'), { start_date: '2000-01-01 12:00:00' });
    const model = await runOn(run, records);
    expect(account(model)).toMatchObject({ read: 4, rejected: 2, excluded: 1, merged: 1, balanced: true });
  });

  it('have no place where this target lacks the tables, and that is said; the stays move', async () => {
    const run = await fresh('postgres');
    await person(run, 'DROP TABLE reservation_addons; DROP TABLE addon_services');
    const model = await runOn(run, servicesResort());
    expect(account(model)).toMatchObject({ read: 4, excluded: 4, balanced: true });
    expect(account(model, 'additional_services')).toMatchObject({ read: 3, excluded: 3, balanced: true });
    expect(model.fidelity?.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'records/additional_services/TARGET_TABLE_ABSENT',
        'records/reservation_services/TARGET_TABLE_ABSENT',
      ]),
    );
    expect(account(model, 'reservations')).toMatchObject({ inserted: 3 });
  });

  it('that the day export only numbers are named in the fidelity statement, and nothing is made of them', async () => {
    const run = await fresh('postgres');
    const records = smallResort();
    Object.assign(recordOf(records, 'reservations', '901'), {
      ...{ reservation_service_ids: '71,72', services_string: 'Bath | Large, Nail Trim' },
    });
    const model = await runOn(run, records);
    expect(await rowsOf(run, 'SELECT 1 FROM reservation_addons')).toEqual([]);
    expect(model.fidelity?.find(({ name }) => name.endsWith('reservation_service_ids'))).toMatchObject({
      ...{ count: 1, kept: 'snapshot' },
    });
    expect(model.fidelity?.find(({ name }) => name.endsWith('Services in Gingr'))).toMatchObject({
      ...{ count: 1, kept: 'notes' },
    });
  });
});
