import type { ExpectedRow } from './expected.ts';

const sold = (by: string, where = 'Harbor Pet Resort') => `Location in Gingr: ${where}\n\nSold by: ${by}`;

export const INVOICE_ROWS: readonly ExpectedRow[] = [
  [
    '70001',
    'paid; the time as an instant',
    {
      ...{ invoiceNumber: 'GINGR-70001', externalId: '70001', status: 'PAID' },
      ...{ subtotal: 90, taxAmount: 7.2, taxRate: 0.08, discount: 0, total: 97.2 },
      ...{ depositPaid: 97.2, balanceDue: 0, notes: sold('robin') },
      ...{ issueDate: '2025-11-03 16:05:00', dueDate: '2025-11-03 16:05:00' },
    },
  ],
  ['70003', 'a discount is not taxed', { discount: 5, taxRate: 0.08, total: 43.2, status: 'PAID' }],
  ['70004', 'paid twice', { depositPaid: 97.2, balanceDue: 0, status: 'PAID' }],
  ['70005', 'paid in part', { depositPaid: 20, balanceDue: 28.6, status: 'PARTIALLY_PAID' }],
  [
    '70006',
    'not paid; another location',
    { balanceDue: 32.4, status: 'SENT', notes: sold('casey', 'Harbor Lakeside') },
  ],
  [
    '70007',
    'sold and returned: the sale stays',
    { total: 64.8, depositPaid: 0, balanceDue: 0, status: 'PAID' },
  ],
  ['70008', 'returned in part', { total: 43.74, depositPaid: 34.56, balanceDue: 0, status: 'PAID' }],
  ['70009', 'without its voided line', { subtotal: 32, total: 34.56, balanceDue: 0 }],
  ['70012', 'a package use costs nothing', { total: 0, taxRate: 0, balanceDue: 0, status: 'PAID' }],
  ['70013', 'thousands and a currency', { subtotal: 1240.5, total: 1339.74, balanceDue: 0 }],
  ['70014', 'the deposit counts once', { depositAmount: 50, depositPaid: 194.4, balanceDue: 0 }],
  ['70015', 'the last day of February', { issueDate: '2026-03-01 06:30:00', reservationId: null }],
  ['70030', 'overpaid', { balanceDue: -5.2, status: 'PAID' }],
  [
    '70031',
    'a cent too much: kept as Gingr has it',
    { subtotal: 32, taxAmount: 2.56, total: 34.57, balanceDue: 0 },
  ],
  [
    '70036',
    'a stay has one invoice in Tailtown',
    { reservationId: null, notes: `${sold('casey')}\n\nReservation in Gingr: 90030` },
  ],
  [
    '70070',
    'of a booking of two animals: linked to neither',
    { reservationId: null, notes: `${sold('casey')}\n\nBooking in Gingr: 90096`, balanceDue: 0 },
  ],
  ['70037', 'closed and not paid', { balanceDue: 145.8, status: 'SENT' }],
  [
    '70050',
    'an estimate: what was paid is held',
    { total: 0, depositAmount: 30, depositPaid: 30, balanceDue: -30, status: 'DEPOSIT_PAID' },
  ],
  [
    '70064',
    'a forfeited deposit: nothing is owed',
    {
      ...{ total: 40, depositAmount: 40, depositPaid: 40, balanceDue: 0, status: 'PAID' },
      notes: `${sold('casey')}\n\nEstimate in Gingr: 129.60\n\nForfeited deposit: 40.00`,
    },
  ],
  ['70065', 'nobody decided: still held', { total: 0, balanceDue: -25, status: 'DEPOSIT_PAID' }],
  ['70066', 'a part went back', { total: 0, depositPaid: 25, balanceDue: -25 }],
  ['70042', 'a tip within the total', { subtotal: 50, total: 58, depositPaid: 58, balanceDue: 0 }],
  [
    '70043',
    'what stands beside the total is paid with it, and is no credit',
    { total: 54, depositPaid: 61.62, balanceDue: 0, status: 'PAID' },
  ],
  [
    '70044',
    'a tip that neither total nor payments show',
    { total: 54, balanceDue: 0, notes: `${sold('casey')}\n\nTip in Gingr: 3.00` },
  ],
  ['70041', 'of a stay that is not there', { reservationId: null }],
];

export const TIP_LINES: readonly ExpectedRow[] = [
  ['70042', 'a line of its own', { description: 'Tip', quantity: 1, unitPrice: 4, amount: 4 }],
];

export const TIP_ROWS: readonly ExpectedRow[] = [
  [
    '70043',
    'a row of its own',
    {
      ...{ invoiceNumber: 'GINGR-70043-TIP', subtotal: 6, total: 6, status: 'PAID' },
      issueDate: '2026-03-13 21:30:00',
    },
  ],
];

export const SURCHARGE_ROWS: readonly ExpectedRow[] = [
  ['70043', 'a row of its own', { invoiceNumber: 'GINGR-70043-SURCHARGE', total: 1.62, status: 'PAID' }],
];

export const LINE_ROWS: readonly ExpectedRow[] = [
  [
    '700011',
    'quantity and price as they are',
    { quantity: 2, unitPrice: 45, amount: 90, taxable: true, description: 'Boarding | Indoor Suite' },
  ],
  ['700121', 'a package use', { amount: 0, description: '10 | Day Pass - 7 Remaining', taxable: false }],
  ['700131', 'thousands', { quantity: 15, unitPrice: 82.7, amount: 1240.5 }],
  ['700171', 'no quantity', { quantity: 1, unitPrice: 55, amount: 55 }],
  [
    '700332',
    'a negative quantity',
    { quantity: 1, unitPrice: -4, amount: -4, description: 'Treats (quantity -1)' },
  ],
  [
    '700341',
    'a part of an hour',
    { quantity: 1, unitPrice: 45, amount: 45, description: 'Training hours (quantity 1.5)' },
  ],
  ['700391', 'nobody said what', { description: '', amount: 45 }],
];

export const CREDIT_NOTES: readonly ExpectedRow[] = [
  [
    '700082',
    'what came back',
    {
      ...{ invoiceNumber: 'GINGR-70008-R-700082', status: 'PAID', balanceDue: 0 },
      ...{ subtotal: -8.5, taxAmount: -0.68, total: -9.18, issueDate: '2026-03-06 00:35:00' },
    },
  ],
];

export const CREDIT_NOTE_LINES: readonly ExpectedRow[] = [
  ['700082', 'what came back', { description: 'Returned: Treats', quantity: 1, amount: -8.5 }],
];

export const PAYMENT_ROWS: readonly ExpectedRow[] = [
  [
    '800011',
    'by cash',
    {
      ...{ method: 'CASH', amount: 97.2, status: 'PAID', transactionId: 'GINGR-800011' },
      ...{ paymentDate: '2025-11-03 16:06:00', notes: 'Method in Gingr: Cash' },
    },
  ],
  ['800021', 'by check', { method: 'CHECK', notes: 'Method in Gingr: Check\n\nNo. 1042' }],
  ['800042', 'the second half', { method: 'CREDIT_CARD', amount: 57.2 }],
  ['800072', 'a refund', { method: 'CREDIT_CARD', amount: -64.8, refundReason: 'The cat was ill' }],
  ['800101', 'no new credit', { method: 'GIFT_CARD', notes: 'Method in Gingr: Store Credit' }],
  ['800111', 'no new credit', { method: 'GIFT_CARD', notes: 'Method in Gingr: Account Credit' }],
  ['800131', 'thousands and a currency', { amount: 1339.74 }],
  ['800141', 'a deposit', { amount: 50, paymentDate: '2026-02-20 19:00:00', refundReason: null }],
  ['800171', 'by debit card', { method: 'DEBIT_CARD' }],
  ['800191', 'from the bank', { method: 'BANK_TRANSFER', amount: 19.44 }],
];

export const MEDICAL_ROWS: readonly ExpectedRow[] = [
  ['95001', 'with the day it was given', { description: 'Rabies vaccination', recordType: 'VACCINATION' }],
  ['95012', 'never Lepto', { description: 'FeLV vaccination' }],
  ['95018', 'an older one', { recordType: 'VACCINATION_HISTORY', recordDate: '2021-02-01 00:00:00' }],
];

/** Told a second time, as a person reads the files: what the code makes of the vaccinations is in the key as well. */
export const VACCINATED_PETS: readonly ExpectedRow[] = [
  [
    '51201',
    'one with the day it was given, two without',
    {
      vaccineExpirations: { Rabies: '2026-09-01', DHPP: '2026-09-01', Bordetella: '2026-03-31' },
      vaccinationStatus: {
        Rabies: {
          ...{ status: 'CURRENT', expiration: '2026-09-01T00:00:00.000Z' },
          lastGiven: '2025-09-01T00:00:00.000Z',
        },
        DHPP: { status: 'CURRENT', expiration: '2026-09-01T00:00:00.000Z' },
        Bordetella: { status: 'CURRENT', expiration: '2026-03-31T00:00:00.000Z' },
      },
    },
  ],
  [
    '51208',
    'expires on the day of the export',
    { vaccinationStatus: { Rabies: { status: 'CURRENT', expiration: '2026-03-15T00:00:00.000Z' } } },
  ],
  [
    '51209',
    'expired the day before',
    { vaccinationStatus: { Rabies: { status: 'EXPIRED', expiration: '2026-03-14T00:00:00.000Z' } } },
  ],
  [
    '51221',
    'no expiry: no day',
    {
      vaccineExpirations: null,
      vaccinationStatus: { Rabies: { status: 'PENDING', note: 'Vet will fax it' } },
    },
  ],
  ['51223', 'two days: the first', { vaccineExpirations: { Rabies: '2026-06-15' } }],
  [
    '51224',
    'the day of entry, with its note',
    {
      vaccinationStatus: {
        Bordetella: {
          ...{ status: 'EXPIRED', expiration: '2025-12-24T00:00:00.000Z' },
          note: 'No record yet, the owner will bring it',
        },
      },
    },
  ],
  ['51216', 'a vaccine that nobody mapped', { vaccineExpirations: { 'Giardia test': '2026-04-04' } }],
];
