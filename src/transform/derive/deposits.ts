import { ESTIMATE_LABEL, FORFEITED_LABEL } from '../../core/labels.ts';
import { cents, literal } from '../../database/sql.ts';
import { entityNumber, type Layout, linesOf, type Unit, unitOf } from '../../staging/layout.ts';
import type { FoldStep } from './folds.ts';
import type { DeriveStep } from './index.ts';
import { leaveOut } from './leave-out.ts';

/** Places in the key that a deposit folds by, in the order of `deposits.yaml`. */
const said = (place: number): string => `nullif(btrim(k ->> ${place}), '')`;

/** Lines that a mapping rule left out, and those that move or were rejected: copies are none of them. */
const OWN = `('ready', 'rejected', 'excluded')`;

/**
 * Money that an estimate holds. Gingr turns an estimate into an invoice at check-out; until then a deposit stands on it,
 * and after a cancelled stay for ever (P-G-9). An estimate with payments therefore gets a row, which owes nothing but
 * what was forfeited: the payment keeps its place, and at check-out the same row becomes the invoice.
 */
export const deposits: DeriveStep = async ({ session, layout, unit }) => {
  const payments = unitOf(layout, 'payments');
  if (!payments) return;
  const stays = unitOf(layout, 'reservations');
  const lines = unitOf(layout, 'invoice_lines');
  const cancelled = stays
    ? `EXISTS (SELECT FROM ${stays.staged} r WHERE r._source_id = s."reservationId" AND r.status = 'CANCELLED')`
    : 'false';
  await session.exec(`
    CREATE TEMP TABLE held AS
    SELECT s._n AS n, s._source_id AS invoice, s."reservationId" AS stay, ${cancelled} AS cancelled, s.total AS estimated,
      s."customerId" IS NOT NULL AND s."createdAt" IS NOT NULL AS usable
    FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n AND l.mapped_state = 'excluded' AND l.mapped_code = 'INVOICE_ESTIMATE'
    WHERE EXISTS (SELECT FROM ${payments.staged} p JOIN ${payments.lines} pl ON pl.n = p._n AND pl.mapped_state IN ('ready', 'rejected')
      WHERE p."invoiceId" = s._source_id);
    CREATE TEMP TABLE deposited AS
    SELECT d.n, p."invoiceId" AS invoice, ${amount(1)} AS asked, coalesce(${amount(2)}, 0) AS paid,
      p.amount IS NOT NULL AND ${cents('p.amount')} <> sum(coalesce(${amount(2)}, 0)) OVER (PARTITION BY p._source_id) AS differs,
      ${amount(3)} AS refund, ${said(4)} IS NOT NULL AS refunded, ${said(5)} IS NOT NULL AS forfeited,
      ${said(6)} IS NOT NULL AS consumed, ${said(7)} IS NOT NULL AS cancelled
    FROM (SELECT n, fold::jsonb AS k FROM ${layout.lines}
      WHERE entity = ${entityNumber(layout, 'deposits')} AND mapped_state = 'ready' AND fold IS NOT NULL) d
    JOIN ${payments.staged} p ON p._source_id = ${said(0)}
    JOIN ${payments.lines} pl ON pl.n = p._n AND pl.mapped_state IN ${OWN};
    ${rejectDiffering(layout)}
    UPDATE ${layout.lines} l SET state = v.state, mapped_state = v.state, code = v.code, mapped_code = v.code
    FROM (SELECT n, CASE WHEN usable THEN 'ready' ELSE 'rejected' END AS state,
      CASE WHEN usable THEN NULL ELSE 'INVOICE_ESTIMATE_UNUSABLE' END AS code FROM held) v WHERE v.n = l.n AND l.entity = ${unit.entityNumber};
    UPDATE ${layout.issues} i SET code = CASE WHEN h.usable THEN 'INVOICE_ESTIMATE_HELD' ELSE 'INVOICE_ESTIMATE_UNUSABLE' END
      FROM held h WHERE h.n = i.n AND i.code = 'INVOICE_ESTIMATE';
    INSERT INTO ${layout.alterations} (n, stage, target_table, column_name, kind, before, after)
      SELECT s._n, 'transform', ${literal(unit.table)}, 'dueDate', 'forced', NULL, s."dueDate"::text
      FROM ${unit.staged} s JOIN held h ON h.n = s._n WHERE h.usable AND s."dueDate" IS NOT NULL;
    UPDATE ${unit.staged} s SET "depositAmount" = (d.asked / 100)::double precision
      FROM (SELECT invoice, sum(coalesce(asked, paid)) AS asked FROM deposited GROUP BY 1) d WHERE d.invoice = s._source_id;
    UPDATE ${unit.staged} s SET "taxAmount" = 0, discount = 0,
        subtotal = (coalesce(f.cents, 0) / 100)::double precision, total = (coalesce(f.cents, 0) / 100)::double precision,
        notes = concat_ws(E'\\n\\n', s.notes,
          ${literal(ESTIMATE_LABEL)} || coalesce(': ' || to_char(h.estimated, 'FM999999999990.00'), ''),
          CASE WHEN f.cents > 0 THEN ${literal(`${FORFEITED_LABEL}: `)} || to_char(f.cents / 100, 'FM999999999990.00') END)
      FROM held h LEFT JOIN (
        SELECT invoice, sum(greatest(paid - coalesce(refund, 0), 0)) AS cents FROM deposited WHERE forfeited GROUP BY 1
      ) f ON f.invoice = h.invoice WHERE h.n = s._n;
    ${tellFates(layout, payments)}`);
  if (lines) await session.exec(leaveOut(layout, lines, linesOfEstimates(lines), 'INVOICE_LINE_ESTIMATE'));
  await session.exec('DROP TABLE held, deposited');
};

const amount = (place: number): string => `round(${said(place)}::numeric * 100)`;

/** Two amounts for one payment, which may be that of several deposits: the payment moves, its deposits do not. */
const rejectDiffering = (layout: Layout): string => `
  UPDATE ${layout.lines} l SET state = 'rejected', mapped_state = 'rejected', code = 'DEPOSIT_AMOUNT_DIFFERS',
      mapped_code = 'DEPOSIT_AMOUNT_DIFFERS', fold_entity = NULL, fold = NULL, fold_code = NULL
    FROM deposited d WHERE d.n = l.n AND l.entity = ${entityNumber(layout, 'deposits')} AND d.differs;
  INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name)
    SELECT l.n, l.entity, l.file, 'transform', 'DEPOSIT_AMOUNT_DIFFERS', 'paid_amount'
    FROM deposited d JOIN ${linesOf(layout, 'deposits')} l USING (n) WHERE d.differs;
  DELETE FROM deposited WHERE differs;`;

/** What became of deposits on estimates, where a person has something to decide or to know. */
const tellFates = (layout: Layout, payments: Unit): string => `
  INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
  SELECT l.n, l.entity, l.file, 'transform', c.code, 'invoices/' || d.invoice
  FROM deposited d JOIN held h ON h.invoice = d.invoice AND h.usable JOIN ${linesOf(layout, 'deposits')} l ON l.n = d.n
  LEFT JOIN (SELECT p."invoiceId" AS invoice, sum(${cents('p.amount')}) AS cents FROM ${payments.staged} p
    JOIN ${payments.lines} pl ON pl.n = p._n AND pl.mapped_state = 'ready' WHERE p.amount < 0 GROUP BY 1) back ON back.invoice = d.invoice
  CROSS JOIN LATERAL (VALUES
    ('DEPOSIT_FORFEITED', d.forfeited),
    ('DEPOSIT_REFUND_UNSEEN', d.refunded AND coalesce(-back.cents, 0) < coalesce(d.refund, d.paid)),
    ('DEPOSIT_UNDECIDED', (d.cancelled OR h.cancelled) AND NOT (d.forfeited OR d.refunded OR d.consumed))
  ) AS c(code, holds) WHERE c.holds;`;

/** Lines of an estimate are no sales yet: what is wrong with them rejects nobody. */
const linesOfEstimates = ({ staged, lines }: Unit): string => `
  SELECT s._n AS n FROM ${staged} s JOIN held h ON h.invoice = s."invoiceId" AND h.usable
  JOIN ${lines} l ON l.n = s._n AND l.mapped_state IN ('ready', 'rejected')`;

/** Puts the payment's id in the place of the key; the step `deposits` has read the rest. */
export const depositOfPayment: FoldStep = async ({ session, layout, entityNumber: number }) => {
  await session.query(`
    UPDATE ${layout.lines} SET fold = nullif(nullif(btrim(fold::jsonb ->> 0), ''), '0')
    WHERE entity = ${number} AND fold IS NOT NULL`);
};
