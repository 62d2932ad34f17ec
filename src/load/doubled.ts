import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import { type Layout, unitOf } from '../staging/layout.ts';
import { FILLED_TABLES } from '../tailtown/tables.ts';
import { fall } from './fall.ts';

/**
 * An invoice that an older importer left, with lines or payments of its own, is not adopted: those of Gingr beside them
 * would count the same money twice, and nothing tells the one from the other. A row that a rollback kept has its own id,
 * and its parts are told by theirs.
 */
export async function rejectDoubledMoney(session: Session, layout: Layout): Promise<void> {
  const invoices = unitOf(layout, 'invoices');
  const filled: readonly string[] = FILLED_TABLES;
  const parts = (layout.shape.tables[invoices?.table ?? '']?.referencedBy ?? []).filter(({ table }) =>
    filled.includes(table),
  );
  if (!invoices || parts.length === 0) return;
  const found = parts.map(({ table, columns, toColumns }) => {
    const to = columns[toColumns.indexOf('id')] ?? '';
    return `SELECT c.${ident(to)} AS id, ${literal(`${table}/`)} || c.id AS part FROM public.${ident(table)} c
      WHERE NOT EXISTS (SELECT FROM migration.crosswalk x WHERE x.target_id = c.id::text)`;
  });
  await fall(
    session,
    layout,
    `SELECT p.n, ${literal(`${invoices.table}/`)} || p.id || ' has ' || min(c.part) || CASE WHEN count(*) > 1 THEN ' and ' || count(*) - 1 || ' more' ELSE '' END AS detail
     FROM ${invoices.plan} p JOIN ${invoices.staged} s ON s._n = p.n AND p.how = 'adopted' AND p.id <> s._new_id
     JOIN (${found.join(' UNION ALL ')}) c ON c.id = p.id GROUP BY p.n, p.id`,
    'rejected',
    'TARGET_ADOPTED_MONEY',
    true,
  );
}
