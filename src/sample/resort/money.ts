import { excludedBy, type SampleInvoice } from '../money/model.ts';
import { ESTIMATES, FALLEN } from './fallen-money.ts';
import { invoice, line, paid } from './hand-money.ts';

/** Invoices of which nothing is odd, in all the ways in which they are paid. Tax is 8 %. */
const ORDINARY: readonly SampleInvoice[] = [
  invoice(
    '70001 40101 90001 2025-11-03 09:05',
    [line('2 x 45.00 Boarding | Indoor Suite', { tax: '7.20' })],
    [paid('97.20 Cash')],
  ),
  invoice(
    '70002 40101 90006 2026-03-09 09:10',
    [
      line('2 x 45.00 Boarding | Indoor Suite', { tax: '7.20' }),
      line('1 x 15.00 Nail trim', { tax: '1.20' }),
    ],
    [paid('113.40 Check', { description: 'No. 1042' })],
  ),
  invoice(
    '70003 40102 90002 2025-11-02 17:10',
    [line('1 x 45.00 Boarding | Indoor Suite', { tax: '3.20' })],
    [paid('43.20 Credit Card')],
    {
      discount: '5.00',
    },
  ),
  // Paid twice.
  invoice(
    '70004 40102 90007 2026-03-07 16:40',
    [line('2 x 45.00 Boarding | Indoor Suite', { tax: '7.20' })],
    [paid('40.00 Cash'), paid('57.20 Credit Card')],
  ),
  // Paid in part, and not at all.
  invoice(
    '70005 40103 90008 2026-03-10 17:05',
    [line('1 x 45.00 Boarding | Indoor Suite', { tax: '3.60' })],
    [paid('20.00 Cash')],
    {
      complete: '',
    },
  ),
  invoice(
    '70006 40104 90003 2025-11-03 17:40',
    [line('1 x 30.00 Boarding | Cat Condo', { tax: '2.40' })],
    [],
    {
      ...{ complete: '', location: '2' },
    },
  ),
  // Returned whole, and in part; the money went back.
  invoice(
    '70007 40104 90010 2026-03-08 17:10',
    [line('2 x 30.00 Boarding | Cat Condo', { tax: '4.80', refund: '60.00', taxRefund: '4.80' })],
    [
      paid('64.80 Credit Card'),
      paid('-64.80 Credit Card', { description: 'The cat was ill', cells: { total_balance: '(64.80)' } }),
    ],
    { isReturned: true },
  ),
  invoice(
    '70008 40105 90011 2026-03-05 17:35',
    [
      line('1 x 32.00 Day Camp | Full Day', { tax: '2.56' }),
      line('2 x 4.25 Treats', { tax: '0.68', refund: '8.50', taxRefund: '0.68' }),
    ],
    [paid('43.74 Cash'), paid('-9.18 Cash', { at: '2026-03-06 09:00', description: 'Treats came back' })],
    { isReturned: true },
  ),
  invoice(
    '70009 40106 90012 2026-03-06 17:35',
    [
      line('1 x 32.00 Day Camp | Full Day', { tax: '2.56' }),
      line('1 x 35.00 Grooming | Bath', {
        tax: '2.80',
        ...excludedBy('INVOICE_LINE_VOIDED', 'voided after check-out'),
      }),
    ],
    [paid('34.56 Credit Card')],
  ),
  invoice(
    '70010 40107 90013 2026-03-07 17:05',
    [line('1 x 28.00 Day Camp | Day Lodging', { tax: '2.24' })],
    [paid('30.24 Store Credit')],
  ),
  invoice(
    '70011 40107 90041 2026-03-13 17:05',
    [line('1 x 28.00 Day Camp | Day Lodging', { tax: '2.24' })],
    [paid('30.24 Account Credit')],
  ),
  // A package was used.
  invoice(
    '70012 40108 90014 2026-03-11 16:05',
    [line('1 x 0.00 10 | Day Pass - 7 Remaining')],
    [
      paid('0.00 No Payment', {
        ...excludedBy('PAYMENT_ZERO', 'a package use moves no money'),
        cells: { zero_payment: '' },
      }),
    ],
  ),
  invoice(
    '70013 40110 90016 2026-03-09 11:05',
    [
      line('15 x 82.70 Boarding | Big Suite', {
        tax: '99.24',
        cells: { total: '1,240.50', unit_price: '$82.70' },
      }),
    ],
    [paid('1339.74 Credit Card', { cells: { total_balance: '$1,339.74' } })],
    { cells: { subtotal: '1,240.50', total: '1,339.74 USD' } },
  ),
  // A deposit, which is also a payment.
  invoice(
    '70014 40112 90017 2026-03-13 11:05',
    [line('3 x 60.00 Boarding | Big Suite', { tax: '14.40' })],
    [
      paid('50.00 Credit Card', {
        at: '2026-02-20 12:00',
        description: 'Deposit for Reservation #90017',
        deposit: '60001',
      }),
      paid('144.40 Credit Card'),
    ],
  ),
  // On both sides of the end of February: in UTC both are in March.
  invoice('70015 40113 - 2026-02-28 23:30', [line('1 x 25.00 Leash', { tax: '2.00' })], [paid('27.00 Cash')]),
  invoice(
    '70016 40113 - 2026-03-01 00:30',
    [line('1 x 25.00 Leash', { tax: '2.00' })],
    [paid('27.00 Check')],
    { location: '2' },
  ),
  invoice(
    '70017 40116 90025 2026-03-13 10:05',
    [line('55.00 Evaluation | First Visit')],
    [paid('55.00 Debit Card')],
  ),
  invoice(
    '70018 40116 90026 2026-03-10 17:05',
    [line('3 x 45.00 Boarding | Indoor Suite', { tax: '10.80' })],
    [paid('145.80 Gift Card')],
  ),
  invoice(
    '70019 40117 - 2026-03-05 12:00',
    [line('1 x 18.00 Toy', { tax: '1.44' })],
    [paid('19.44 ACH', { copies: 1 })],
    {
      copies: 1,
    },
  ),
  // Of 2018, which stands among the receipts too.
  invoice('70020 40119 - 2018-05-05 12:00', [line('1 x 12.00 Toy')], [paid('12.00 Cash')]),
  // A tip that the total has, and one with a surcharge that only the payments have.
  invoice(
    '70042 40113 - 2026-03-13 15:00',
    [line('1 x 50.00 Grooming | Bath', { tax: '4.00' })],
    [paid('58.00 Credit Card')],
    { total: '58.00', tip: '4.00' },
  ),
  invoice(
    '70043 40117 - 2026-03-13 15:30',
    [line('1 x 50.00 Grooming | Bath', { tax: '4.00' })],
    [paid('40.00 Cash'), paid('21.62 Credit Card')],
    { tip: '6.00', surcharge: '1.62' },
  ),
];

/** Moved, with something to look at. */
const NOTICED: readonly SampleInvoice[] = [
  // Nobody sees from whom the tip came, or how.
  invoice(
    '70044 40113 - 2026-03-13 16:00',
    [line('1 x 50.00 Grooming | Bath', { tax: '4.00' })],
    [paid('54.00 Cash')],
    { tip: '3.00' },
  ),
  invoice(
    '70030 40109 90015 2026-03-12 16:05',
    [line('2 x 30.00 Boarding | Cat Condo', { tax: '4.80' })],
    [paid('70.00 Cash')],
  ),
  invoice(
    '70031 40114 90021 2026-03-12 17:35',
    [line('1 x 32.00 Day Camp | Full Day', { tax: '2.56' })],
    [paid('34.57 Credit Card')],
    {
      total: '34.57',
    },
  ),
  invoice(
    '70032 40114 90022 2026-03-12 19:05',
    [line('1 x 150.00 Group Class | Puppy Start', { tax: '12.40' })],
    [paid('167.40 Credit Card')],
    {
      subtotal: '155.00',
    },
  ),
  invoice(
    '70033 40115 90023 2026-03-06 12:05',
    [
      line('1 x 40.00 Boarding | Winter Special', { tax: '3.20' }),
      line('-1 x 4.00 Treats', { tax: '-0.32', issues: ['INVOICE_LINE_QUANTITY_NEGATIVE'] }),
    ],
    [paid('38.88 Debit Card')],
  ),
  invoice(
    '70034 40115 90091 2026-03-09 17:35',
    [line('1.5 x 45.00 Training hours', { unit: '30.00', issues: ['INVOICE_LINE_QUANTITY_PARTIAL'] })],
    [paid('45.00 Check')],
  ),
  // The second invoice of one stay.
  invoice(
    '70035 40120 90030 2026-03-11 17:05',
    [line('3 x 45.00 Boarding | Indoor Suite', { tax: '10.80' })],
    [paid('145.80 Cash')],
  ),
  invoice(
    '70036 40120 90030 2026-03-11 17:25',
    [line('1 x 35.00 Grooming | Bath', { tax: '2.80' })],
    [paid('37.80 Cash')],
    {
      issues: ['INVOICE_STAY_SECOND'],
    },
  ),
  // For both animals of the booking.
  invoice(
    '70070 40125 90096 2026-03-10 17:40',
    [line('2 x 30.00 Day Camp | Full Day', { tax: '4.80' })],
    [paid('64.80 Check')],
    { issues: ['INVOICE_OF_BOOKING'] },
  ),
  invoice(
    '70037 40122 90087 2026-03-12 12:05',
    [line('3 x 45.00 Boarding | Indoor Suite', { tax: '10.80' })],
    [],
  ),
  // Two entries that are no money.
  invoice(
    '70038 40123 90088 2026-03-13 17:05',
    [line('2 x 45.00 Boarding | Indoor Suite', { tax: '7.20', copies: 1 })],
    [
      paid('97.20 Cash'),
      paid('0.00 Cash', excludedBy('PAYMENT_ZERO', 'a payment of nothing')),
      paid('-10.00 Credit Card', excludedBy('PAYMENT_ALLOCATION', 'moved to another invoice')),
    ],
  ),
  invoice(
    '70039 40124 90086 2026-03-10 17:05',
    [line('1 x 45.00', { tax: '3.60', issues: ['INVOICE_LINE_DESCRIPTION_MISSING'] })],
    [paid('48.60 Cash')],
  ),
  invoice('70040 40124 - 2026-03-11 10:00', [line('1 x 12.00 Toy', { tax: '0.96' })], [paid('12.96 Cash')], {
    isReturned: true,
  }),
  invoice(
    '70041 40125 99999 2026-03-09 17:35',
    [line('1 x 32.00 Day Camp | Full Day', { tax: '2.56' })],
    [paid('34.56 Cash')],
    {
      issues: ['OPTIONAL_REFERENCE_UNKNOWN'],
    },
  ),
];

/** In the order of the ids. */
export const INVOICES: readonly SampleInvoice[] = [...ORDINARY, ...NOTICED, ...FALLEN, ...ESTIMATES];

/** Owners of whom Gingr says something else than what invoices and payments add up to, and by how many cents. */
export const OTHER_BALANCES: Readonly<Record<string, bigint>> = {
  // Money from before 2019, when Gingr kept running balances (P-G-10).
  '40122': 2000n,
};
