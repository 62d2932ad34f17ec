import type { Session } from '../database/session.ts';
import { cents } from '../database/sql.ts';
import { bases } from '../ledger/images.ts';
import type { Scopes } from '../ledger/scopes.ts';
import { isEstimate, statusOfInvoice, tipUnits } from '../staging/invoice-sums.ts';
import { type Layout, unitOf, written } from '../staging/layout.ts';
import { planned } from './expressions.ts';
import { earlier } from './plan.ts';

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
  const base = (table: string, columns: string[], entry: string, alias: string) =>
    `JOIN ${bases(table, columns)} ${alias} ON ${alias}._batch = ${entry}.base_batch AND ${alias}._id = ${entry}.target_id`;
  // Nearly always there is nothing of the kind, which is found out without a look at the bases.
  const sources: string[] = [];
  const add = async (found: string, source: string) => {
    if ((await session.query(`SELECT 1 FROM ${found} LIMIT 1`)).rows.length > 0) sources.push(source);
  };
  if (payments)
    await add(
      `${earlier(payments, scopes)} x`,
      `SELECT b."invoiceId" AS id, ${cents('b.amount')} AS paid, 0 AS credited, 0 AS kept FROM ${earlier(payments, scopes)} x
      ${base('payments', ['"invoiceId"', 'amount'], 'x', 'b')}`,
    );
  if (lines && notes)
    await add(
      `${earlier(notes, scopes)} x`,
      `SELECT i."invoiceId" AS id, 0 AS paid, ${cents('b.total')} AS credited, 0 AS kept FROM ${earlier(notes, scopes)} x
      ${base('invoices', ['total'], 'x', 'b')} JOIN migration.crosswalk y
        ON y.scope = ${scopes.of(lines) ?? -1} AND y.source_id = x.source_id ${base(lines.table, ['"invoiceId"'], 'y', 'i')}`,
    );
  // A tip that was paid with an earlier load's payments has its row, though this snapshot does not show them.
  for (const tip of tipUnits(layout).filter(({ table }) => table === 'invoices')) {
    const gone = `(SELECT x.* FROM migration.crosswalk x WHERE x.scope = ${scopes.of(tip) ?? -1}
      AND NOT EXISTS (SELECT FROM ${tip.staged} r WHERE r._source_id = x.source_id) OFFSET 0) x`;
    await add(
      gone,
      `SELECT y.target_id AS id, 0 AS paid, ${cents('b.total')} AS credited, 0 AS kept FROM ${gone}
      ${base('invoices', ['total'], 'x', 'b')} JOIN migration.crosswalk y
        ON y.scope = ${scopes.of(invoices) ?? -1} AND y.source_id = x.source_id`,
    );
  }
  // An estimate of which this snapshot holds no deposit keeps what was forfeited of it.
  const kept = names.has('total') && invoices.columns.some(({ name }) => name === 'depositAmount');
  const silent = kept ? `(${isEstimate('s')} AND s."depositAmount" IS NULL)` : 'false';
  if (kept)
    await add(
      `${planned(invoices)} WHERE p.how = 'known' AND ${silent}`,
      `SELECT p.id, 0 AS paid, 0 AS credited, ${cents('b.total')} AS kept FROM ${planned(invoices)}
      JOIN ${bases('invoices', ['total'])} b ON b._batch = p.base_batch AND b._id = p.id WHERE ${silent} AND b.total <> 0`,
    );
  if (sources.length === 0) return;
  const [paid, due] = [
    `${cents('s."depositPaid"')} + e.paid`,
    `${cents('s."balanceDue"')} + e.credited + e.kept - e.paid`,
  ];
  await session.query(`
    UPDATE ${invoices.plan} p SET _override = coalesce(p._override, '{}') || jsonb_build_object(
      'depositPaid', (${paid}) / 100, 'balanceDue', (${due}) / 100,
      'status', ${statusOfInvoice(invoices, due, paid, isEstimate('s'))}) ||
      CASE WHEN ${silent} THEN jsonb_build_object('total', e.kept / 100, 'subtotal', e.kept / 100) ELSE '{}' END
    FROM (SELECT id, sum(paid) AS paid, sum(credited) AS credited, sum(kept) AS kept FROM (${sources.join(' UNION ALL ')}) m GROUP BY 1) e,
      ${invoices.staged} s
    WHERE e.id = p.id AND s._n = p.n AND p.how = 'known'`);
}
