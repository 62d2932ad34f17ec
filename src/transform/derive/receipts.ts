import { cents } from '../../staging/invoice-sums.ts';
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
