import { describe, expect, test } from 'vitest';
import { listOf } from '../../../src/gingr/lists-in-cells.ts';
import { holds, valueFrom } from '../support.ts';

describe('several things in one cell', () => {
  test.each([
    ['', []],
    ['Walk; Fetch;; ', ['Walk', 'Fetch']],
    ['Walk, then fetch\nNap', ['Walk, then fetch', 'Nap']],
    ['[{"name":"Walk","rating":5},{"name":"Nap","rating":null},"Fetch",null]', ['Walk: 5', 'Nap', 'Fetch']],
    ['{"url":"https://img.example.test/1.jpg","type":"photo"}', ['https://img.example.test/1.jpg']],
    ['[{"stars":3}]', ['{"stars":3}']],
    ['[not JSON', ['[not JSON']],
    [
      'https://a.example.test/1,2.jpg, https://a.example.test/3.jpg',
      ['https://a.example.test/1,2.jpg', 'https://a.example.test/3.jpg'],
    ],
  ])('%s', (cell, items) => {
    expect(listOf(cell)).toEqual(items);
  });

  test('are JSON, a count or a list', () => {
    const cell = 'https://a.example.test/1.jpg; lost.jpg';
    expect(valueFrom(['addresses'], cell)).toBe('["https://a.example.test/1.jpg","lost.jpg"]');
    expect(valueFrom(['addressCount'], cell)).toBe(1);
    expect(valueFrom(['activities'], cell)).toEqual(['https://a.example.test/1.jpg', 'lost.jpg']);
    for (const name of ['addresses', 'addressCount', 'activities']) expect(valueFrom([name], ' ')).toBeNull();
  });

  test('a date says that something was done, a zero date does not', () => {
    expect(valueFrom([{ ifStamped: 'SENT' }], '1772500000')).toBe('SENT');
    for (const none of ['', '0', '0000-00-00 00:00:00'])
      expect(valueFrom([{ ifStamped: 'SENT' }], none)).toBeNull();
  });
});

describe('an entry of the API (P-API-3)', () => {
  test.each([
    ['2 tablets', '2 tablets'],
    ['{"value":"9","value_string":"2.5"}', '2.5'],
    ['{"id":7,"value":"7","label":"Injection"}', 'Injection'],
    ['{"value":"Only after food","label":""}', 'Only after food'],
    ['[{"label":"Pill"},{"label":"Cream"}]', 'Pill, Cream'],
    ['{"value":0}', '0'],
    ['{}', null],
    ['[]', null],
    ['n/a', null],
    ['{"strange":true}', '{"strange":true}'],
    ['{half of it', '{half of it'],
  ])('%s says %s', (cell, said) => {
    expect(valueFrom([{ entryText: 1 }], cell)).toBe(said);
  });

  test('of several the nth that says something, or all', () => {
    expect(valueFrom([{ entryText: 2 }], 'A', 'none', 'B')).toBe('B');
    expect(valueFrom([{ entryText: 3 }], 'A', 'none', 'B')).toBeNull();
    expect(valueFrom([{ entryText: 0 }], '0.5', '{"label":"tablet"}')).toBe('0.5 tablet');
    expect(valueFrom([{ entryText: 0 }], null, '[]')).toBeNull();
  });

  test.each([
    ['8:00 AM', ['08:00']],
    ['12:15 am, 12:30 p.m.', ['00:15', '12:30']],
    ['20:30', ['20:30']],
    ['7:00 pm and 7:00 pm', ['19:00']],
    ['25:00, 13:00 pm, 7:60', null],
    ['AM, PM', null],
    ['Dinner', null],
  ])('%s is given at %o', (text, times) => {
    expect(valueFrom(['clockTimes'], text)).toEqual(times);
  });
});

test('nobody signed what has no moment, no signature and no scan', () => {
  expect(holds('unsigned', ['0', '', ''])).toBe(true);
  expect(holds('unsigned', ['', '<p>&nbsp;</p>', ''])).toBe(true);
  for (const signed of [
    ['1709310600', '', ''],
    ['', 'RE', ''],
    ['0', '', 'https://files.example.test/1.pdf'],
  ])
    expect(holds('unsigned', signed)).toBe(false);
});
