import { describe, expect, test } from 'vitest';
import { mapLine } from '../support.ts';

const animal = {
  id: '51877',
  owner_id: '40123',
  first_name: 'Rex ',
  species_id: '1',
  breed_id: '7',
  gender: 'male',
  fixed: '1',
  birthday: '1556690400',
  weight: '45 lbs',
  vet_id: '900',
  medicines: '<p>One pill, noon</p>',
  allergies: 'Bites men<women, chicken',
  notes: 'Shy',
  feeding_notes: '2 cups',
  grooming_notes: 'short',
  temperament: '1',
  vip: '0',
  banned: '1',
  image: 'https://storage.example.test/rex.jpg',
  next_immunization_expiration: '1790000000',
  incident_count: '2',
  created_at: '1740000000',
};

test('a whole animal', async () => {
  const line = await mapLine('animals', animal);
  expect(line).toMatchObject({ state: 'ready', issues: [] });
  expect(line.row('pets')).toMatchObject({
    externalId: '51877',
    customerId: '40123',
    name: 'Rex',
    type: 'DOG',
    breed: '*Mixed Breed',
    gender: 'MALE',
    isNeutered: 't',
    birthdate: '2019-05-01 00:00:00.000',
    weight: '45',
    vetName: 'Hill Vets',
    vetPhone: '505-555-0142',
    medicationNotes: 'One pill, noon',
    allergies: 'Bites men<women, chicken',
    specialRequirements: '{"ALLERGIES","HAS_MEDICATION","DO_NOT_BOOK"}',
    notes: 'Shy',
    foodNotes: '2 cups',
    groomingPreferences: '{"notes":"short"}',
    temperament: 'Playful',
    isVip: 'f',
    profilePhoto: 'https://storage.example.test/rex.jpg',
    incidentCount: '2',
    isActive: 't',
    deactivationReason: null,
    createdAt: '2025-02-19 21:20:00.000',
  });
});

describe('the owner', () => {
  test.each(['', '0', ' '])('%j rejects the animal; names never join', async (owner) => {
    const line = await mapLine('animals', { ...animal, owner_id: owner });
    expect(line).toMatchObject({ state: 'rejected', code: 'ANIMAL_OWNER_MISSING', sourceId: '51877' });
  });
});

describe('species: the unknown never becomes a cat (P-REF-5)', () => {
  test('a label that Tailtown lacks becomes OTHER and is kept', async () => {
    const line = await mapLine('animals', { ...animal, species_id: '4' });
    expect(line.row('pets')).toMatchObject({ type: 'OTHER', notes: 'Shy\n\nSpecies in Gingr: Ferret' });
    expect(line.issues.map(({ code }) => code)).toEqual(['ANIMAL_SPECIES_UNMAPPED']);
    expect(line.alterations).toContainEqual({
      table: 'pets',
      column: 'type',
      kind: 'forced',
      before: '4',
      after: 'OTHER',
    });
  });

  test("the resort's own word Other is no finding", async () => {
    const line = await mapLine('animals', { ...animal, species_id: '3' });
    expect(line.row('pets')['type']).toBe('OTHER');
    expect(line.issues).toEqual([]);
  });

  test('an id without an entry', async () => {
    const line = await mapLine('animals', { ...animal, species_id: '99' });
    expect(line.row('pets')['type']).toBe('OTHER');
    expect(line.issues.map(({ code }) => code)).toEqual(['LIST_ENTRY_UNKNOWN', 'ANIMAL_SPECIES_UNMAPPED']);
  });
});

test('no vet is taken for an id that the list does not hold (P-REF-1)', async () => {
  const line = await mapLine('animals', { ...animal, vet_id: '999' });
  expect(line.row('pets')).toMatchObject({ vetName: null, vetPhone: null });
  expect(line.issues).toEqual([
    { code: 'LIST_ENTRY_UNKNOWN', column: 'vet_id', value: '999', detail: 'vets/999' },
  ]);
});

test('words for "none" raise no flag, and stand as they are (P-NAME-5)', async () => {
  const line = await mapLine('animals', {
    ...animal,
    allergies: 'None known',
    medicines: 'N/A',
    banned: '0',
  });
  expect(line.row('pets')).toMatchObject({
    specialRequirements: '{}',
    allergies: 'None known',
    medicationNotes: 'N/A',
  });
});

test('a nameless animal has an empty name and a warning (P-ORPHAN-1, P-ORPHAN-6)', async () => {
  const line = await mapLine('animals', { ...animal, first_name: ' ' });
  expect(line.state).toBe('ready');
  expect(line.row('pets')['name']).toBe('');
  expect(line.issues.map(({ code }) => code)).toEqual(['ANIMAL_NAME_MISSING']);
});

test('a name that says deceased changes nothing; a column that says so does (P-G-1)', async () => {
  const named = await mapLine('animals', { ...animal, first_name: 'DECEASED Rex' });
  expect(named.row('pets')).toMatchObject({ name: 'DECEASED Rex', isActive: 't' });
  expect(named.issues.map(({ code }) => code)).toEqual(['ANIMAL_PERHAPS_DECEASED']);
  const told = await mapLine('animals', { ...animal, deceased: '1' });
  expect(told.row('pets')).toMatchObject({ isActive: 'f', deactivationReason: 'Deceased in Gingr' });
});

test('bad values stay unknown, each with its rule', async () => {
  const line = await mapLine('animals', {
    ...animal,
    weight: '-4',
    birthday: '99999999999',
    gender: 'x',
    vip: 'perhaps',
  });
  expect(line.row('pets')).toMatchObject({ weight: null, birthdate: null, gender: null, isVip: 'f' });
  expect(line.issues.map(({ code }) => code).sort()).toEqual([
    'ANIMAL_BIRTHDAY_FUTURE',
    'ANIMAL_WEIGHT_NEGATIVE',
    'VALUE_BOOLEAN_UNKNOWN',
    'VALUE_ENUM_UNKNOWN',
  ]);
});

test("a temperament is the word of the resort's own list, and never a special need (P-REF-6, P-REF-7)", async () => {
  for (const [temperament, word] of [
    ['1', 'Playful'],
    ['2', null],
  ] as const) {
    const line = await mapLine('animals', {
      ...animal,
      temperament,
      allergies: '',
      medicines: '',
      banned: '0',
    });
    expect(line.row('pets')).toMatchObject({ temperament: word, specialRequirements: '{}' });
  }
});

test('two vets of one name stay two (P-REF-8)', async () => {
  const vet = (phone_number: string) => ({ label: 'Hill Vets', extra: { phone_number } });
  const vets = new Map([
    ['900', vet('(505) 555-0142')],
    ['902', vet('(505) 555-0199')],
  ]);
  const line = await mapLine('animals', { ...animal, vet_id: '902' }, { lists: new Map([['vets', vets]]) });
  expect(line.row('pets')).toMatchObject({ vetName: 'Hill Vets', vetPhone: '505-555-0199' });
});

test('the next expiry is a date of its own and no vaccine (P-VAX-1)', async () => {
  const { row } = await mapLine('animals', animal);
  expect(row('pets')).toMatchObject({
    nextVaccineDate: '2026-09-21 00:00:00.000',
    vaccinationStatus: null,
    vaccineExpirations: null,
  });
});

test('neither the colour of an icon, its free text, a weight nor a name raises a flag (P-NAME-6)', async () => {
  const line = await mapLine('animals', {
    ...animal,
    ...{ first_name: 'Rex (do not book)', allergies: '', medicines: '', banned: '0', weight: '0' },
    icons_string:
      '<i class="fa fa-flag" style="color:#FF0000" data-content="Do Not Book" title="Digger"></i>',
  });
  expect(line.row('pets')).toMatchObject({
    specialRequirements: '{}',
    icons: '[{"title":"Digger","content":"Do Not Book","color":"#FF0000","icon":"digger","flag":"behavior"}]',
  });
});
