import {
  always,
  holds,
  instant,
  numbered,
  oneOf,
  parent,
  type Reading,
  reading,
  sameCents,
  words,
} from './define.ts';
import type { Line } from './line.ts';
import { holdsOrEmpty, METHODS, paymentsOf } from './money.ts';

/** What is not stated is nothing; what cannot be read says nothing. */
const less = (line: Line, more: string, off: string): string | null => {
  const [one, other] = [line.cents(more), line.cents(off)];
  return one === null || other === null ? null : String(one - other);
};
const stated = (column: string, from: string): Reading =>
  reading(column, from, (line) => line.cents(from)?.toString() ?? null, sameCents);
const isNumber = (column: string, kind: string): Reading =>
  reading(
    column,
    'receipt_id',
    (line) => (line.raw('receipt_id') === '' ? null : `${kind}-${line.raw('receipt_id')}`),
    numbered,
  );
const made = (table: string): Reading[] =>
  ['issueDate', 'dueDate', 'createdAt'].map((column) => instant(`${table}.${column}`, 'create_stamp'));

export const receiptReadings: Reading[] = [
  isNumber('invoices.invoiceNumber', 'RECEIPT'),
  parent('invoices.customerId', 'owner_id', 'owners'),
  ...made('invoices'),
  stated('invoices.depositPaid', 'amount_paid'),
  always('invoices.balanceDue', '0'),
  always('invoices.status', 'PAID'),
  words('invoices.notes', 'username', holds),
  reading('invoices.notes', 'location_id', (line) => line.label('locations', 'location_id'), holds),
  isNumber('payments/receipt.transactionId', 'RECEIPT'),
  parent('payments/receipt.customerId', 'owner_id', 'owners'),
  reading('payments/receipt.method', 'payment_method', (line) =>
    oneOf(line.words('payment_method'), METHODS),
  ),
  always('payments/receipt.status', 'PAID'),
  ...['paymentDate', 'createdAt'].map((column) => instant(`payments/receipt.${column}`, 'create_stamp')),
  words('payments/receipt.notes', 'payment_method', holds),
  isNumber('invoices/carried.invoiceNumber', 'CARRIED'),
  parent('invoices/carried.customerId', 'owner_id', 'owners'),
  ...made('invoices/carried'),
  reading(
    'invoices/carried.subtotal',
    'amount_paid, total',
    (line) => less(line, 'amount_paid', 'total'),
    sameCents,
  ),
  always('invoices/carried.status', 'PAID'),
];

export const receiptLineReadings: Reading[] = [
  parent('invoice_line_items.invoiceId', 'receipt_id', 'receipts'),
  words('invoice_line_items.description', 'description', holdsOrEmpty),
  reading(
    'invoice_line_items.unitPrice',
    'total',
    (line) => line.cents('total')?.toString() ?? null,
    (standing, said) => `round(t.quantity * ${standing}::numeric * 100) = ${said}::numeric`,
  ),
];

export const receiptPaymentReadings: Reading[] = paymentsOf('receipt_id', 'receipts');

export const receiptLeftOut = (line: Line): boolean | null => line.yes('voided');
