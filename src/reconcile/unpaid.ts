import type { Session } from '../database/session.ts';
import { cents, literal } from '../database/sql.ts';
import type { Manifest } from '../snapshot/format.ts';
import { entityNumber, type Layout, rowId, type Unit, unitOf } from '../staging/layout.ts';
import { controlText } from './controls/names.ts';
import { addToList, decimal } from './lists.ts';
import type { UnpaidAccount } from './model.ts';
import { idShown } from './shown.ts';

const NAMED = 50;

export interface UnpaidInput {
  session: Session;
  layout: Layout;
  manifest: Manifest;
  tenant: string;
  /** SQL for crosswalk entries of earlier loads whose records this snapshot does not hold. */
  earlier: (unit: Unit) => string;
  /** Whether the target holds what the mapping wants; where nothing was written, nothing is compared. */
  complete: boolean;
  personal: boolean;
}

/**
 * What is open of each invoice. In Gingr: its total less what was paid and returned, by the raw lines of invoices,
 * payments and invoice lines, which name it by its id (desk.ts). In Tailtown: the same of the rows that stand there,
 * whoever wrote them. Estimates are no invoices, and what is paid beyond the total is no debt. Money of earlier
 * loads that this snapshot does not hold counts on both sides. Each difference becomes an issue INVOICE_OPEN_DIFFERS; none
 * takes a load back. Null where no invoice was read.
 */
export async function accountUnpaid(input: UnpaidInput): Promise<UnpaidAccount | null> {
  const { session, layout, manifest } = input;
  const read = (entity: string) => manifest.entities.some((extracted) => extracted.entity === entity);
  const [invoices, payments] = [unitOf(layout, 'invoices'), unitOf(layout, 'payments')];
  if (!read('invoices')) return null;
  const why =
    invoices === undefined || payments === undefined
      ? 'This target has no invoices or no payments.'
      : !input.complete
        ? 'Refused before anything was written.'
        : read('payments')
          ? null
          : 'No payment was read from Gingr, and an invoice does not say what was paid of it.';
  if (invoices === undefined || payments === undefined || why !== null)
    return { ...NOTHING, notChecked: why };
  await session.exec(
    `CREATE TEMP TABLE open_invoices ON COMMIT DROP AS ${openInvoices(input, invoices, payments)}`,
  );
  await session.query(`
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, detail)
    SELECT l.n, l.entity, l.file, 'load', 'INVOICE_OPEN_DIFFERS', 'total',
      'open are ' || ${decimal('o.gingr')} || ' in Gingr, ' || ${decimal('o.tailtown')} || ' in Tailtown'
    FROM open_invoices o JOIN ${invoices.lines} l USING (n) WHERE o.differs`);
  await session.query(
    addToList(
      'unpaid-invoices',
      `SELECT CASE WHEN differs THEN 'differs' WHEN tailtown IS NULL THEN 'not moved' ELSE 'equal' END, source_id, code,
        ${decimal('gingr')}, ${decimal('tailtown')}
       FROM open_invoices WHERE gingr > 0 OR tailtown > 0 OR differs
       ORDER BY differs DESC, tailtown IS NULL DESC, greatest(gingr, tailtown) DESC, n`,
    ),
  );
  const account = await accountOf(input);
  await session.exec('DROP TABLE open_invoices');
  return account;
}

const NONE = { count: 0, amount: '0.00' };
const NOTHING: UnpaidAccount = {
  ...{ notChecked: null, gingr: NONE, tailtown: NONE, notMoved: NONE, differing: 0, differences: [] },
};

/** `(n, source_id, code, gingr, tailtown, differs)` in cents; `tailtown` is null where the invoice did not move. */
function openInvoices({ layout, tenant, earlier }: UnpaidInput, invoices: Unit, payments: Unit): string {
  const notes = unitOf(layout, 'invoice_lines', 'invoices');
  const off = ['payments', 'invoice_lines'].map((entity) => entityNumber(layout, entity));
  const before = `
    SELECT y."invoiceId"::text AS id, ${cents('y.amount')} AS cents, false AS note FROM ${earlier(payments)} x
      JOIN ${payments.target} y ON ${rowId(payments, 'y')} = x.target_id`;
  // A credit note has its invoice's number in front of its own.
  const notesBefore = notes
    ? `UNION ALL SELECT ${rowId(invoices, 'i')}, -${cents('c.total')}, true FROM ${earlier(notes)} x
      JOIN ${notes.target} c ON ${rowId(notes, 'c')} = x.target_id
      JOIN ${invoices.target} i ON i.${invoices.tenant} = c.${notes.tenant} AND i."invoiceNumber" = split_part(c."invoiceNumber", '-R-', 1)`
    : '';
  const credited = notes
    ? `SELECT l.desk ->> 'invoice' AS invoice, sum(${cents('t.total')}) AS cents
      FROM ${notes.lines} l JOIN ${notes.plan} p ON p.n = l.n JOIN ${notes.target} t ON ${rowId(notes)} = p.id
      WHERE l.state = 'ready' GROUP BY 1`
    : 'SELECT NULL::text AS invoice, 0::numeric AS cents WHERE false';
  const stated = layout.shape.tables[invoices.table]?.columns['balanceDue']
    ? `greatest(${cents('t."balanceDue"')}, 0)`
    : 'NULL::numeric';
  const isOver = `t.status::text IN ('CANCELLED', 'REFUNDED')`;
  return `
    WITH off AS MATERIALIZED (
      SELECT l.desk ->> 'invoice' AS invoice, sum((l.desk ->> 'off')::bigint) AS cents FROM ${layout.lines} l
      WHERE l.entity IN (${off.join(', ')}) AND l.desk IS NOT NULL AND l.state <> 'copy' GROUP BY 1
    ), before AS MATERIALIZED (
      SELECT id, sum(cents) AS cents, sum(cents) FILTER (WHERE note) AS notes FROM (${before} ${notesBefore}) b GROUP BY 1
    ), paid AS (
      SELECT y."invoiceId"::text AS id, sum(${cents('y.amount')}) AS cents FROM ${payments.target} y
      WHERE y.${payments.tenant} = ${literal(tenant)} AND y.status::text = 'PAID' GROUP BY 1
    ), credited AS (${credited}), both_sides AS (
      SELECT l.n, l.source_id, l.state, l.code,
        greatest(l.control[5] - coalesce(off.cents, 0) - coalesce(before.cents, 0), 0) AS gingr,
        CASE WHEN l.state <> 'ready' THEN NULL WHEN ${isOver} THEN 0
          ELSE greatest(${cents('t.total')} + coalesce(c.cents, 0) - coalesce(paid.cents, 0) - coalesce(before.notes, 0), 0) END AS tailtown,
        CASE WHEN l.state = 'ready' AND NOT ${isOver} THEN ${stated} END AS stated
      FROM ${invoices.lines} l
      LEFT JOIN ${invoices.plan} p ON p.n = l.n LEFT JOIN ${invoices.target} t ON ${rowId(invoices)} = p.id
      LEFT JOIN off ON off.invoice = l.source_id LEFT JOIN before ON before.id = p.id
      LEFT JOIN paid ON paid.id = p.id LEFT JOIN credited c ON c.invoice = l.source_id
      WHERE l.state <> 'copy' AND l.control IS NOT NULL AND coalesce(l.control[6], 0) = 0
    )
    SELECT n, source_id, CASE WHEN state = 'ready' THEN NULL ELSE code END AS code, gingr,
      CASE WHEN gingr = tailtown THEN coalesce(stated, tailtown) ELSE tailtown END AS tailtown,
      coalesce(tailtown <> gingr OR stated <> gingr, false) AS differs
    FROM both_sides`;
}

async function accountOf({ session, personal }: UnpaidInput): Promise<UnpaidAccount> {
  const sums = (name: string, of: string, where: string) => `
    count(*) FILTER (WHERE ${where})::int AS "${name}Count", coalesce(sum(${of}) FILTER (WHERE ${where}), 0)::text AS "${name}Cents"`;
  const { rows } = await session.query<Record<string, number | string>>(`
    SELECT ${sums('gingr', 'gingr', 'gingr > 0')}, ${sums('tailtown', 'tailtown', 'tailtown > 0')},
      ${sums('notMoved', 'gingr', 'tailtown IS NULL AND gingr > 0')}, count(*) FILTER (WHERE differs)::int AS differing
    FROM open_invoices`);
  const text = (amount: unknown) => controlText('money', BigInt(String(amount ?? 0)));
  const side = (name: string) => ({
    count: Number(rows[0]?.[`${name}Count`] ?? 0),
    amount: text(rows[0]?.[`${name}Cents`]),
  });
  const { rows: named } = await session.query<{ sourceId: string; gingr: string; tailtown: string }>(`
    SELECT source_id AS "sourceId", gingr::bigint::text AS gingr, tailtown::bigint::text AS tailtown FROM open_invoices
    WHERE differs ORDER BY abs(tailtown - gingr) DESC, n LIMIT ${NAMED}`);
  return {
    notChecked: null,
    ...{ gingr: side('gingr'), tailtown: side('tailtown'), notMoved: side('notMoved') },
    differing: Number(rows[0]?.['differing'] ?? 0),
    differences: named.map(({ sourceId, gingr, tailtown }) => ({
      sourceId: personal ? sourceId : idShown(sourceId),
      ...{ gingr: text(gingr), tailtown: text(tailtown) },
    })),
  };
}
