import { describe, expect, test } from 'vitest';
import { lodgingKey, lodgingName } from '../../../src/transform/functions/lodging.ts';
import { valueFrom } from '../support.ts';

describe('one key for all spellings (P-LODGE-5, P-LODGE-7)', () => {
  test.each([
    ['A. Indoor', 'A 02'],
    ['A. Indoor', 'A  02'],
    ['A. Indoor', 'A02'],
    ['a. indoor', 'a 02 '],
    ['A. Indoor', 'A. Indoor - A 02'],
    ['A. Indoor', 'A. Indoor A  02'],
    ['', 'A. Indoor - A 02'],
    ['', 'A. Indoor A  02'],
    ['', 'A02'],
  ])('%j / %j', (area, run) => {
    expect(lodgingKey(area, run)).toBe('A02');
    expect(lodgingName(area, run)).toBe('A02');
  });

  test.each([
    ['D. Daycamp', 'D. Daycamp D  18', 'D18'],
    ['C. Cats', 'C 01K', 'C01K'],
  ])('%j / %j is %s', (area, run, name) => {
    expect(lodgingName(area, run)).toBe(name);
  });
});

test('runs of one number in two areas are two lodgings', () => {
  expect(lodgingKey('Cat Condos', '1')).not.toBe(lodgingKey('Suites', '1'));
  expect(lodgingKey('Annex', 'A 02')).not.toBe(lodgingKey('A. Indoor', 'A 02'));
  expect(lodgingKey('A. Indoor', 'A 02')).not.toBe(lodgingKey('A. Indoor', 'A 20'));
  expect(lodgingKey('A. Indoor', 'A 2')).not.toBe(lodgingKey('A. Indoor', 'A 02'));
});

test.each([
  ['Cat Condos', '3', 'Cat Condos 3'],
  ['Suites', 'The  Penthouse', 'The Penthouse'],
  ['Yard', '', 'Yard'],
])('name of %j / %j', (area, run, name) => {
  expect(lodgingName(area, run)).toBe(name);
});

test('attributes hold the raw labels', () => {
  expect(valueFrom(['lodgingAttributes'], 'A. Indoor', 'A  02')).toEqual({
    suiteNumber: 'A02',
    gingr: { area: 'A. Indoor', label: 'A  02' },
  });
});
