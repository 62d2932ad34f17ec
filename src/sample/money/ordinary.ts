import { localInstant } from '../calendar.ts';
import { typeOf } from '../catalogue.ts';
import type { Random } from '../random.ts';
import type { PlacedStay } from '../stay-files.ts';
import { cents, decimal, reportForm, taxOn } from './cents.ts';
import type { SampleInvoice, SampleLine, SamplePayment } from './model.ts';

/** Invoices of which nothing is odd (proportions: gingr-sources.md 5). */

/** A stay that was checked out, and may be sold. */
export interface Visit {
  id: string;
  label: string;
  price: bigint;
  nights: number;
  /** The day on which it ended. */
  day: number;
}

const DAY_SECONDS = 86_400;
const UNREVIEWED_PRICE = '20.00';

/** What can be sold of a stay; null for one that nobody pays. */
export function visitOf({ cells, fate, first, last }: PlacedStay): Visit | null {
  if (fate !== 'inserted' || !cells['check_out_stamp'] || cells['cancel_stamp']) return null;
  const type = typeOf(cells['type_id'] ?? '');
  if (!type) return null;
  return {
    ...{ id: cells['id'] ?? '', label: type.label.trim(), nights: last - first, day: last },
    price: type.reviewed ? BigInt(type.reviewed.price) * 100n : cents(UNREVIEWED_PRICE),
  };
}

const EXTRAS = [
  ['Nail trim', '15.00', 1],
  ['Grooming | Bath', '35.00', 1],
  ['Treats', '4.25', 2],
  ['Medication, per day', '3.50', 3],
] as const;

const METHODS = [
  ...Array.from({ length: 11 }, () => 'Credit Card'),
  ...['Cash', 'Cash', 'Cash', 'Check', 'Check', 'Debit Card', 'Debit Card'],
  ...['Store Credit', 'Account Credit', 'Gift Card', 'ACH'],
];

export function soldLine(id: string, description: string, quantity: number, price: bigint): SampleLine {
  const total = BigInt(quantity) * price;
  return {
    ...{ id, description, quantity: String(quantity), unitPrice: price, total },
    ...{ tax: taxOn(total), refund: 0n, taxRefund: 0n },
  };
}

/** An invoice of the lines, which nobody has paid yet. */
export function unpaidInvoice(
  id: string,
  owner: string,
  visit: Pick<Visit, 'id' | 'day'>,
  lines: readonly SampleLine[],
  discount = 0n,
): SampleInvoice {
  const subtotal = lines.reduce((total, line) => total + line.total, 0n);
  const tax = taxOn(subtotal - discount);
  return {
    ...{
      id,
      owner,
      stay: visit.id,
      location: '1',
      at: localInstant(visit.day, Number(id) % 7 === 0 ? 23 : 17, Number(id) % 60),
    },
    ...{ subtotal, discount, tax, total: subtotal + tax - discount },
    ...{ complete: '', isReturned: false, lines, payments: [] },
  };
}

export const paymentOf = (
  { id, at }: Pick<SampleInvoice, 'id' | 'at'>,
  nth: number,
  method: string,
  amount: bigint,
  description = '',
): SamplePayment => ({ id: `5${id}${nth}`, method, amount, at: at + 60 * nth, description });

export const lineId = (invoice: string, nth: number): string => `${invoice}${nth}`;

/** One invoice for one or two stays of one owner: 1 to 4 lines, 1.05 payments. */
export function ordinaryInvoice(
  random: Random,
  id: string,
  owner: string,
  visits: readonly [Visit, ...Visit[]],
): SampleInvoice {
  const lines = visits.map((visit, index) =>
    soldLine(lineId(id, index + 1), visit.label, Math.max(1, visit.nights), visit.price),
  );
  for (const [description, price, quantity] of EXTRAS)
    if (lines.length < 4 && random.chance(0.4))
      lines.push(soldLine(lineId(id, lines.length + 1), description, quantity, cents(price)));
  const invoice = {
    ...unpaidInvoice(id, owner, visits[0], lines, random.chance(0.08) ? cents('5.00') : 0n),
    location: random.chance(0.2) ? '2' : '1',
  };
  return inReportForm(random, paid(random, invoice));
}

function paid(random: Random, invoice: SampleInvoice): SampleInvoice {
  const { total } = invoice;
  const method = random.pick(METHODS);
  const closed = { ...invoice, complete: '1' as const };
  const pay = (nth: number, amount: bigint, by = method) => paymentOf(invoice, nth, by, amount);
  const drawn = random.next();
  if (drawn < 0.04) return invoice;
  if (drawn < 0.07) return { ...invoice, payments: [pay(1, total / 3n)] };
  if (drawn < 0.12) return { ...closed, payments: [pay(1, total / 2n), pay(2, total - total / 2n, 'Cash')] };
  if (drawn < 0.15) return returned(closed, method);
  if (drawn > 0.95) return withDeposit(closed, method);
  return { ...closed, payments: [pay(1, total)] };
}

/** The last line came back, and the money for it. */
function returned(invoice: SampleInvoice, method: string): SampleInvoice {
  const lines = invoice.lines.map((line, index) =>
    index === invoice.lines.length - 1 ? { ...line, refund: line.total, taxRefund: line.tax } : line,
  );
  const back = lines.reduce((total, line) => total + line.refund + line.taxRefund, 0n);
  const payments = [
    paymentOf(invoice, 1, method, invoice.total),
    paymentOf(invoice, 2, method, -back, 'Brought back'),
  ];
  return { ...invoice, lines, payments, isReturned: true };
}

/** Half of it was paid ten days before. */
export function withDeposit(invoice: SampleInvoice, method: string, fate?: 'open'): SampleInvoice {
  const half = invoice.total / 2n;
  const text = `Deposit for Reservation #${invoice.stay}`;
  const deposit = {
    ...paymentOf(invoice, 1, 'Credit Card', half, text),
    at: invoice.at - 10 * DAY_SECONDS,
    deposit: { id: `6${invoice.id}`, paid: half, ...(fate === undefined ? {} : { fate }) },
  };
  return { ...invoice, payments: [deposit, paymentOf(invoice, 2, method, invoice.total - half)] };
}

/** Some amounts as a report writes them. */
export function inReportForm(random: Random, invoice: SampleInvoice): SampleInvoice {
  if (random.chance(0.9)) return invoice;
  return {
    ...invoice,
    cells: { total: reportForm(invoice.total), subtotal: `${decimal(invoice.subtotal)} ` },
    payments: invoice.payments.map((one) => ({
      ...one,
      cells: { ...one.cells, total_balance: reportForm(one.amount) },
    })),
  };
}
