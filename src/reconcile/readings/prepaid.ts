import { literal } from '../../database/sql.ts';
import {
  always,
  amount,
  bare,
  holds,
  idOf,
  moment,
  number,
  parent,
  type Reading,
  reading,
  sameCents,
  sameRow,
  words,
} from './define.ts';
import type { Line } from './line.ts';

/** Price and quantity, where both stand there plainly and something was paid. */
function paid(line: Line): { price: bigint; quantity: bigint } | null {
  const [price, quantity] = [line.raw('price') === '' ? null : line.cents('price'), line.number('quantity')];
  if (price === null || price <= 0n || quantity === null || !/^[1-9]\d{0,5}$/.test(quantity)) return null;
  return { price, quantity: BigInt(quantity) };
}

/** A day holds until it is over, by the clock of the resort. */
const untilItIsOver: Reading['agrees'] = (standing, said, { timeZone }) =>
  `to_char((${standing} + interval '1 second') AT TIME ZONE 'UTC' AT TIME ZONE ${literal(timeZone)}, 'YYYY-MM-DD HH24:MI:SS')
    = to_char(${said}::date + 1, 'YYYY-MM-DD HH24:MI:SS')`;

export const packageReadings: Reading[] = [
  words('daycare_pass_packages.name', 'name'),
  number('daycare_pass_packages.passCount', 'credits'),
  amount('daycare_pass_packages.price', 'price'),
  words('daycare_pass_packages.description', 'description'),
  reading('daycare_pass_packages.isActive', 'is_active', (line) =>
    /^[01]$/.test(line.raw('is_active')) && line.raw('is_deleted') === ''
      ? String(line.raw('is_active') === '1')
      : null,
  ),
  reading('daycare_pass_packages.validityDays', 'expiration_days', (line) =>
    /^[1-9]\d{0,4}$/.test(line.raw('expiration_days')) ? line.raw('expiration_days') : null,
  ),
];

export const passReadings: Reading[] = [
  parent('customer_daycare_passes.customerId', 'owner_id', 'owners'),
  parent('customer_daycare_passes.packageId', 'package_type_id', 'package_types'),
  reading(
    'customer_daycare_passes.invoiceId',
    'invoice_id',
    (line) => idOf(line, 'invoice_id'),
    sameRow('invoices'),
  ),
  number('customer_daycare_passes.passesRemaining', 'remaining_credits'),
  reading(
    'customer_daycare_passes.passesPurchased',
    'quantity',
    (line) => paid(line)?.quantity.toString() ?? null,
  ),
  reading(
    'customer_daycare_passes.purchasePrice',
    'price',
    (line) => paid(line)?.price.toString() ?? null,
    sameCents,
  ),
  reading(
    'customer_daycare_passes.pricePerPass',
    'price, quantity',
    (line) => paid(line)?.price.toString() ?? null,
    (standing, said) => `round(${standing}::numeric * t."passesPurchased" * 100) = ${said}::numeric`,
  ),
  reading(
    'customer_daycare_passes.passesUsed',
    'remaining_credits',
    () => 'rest',
    (standing) => `${standing} = greatest(t."passesPurchased" - t."passesRemaining", 0)`,
  ),
  moment('customer_daycare_passes.purchasedAt', 'purchased_at'),
  reading(
    'customer_daycare_passes.expiresAt',
    'expiration_date',
    (line) => (/^\d{4}-\d\d-\d\d$/.test(line.raw('expiration_date')) ? line.day('expiration_date') : null),
    untilItIsOver,
  ),
  reading(
    'customer_daycare_passes.status',
    'remaining_credits',
    (line) =>
      line.number('remaining_credits') === null ? null : String(/^0+$/.test(line.raw('remaining_credits'))),
    (standing, said) => `(${standing}::text = 'EXHAUSTED')::text = ${said}`,
  ),
  words('customer_daycare_passes.notes', 'notes', holds),
];

/** A number of this program's making, with the owner's id at its end or before the location's. */
const credited = (column: string): Reading =>
  reading(
    column,
    'owner_id',
    (line) => [line.raw('owner_id'), line.raw('location_id')].filter((part) => part !== '').join('-') || null,
    (standing, said) =>
      `(starts_with(${standing}, 'CREDIT-GINGR-') AND right(${standing}, length(${said}) + 1) = '-' || ${said})`,
  );

const ofItsNumber: Reading['agrees'] = (standing) =>
  `EXISTS (SELECT FROM public.invoices i WHERE i.id = ${standing} AND i."invoiceNumber" = t."transactionId")`;

export const creditReadings: Reading[] = [
  parent('invoices.customerId', 'owner_id', 'owners'),
  ...['total', 'subtotal', 'taxAmount', 'discount', 'depositPaid', 'balanceDue'].map((column) =>
    always(`invoices.${column}`, '0'),
  ),
  bare('invoices.notes', 'location_id'),
  ...['issueDate', 'dueDate'].map((column) => moment(`invoices.${column}`, 'updated_at')),
  credited('invoices.invoiceNumber'),
  always('invoices.status', 'PAID'),
  parent('payments/credit.customerId', 'owner_id', 'owners'),
  amount('payments/credit.amount', 'store_credit'),
  moment('payments/credit.paymentDate', 'updated_at'),
  credited('payments/credit.transactionId'),
  bare('payments/credit.notes', 'store_credit'),
  reading('payments/credit.invoiceId', 'owner_id', () => 'its own', ofItsNumber),
  always('payments/credit.method', 'STORE_CREDIT'),
  always('payments/credit.status', 'PAID'),
];
