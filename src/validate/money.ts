import { cents, literal } from '../database/sql.ts';
import {
  besidePerInvoice,
  creditedPerInvoice,
  isEstimate,
  linesPerInvoice,
  paidPerInvoice,
  tipUnits,
} from '../staging/invoice-sums.ts';
import { type Layout, unitOf } from '../staging/layout.ts';
import type { ValidationRule } from './index.ts';

/** `i` is the staged invoice, `l` its line; only invoices that would move are looked at. */
function invoices(layout: Layout): string | null {
  const unit = unitOf(layout, 'invoices');
  return unit ? `${unit.staged} i JOIN ${unit.lines} l ON l.n = i._n AND l.state = 'ready'` : null;
}

const found = (layout: Layout, code: string, column: string, detail: string) => `
  INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, detail)
  SELECT l.n, l.entity, l.file, 'validate', ${code}, ${literal(column)}, ${detail}`;

const dollars = (amount: string): string => `to_char(${amount} / 100, 'FM999999999990.00')`;

/** The header's own arithmetic: total = subtotal + tax - discount (P-MON 14). Kept as Gingr has it. */
export const invoiceSums: ValidationRule = async (session, layout) => {
  const from = invoices(layout);
  if (!from) return;
  const sum = `${cents('i.subtotal')} + ${cents('i."taxAmount"')} - ${cents('i.discount')}`;
  // With a tip or a surcharge as a line, it is in the total, and in no subtotal.
  const lines = tipUnits(layout).filter(({ table }) => table === 'invoice_line_items');
  const within =
    lines.map(({ staged }) => `EXISTS (SELECT FROM ${staged} r WHERE r._n = l.n)`).join(' OR ') || 'false';
  await session.query(`
    ${found(layout, `'INVOICE_TOTAL_MISMATCH'`, 'total', `'off by ' || ${dollars(`${cents('i.total')} - (${sum})`)}`)}
    FROM ${from} WHERE ${cents('i.total')} <> ${sum} AND NOT (${within})`);
};

/** Lines add up to the subtotal of their invoice; an invoice without lines has nothing to compare. */
export const invoiceLines: ValidationRule = async (session, layout) => {
  const from = invoices(layout);
  if (!from) return;
  await session.query(`
    ${found(layout, `'INVOICE_LINES_MISMATCH'`, 'subtotal', `'off by ' || ${dollars(`${cents('i.subtotal')} - s.cents`)}`)}
    FROM ${from} JOIN (${linesPerInvoice(layout, 'state')}) s ON s.invoice = i._source_id
    WHERE ${cents('i.subtotal')} <> s.cents`);
};

/** What was paid, against what is owed: too much, too little for a closed invoice, or a return that no line shows. */
export const invoicesPaid: ValidationRule = async (session, layout) => {
  const from = invoices(layout);
  if (!from) return;
  await session.query(`
    WITH money AS (
      SELECT l.n, l.entity, l.file, ${cents('i.total')} + coalesce(credited.cents, 0) + coalesce(beside.cents, 0) - coalesce(paid.cents, 0) AS due,
        i.complete = 't' AS closed, ${isEstimate('i')} AS estimate, i.returned = 't' AND credited.cents IS NULL AS unexplained
      FROM ${from}
      LEFT JOIN (${paidPerInvoice(layout, 'state')}) paid ON paid.invoice = i._source_id
      LEFT JOIN (${creditedPerInvoice(layout, 'state')}) credited ON credited.invoice = i._source_id
      LEFT JOIN (${besidePerInvoice(layout, 'state')}) beside ON beside.invoice = i._source_id
    )
    ${found(layout, 'c.code', 'total', 'c.detail')}
    FROM (SELECT * FROM money WHERE due <> 0 OR unexplained) l CROSS JOIN LATERAL (VALUES
      ('INVOICE_OVERPAID', l.due < 0 AND NOT l.estimate, 'overpaid by ' || ${dollars('-l.due')}),
      ('INVOICE_CLOSED_UNPAID', l.closed AND l.due > 0, ${dollars('l.due')} || ' is owed'),
      ('INVOICE_RETURN_UNEXPLAINED', l.unexplained, NULL)
    ) AS c(code, holds, detail) WHERE c.holds`);
};
