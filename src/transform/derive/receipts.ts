import { RULES, type RuleCode } from '../../core/rules/index.ts';
import { cents, literal } from '../../database/sql.ts';
import { unitOf } from '../../staging/layout.ts';
import type { DeriveStep } from './index.ts';
import { leaveOut } from './leave-out.ts';

/**
 * A dump has all sales in one table, receipts too. One of the same id, owner, moment and total that stands among the
 * invoices is one sale; ids alone prove nothing.
 */
export const receiptTwin: DeriveStep = async ({ session, layout, unit }) => {
  const invoices = unitOf(layout, 'invoices');
  if (!invoices) return;
  const twins = `
    SELECT s._n AS n FROM ${unit.staged} s
    JOIN ${unit.lines} l ON l.n = s._n AND l.mapped_state = 'ready'
    JOIN ${invoices.staged} i ON i._source_id = s._source_id AND i."customerId" = s."customerId"
      AND i."createdAt" = s."createdAt" AND ${cents('i.total')} = ${cents('s.total')}
    JOIN ${invoices.lines} il ON il.n = i._n AND il.mapped_state = 'ready'`;
  await session.exec(leaveOut(layout, unit, twins, 'RECEIPT_IS_INVOICE'));
};

/** What a header that names no way of payment, or several, is rejected for. */
const OF_METHOD: readonly RuleCode[] = ['PAYMENT_METHOD_MISSING', 'PAYMENT_METHOD_UNMAPPED'];

const listed = (codes: readonly string[]): string => codes.map(literal).join(', ');
const REJECTING = Object.entries(RULES)
  .filter(([code, { effect }]) => effect === 'reject' && !OF_METHOD.some((own) => own === code))
  .map(([code]) => code);

/**
 * A receipt was paid in one way or in several. Where its payments were exported each is a row of its own, so the one row of
 * the sum goes, and with it what was wrong with the receipt's own words on the method. They must add up to what the receipt
 * states; where they do not, nothing tells which is right, and the receipt is rejected.
 */
export const receiptPayments: DeriveStep = async ({ session, layout, unit }) => {
  const payments = unitOf(layout, 'receipt_payments');
  const sum = unitOf(layout, unit.entity, 'payments');
  if (!payments) return;
  const own = `l.n = p.n AND l.entity = ${unit.entityNumber}`;
  const tell = (code: RuleCode, which: string) => `
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name)
      SELECT l.n, l.entity, l.file, 'transform', ${literal(code)}, 'amount_paid'
      FROM paid_in_parts p JOIN ${unit.lines} l USING (n) WHERE l.mapped_state = 'ready' AND ${which};`;
  await session.exec(`
    CREATE TEMP TABLE paid_in_parts AS
    SELECT s._n AS n, p.known AND p.cents IS DISTINCT FROM ${cents('s.paid::numeric')} AS differs
    FROM ${unit.staged} s
    JOIN (SELECT p."invoiceId" AS receipt, sum(${cents('p.amount')}) AS cents, bool_and(p.amount IS NOT NULL) AS known
      FROM ${payments.staged} p JOIN ${payments.lines} l ON l.n = p._n AND l.mapped_state IN ('ready', 'rejected') GROUP BY 1) p
      ON p.receipt = s._source_id;
    ${sum ? `DELETE FROM ${sum.staged} s USING paid_in_parts p WHERE p.n = s._n;` : ''}
    DELETE FROM ${layout.alterations} a USING paid_in_parts p WHERE a.n = p.n AND a.target_table = 'payments';
    DELETE FROM ${layout.issues} i USING paid_in_parts p WHERE i.n = p.n AND i.code IN (${listed(OF_METHOD)});
    UPDATE ${layout.lines} l SET state = 'ready', mapped_state = 'ready', code = NULL, mapped_code = NULL
      FROM paid_in_parts p WHERE ${own} AND l.mapped_state = 'rejected' AND l.mapped_code IN (${listed(OF_METHOD)})
        AND NOT EXISTS (SELECT FROM ${layout.issues} i WHERE i.n = l.n AND i.code IN (${listed(REJECTING)}));
    ${tell('RECEIPT_PAYMENTS_DIFFER', 'p.differs')}
    ${tell('RECEIPT_PAID_IN_PARTS', 'NOT p.differs')}
    UPDATE ${layout.lines} l SET state = 'rejected', mapped_state = 'rejected', code = 'RECEIPT_PAYMENTS_DIFFER',
        mapped_code = 'RECEIPT_PAYMENTS_DIFFER'
      FROM paid_in_parts p WHERE ${own} AND l.mapped_state = 'ready' AND p.differs;
    DROP TABLE paid_in_parts`);
};
