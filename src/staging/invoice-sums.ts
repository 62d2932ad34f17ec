import { cents, literal } from '../database/sql.ts';
import { type Layout, type Unit, unitOf } from './layout.ts';

/** SQL, true where staged invoice `s` is an estimate: the stay is not checked out. */
export const isEstimate = (s: string): string => `coalesce(${s}.complete::text IN ('f', 'false'), false)`;

/** Which state of a line counts: what the mapping said, or what was settled since. */
type State = 'mapped_state' | 'state';

/** Sums per invoice over the ready records of a staged table that names one, as `(invoice, cents)`. */
function perInvoice(unit: Unit | undefined, amount: string, state: State): string {
  if (!unit) return 'SELECT NULL::text AS invoice, 0::numeric AS cents WHERE false';
  return `SELECT s."invoiceId" AS invoice, sum(${cents(`s.${amount}`)}) AS cents
    FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n AND l.${state} = 'ready' GROUP BY 1`;
}

/**
 * The status of an invoice from what is left to pay and what was paid, in cents: PAID only where its payments say so, since
 * Tailtown computes what a customer owes from them (trap 10). PARTIALLY_PAID is not in every database (trap 11); there
 * such an invoice stays SENT. An estimate that still holds money is no invoice yet (`estimate`, SQL): DEPOSIT_PAID, or DRAFT.
 */
export function statusOfInvoice(invoices: Unit, due: string, paid: string, estimate: string): string {
  const known = invoices.columns.find(({ name }) => name === 'status')?.enumValues ?? [];
  const partly = known.includes('PARTIALLY_PAID') ? 'PARTIALLY_PAID' : 'SENT';
  const held = known.includes('DEPOSIT_PAID') ? 'DEPOSIT_PAID' : 'DRAFT';
  return `CASE WHEN ${estimate} AND ${due} < 0 THEN ${literal(held)} WHEN ${due} <= 0 THEN 'PAID' WHEN ${paid} > 0 THEN ${literal(partly)} ELSE 'SENT' END`;
}

/** What was paid, less refunds. */
export const paidPerInvoice = (layout: Layout, state: State): string =>
  perInvoice(unitOf(layout, 'payments'), 'amount', state);

/** What credit notes for returned lines take off: negative. */
export const creditedPerInvoice = (layout: Layout, state: State): string =>
  perInvoice(unitOf(layout, 'invoice_lines', 'invoices'), 'total', state);

/** Rows of tips and surcharges beside the lines of invoices: lines of the invoice, or invoices of their own. */
export const tipUnits = (layout: Layout): Unit[] =>
  layout.units.filter(({ entity, part }) => entity === 'invoices' && ['tip', 'surcharge'].includes(part));

/** What was paid beside the total of an invoice: tips and surcharges with rows of their own. */
export const besidePerInvoice = (layout: Layout, state: State): string => {
  const sums = tipUnits(layout)
    .filter(({ table }) => table === 'invoices')
    .map((unit) => `(${perInvoice(unit, 'total', state)})`);
  const all = sums.length === 0 ? perInvoice(undefined, 'total', state) : sums.join(' UNION ALL ');
  return `SELECT invoice, sum(cents) AS cents FROM (${all}) beside GROUP BY 1`;
};

/** What the lines add up to, before tax. */
export const linesPerInvoice = (layout: Layout, state: State): string =>
  perInvoice(unitOf(layout, 'invoice_lines'), 'amount', state);
