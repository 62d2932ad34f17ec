import { literal } from '../../database/sql.ts';
import {
  always,
  bare,
  holds,
  idOf,
  instant,
  number,
  parent,
  type Reading,
  reading,
  sameCents,
  sameMoment,
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
  reading(
    'daycare_pass_packages.price',
    'price',
    (line) => (line.raw('price') === '' ? null : (line.cents('price')?.toString() ?? null)),
    sameCents,
  ),
  words('daycare_pass_packages.description', 'description'),
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
  {
    ...instant('customer_daycare_passes.purchasedAt', 'purchased_at'),
    says: (line) => line.instant('purchased_at') || null,
  },
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

const given = (column: string): Reading =>
  reading(column, 'updated_at', (line) => line.wall('updated_at') || null, sameMoment);

export const creditReadings: Reading[] = [
  parent('invoices.customerId', 'owner_id', 'owners'),
  ...['total', 'subtotal', 'taxAmount', 'discount', 'depositPaid', 'balanceDue'].map((column) =>
    always(`invoices.${column}`, '0'),
  ),
  bare('invoices.notes', 'location_id'),
  given('invoices.issueDate'),
  always('invoices.status', 'PAID'),
  parent('payments/credit.customerId', 'owner_id', 'owners'),
  reading(
    'payments/credit.amount',
    'store_credit',
    (line) => (line.raw('store_credit') === '' ? null : (line.cents('store_credit')?.toString() ?? null)),
    sameCents,
  ),
  given('payments/credit.paymentDate'),
  always('payments/credit.method', 'STORE_CREDIT'),
  always('payments/credit.status', 'PAID'),
];
