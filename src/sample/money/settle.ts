import type { RuleCode } from '../../core/rules/index.ts';
import type { Fate } from '../stay-files.ts';
import type { Ended, SampleInvoice } from './model.ts';

/** What becomes of an invoice with its lines and payments, and what it leaves the owner owing. */
export interface Settled {
  invoice: Fate;
  /** In the order of the invoice's own. */
  lines: Fate[];
  payments: Fate[];
  /** Findings about the invoice as a whole. */
  issues: RuleCode[];
  paid: bigint;
  returned: bigint;
  /** Positive: the owner owes. 0 where the invoice does not move. */
  balance: bigint;
}

/** An invoice stands or falls with its lines and payments (promise 1); what is left out on purpose stays so. */
export function settle(invoice: SampleInvoice): Settled {
  const parts = [
    ...invoice.lines.map((line) => ({ ...line, name: `invoice_lines/${line.id}` })),
    ...invoice.payments.map((payment) => ({ ...payment, name: `payments/${payment.id}` })),
  ];
  const culprit = parts.find(({ ended }) => ended?.outcome === 'rejected');
  const fall: Ended | undefined =
    culprit === undefined
      ? undefined
      : { outcome: 'rejected', code: 'INVOICE_PART_REJECTED', why: `${culprit.name} was rejected` };
  const end = invoice.ended ?? fall;
  const root = invoice.ended ? `invoices/${invoice.id}` : (culprit?.name ?? '');
  const fateOf = ({ ended }: { ended?: Ended }): Fate => ended ?? (end ? childOf(end, root) : 'inserted');
  const settled = { lines: invoice.lines.map(fateOf), payments: invoice.payments.map(fateOf) };
  if (end) return { ...settled, invoice: end, issues: [], paid: 0n, returned: 0n, balance: 0n };

  const lines = invoice.lines.filter(({ ended }) => ended === undefined);
  const returned = sum(lines.map(({ refund, taxRefund }) => refund + taxRefund));
  const paid = sum(invoice.payments.filter(({ ended }) => ended === undefined).map(({ amount }) => amount));
  const balance = invoice.total - returned - paid;
  const lineSum = sum(lines.map(({ total }) => total));
  const issues: [RuleCode, boolean][] = [
    ['INVOICE_TOTAL_MISMATCH', invoice.total !== invoice.subtotal + invoice.tax - invoice.discount],
    ['INVOICE_LINES_MISMATCH', invoice.lines.length > 0 && lineSum !== invoice.subtotal],
    ['INVOICE_OVERPAID', paid > invoice.total],
    ['INVOICE_CLOSED_UNPAID', invoice.complete === '1' && balance > 0n],
    ['INVOICE_RETURN_UNEXPLAINED', invoice.isReturned && returned === 0n],
  ];
  return {
    ...settled,
    invoice: 'inserted',
    issues: issues.flatMap(([code, holds]) => (holds ? [code] : [])),
    ...{ paid, returned, balance },
  };
}

/** How what hangs on an ended record ends. */
export function childOf({ outcome }: Ended, root: string): Ended {
  return outcome === 'excluded'
    ? { outcome, code: 'PARENT_EXCLUDED', why: `${root} was excluded` }
    : { outcome: 'rejected', code: 'PARENT_NOT_LOADED', why: `${root} was rejected` };
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
