import { cents } from '../../database/sql.ts';
import { creditedPerInvoice, isEstimate, paidPerInvoice, tipUnits } from '../../staging/invoice-sums.ts';
import type { DeriveStep } from './index.ts';

/**
 * Tips and surcharges that stand beside the lines of an invoice (P-MON-8). Gingr does not say whether the total has them;
 * its own arithmetic does (predicates `withinTotal` and `besideTotal`). Within, each is a line of the invoice. Beside, it is
 * a row of its own, but only where payments hold its money too: else the owner would owe what nobody asks for, and without
 * the row an owner who paid it would have it as credit. What neither shows is told, and stands in the notes.
 */
export const tips: DeriveStep = async ({ session, layout, unit }) => {
  const units = tipUnits(layout);
  const over = `coalesce(paid.cents, 0) - coalesce(credited.cents, 0) - ${cents('i.total')}`;
  const extra = `(${cents('coalesce(i.tip::numeric, 0)')} + ${cents('coalesce(i.surcharge::numeric, 0)')})`;
  const rowOf = (table: string) =>
    units
      .filter((one) => one.table === table)
      .map((one) => `EXISTS (SELECT FROM ${one.staged} r WHERE r._n = i._n)`)
      .join(' OR ') || 'false';
  await session.exec(`
    CREATE TEMP TABLE extras AS
    SELECT i._n AS n, ${isEstimate('i')} AS estimate, ${rowOf('invoice_line_items')} AS within,
      (${rowOf('invoices')}) AND (${over} = ${extra} OR (${extra} > 0 AND ${over} >= ${extra})) AS paid
    FROM ${unit.staged} i
    LEFT JOIN (${paidPerInvoice(layout, 'mapped_state')}) paid ON paid.invoice = i._source_id
    LEFT JOIN (${creditedPerInvoice(layout, 'mapped_state')}) credited ON credited.invoice = i._source_id
    WHERE i.tip::numeric <> 0 OR i.surcharge::numeric <> 0;
    ${units
      .map(
        (one) =>
          `DELETE FROM ${one.staged} r USING extras e WHERE e.n = r._n
             AND (e.estimate${one.table === 'invoices' ? ' OR NOT e.paid' : ''});`,
      )
      .join('\n')}
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name)
      SELECT l.n, l.entity, l.file, 'transform', 'INVOICE_TIP_APART', 'tip_amount, surcharge_amount'
      FROM extras e JOIN ${unit.lines} l USING (n)
      WHERE l.mapped_state = 'ready' AND NOT e.estimate AND NOT (e.within OR e.paid);
    UPDATE ${unit.staged} s SET notes = concat_ws(E'\\n\\n', s.notes,
        ${said('s.tip', 'Tip in Gingr')}, ${said('s.surcharge', 'Surcharge in Gingr')})
      FROM extras e WHERE e.n = s._n AND NOT (e.within OR (e.paid AND NOT e.estimate));
    DROP TABLE extras`);
};

const said = (amount: string, label: string): string =>
  `CASE WHEN ${amount}::numeric <> 0 THEN '${label}: ' || to_char(${amount}::numeric, 'FM999999999990.00') END`;
