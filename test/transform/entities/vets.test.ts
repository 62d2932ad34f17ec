import { expect, test } from 'vitest';
import { mapLine, valueFrom } from '../support.ts';

const codesOf = ({ issues }: Awaited<ReturnType<typeof mapLine>>) => issues.map(({ code }) => code);
const vet = { id: '900', name: ' Hill  Vets', phone_number: '(505) 555-0142', state: 'nm', status: '1' };

test('a vet keeps name and contact in one form', async () => {
  const line = await mapLine('vets', {
    ...{ ...vet, fax_number: '505.555.0143', zip: '01234 5678', notes: '<p>Open &amp; kind</p>' },
    ...{ email: 'hill@example.test', address_1: '1 Sample Road ', city: 'Springfield', location_id: '2' },
  });
  expect(line).toMatchObject({ state: 'ready', code: null });
  expect(line.row('veterinarians')).toEqual({
    ...{ gingrId: '900', name: 'Hill Vets', phone: '505-555-0142', fax: '505-555-0143', state: 'NM' },
    ...{ email: 'hill@example.test', address1: '1 Sample Road', address2: null, city: 'Springfield' },
    ...{ zip: '01234-5678', notes: 'Open & kind', locationId: '2', isActive: 't', known: null },
  });
});

test.each([
  ['!', 'VET_NAME_UNUSABLE', 'rejected'],
  ['', 'VET_NAME_UNUSABLE', 'rejected'],
  ['?!', 'VET_NAME_UNUSABLE', 'rejected'],
  ['505-555-0142', 'VET_NAME_IS_NUMBER', 'ready'],
])('a name such as "%s" is told', async (name, code, state) => {
  const line = await mapLine('vets', { ...vet, name });
  expect(line.state).toBe(state);
  expect(codesOf(line)).toEqual([code]);
  expect(line.row('veterinarians')['name']).toBe(state === 'ready' ? name : null);
});

test('letters of any alphabet are a name', async () => {
  expect(codesOf(await mapLine('vets', { ...vet, name: 'Клиника' }))).toEqual([]);
});

test('an inactive vet is inactive', async () => {
  for (const status of ['0', 'inactive']) {
    const line = await mapLine('vets', { ...vet, status });
    expect(line.row('veterinarians')['isActive']).toBe('f');
  }
});

test('`without` says what else is known only where the first column is empty', () => {
  expect(valueFrom(['without'], '1', 'a')).toBe(null);
  expect(valueFrom(['without'], null, null)).toBe(null);
  expect(valueFrom(['without'], ' ', 'a  b', null)).toBe('["a b",""]');
  expect(valueFrom(['without'], null, null, 'a b')).not.toBe(valueFrom(['without'], null, 'a b', null));
});
