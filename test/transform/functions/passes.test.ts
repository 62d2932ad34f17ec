import { describe, expect, test } from 'vitest';
import { apply, codesOf, holds, valueFrom } from '../support.ts';

const all = (...input: (string | null)[]) =>
  ['purchased', 'left', 'used', 'price', 'each'].map((as) => valueFrom([{ pass: as }], ...input));
const told = (...input: (string | null)[]) => codesOf(apply([{ pass: 'purchased' }], input));

describe('pass: quantity, price, credits left, value left', () => {
  test.each([
    [['10', '288.00', '7', ''], [10, 7, 3, '288.00', '28.80'], []],
    [['3', '100.00', '2', '66.67'], [3, 2, 1, '100.00', '33.3333333333'], []],
    [['6', '$1,000.00', '0', ''], [6, 0, 6, '1000.00', '166.6666666667'], []],
    [['8', '0.01', '8', ''], [8, 8, 0, '0.01', '0.00125'], []],
    [['10', '288.00', '12', ''], [10, 12, 0, '288.00', '28.80'], ['PACKAGE_MORE_THAN_BOUGHT']],
    [['10', '288.00', '5', '140.00'], [10, 5, 5, '288.00', '28.80'], ['PACKAGE_VALUE_DIFFERS']],
    [['10', '0.00', '5', ''], [10, 5, 5, '0.00', '0.00'], ['PACKAGE_WITHOUT_SALE']],
    [['', '', '4', ''], [4, 4, 0, '0.00', '0.00'], ['PACKAGE_WITHOUT_SALE']],
    [['10', '', '4', '0.00'], [10, 4, 6, '0.00', '0.00'], ['PACKAGE_WITHOUT_SALE']],
    [['', '', '2', '50.00'], [2, 2, 0, '50.00', '25.00'], []],
    [['0', '288.00', '2', '50.00'], [2, 2, 0, '50.00', '25.00'], []],
    [['', '', '0', '50.00'], [0, 0, 0, '0.00', '0.00'], []],
  ])('%j', (input, values, codes) => {
    expect(all(...input)).toEqual(values);
    expect(told(...input)).toEqual(codes);
  });

  test.each([
    [['10', '288.00', '', ''], 'PACKAGE_CREDITS_MISSING'],
    [['10', '288.00', '2.5', ''], 'PACKAGE_CREDITS_UNREADABLE'],
    [['10', '288.00', '-1', ''], 'PACKAGE_CREDITS_UNREADABLE'],
    [['ten', '288.00', '1', ''], 'PACKAGE_CREDITS_UNREADABLE'],
    [['10', 'x', '1', ''], 'MONEY_UNREADABLE'],
    [['10', '28.888', '1', ''], 'MONEY_DECIMALS'],
    [['10', '-288.00', '1', ''], 'PACKAGE_PRICE_NEGATIVE'],
    [['', '288.00', '1', ''], 'PACKAGE_QUANTITY_MISSING'],
    [['0', '288.00', '1', ''], 'PACKAGE_QUANTITY_MISSING'],
  ])('%j is refused by %s, once', (input, code) => {
    expect(all(...input)).toEqual([null, null, null, null, null]);
    expect(told(...input)).toEqual([code]);
    expect(codesOf(apply([{ pass: 'price' }], input))).toEqual([]);
  });

  test('what stands in for Gingr is marked as forced', () => {
    const kinds = (as: string, ...input: string[]) =>
      (apply([{ pass: as }], input).alterations ?? []).map(({ kind, after }) => [kind, after]);
    expect(kinds('purchased', '', '', '4', '')).toEqual([['forced', '4']]);
    expect(kinds('price', '', '', '4', '')).toEqual([['forced', '0.00']]);
    expect(kinds('price', '', '', '2', '50.00')).toEqual([['forced', '50.00']]);
    expect(kinds('purchased', '10', '', '4', '')).toEqual([]);
    expect(kinds('purchased', '10', '288.00', '4', '')).toEqual([]);
  });
});

describe('the end of a pass', () => {
  test.each([
    ['a day holds until it is over, in winter', '2026-12-31', '2027-01-01 06:59:59.000'],
    ['and in summer', '2026-07-04', '2026-07-05 05:59:59.000'],
    ['on the day on which the clocks change', '2026-03-08', '2026-03-09 05:59:59.000'],
    ['a midnight in unix seconds is a day', '1783144800', '2026-07-05 05:59:59.000'],
    ['a time is a time', '2026-07-04 12:00:00', '2026-07-04 18:00:00.000'],
    ['nothing', '0', null],
  ])('%s', (_, raw, value) => {
    expect(valueFrom(['passEnd'], raw)).toBe(value);
  });

  test.each([
    ['0', '2030-01-01', 'EXHAUSTED'],
    ['1', '2025-12-19', 'EXPIRED'],
    ['1', '2025-12-20', 'ACTIVE'],
    ['1', '', 'ACTIVE'],
  ])('with %s left and the end %j it is %s at asOf', (left, end, status) => {
    expect(valueFrom(['passStatus'], left, end)).toBe(status);
  });
});

test('lookedUp holds of the entry that people wrote, by word or by the label of an id', () => {
  const packages = {
    packages: {
      name: 'packages',
      entries: { 'bath 5-pack': { kind: 'OTHER' }, 'day pass': { kind: 'DAYCARE' } },
    },
  };
  const args = { table: 'packages', field: 'kind', value: 'OTHER' };
  expect(holds('lookedUp', ['Bath  5-Pack '], args, packages)).toBe(true);
  expect(holds('lookedUp', ['Day Pass'], args, packages)).toBe(false);
  expect(holds('lookedUp', ['Bath'], args, packages)).toBe(false);
  expect(holds('lookedUp', [''], args, packages)).toBe(false);
  const lists = new Map([['package_types', new Map([['33', { label: 'Bath 5-Pack', extra: {} }]])]]);
  const byId = (id: string) =>
    holds('lookedUp', [id], { ...args, list: 'package_types' }, packages, { lists });
  expect([byId(' 33'), byId('34'), byId('Bath 5-Pack')]).toEqual([true, false, false]);
});

test('notZero takes 0 for no limit', () => {
  expect(['365', '0', '00', ''].map((days) => valueFrom(['notZero'], days))).toEqual([365, null, null, null]);
});
