import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readIconCell } from '../../../src/transform/functions/icon-cell.ts';
import { API_KEY, keyOf } from '../../support/gingr-server/server.ts';
import { SECRET } from '../../support/gingr-server/shapes.ts';
import { moneyResort, type Records } from '../../support/resort.ts';
import { codesOf, served, taken } from './support.ts';

const resort = (more: Records = {}): Records => ({
  ...moneyResort(),
  locations: [{ value: '1', label: 'Harbor' }],
  ...more,
});
const twoLocations = [
  { value: '1', label: 'Harbor' },
  { value: '2', label: 'Lakeside' },
];

describe('receipts of the API', () => {
  it('bring their payments one by one, and say what was paid where the list does not', async () => {
    const receipt = { owner_id: '101', create_stamp: '1530423000', subtotal: '30.00', total: '30.00' };
    const part = (id: string, receipt_id: string, total_balance: string, more = {}) => ({
      ...{ id, receipt_id, payment_method_type: 'Cash', total_balance, transaction_time: '1530423000' },
      ...more,
    });
    const data = resort({
      receipts: [
        { receipt_id: '201', ...receipt },
        { receipt_id: '202', ...receipt, amount_paid: '12.00' },
        { receipt_id: '203', ...receipt },
      ],
      receipt_payments: [
        part('9001', '201', '20.50'),
        part('9002', '201', '-0.25'),
        part('9003', '201', '5.00', { payment_allocation_refund: '1' }),
        part('9004', '202', '13.00'),
      ],
    });
    const found = await taken(await served({ data }));
    const paid = (await found.lines('receipts')).map(({ receipt_id, amount_paid }) => [
      receipt_id,
      amount_paid,
    ]);
    expect(paid).toEqual([
      ['201', '20.25'],
      ['202', '12.00'],
      ['203', null],
    ]);
    const payments = await found.lines('receipt_payments');
    expect(payments.map(({ id, receipt_id }) => `${receipt_id}/${id}`)).toEqual([
      ...['201/9001', '201/9002', '201/9003', '202/9004'],
    ]);
    expect(payments[1]).toMatchObject({ payment_method_type: 'Cash', total_balance: '-0.25' });
    expect((await found.lines('payments')).some(({ id }) => id?.startsWith('90'))).toBe(false);
  });
});

describe('stays of the API', () => {
  it('are one record in two windows, with the location that was asked for and the sale that they name', async () => {
    const data = resort();
    const [stay = {}] = data['reservations'] ?? [];
    // Over the edge of a window: the grid begins on 2000-01-01 and has steps of 30 days.
    Object.assign(stay, { start_date: '2026-03-10 07:00:00', end_date: '2026-03-20 07:00:00' });
    const server = await served({ data });
    const found = await taken(server);
    const windows = [...server.asked.keys()].filter((text) => text.includes('/reservations?'));
    const holds = windows.filter((text) => {
      const { start_date = '', end_date = '' } = Object.fromEntries(new URLSearchParams(text.split('?')[1]));
      return start_date <= '2026-03-20' && end_date >= '2026-03-10';
    });
    expect(holds.length).toBe(2);
    const lines = await found.lines('reservations');
    expect(lines.map(({ id }) => id)).toEqual(['901', '902', '903']);
    expect(lines[0]).toMatchObject({ location_id: '1', type_id: '11', a_id: '501', o_id: '101' });
    expect(lines[0]).toMatchObject({ start_date: '2026-03-10T07:00:00-06:00' });
    expect((await found.lines('invoices')).map(({ reservation_id }) => reservation_id)).toEqual([
      '901',
      '902',
      null,
    ]);
  });

  it('that only the list of cancelled ones has are there too, in its flat form', async () => {
    const data = resort();
    Object.assign(data['reservations']?.[1] ?? {}, { cancel_stamp: '2026-02-20 10:00:00' });
    const server = await served({ data, habits: { cancelledOnly: new Set(['902']) } });
    const lines = await (await taken(server)).lines('reservations');
    expect(lines.find(({ id }) => id === '902')).toMatchObject({
      ...{ a_id: '502', o_id: '102', type_id: '11', cancellation_reason: 'Changed plans', location_id: '1' },
    });
  });

  it('bring their services, and what is in house its lodging', async () => {
    const data = resort({
      additional_services: [{ id: '71', type_id: '11', name: 'Bath' }],
      reservation_services: ['a', 'b'].map((id) => ({
        ...{ id, reservation_id: '901', service_id: '71', name: 'Bath', cost: '35.00' },
      })),
      back_of_house: [{ id: '903', run_name: 'A  02', area_name: 'A. Indoor' }],
    });
    const found = await taken(await served({ data }));
    expect(await found.lines('reservation_services')).toMatchObject([
      { id: '901/71', reservation_id: '901', service_id: '71', cost: '35.00' },
      { id: '901/71/2', reservation_id: '901', service_id: '71' },
    ]);
    const lines = await found.lines('reservations');
    expect(lines[0]).toMatchObject({ services_string: 'Bath, Bath', run_name: null });
    expect(lines[2]).toMatchObject({ run_name: 'A  02', area_name: 'A. Indoor' });
  });
});

describe('several keys', () => {
  const keys = { [API_KEY]: ['1'], 'gingr-key-of-lakeside': ['2'] };
  const locationOf = ({ id }: Record<string, string>) => (id === '903' ? '2' : '1');

  it('are merged: each says its own stays, and what both see stands there twice and alike', async () => {
    const server = await served({ data: resort({ locations: twoLocations }), keys, habits: { locationOf } });
    const found = await taken(server, { keys: [keyOf(API_KEY, '1'), keyOf('gingr-key-of-lakeside', '2')] });
    expect(found.manifest.files.map(({ path }) => path)).toContain('gingr-api/2/owners');
    const stays = (await found.lines('reservations')).map(({ id, location_id }) => `${id}@${location_id}`);
    expect(stays).toEqual(['901@1', '902@1', '903@2']);
    expect((await found.lines('owners')).map(({ id }) => id)).toEqual([
      '101',
      '102',
      '103',
      '101',
      '102',
      '103',
    ]);
    expect((await found.lines('immunizations')).length).toBe(3);
    expect(codesOf(found)).not.toContain('API_LOCATION_UNSEEN');
    expect(codesOf(found)).not.toContain('API_LOCATION_UNCOVERED');
  });

  it('that see too little are told', async () => {
    const server = await served({ data: resort({ locations: twoLocations }), habits: { locationOf } });
    const one = await taken(server, { keys: [keyOf(API_KEY, '1')] });
    expect(one.manifest.findings).toContainEqual(
      expect.objectContaining({ code: 'API_LOCATION_UNCOVERED', detail: 'location 2 has no key' }),
    );
    const blind = await served({ data: resort(), keys: { [API_KEY]: [] } });
    const found = await taken(blind, { keys: [keyOf(API_KEY, '7')] });
    expect(codesOf(found)).toContain('API_LOCATION_UNSEEN');
  });

  it('do not guess the location of a stay that comes whichever is asked for', async () => {
    const server = await served({
      data: resort({ locations: twoLocations }),
      habits: { locationOf: () => '1' },
      instead: ({ path, parameters }) => {
        if (path === '/api/v1/reservations') parameters.delete('location_id');
        return undefined;
      },
    });
    const found = await taken(server);
    const stays = await found.lines('reservations');
    expect(stays.map(({ id, location_id }) => [id, location_id])).toEqual([
      ['901', null],
      ['902', null],
      ['903', null],
    ]);
    expect(codesOf(found)).toContain('API_QUESTION_IGNORED');
  });
});

describe('the deposit of a stay', () => {
  const deposit = (stay: string) => ({
    ...{ id: `${stay}/deposit`, reservation_id: stay, deposit_amount: '50.00', paid_amount: '20.00' },
  });

  it('without a sale is a record, since its money stands nowhere else', async () => {
    const data = resort({ deposits: [deposit('903')] });
    const found = await taken(await served({ data }));
    expect(await found.lines('deposits')).toMatchObject([{ ...deposit('903'), payment_id: null }]);
    const stay = (await found.lines('reservations')).find(({ id }) => id === '903') ?? {};
    expect(Object.keys(stay).filter((name) => name.startsWith('deposit'))).toEqual([]);
    const { columns = [], controls = [] } =
      found.manifest.entities.find(({ entity }) => entity === 'deposits') ?? {};
    expect(columns).not.toContain('deposit');
    expect(controls).toContainEqual(expect.objectContaining({ name: 'deposits.amount', value: '2000' }));
  });

  it('with a sale stands in the sale alone', async () => {
    const found = await taken(await served({ data: resort({ deposits: [deposit('901')] }) }));
    expect(found.manifest.entities.map(({ entity }) => entity)).not.toContain('deposits');
  });
});

describe('records that are put together from several answers', () => {
  it('have their icons as the icon mapping reads them, and their feeding', async () => {
    const data = resort();
    Object.assign(data['animals']?.[0] ?? {}, {
      icons_string:
        '<i class="fa fa-flag" style="color:#FF0000" data-original_title="Bites" data-content="Left hand" title="Bites (Behaviour)"></i>',
      ...{ feeding_method: 'Feed alone', food_type: 'Owner Provided' },
    });
    const found = await taken(await served({ data }));
    const [animal] = await found.lines('animals');
    expect(animal).toMatchObject({ feeding_method: 'Feed alone', food_type: 'Owner Provided' });
    expect(readIconCell(animal?.['icons_string'] ?? '')).toEqual([
      { title: 'Bites', group: 'Behaviour', content: 'Left hand', color: '#FF0000', system: false },
      { title: 'Birthday', group: null, content: null, color: null, system: true },
    ]);
  });

  it('have their medication, in every shape that Gingr was met with (P-API-3)', async () => {
    const data = resort({
      medications: ['501', '502', '503'].map((animal_id, index) => ({
        ...{ id: String(index + 1), animal_id, medication_notes: 'In cheese', medication_amount: '1/2' },
        ...{ medication_unit: 'tablet', medication_type: 'Pill', medication_schedule: '8:00 AM' },
      })),
    });
    const lines = await (await taken(await served({ data }))).lines('medications');
    expect(lines.map(({ id, animal_id }) => [id, animal_id])).toEqual([
      ['1', '501'],
      ['2', '502'],
      ['3', '503'],
    ]);
    for (const line of lines) {
      expect(line).toMatchObject({
        ...{ medication_notes: 'In cheese', medication_unit: 'tablet', medication_type: 'Pill' },
        ...{ medication_amount: '1/2', medication_schedule: '8:00 AM' },
      });
    }
  });

  it('have the parts of their sale; what stands beside the payments is none', async () => {
    const found = await taken(await served({ data: resort() }));
    expect((await found.lines('payments')).map(({ id, invoice_id }) => `${id}/${invoice_id}`)).toEqual([
      '6001/7001',
      '6002/7001',
      '6003/7002',
    ]);
    expect(await found.lines('deposits')).toMatchObject([{ id: '5001', payment_id: '6003' }]);
    expect(found.manifest.source).toBe('gingr-api');
    expect(found.manifest.asOfFrom).toBe('first-call');
    const sums = found.manifest.entities.find(({ entity }) => entity === 'invoices')?.controls ?? [];
    expect(sums.length).toBeGreaterThan(0);
  });
});

describe('what must not be kept', () => {
  it('is nowhere: no key of the API, no password hash, no token', async () => {
    const data = resort();
    Object.assign(data['owners']?.[0] ?? {}, { notes: `sent with ${API_KEY}` });
    const found = await taken(await served({ data }));
    const files = readdirSync(found.workspace, { recursive: true, encoding: 'utf8' })
      .map((name) => join(found.workspace, name))
      .filter((file) => statSync(file).isFile());
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      expect([file, text.includes(SECRET), text.includes(API_KEY)]).toEqual([file, false, false]);
    }
    expect((await found.lines('owners'))[0]).toMatchObject({ notes: 'sent with ***' });
  });
});
