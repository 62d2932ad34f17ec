import { describe, expect, test } from 'vitest';
import { checkPositions } from '../../../src/mapping/calls.ts';
import { apply, codesOf, holds, valueFrom } from '../support.ts';

describe('money: cents, never a binary fraction (P-MON-7)', () => {
  test.each([
    ['45', '45.00'],
    ['1,240.50', '1240.50'],
    ['(12.00)', '-12.00'],
    ['12.00-', '-12.00'],
    ['$ 45.5', '45.50'],
    [' -2.56 ', '-2.56'],
    ['0.00', '0.00'],
    ['-0.00', '0.00'],
    ['9999999999999.99', '9999999999999.99'],
    ['', null],
    ['  ', null],
  ])('%j is %j', (raw, value) => {
    expect(apply(['money'], [raw])).toEqual({ value });
  });

  test.each([
    ['-', 'MONEY_UNREADABLE'],
    ['$', 'MONEY_UNREADABLE'],
    ['4.0123E+04', 'MONEY_UNREADABLE'],
    ['12,34.00', 'MONEY_UNREADABLE'],
    ['forty', 'MONEY_UNREADABLE'],
    ['10000000000000.00', 'MONEY_UNREADABLE'],
    ['-10000000000000.00', 'MONEY_UNREADABLE'],
    ['45.125', 'MONEY_DECIMALS'],
    ['45.000', 'MONEY_DECIMALS'],
  ])('%j gives %s and no value', (raw, code) => {
    expect(apply(['money'], [raw])).toEqual({ value: null, issues: [{ code, value: raw, input: 0 }] });
  });

  test('negated, and zero stays zero', () => {
    expect(valueFrom([{ money: { negate: true } }], '12.00')).toBe('-12.00');
    expect(valueFrom([{ money: { negate: true } }], '-12.00')).toBe('12.00');
    expect(valueFrom([{ money: { negate: true } }], '0')).toBe('0.00');
  });

  test('several columns are added up, and the unreadable one is named', () => {
    expect(valueFrom([{ money: { negate: true } }], '12.10', '0.93')).toBe('-13.03');
    expect(valueFrom(['money'], '0.10', '0.20')).toBe('0.30');
    expect(valueFrom(['money'], null, '0.93')).toBe('0.93');
    expect(valueFrom(['money'], null, null)).toBeNull();
    expect(apply(['money'], ['1.00', 'x']).issues).toEqual([
      { code: 'MONEY_UNREADABLE', value: 'x', input: 1 },
    ]);
  });

  test('a missing amount is missing, an unreadable one is not called so as well', () => {
    const amount = ['money', { required: 'PAYMENT_AMOUNT_MISSING' }];
    expect(valueFrom(amount, '0')).toBe('0.00');
    expect(codesOf(apply(amount, ['']))).toEqual(['PAYMENT_AMOUNT_MISSING']);
    expect(codesOf(apply(amount, [' ']))).toEqual(['PAYMENT_AMOUNT_MISSING']);
    expect(codesOf(apply(amount, ['x']))).toEqual(['MONEY_UNREADABLE']);
    expect(codesOf(apply(amount, ['1.005']))).toEqual(['MONEY_DECIMALS']);
  });
});

describe('numbers of invoices: one scheme, and one per Gingr database (P-DUP-12, P-G-12)', () => {
  test.each([
    ['main', 'GINGR-70001', 'GINGR-70001-R-810'],
    ['harbor', 'GINGR-harbor-70001', 'GINGR-harbor-70001-R-810'],
  ])('in the database %s', (sourceDatabase, invoice, note) => {
    expect(apply(['invoiceNumber'], [' 70001 '], { sourceDatabase })).toEqual({ value: invoice });
    expect(apply(['creditNoteNumber'], ['70001', '810'], { sourceDatabase })).toEqual({ value: note });
  });

  test('none without its ids', () => {
    expect(valueFrom(['invoiceNumber'], null)).toBeNull();
    expect(valueFrom(['creditNoteNumber'], null, '810')).toBeNull();
    expect(valueFrom(['creditNoteNumber'], '70001', null)).toBeNull();
  });
});

describe('taxRate: a fraction of what was taxed then (trap 12, P-MON-2, P-G-13)', () => {
  test.each([
    ['7.44', '100.00', '', '0.074400'],
    ['7.44', '120.00', '20.00', '0.074400'],
    ['1.00', '3.00', '', '0.333333'],
    ['2.00', '3.00', '', '0.666667'],
    // 0.0000005 exactly: half goes up.
    ['0.01', '20,000.00', '', '0.000001'],
    ['0.01', '20,000.01', '', '0.000000'],
    ['150.00', '100.00', '', '1.500000'],
    ['9999999999999.99', '9999999999999.99', '', '1.000000'],
    ['0.00', '100.00', '', '0'],
    ['', '100.00', '', '0'],
    ['-7.44', '-100.00', '', '0'],
    ['7.44', '0.00', '', '0'],
    ['7.44', '', '', '0'],
    ['7.44', '20.00', '20.00', '0'],
    ['seven', '100.00', '', null],
    ['7.44', '100.00', '1.005', null],
  ])('tax %j of %j less %j is %j', (tax, subtotal, discount, value) => {
    expect(apply(['taxRate'], [tax, subtotal, discount])).toEqual({ value });
  });
});

describe("a line's quantity, price and description (trap 13)", () => {
  const partial = 'INVOICE_LINE_QUANTITY_PARTIAL';
  test.each([
    ['2', '45.00', '90.00', 2, '45.00', []],
    ['2.00', '45.00', '90.00', 2, '45.00', []],
    ['2', '-5.00', '-10.00', 2, '-5.00', []],
    ['3', '', '100.50', 3, '33.50', []],
    ['3', '0.00', '0.00', 3, '0.00', []],
    ['', '45.00', '90.00', 1, '90.00', []],
    [' ', '', '90.00', 1, '90.00', []],
    ['1', '45.00', '45.00', 1, '45.00', []],
    ['999999999', '', '9,999,999,990.00', 999999999, '10.00', []],
    ['3', '', '100.00', 1, '100.00', [partial]],
    ['2', '45.00', '80.00', 1, '80.00', [partial]],
    ['1.5', '60.00', '90.00', 1, '90.00', [partial]],
    ['0', '45.00', '0.00', 1, '0.00', [partial]],
    ['-0', '45.00', '0.00', 1, '0.00', [partial]],
    ['two', '45.00', '90.00', 1, '90.00', [partial]],
    ['1e1', '9.00', '90.00', 1, '90.00', [partial]],
    ['9999999999', '0.00', '0.00', 1, '0.00', [partial]],
    ['-1', '45.00', '-45.00', 1, '-45.00', ['INVOICE_LINE_QUANTITY_NEGATIVE']],
    ['-.5', '45.00', '-22.50', 1, '-22.50', ['INVOICE_LINE_QUANTITY_NEGATIVE']],
  ])('%j at %j is %j', (quantity, unit, total, kept, price, codes) => {
    const told = apply(['lineQuantity'], [quantity, unit, total]);
    expect(told.value).toBe(kept);
    expect(told.issues).toEqual(codes.map((code) => ({ code, value: quantity })));
    expect(apply(['unitPrice'], [quantity, unit, total])).toEqual({ value: price });
    const description = apply(['lineDescription'], ['Bath', quantity, unit, total]);
    expect(description).toEqual({
      value: codes.length === 0 ? 'Bath' : `Bath (quantity ${quantity})`,
      issues: [],
    });
  });

  test('an unreadable amount is told once, and the quantity is not blamed', () => {
    expect(apply(['unitPrice'], ['2', 'x', '90.00']).issues).toEqual([
      { code: 'MONEY_UNREADABLE', value: 'x', input: 1 },
    ]);
    expect(codesOf(apply(['lineQuantity'], ['1.5', 'x', '90.00']))).toEqual([]);
    expect(codesOf(apply(['lineQuantity'], ['1.5', '60.00', 'x']))).toEqual([]);
    expect(apply(['unitPrice'], ['2', '45.00', 'x'])).toEqual({ value: null });
  });

  test('a quantity is kept where there is no description, and nothing else is made up', () => {
    expect(valueFrom(['lineDescription'], null, '1.5', '', '90.00')).toBe('(quantity 1.5)');
    expect(valueFrom(['lineDescription'], null, '1', '', '90.00')).toBeNull();
  });

  test.each(['Previous Balance', 'Acct: previous  balance due', '<b>Previous&nbsp;Balance</b>'])(
    '%j rejects the line (P-G-8)',
    (text) => {
      expect(apply(['lineDescription'], [text, '', '', '10.00']).issues).toEqual([
        { code: 'INVOICE_PREVIOUS_BALANCE', value: text },
      ]);
    },
  );
});

test.each([
  [['0.00', ''], false],
  [['', '0'], false],
  [['0.00', '1.20'], true],
  [['-1.20', '0'], true],
  [['', ' '], null],
])('nonZero of %j is %j', (input, value) => {
  expect(apply(['nonZero'], input)).toEqual({ value, issues: [] });
  expect(holds('nonZero', input)).toBe(value === true);
});

test('an unreadable amount is no zero: the row stands, and what carries the amount tells of it', () => {
  expect(holds('nonZero', ['0', 'x'])).toBe(true);
  expect(apply(['nonZero'], ['0', '0.125']).issues).toEqual([
    { code: 'MONEY_DECIMALS', value: '0.125', input: 1 },
  ]);
});

test('ifNegative gives the text of a refund only', () => {
  expect(valueFrom(['ifNegative'], 'Too long a stay', '-20.00')).toBe('Too long a stay');
  expect(valueFrom(['ifNegative'], 'Too long a stay', '(20.00)')).toBe('Too long a stay');
  expect(valueFrom(['ifNegative'], 'Deposit', '20.00')).toBeNull();
  expect(valueFrom(['ifNegative'], 'Deposit', '0')).toBeNull();
  expect(valueFrom(['ifNegative'], 'Deposit', 'x')).toBeNull();
  expect(valueFrom(['ifNegative'], null, '-20.00')).toBeNull();
});

test('prefix and suffix stand beside a text that is there', () => {
  expect(valueFrom([{ prefix: 'Returned: ' }], 'Bath')).toBe('Returned: Bath');
  expect(valueFrom([{ suffix: ' vaccination' }], 'Rabies')).toBe('Rabies vaccination');
  expect(valueFrom([{ prefix: 'Returned: ' }], ' ')).toBeNull();
  expect(valueFrom([{ suffix: ' vaccination' }], null)).toBeNull();
});

describe('dueDate', () => {
  test('is the creation, as a forced value', () => {
    const value = '2025-12-16 16:00:00.000';
    expect(apply(['dueDate'], ['1765900800'])).toEqual({
      value,
      alterations: [{ kind: 'forced', before: null, after: value }],
    });
  });

  test.each(['', '0', 'x', '5'])('and never another day (%j, P-MON-1)', (raw) => {
    expect(apply(['dueDate'], [raw])).toEqual({ value: null });
  });
});

describe('predicates of money', () => {
  test.each([
    ['yes', ['1'], true],
    ['yes', ['', 'Yes'], true],
    ['yes', ['0', ''], false],
    ['yes', ['perhaps'], false],
    ['estimate', ['0'], true],
    ['estimate', ['FALSE'], true],
    ['estimate', ['1'], false],
    ['estimate', [''], false],
    ['estimate', ['perhaps'], false],
    ['zeroPayment', ['1', '45.00'], true],
    ['zeroPayment', ['0', '0.00'], true],
    ['zeroPayment', ['', '(0.00)'], true],
    ['zeroPayment', ['0', '0.01'], false],
    ['zeroPayment', ['0', ''], false],
    ['zeroPayment', ['', 'x'], false],
  ])('%s of %j is %s', (name, input, wanted) => {
    expect(holds(name, input)).toBe(wanted);
  });
});

test.each([
  ['lineDescription', 4],
  ['lineQuantity', 3],
  ['unitPrice', 3],
  ['taxRate', 3],
  ['expiry', 3],
  ['creditNoteNumber', 2],
  ['ifNegative', 2],
])('the mapping gives %s its %i columns, no more and no less', (name, wanted) => {
  const said: string[] = [];
  for (const columns of [wanted - 1, wanted, wanted + 1])
    checkPositions(name, columns, (_, message) => said.push(message), []);
  const says = (given: number) => `function "${name}" takes ${wanted} columns, here are ${given}`;
  expect(said).toEqual([says(wanted - 1), says(wanted + 1)]);
});
