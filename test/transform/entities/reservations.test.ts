import { describe, expect, test } from 'vitest';
import { mapLine } from '../support.ts';

const stay = {
  id: '90001',
  start_date: '2025-03-04 07:15:00',
  end_date: '2025-03-05 17:00:00',
  r_notes: '<p>Bring own bed</p>',
  wait_list_stamp: '',
  answer_1: 'yes',
  question_1: 'Own bed?',
  type_id: '4',
  a_id: '51877',
  o_id: '40123',
  standing_reservation: 'FALSE',
  cancel_stamp: '',
  confirmed_stamp: '2025-02-01 10:00:00',
  check_in_stamp: '2025-03-04 07:20:00',
  check_out_stamp: '2025-03-05 16:00:00',
  services_string: 'Bath | Large, Nail Trim',
  feeding_time: 'AM,PM',
  feeding_amount: '2,2',
  run_name: 'A  02',
  area_name: 'A. Indoor',
};

test('a whole stay', async () => {
  const line = await mapLine('reservations', stay);
  expect(line).toMatchObject({ state: 'ready', issues: [] });
  expect(line.row('reservations')).toEqual({
    externalId: '90001',
    noted: null,
    customerId: '40123',
    petId: '51877',
    icons: null,
    booking: null,
    lodging: 'A02',
    segmentOf: null,
    serviceId: '4',
    resourceId: '["A. Indoor","A  02"]',
    startDate: '2025-03-04 07:15:00.000',
    endDate: '2025-03-05 17:00:00.000',
    status: 'COMPLETED',
    checkInDate: '2025-03-04 07:20:00.000',
    checkOutDate: '2025-03-05 16:00:00.000',
    cancelDate: null,
    cancelReason: null,
    isRecurring: 'f',
    notes: 'Bring own bed\n\nOwn bed? yes',
    staffNotes: 'Services in Gingr: Bath | Large, Nail Trim\n\nFeeding time: AM,PM\n\nFeeding amount: 2,2',
    createdAt: '2025-02-01 17:00:00.000',
  });
});

test('a cancelled stay keeps when and why, and when it was made and began (P-RES-8)', async () => {
  const line = await mapLine('reservations', {
    ...stay,
    ...{ cancel_stamp: '2025-03-05 09:00:00', cancellation_reason: 'Flu', created_at: '1740000000' },
  });
  expect(line.row('reservations')).toMatchObject({
    status: 'CANCELLED',
    cancelDate: '2025-03-05 09:00:00.000',
    cancelReason: 'Flu',
    checkInDate: '2025-03-04 07:20:00.000',
    checkOutDate: '2025-03-05 16:00:00.000',
    createdAt: '2025-02-19 21:20:00.000',
  });
});

describe('exclusions', () => {
  test('the synthetic stay of 2000-01-01 12:00 (P-G-2), before any other finding', async () => {
    const line = await mapLine('reservations', { ...stay, start_date: '2000-01-01 12:00:00', o_id: '' });
    expect(line).toMatchObject({ state: 'excluded', code: 'RESERVATION_SYNTHETIC', alterations: [] });
    expect(line.issues).toEqual([{ code: 'RESERVATION_SYNTHETIC' }]);
    expect(line.row('reservations')['resourceId']).toBe('["A. Indoor","A  02"]');
  });

  const waiting = {
    ...stay,
    wait_list_stamp: '2025-02-01 10:00:00',
    confirmed_stamp: '',
    check_in_stamp: '',
    check_out_stamp: '',
  };

  test('a request on the wait list is no pending booking (P-RES-6)', async () => {
    expect(await mapLine('reservations', waiting)).toMatchObject({
      ...{ state: 'ready', code: 'RESERVATION_WAIT_LISTED' },
      issues: [{ code: 'RESERVATION_WAIT_LISTED' }],
    });
  });

  test('an entry of the wait list by the reviewed kind of its type, never by a label', async () => {
    const entries = { 'boarding | big suite': { category: 'BOARDING' } };
    const more = { lookups: { services: { name: 'services', entries } } };
    const labelled = { ...waiting, type: 'Boarding |  Big Suite ' };
    const { row } = await mapLine('reservations', labelled, {}, more);
    expect(row('waitlist_entries')).toMatchObject({
      ...{ customerId: '40123', petId: '51877', serviceId: '4', serviceType: 'BOARDING', status: 'ACTIVE' },
      ...{ priority: '1738429200000', createdAt: '2025-02-01 17:00:00.000', convertedAt: null },
      notes:
        'Bring own bed\n\nOwn bed? yes\n\nServices in Gingr: Bath | Large, Nail Trim\n\nFeeding time: AM,PM\n\nFeeding amount: 2,2',
    });
    const other = await mapLine('reservations', { ...labelled, type: 'Boarding | Suite' }, {}, more);
    expect(other.row('waitlist_entries')['serviceType']).toBeNull();
  });

  test.each([
    [{ wait_list_accepted_stamp: '2025-02-02 10:00:00' }, 'CONVERTED'],
    [{ check_in_stamp: '2025-03-04 07:20:00', cancel_stamp: '2025-03-04 08:00:00' }, 'CONVERTED'],
    [{ cancel_stamp: '2025-02-02 10:00:00' }, 'CANCELLED'],
    [{ cancel_stamp: '0000-00-00 00:00:00' }, 'ACTIVE'],
  ])('a wait with %j is %s', async (stamps, status) => {
    const { row } = await mapLine('reservations', { ...waiting, ...stamps });
    expect(row('waitlist_entries')['status']).toBe(status);
  });

  test('a stay that never waited has no entry, and one that nobody checked in no check-in', async () => {
    const none = { ...stay, wait_list_stamp: '0000-00-00 00:00:00' };
    const tables = async (line: Record<string, string>) =>
      (await mapLine('reservations', line)).rows.map(({ table }) => table);
    expect(await tables(none)).toEqual(['reservations', 'check_ins']);
    expect(await tables({ ...none, check_in_stamp: '0' })).toEqual(['reservations']);
  });

  test.each(['confirmed_stamp', 'check_in_stamp', 'cancel_stamp', 'wait_list_accepted_stamp'])(
    'but not when %s is filled',
    async (stamp) => {
      const line = await mapLine('reservations', { ...waiting, [stamp]: '2025-02-02 10:00:00' });
      expect(line).toMatchObject({ state: 'ready', code: null });
    },
  );
});

describe('rejections', () => {
  test.each([
    [{ o_id: '' }, 'RESERVATION_OWNER_MISSING'],
    [{ a_id: '0' }, 'RESERVATION_ANIMAL_MISSING'],
    [{ type_id: '' }, 'RESERVATION_TYPE_MISSING'],
    [{ start_date: '' }, 'RESERVATION_DATES_MISSING'],
    [{ end_date: '2025-03-04 07:15:00' }, 'RESERVATION_ZERO_LENGTH'],
    [{ end_date: '2025-03-03 07:15:00' }, 'RESERVATION_END_BEFORE_START'],
  ])('%j: %s', async (changes, code) => {
    const line = await mapLine('reservations', { ...stay, ...changes });
    expect(line).toMatchObject({ state: 'rejected', code });
  });
});

test('a stay without a lodging has none; none is invented (P-LODGE-3)', async () => {
  const { row } = await mapLine('reservations', { ...stay, run_name: '', area_name: ' ' });
  expect(row('reservations')['resourceId']).toBeNull();
});

describe('lodgings', () => {
  test('reviewed by area', async () => {
    const lookups = {
      lodgings: { name: 'lodgings', entries: { 'a. indoor': { type: 'KENNEL', capacity: 2 } } },
    };
    const line = await mapLine('lodgings', { area_name: 'A. Indoor', run_name: 'A  02' }, {}, { lookups });
    expect(line).toMatchObject({ sourceId: '["A. Indoor","A  02"]', state: 'ready', issues: [] });
    expect(line.row('resources')).toEqual({
      name: 'A02',
      type: 'KENNEL',
      capacity: '2',
      location: 'A. Indoor',
      attributes: '{"suiteNumber":"A02","gingr":{"area":"A. Indoor","label":"A  02"}}',
      isActive: 't',
    });
  });

  test.each([
    ['A. Indoor', 'A  02'],
    ['A. Indoor', 'A 02K'],
    ['V. VIP', 'V 1Q'],
    ['Cat Condos', 'CAT 3'],
  ])(
    'not reviewed: OTHER, and told, whatever the letters of %j / %j (P-LODGE-4)',
    async (area_name, run_name) => {
      const line = await mapLine('lodgings', { area_name, run_name });
      expect(line.row('resources')).toMatchObject({ type: 'OTHER', capacity: '1' });
      expect(line.issues.map(({ code }) => code)).toEqual(['LODGING_TYPE_UNREVIEWED']);
    },
  );
});

describe('reservation types', () => {
  const type = {
    id: '4',
    type: 'Boarding |  Big Suite ',
    description: '<p>Big</p>',
    is_taxed: '1',
    is_deleted: '0',
    status: '1',
    color: '#1abac4',
  };

  test('not reviewed: 0, 0 and OTHER, with one issue', async () => {
    const line = await mapLine('reservation_types', type);
    expect(line.row('services')).toMatchObject({
      externalId: '4',
      name: 'Boarding | Big Suite',
      description: 'Big',
      price: '0',
      duration: '0',
      serviceCategory: 'OTHER',
      taxable: 't',
      isActive: 't',
    });
    expect(line.issues.map(({ code }) => code)).toEqual(['SERVICE_UNREVIEWED']);
    expect(line.alterations.filter(({ kind }) => kind === 'forced').map(({ column }) => column)).toEqual([
      'duration',
      'price',
      'serviceCategory',
    ]);
  });

  test('reviewed by the whole label, whatever its blanks; the prefix is never asked (P-RES-2)', async () => {
    const entries = { 'boarding | big suite': { category: 'DAYCARE', price: 55.5, duration: 1440 } };
    const line = await mapLine(
      'reservation_types',
      type,
      {},
      { lookups: { services: { name: 'services', entries } } },
    );
    expect(line.row('services')).toMatchObject({
      price: '55.5',
      duration: '1440',
      serviceCategory: 'DAYCARE',
    });
    expect(line.issues).toEqual([]);
  });

  test('an inactive type moves too (P-RES-16); one without a label does not', async () => {
    const inactive = await mapLine('reservation_types', { ...type, is_deleted: '1' });
    expect(inactive).toMatchObject({ state: 'ready' });
    expect(inactive.row('services')['isActive']).toBe('f');
    expect(await mapLine('reservation_types', { ...type, type: ' ' })).toMatchObject({
      state: 'rejected',
      code: 'SERVICE_NAME_MISSING',
    });
  });
});

test('reference lists are excluded without rows', async () => {
  expect(await mapLine('breeds', { value: '900', label: 'Hill Hound' })).toMatchObject({
    sourceId: '900',
    state: 'excluded',
    code: 'REFERENCE_ONLY',
    rows: [],
  });
});
