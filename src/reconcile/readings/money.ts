import {
  always,
  endsWith,
  holds,
  idOf,
  instant,
  numbered,
  oneOf,
  parent,
  type Reading,
  reading,
  sameCents,
  sameRow,
  source,
  startsWith,
  words,
} from './define.ts';
import type { Line } from './line.ts';

/** Tailtown links one invoice to a stay; a later one names the stay in its notes. */
const sameStay: Reading['agrees'] = (standing, said, at) =>
  `(${sameRow('reservations')(standing, said, at)} OR position('Reservation in Gingr: ' || ${said} in coalesce(t.notes, '')) > 0)`;

const cents = (column: string, from: string, sign: 1n | -1n = 1n): Reading =>
  reading(column, from, (line) => signed(line.cents(from), sign), sameCents);

/** Tailtown insists on a text, so none is ''. */
export const holdsOrEmpty: Reading['agrees'] = (standing, said, at) =>
  `((${said} = '' AND ${standing} = '') OR ${holds(standing, said, at)})`;

const signed = (amount: bigint | null, sign: 1n | -1n): string | null =>
  amount === null ? null : String(sign * amount);

const sum = (line: Line, ...columns: string[]): bigint | null => {
  let total = 0n;
  for (const column of columns) {
    const amount = line.cents(column);
    if (amount === null) return null;
    total += amount;
  }
  return total;
};

/**
 * What an invoice was paid and owes, by the payments and credit notes that were loaded with it: the totals prove those.
 * An estimate never owes anything. Databases that the migrations built lack two of the columns.
 */
const asPaid: Reading['agrees'] = (_standing, said) => {
  const cents = (amount: string) => `round((${amount})::numeric * 100)`;
  const paid = `(SELECT coalesce(sum(${cents('y.amount')}), 0) FROM public.payments y WHERE y."invoiceId" = t.id)`;
  const credited = `(SELECT coalesce(sum(${cents('c.total')}), 0) FROM public.invoices c
    WHERE c."customerId" = t."customerId" AND (starts_with(c."invoiceNumber", t."invoiceNumber" || '-R-')
      OR c."invoiceNumber" IN (t."invoiceNumber" || '-TIP', t."invoiceNumber" || '-SURCHARGE')))`;
  return `(p.how <> 'new' OR (SELECT coalesce(m.stated_paid = m.paid, true) AND coalesce(m.stated_due = m.due, true)
      AND CASE WHEN ${said} = 'held' THEN m.due <= 0 AND (m.due = 0) = (t.status::text = 'PAID')
          AND t.status::text IN ('PAID', 'DRAFT', 'DEPOSIT_PAID')
        ELSE (m.due <= 0) = (t.status::text = 'PAID')
          AND t.status::text IN ('PAID', 'SENT', CASE WHEN m.paid > 0 THEN 'PARTIALLY_PAID' END) END
    FROM (SELECT a.paid, ${cents('t.total')} - a.paid + ${credited} AS due,
      ${cents(`to_jsonb(t) ->> 'depositPaid'`)} AS stated_paid, ${cents(`to_jsonb(t) ->> 'balanceDue'`)} AS stated_due
      FROM (SELECT ${paid} AS paid) a) m))`;
};

/** Tax over what was taxed, in millionths. */
const rate = (line: Line): string | null => {
  const [tax, subtotal, discount] = ['tax_amount', 'subtotal', 'discount'].map((column) =>
    line.cents(column),
  );
  if (typeof tax !== 'bigint' || typeof subtotal !== 'bigint' || typeof discount !== 'bigint') return null;
  const base = Number(subtotal - discount);
  return tax > 0n && base > 0 ? ((Number(tax) / base) * 1e6).toFixed(0) : '0';
};

const nonZero =
  (...columns: string[]) =>
  (line: Line) => {
    const total = sum(line, ...columns);
    return total === null ? null : String(total !== 0n);
  };

/** Tip and surcharge of an invoice whose own arithmetic says plainly where they stand. */
const extras = (line: Line): string | null => {
  const extra = sum(line, 'tip_amount', 'surcharge_amount');
  const [total, plain, off] = [
    sum(line, 'total'),
    sum(line, 'subtotal', 'tax_amount'),
    sum(line, 'discount'),
  ];
  if (extra === null || total === null || plain === null || off === null || extra <= 0n || isEstimate(line))
    return null;
  if (total === plain - off + extra) return `within ${extra}`;
  return total === plain - off ? `beside ${extra}` : null;
};

/** Within: lines of the invoice say it. Beside: rows of their own do, where the payments hold more than the total. */
const asExtras: Reading['agrees'] = (_standing, said, at) => {
  if (at.ids('invoice_lines') === null) return 'true';
  const cents = (amount: string) => `coalesce(sum(round((${amount})::numeric * 100)), 0)`;
  const lines = `(SELECT ${cents('y.amount')} FROM public.invoice_line_items y WHERE y."invoiceId" = t.id AND y.description IN ('Tip', 'Surcharge'))`;
  const own = (
    ends: string,
  ) => `(SELECT ${cents('c.total')} FROM public.invoices c WHERE c."customerId" = t."customerId"
    AND ${ends})`;
  const paid = `(SELECT ${cents('y.amount')} FROM public.payments y WHERE y."invoiceId" = t.id)`;
  const extra = `split_part(${said}, ' ', 2)::numeric`;
  const beside = own(`c."invoiceNumber" IN (t."invoiceNumber" || '-TIP', t."invoiceNumber" || '-SURCHARGE')`);
  const credited = own(`starts_with(c."invoiceNumber", t."invoiceNumber" || '-R-')`);
  return `(p.how <> 'new' OR CASE WHEN starts_with(${said}, 'within') THEN ${lines} >= ${extra} AND ${beside} = 0
    ELSE ${beside} = CASE WHEN ${paid} - ${credited} - round(t.total::numeric * 100) >= ${extra} THEN ${extra} ELSE 0 END END)`;
};

const isEstimate = (line: Line): boolean => line.raw('complete') !== '' && line.yes('complete') === false;

export const invoiceReadings: Reading[] = [
  source('invoices.externalId'),
  { ...source('invoices.invoiceNumber'), agrees: numbered },
  parent('invoices.customerId', 'owner_id', 'owners'),
  reading('invoices.reservationId', 'reservation_id', (line) => idOf(line, 'reservation_id'), sameStay),
  ...['issueDate', 'dueDate', 'createdAt'].map((column) => instant(`invoices.${column}`, 'create_stamp')),
  reading(
    'invoices.taxRate',
    'tax_amount, subtotal, discount',
    rate,
    (standing, said) => `abs(${standing}::numeric * 1000000 - ${said}::numeric) <= 1`,
  ),
  ...['depositPaid', 'balanceDue', 'status'].map((column) =>
    reading(`invoices.${column}`, 'payments', (line) => (isEstimate(line) ? 'held' : 'paid'), asPaid),
  ),
  reading('invoices.total', 'tip_amount, surcharge_amount', extras, asExtras),
  ...(['tip', 'surcharge'] as const).flatMap((kind) => [
    reading(
      `invoices/${kind}.invoiceNumber`,
      'id',
      (line) => (line.raw('id') === '' ? null : `${line.raw('id')}-${kind.toUpperCase()}`),
      numbered,
    ),
    parent(`invoices/${kind}.customerId`, 'owner_id', 'owners'),
    ...['issueDate', 'dueDate', 'createdAt'].map((column) =>
      instant(`invoices/${kind}.${column}`, 'create_stamp'),
    ),
    ...['subtotal', 'total'].map((column) => cents(`invoices/${kind}.${column}`, `${kind}_amount`)),
    always(`invoices/${kind}.status`, 'PAID'),
    ...['unitPrice', 'amount'].map((column) =>
      cents(`invoice_line_items/${kind}.${column}`, `${kind}_amount`),
    ),
    always(`invoice_line_items/${kind}.description`, kind === 'tip' ? 'Tip' : 'Surcharge'),
  ]),
  words('invoices.notes', 'username', holds),
  reading('invoices.notes', 'location_id', (line) => line.label('locations', 'location_id'), holds),
];

// Asked of one row after the other, and no session joins by loops: what is looked up here is found by keys alone.
const ofInvoice = (
  column: string,
  said: string,
  at: Parameters<Reading['agrees']>[2],
  entity = 'invoices',
) => {
  const ids = at.ids(entity);
  return `(SELECT i.${column} FROM public.invoices i
    WHERE i.id = (SELECT k.id FROM ${ids} k WHERE k.source_id = ${said} LIMIT 1))`;
};

/** A credit note has what its invoice has. */
const asInvoice = (column: string): Reading =>
  reading(
    `invoices/return.${column}`,
    'invoice_id',
    (line) => idOf(line, 'invoice_id'),
    (standing, said, at) =>
      at.ids('invoices') === null ? 'true' : `${standing} = ${ofInvoice(`"${column}"`, said, at)}`,
  );

/** The credit note of a returned line stands, with a line of its own. */
const hasCredit: Reading['agrees'] = (_standing, said, at) => `(p.how <> 'new' OR EXISTS (
  SELECT FROM public.invoices i
  WHERE i."customerId" = (SELECT own."customerId" FROM public.invoices own WHERE own.id = t."invoiceId")
    AND ${endsWith('i."invoiceNumber"', said, at)}
    AND (SELECT count(*) FROM public.invoice_line_items li WHERE li."invoiceId" = i.id) > 0))`;

export const lineReadings: Reading[] = [
  parent('invoice_line_items.invoiceId', 'invoice_id', 'invoices'),
  words('invoice_line_items.description', 'description', holdsOrEmpty),
  reading(
    'invoice_line_items.quantity',
    'quantity',
    (line) => line.number('quantity'),
    (standing, said) => `(${standing} = 1 OR ${standing}::numeric = nullif(${said}, '')::numeric)`,
  ),
  reading('invoice_line_items.quantity', 'quantity, unit_price, total', wholeQuantity),
  cents('invoice_line_items.amount', 'total'),
  reading(
    'invoice_line_items.unitPrice',
    'total',
    (line) => line.cents('total')?.toString() ?? null,
    (standing, said) => `round(t.quantity * ${standing}::numeric * 100) = ${said}::numeric`,
  ),
  reading('invoice_line_items.taxable', 'tax_amount', (line) =>
    line.raw('tax_amount') === '' ? null : nonZero('tax_amount')(line),
  ),
  reading(
    'invoices/return.invoiceNumber',
    'invoice_id, id',
    (line) => `${line.raw('invoice_id')}-R-${line.raw('id')}`,
    numbered,
  ),
  reading('invoice_line_items.invoiceId', 'refund_amount', credited, hasCredit),
  ...['customerId', 'issueDate', 'dueDate', 'createdAt'].map(asInvoice),
  cents('invoices/return.subtotal', 'refund_amount', -1n),
  cents('invoices/return.taxAmount', 'tax_refund_amount', -1n),
  always('invoices/return.status', 'PAID'),
  words(
    'invoices/return.notes',
    'invoice_id',
    (standing, said) => `${standing} = 'Credit for returned items of invoice ' || ${said}`,
  ),
  reading(
    'invoice_line_items/return.invoiceId',
    'invoice_id, id',
    (line) => `-${line.raw('invoice_id')}-R-${line.raw('id')}`,
    (standing, said, at) =>
      `EXISTS (SELECT FROM public.invoices i WHERE i.id = ${standing} AND ${endsWith('i."invoiceNumber"', said, at)})`,
  ),
  words('invoice_line_items/return.description', 'description', holds),
  reading('invoice_line_items/return.description', 'description', () => 'Returned', startsWith),
  always('invoice_line_items/return.quantity', '1'),
  cents('invoice_line_items/return.unitPrice', 'refund_amount', -1n),
  cents('invoice_line_items/return.amount', 'refund_amount', -1n),
  reading('invoice_line_items/return.taxable', 'tax_refund_amount', nonZero('tax_refund_amount')),
];

/** End of the number of a returned line's credit note. */
function credited(line: Line): string | null {
  const amounts = ['refund_amount', 'tax_refund_amount'].map((column) => line.cents(column) ?? 0n);
  return amounts.some((cents) => cents !== 0n) ? `-${line.raw('invoice_id')}-R-${line.raw('id')}` : null;
}

/** Gingr's own quantity, where it is whole and the amounts add up with it. */
function wholeQuantity(line: Line): string | null {
  const [quantity, total] = [line.number('quantity'), line.cents('total')];
  if (quantity === null || !/^[1-9]\d{0,5}$/.test(quantity) || total === null) return null;
  const unit = line.raw('unit_price') === '' ? total / BigInt(quantity) : line.cents('unit_price');
  return unit !== null && unit * BigInt(quantity) === total ? quantity : null;
}

/** Gingr's common words for how something was paid. */
export const METHODS = {
  ...{ cash: 'CASH', check: 'CHECK', 'credit card': 'CREDIT_CARD', 'debit card': 'DEBIT_CARD' },
  ...{ 'gift card': 'GIFT_CARD', ach: 'BANK_TRANSFER', 'bank transfer': 'BANK_TRANSFER' },
};

/** Payments of invoices and of receipts differ by what they are of alone. */
export const paymentsOf = (column: string, entity: string): Reading[] => [
  parent('payments.invoiceId', column, entity),
  reading(
    'payments.customerId',
    column,
    (line) => idOf(line, column),
    (standing, said, at) =>
      at.ids(entity) === null ? 'true' : `${standing} = ${ofInvoice('"customerId"', said, at, entity)}`,
  ),
  cents('payments.amount', 'total_balance'),
  reading('payments.method', 'payment_method_type', (line) =>
    oneOf(line.words('payment_method_type'), METHODS),
  ),
  always('payments.status', 'PAID'),
  { ...source('payments.transactionId'), agrees: numbered },
  ...['paymentDate', 'createdAt'].map((column) => instant(`payments.${column}`, 'transaction_time')),
  reading('payments.refundReason', 'description', (line) => {
    const amount = line.cents('total_balance');
    return amount === null ? null : amount < 0n ? line.words('description') : '';
  }),
  ...['payment_method_type', 'processor', 'description'].map((from) => words('payments.notes', from, holds)),
];

export const paymentReadings: Reading[] = paymentsOf('invoice_id', 'invoices');

/** Whether a line is left out on purpose; null where it cannot be read. */
export const invoiceLeftOut = (line: Line): boolean | null =>
  // What it holds decides it of an estimate, and stands on other lines.
  line.raw('complete') === '' || line.yes('complete') === true ? false : null;
export const lineLeftOut = (line: Line): boolean | null => line.yes('voided');
export const paymentLeftOut = (line: Line): boolean | null => {
  const marked = [line.yes('payment_allocation_refund'), line.yes('zero_payment')];
  if (marked.includes(true)) return true;
  const amount = line.raw('total_balance') === '' ? null : line.cents('total_balance');
  return marked.includes(null) ? null : amount === 0n;
};
