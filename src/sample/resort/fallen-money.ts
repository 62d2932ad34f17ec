import { rejectedBy, type SampleInvoice } from '../money/model.ts';
import { invoice, line, paid } from './hand-money.ts';

/** Left out, or rejected, with all that belongs to them. */
export const FALLEN: readonly SampleInvoice[] = [
  invoice(
    '70050 40117 90027 2026-03-12 08:10',
    [line('2 x 45.00 Boarding | Indoor Suite', { tax: '7.20' })],
    [
      paid('30.00 Credit Card', {
        description: 'Deposit for Reservation #90027',
        deposit: { id: '60004', fate: 'open' },
      }),
    ],
    { complete: '0' },
  ),
  invoice(
    '70051 40112 90018 2026-03-10 12:35',
    [line('1 x 20.00 Day Camp | Half Day', { tax: '1.60' })],
    [
      paid('1.60 Cash'),
      paid('20.00 ADMIN', {
        deposit: '60005',
        ...rejectedBy('PAYMENT_METHOD_UNMAPPED', 'nobody has said what ADMIN is'),
      }),
    ],
  ),
  invoice(
    '70052 - - 2026-03-05 10:00',
    [line('1 x 10.00 Toy')],
    [paid('10.00 Cash')],
    rejectedBy('INVOICE_OWNER_MISSING', 'the owner id is empty'),
  ),
  invoice(
    '70053 49999 - 2026-03-05 10:10',
    [line('1 x 10.00 Toy')],
    [paid('10.00 Cash')],
    rejectedBy('INVOICE_OWNER_UNKNOWN', 'no owners file holds its owner'),
  ),
  invoice(
    '70054 40111 90089 2026-03-11 17:35',
    [line('1 x 32.00 Day Camp | Full Day', { tax: '2.56' })],
    [paid('34.56 Cash')],
    rejectedBy('PARENT_NOT_LOADED', 'owners/40111 was rejected'),
  ),
  invoice(
    '70055 40119 90029 2026-03-09 17:05',
    [
      line('3 x 45.00 Boarding | Indoor Suite', { tax: '10.80' }),
      line(
        '17.25 Previous balance',
        rejectedBy('INVOICE_PREVIOUS_BALANCE', 'the balance of another account'),
      ),
    ],
    [paid('163.05 Credit Card')],
  ),
  invoice('70056 40120 - 2026-03-06 10:00', [line('1 x 10.00 Toy')], [paid('10.00 Cash')], {
    ...rejectedBy('INVOICE_DATE_MISSING', 'the date is 0'),
    cells: { create_stamp: '0' },
  }),
  invoice(
    '70057 40121 90081 2026-03-08 17:05',
    [line('3 x 45.00 Boarding | Indoor Suite')],
    [paid('135.00 Cash')],
    {
      ...{ total: '0.00', cells: { total: '' } },
      ...rejectedBy('INVOICE_AMOUNT_MISSING', 'the total is empty'),
    },
  ),
  invoice('70058 40121 - 2026-03-07 10:00', [line('1 x 10.00 Toy')], [paid('10.00 Cash')], {
    ...rejectedBy('MONEY_UNREADABLE', 'the tax is a word'),
    cells: { tax_amount: 'forty' },
  }),
  invoice('70059 40121 - 2026-03-07 10:30', [line('1 x 10.00 Toy')], [paid('10.00 Cash')], {
    ...rejectedBy('MONEY_DECIMALS', 'the discount has three decimals'),
    cells: { discount: '0.125' },
  }),
  invoice(
    '70060 40124 - 2026-03-12 10:00',
    [
      line('1 x 0.00 Toy', {
        ...rejectedBy('INVOICE_LINE_AMOUNT_MISSING', 'the total is empty'),
        cells: { total: '' },
      }),
    ],
    [paid('12.00 Cash')],
    { subtotal: '12.00' },
  ),
  invoice(
    '70061 40125 - 2026-03-12 10:30',
    [line('1 x 10.00 Toy')],
    [paid('10.00', rejectedBy('PAYMENT_METHOD_MISSING', 'the method is empty'))],
  ),
  invoice(
    '70062 40125 - 2026-03-12 11:00',
    [line('1 x 10.00 Toy')],
    [
      paid('0.00 Cash', {
        ...rejectedBy('PAYMENT_AMOUNT_MISSING', 'the amount is empty'),
        cells: { total_balance: '' },
      }),
    ],
  ),
  invoice(
    '70063 40125 - 2026-03-12 11:30',
    [line('1 x 10.00 Toy')],
    [
      paid('10.00 Cash', {
        ...rejectedBy('PAYMENT_DATE_MISSING', 'the time is empty'),
        cells: { transaction_time: '' },
      }),
    ],
  ),
];

/** Estimates: of stays to come, and of stays that were cancelled. */
export const ESTIMATES: readonly SampleInvoice[] = [
  invoice(
    '70064 40117 - 2026-03-01 09:00',
    [line('2 x 60.00 Boarding | Big Suite', { tax: '9.60' })],
    [paid('40.00 Check', { deposit: { id: '60006', fate: 'forfeited' } })],
    { complete: '0' },
  ),
  invoice(
    '70065 40117 - 2026-03-01 09:10',
    [line('1 x 45.00 Boarding | Indoor Suite', { tax: '3.60' })],
    [paid('25.00 Cash', { deposit: { id: '60007', fate: 'undecided' } })],
    { complete: '0' },
  ),
  // Gingr says that all of it went back; its payments show less.
  invoice(
    '70066 40113 - 2026-03-01 09:20',
    [line('3 x 45.00 Boarding | Indoor Suite', { tax: '10.80' })],
    [
      paid('45.00 Credit Card', {
        deposit: { id: '60008', fate: 'refunded', issues: ['DEPOSIT_REFUND_UNSEEN'] },
      }),
      paid('-20.00 Credit Card', { description: 'Deposit paid back' }),
    ],
    { complete: '0' },
  ),
  invoice('70067 40113 90026 2026-03-09 09:30', [line('1 x 45.00 Boarding | Indoor Suite')], [], {
    complete: '0',
  }),
  invoice('70068 - - 2026-03-09 09:40', [line('1 x 45.00 Boarding | Indoor Suite')], [paid('15.00 Cash')], {
    ...{
      complete: '0',
      ...rejectedBy('INVOICE_ESTIMATE_UNUSABLE', 'it holds money, and the owner id is empty'),
    },
  }),
  invoice(
    '70069 40124 - 2026-03-09 09:50',
    [line('1 x 45.00 Boarding | Indoor Suite')],
    [
      paid('30.00 Cash', {
        deposit: {
          ...{ id: '60010', paid: 3100n, fate: 'open' },
          ...rejectedBy('DEPOSIT_AMOUNT_DIFFERS', 'its payment is 30.00'),
        },
      }),
    ],
    { complete: '0' },
  ),
];

/** Lines and payments that hang on no invoice: id of it, and the part. */
export const LOOSE_LINES = [
  [
    '',
    line('1 x 10.00 Toy', rejectedBy('INVOICE_LINE_INVOICE_MISSING', 'the invoice id is empty'))('790011', 0),
  ],
  [
    '79999',
    line('1 x 10.00 Toy', rejectedBy('INVOICE_LINE_INVOICE_UNKNOWN', 'no invoices file holds its invoice'))(
      '790021',
      0,
    ),
  ],
] as const;
const LOOSE_AT = 1_772_800_000;
export const LOOSE_PAYMENTS = [
  [
    '',
    paid('10.00 Cash', rejectedBy('PAYMENT_INVOICE_MISSING', 'the invoice id is empty'))('890011', LOOSE_AT),
  ],
  [
    '79999',
    paid('-5.00 Cash', rejectedBy('PAYMENT_INVOICE_UNKNOWN', 'no invoices file holds its invoice'))(
      '890021',
      LOOSE_AT,
    ),
  ],
] as const;
export const LOOSE_DEPOSITS = [
  {
    ...{ id: '60009', paid: 0n, cells: { deposit_amount: '35.00', created_at: '1772380000' } },
    ended: { outcome: 'excluded', code: 'DEPOSIT_NEVER_PAID', why: 'asked for, and never paid' },
  },
  { id: '60002', paid: 2500n, ...rejectedBy('DEPOSIT_PAYMENT_MISSING', 'the payment id is empty') },
  {
    ...{ id: '60003', paid: 2500n, cells: { payment_id: '899999' } },
    ...rejectedBy('DEPOSIT_PAYMENT_UNKNOWN', 'no payments file holds its payment'),
  },
] as const;
