import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import type { Scopes } from '../ledger/scopes.ts';
import { type Layout, type Unit, unitOf } from '../staging/layout.ts';
import { FILLED_TABLES } from '../tailtown/tables.ts';
import { fall } from './fall.ts';

const INVOICES = 'invoices';

/**
 * An invoice that an older importer left, with lines or payments of its own, is not adopted: those of Gingr beside them
 * would count the same money twice, and nothing tells the one from the other. Rows that this program brought once and that
 * a rollback kept are told by their ids.
 */
export async function rejectDoubledMoney(
  session: Session,
  layout: Layout,
  units: readonly Unit[],
): Promise<void> {
  const filled: readonly string[] = FILLED_TABLES;
  const parts = (layout.shape.tables[INVOICES]?.referencedBy ?? []).filter(({ table }) =>
    filled.includes(table),
  );
  for (const unit of units.filter(
    ({ table, mapping }) => table === INVOICES && mapping.recognise.length > 0,
  )) {
    const adopted = `SELECT p.n, p.id FROM ${unit.plan} p JOIN ${unit.staged} s ON s._n = p.n WHERE p.how = 'adopted' AND p.id <> s._new_id`;
    // In most loads there are none, and the parts are many.
    if (parts.length === 0 || (await session.query(`${adopted} LIMIT 1`)).rows.length === 0) continue;
    const found = parts.map(({ table, columns, toColumns }) => {
      const to = columns[toColumns.indexOf('id')] ?? '';
      return `SELECT a.n, a.id, ${literal(`${table}/`)} || c.id AS part FROM (${adopted}) a JOIN public.${ident(table)} c ON c.${ident(to)} = a.id
        WHERE NOT EXISTS (SELECT FROM migration.crosswalk x WHERE x.target_id = c.id::text)
          AND NOT EXISTS (SELECT FROM migration.crosswalk_closed x WHERE x.target_id = c.id::text)`;
    });
    await fall(
      session,
      layout,
      unit,
      `SELECT n, ${literal(`${INVOICES}/`)} || id || ' has ' || min(part) || CASE WHEN count(*) > 1 THEN ' and ' || count(*) - 1 || ' more' ELSE '' END AS detail
       FROM (${found.join(' UNION ALL ')}) c GROUP BY n, id`,
      'rejected',
      'TARGET_ADOPTED_MONEY',
      true,
    );
  }
}

/**
 * What was paid for a receipt is one row of its sum, or a row of each of its payments: what an earlier load brought in the one form
 * does not come again in the other, as money that was paid twice. Rows that only this load brings agree, by the step `receiptPayments`.
 */
export async function rejectPaymentsTwice(session: Session, layout: Layout, scopes: Scopes): Promise<void> {
  const receipts = unitOf(layout, 'receipts');
  const sum = unitOf(layout, 'receipts', 'payments');
  const each = unitOf(layout, 'receipt_payments');
  if (!receipts || !sum || !each) return;
  const earlier = (unit: Unit) => `migration.crosswalk x ON x.scope = ${scopes.of(unit) ?? -1}`;
  const code = 'RECEIPT_PAYMENTS_TWICE';
  await fall(
    session,
    layout,
    receipts,
    `SELECT p.n, 'payments/' || min(c.id::text) AS detail FROM ${sum.plan} p JOIN ${receipts.plan} r ON r.n = p.n
      JOIN ${each.target} c ON c."invoiceId" = r.id
      JOIN ${earlier(each)} AND x.target_id = c.id::text WHERE p.how = 'new' GROUP BY 1`,
    'rejected',
    code,
    true,
  );
  await fall(
    session,
    layout,
    each,
    `SELECT p.n, 'payments/' || x.target_id AS detail FROM ${each.plan} p JOIN ${each.staged} s ON s._n = p.n
      JOIN ${earlier(sum)} AND x.source_id = s."invoiceId" WHERE p.how = 'new'`,
    'rejected',
    code,
    true,
  );
}
