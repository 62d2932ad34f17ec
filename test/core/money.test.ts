import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMoney, parseMoney } from '../../src/core/money.ts';

test.each([
  ['45.00', 4500n],
  ['-2.56', -256n],
  ['1,240.50', 124050n],
  ['$45', 4500n],
  ['$ 1,240.5', 124050n],
  ['-$3.00', -300n],
  ['$-3.00', -300n],
  ['(12.00)', -1200n],
  ['12.00-', -1200n],
  ['.5', 50n],
  ['0', 0n],
  ['-0.00', 0n],
  ['0007.10', 710n],
  ['-9999999999999.99', -999999999999999n],
  ['99999999999999.99', 9999999999999999n],
  ['-0.01', -1n],
  ['99999999999999999.99', 9999999999999999999n],
])('%s is %s cents', (text, cents) => {
  expect(parseMoney(text)).toEqual({ ok: true, cents });
});

test.each(['', '.', '-', 'abc', '1,24.00', '12,3456', '1.2.3', '--1', '(-1)', '1e3', '4.0123E+04'])(
  '%j is no amount',
  (text) => {
    expect(parseMoney(text)).toEqual({ ok: false, why: 'unreadable' });
  },
);

test.each(['1.005', '45.000'])(
  '%s has too many decimals, and is never rounded in silence (P-MON-7)',
  (text) => {
    expect(parseMoney(text)).toEqual({ ok: false, why: 'too-many-decimals' });
  },
);

test('what is formatted is read again', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (cents) => {
      expect(parseMoney(formatMoney(cents))).toEqual({ ok: true, cents });
    }),
  );
});
