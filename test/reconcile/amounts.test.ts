import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatMoney, parseMoney } from '../../src/core/money.ts';
import { centsOf } from '../../src/reconcile/controls/amounts.ts';

it.each([
  ['45.00', 4500n],
  ['-2.56', -256n],
  ['1,240.50', 124_050n],
  ['$45', 4500n],
  ['-$1,000', -100_000n],
  ['$-3.1', -310n],
  ['(12.00)', -1200n],
  ['12.00-', -1200n],
  ['.5', 50n],
  [' 7. ', 700n],
  ['USD 8.05', 805n],
  ['8.05 USD', 805n],
  ['(USD 8.05)', -805n],
  ['-USD 8.05', -805n],
  ['$\u00a08.05', 805n],
  ['8.05\tUSD', 805n],
  ['-0.00', 0n],
  ['4\0.10\0', 410n],
  ['9999999999999.99', 999_999_999_999_999n],
  ['-00000000000000045.00', -4500n],
])('reads %s', (text, cents) => {
  expect(centsOf(text)).toBe(cents);
});

it.each([
  ...['', '   ', 'free', '1.234', '1.000', '12,5', '1,24,000', '--5', '(-5)', '.', '$', '1.2.3'],
  ...['10000000000000.00', '123456789012345678.90', '1e3', '0x10', 'NaN', '５'],
])('reads no amount in "%s"', (text) => {
  expect(centsOf(text)).toBeNull();
});

it('reads no amount where there is no cell', () => {
  expect(centsOf(null)).toBeNull();
});

it('agrees with the reader of the mapping on every amount, without sharing its code', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n - 10n ** 15n, max: 10n ** 15n - 1n }), (cents) => {
      expect(centsOf(formatMoney(cents))).toBe(cents);
    }),
  );
});

it('reads nothing that the mapping reads otherwise', () => {
  const character = fc.constantFrom(...'0123456789.,-+()$ ');
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 9 }), (text) => {
      const parsed = parseMoney(text);
      if (parsed.ok) expect(centsOf(text)).toBe(parsed.cents);
    }),
    { numRuns: 3000 },
  );
});
