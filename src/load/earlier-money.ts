import type { Session } from '../database/session.ts';
import { bases } from '../ledger/images.ts';
import type { Scopes } from '../ledger/scopes.ts';
import { cents, statusOfInvoice } from '../staging/invoice-sums.ts';
import { entityNumber, type Layout, unitOf, written } from '../staging/layout.ts';

/**
 * Adds to what the snapshot says of its invoices the payments and credit notes that an earlier load brought and that
 * this snapshot does not hold: exports are incomplete until somebody declares otherwise, and an invoice that was paid
 * stays paid. By their bases, so that people's edits do not come into it. Plans must exist, changes not yet.
 */
export async function addEarlierMoney(session: Session, layout: Layout, scopes: Scopes): Promise<void> {
  const invoices = unitOf(layout, 'invoices');
  const payments = unitOf(layout, 'payments');
  const lines = unitOf(layout, 'invoice_lines');
  const notes = unitOf(layout, 'invoice_lines', 'invoices');
  const names = new Set(invoices ? written(invoices).map(({ name }) => name) : []);
  if (!invoices || !['depositPaid', 'balanceDue', 'status'].every((name) => names.has(name))) return;
  const absent = (entity: string) => `NOT EXISTS (SELECT FROM ${layout.lines} l
    WHERE l.entity = ${entityNumber(layout, entity)} AND l.source_id = x.source_id)`;
  const base = (table: string, columns: string[], entry: string, alias: string) =>
    `JOIN ${bases(table, columns)} ${alias} ON ${alias}._batch = ${entry}.base_batch AND ${alias}._id = ${entry}.target_id`;
  const sources: string[] = [];
  if (payments)
    sources.push(`SELECT b."invoiceId" AS id, ${cents('b.amount')} AS paid, 0 AS credited FROM migration.crosswalk x
      ${base('payments', ['"invoiceId"', 'amount'], 'x', 'b')} WHERE x.scope = ${scopes.of(payments) ?? -1} AND ${absent('payments')}`);
  if (lines && notes)
    sources.push(`SELECT i."invoiceId", 0, ${cents('b.total')} FROM migration.crosswalk x
      ${base('invoices', ['total'], 'x', 'b')} JOIN migration.crosswalk y
        ON y.scope = ${scopes.of(lines) ?? -1} AND y.source_id = x.source_id ${base(lines.table, ['"invoiceId"'], 'y', 'i')}
      WHERE x.scope = ${scopes.of(notes) ?? -1} AND ${absent('invoice_lines')}`);
  if (sources.length === 0) return;
  const [paid, due] = [
    `${cents('s."depositPaid"')} + e.paid`,
    `${cents('s."balanceDue"')} + e.credited - e.paid`,
  ];
  await session.query(`
    UPDATE ${invoices.plan} p SET _override = jsonb_build_object(
      'depositPaid', (${paid}) / 100, 'balanceDue', (${due}) / 100,
      'status', ${statusOfInvoice(invoices, due, paid)})
    FROM (SELECT id, sum(paid) AS paid, sum(credited) AS credited FROM (${sources.join(' UNION ALL ')}) m GROUP BY 1) e,
      ${invoices.staged} s
    WHERE e.id = p.id AND s._n = p.n AND p.how = 'known'`);
}
