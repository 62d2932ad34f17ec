import { describe, expect, test } from 'vitest';
import { apply, codesOf, valueFrom } from '../support.ts';

describe('weight', () => {
  test.each([
    ['45', 45],
    ['45 lbs', 45],
    ['45.5lb.', 45.5],
    ['.5', 0.5],
    ['0', null],
    ['0.0 lbs', null],
    ['', null],
    ['n/a', null],
  ])('%j is %s', (raw, value) => {
    expect(apply(['weight'], [raw])).toEqual({ value });
  });

  test.each([
    ['-5', 'ANIMAL_WEIGHT_NEGATIVE'],
    ['401', 'ANIMAL_WEIGHT_ABSURD'],
    ['heavy', 'ANIMAL_WEIGHT_UNREADABLE'],
    ['20 kg', 'ANIMAL_WEIGHT_UNREADABLE'],
    ['40-45', 'ANIMAL_WEIGHT_UNREADABLE'],
  ])('%j gives %s and no value', (raw, code) => {
    const result = apply(['weight'], [raw]);
    expect(result.value).toBeNull();
    expect(codesOf(result)).toEqual([code]);
  });
});

test('integer', () => {
  expect(valueFrom(['integer'], '3')).toBe(3);
  expect(valueFrom(['integer'], '')).toBeNull();
  expect(codesOf(apply(['integer'], ['3.5']))).toEqual(['VALUE_NUMBER_UNREADABLE']);
});

describe('lookup', () => {
  const genders = { lookup: { table: 'genders', unknown: 'VALUE_ENUM_UNKNOWN' } };

  test.each(['Male', 'male', ' MALE '])('%j is MALE (P-REF-4)', (raw) => {
    expect(apply([genders], [raw])).toEqual({ value: 'MALE' });
  });

  test('an unknown word stays unknown and is told', () => {
    const result = apply([genders], ['neutered']);
    expect(result.value).toBeNull();
    expect(result.issues).toEqual([{ code: 'VALUE_ENUM_UNKNOWN', value: 'neutered' }]);
    expect(apply([genders], [''])).toEqual({ value: null });
  });

  test('keep, default and field', () => {
    expect(valueFrom([{ lookup: { table: 'genders', keep: true } }], ' X ')).toBe('X');
    expect(valueFrom([{ lookup: { table: 'genders', default: 'UNKNOWN' } }], 'X')).toBe('UNKNOWN');
    expect(valueFrom([{ lookup: { table: 'services', field: 'price' } }], 'Boarding |  Big Suite ')).toBe(55);
    expect(
      valueFrom([{ lookup: { table: 'services', field: 'duration' } }], 'Boarding | Big Suite'),
    ).toBeNull();
  });

  test('notInLookup gives the word that the table lacks', () => {
    expect(valueFrom([{ notInLookup: 'genders' }], 'Male')).toBeNull();
    expect(valueFrom([{ notInLookup: 'genders' }], 'X')).toBe('X');
  });
});

describe('listLabel: the label, never the number, and no first entry in the list (P-REF-1, P-REF-3)', () => {
  test.each([
    ['7', null, '*Mixed Breed'],
    ['7', 'Pug', '*Mixed Breed'],
    ['8', 'Pug', 'Pug'],
    ['0', null, null],
    ['', '', null],
  ])('breed %j beside %j is %j', (id, beside, value) => {
    const result = apply([{ listLabel: 'breeds' }], [id, beside]);
    expect(result.value).toBe(value);
    expect(codesOf(result)).toEqual([]);
  });

  test('an id that the list does not hold stays unknown (P-NAME-4: 57 is not 576)', () => {
    const result = apply([{ listLabel: 'breeds' }], ['77']);
    expect(result.value).toBeNull();
    expect(result.issues).toEqual([{ code: 'LIST_ENTRY_UNKNOWN', value: '77', detail: 'breeds/77' }]);
  });

  test('a field of the entry, else the own column', () => {
    const phone = { listLabel: { list: 'vets', field: 'phone_number', quiet: true } };
    expect(valueFrom([phone], '900', null)).toBe('(505) 555-0142');
    expect(valueFrom([phone], '901', '505-555-0199')).toBe('505-555-0199');
    expect(apply([phone], ['999', null])).toEqual({ value: null });
  });
});

test.each([
  ['https://storage.example.test/bucket/rex.jpg', 'https://storage.example.test/bucket/rex.jpg'],
  ['https://storage.example.test/img/placeholder_dog.png', null],
  ['https://app.example.test/spinner.gif', null],
  ['rex.jpg', null],
  ['', null],
])('photo %j (P-NAME-10)', (raw, value) => {
  expect(valueFrom(['photo'], raw)).toBe(value);
});

describe('externalId: the id, and the database where it is not the only one', () => {
  test.each([
    ['main', '101'],
    ['harbor', 'harbor:101'],
  ])('in the database %s', (sourceDatabase, id) => {
    expect(apply(['externalId'], [' 101 '], { sourceDatabase })).toEqual({ value: id });
    expect(valueFrom(['externalId'], ' ')).toBeNull();
  });
});
