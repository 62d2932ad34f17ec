import { describe, expect, test } from 'vitest';
import { targetId } from '../../src/core/identity.ts';
import type { EntityMapping } from '../../src/core/mapping.ts';
import { compileMapping } from '../../src/transform/compile.ts';
import { compileList } from '../../src/transform/lists.ts';
import { context, defaults, mapLine } from './support.ts';

const stay = {
  id: '90001',
  start_date: '2025-03-04 07:15:00',
  end_date: '2025-03-05 17:00:00',
  o_id: '40123',
  a_id: '51877',
  type_id: '4',
  a_notes: 'bites',
};

describe('ids', () => {
  test('are the UUID v5 of tenant, database, entity, source id, table and part', async () => {
    const { rows, sourceId } = await mapLine('reservations', { ...stay, id: ' 90001 ' });
    expect(sourceId).toBe('90001');
    expect(rows.map(({ newId }) => newId)).toEqual([
      targetId({ tenant: context.tenant, sourceDatabase: 'main' }, 'reservations', '90001', 'reservations'),
    ]);
    const other = await mapLine('reservations', stay, { sourceDatabase: 'annex' });
    expect(other.rows[0]?.newId).not.toBe(rows[0]?.newId);
  });

  test.each(['', '  ', null])('a line with the id %j is rejected', async (id) => {
    const line = await mapLine('reservations', { ...stay, id });
    expect(line).toMatchObject({ sourceId: null, state: 'rejected', code: 'RECORD_ID_MISSING', rows: [] });
  });
});

describe('content', () => {
  const content = async (changes: Record<string, string | null>) =>
    (await mapLine('reservations', { ...stay, ...changes })).content;

  test("counts the stay's own columns only (DESIGN 6.4)", async () => {
    const before = await content({});
    expect(await content({ a_notes: 'another', starts_today: '1' })).toBe(before);
    expect(await content({ end_date: '2025-03-06 17:00:00' })).not.toBe(before);
  });

  test('the order of the columns and the kind of emptiness do not count', async () => {
    const reversed = Object.fromEntries(Object.entries(stay).reverse());
    expect((await mapLine('reservations', reversed)).content).toBe(await content({}));
    expect(await content({ start_date: '' })).toBe(await content({ start_date: null }));
  });

  test('a value that moves to its neighbour is another content', async () => {
    expect(await content({ a_id: '', o_id: '51877' })).not.toBe(await content({ a_id: '51877', o_id: '' }));
  });
});

test('stamps that are filled are counted', async () => {
  const line = await mapLine('reservations', {
    ...stay,
    confirmed_stamp: '2025-03-01 10:00:00',
    check_in_stamp: '2025-03-04 07:20:00',
    check_out_stamp: '0000-00-00 00:00:00',
    cancel_stamp: '',
  });
  expect(line.stamps).toBe(2);
});

describe('texts that PostgreSQL or an encoding damaged', () => {
  test('NUL is removed and nothing else', async () => {
    const line = await mapLine('reservations', { ...stay, r_notes: 'a\0b' });
    expect(line.row('reservations')['notes']).toBe('ab');
    expect(line.issues).toEqual([{ code: 'VALUE_NUL_REMOVED', column: 'r_notes', value: 'a␀b' }]);
  });

  test('U+FFFD is told and kept', async () => {
    const line = await mapLine('reservations', { ...stay, r_notes: 'Caf\ufffd' });
    expect(line.row('reservations')['notes']).toBe('Caf\ufffd');
    expect(line.issues).toEqual([{ code: 'VALUE_TEXT_DAMAGED', column: 'r_notes', value: 'Caf\ufffd' }]);
  });
});

test('a line leaves nothing behind for the next', async () => {
  const mapping = await defaults();
  const entity = mapping.entities.find(({ entity }) => entity === 'reservations') as EntityMapping;
  const columns = Object.keys(stay);
  const map = compileMapping(entity, columns, context, mapping.lookups);
  const first = map(Object.values(stay));
  const copy = structuredClone(first);
  map(columns.map(() => ''));
  expect(first).toEqual(copy);
  expect(map(Object.values(stay))).toEqual(copy);
});

test('a column that the snapshot lacks is an empty one', async () => {
  const line = await mapLine('reservations', stay);
  expect(line.state).toBe('ready');
  expect(line.row('reservations')).toMatchObject({ resourceId: null, notes: null, checkInDate: null });
});

test('a line of a reference list is read by its trimmed id, with the extra columns', () => {
  const read = compileList({ key: 'id', label: 'name', extra: ['phone_number'] }, [
    'phone_number',
    'name',
    'id',
  ]);
  expect(read(['505-555-0142', 'Hill Vets', ' 900 '])).toEqual([
    '900',
    { label: 'Hill Vets', extra: { phone_number: '505-555-0142' } },
  ]);
  expect(read([null, null, '901'])).toEqual(['901', { label: '', extra: { phone_number: null } }]);
  expect(read([null, 'Nobody', ' '])).toBeNull();
});
