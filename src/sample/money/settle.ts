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
  /** Positive: the owner owes. 0 where the invoice does not move, and of an estimate. */
  balance: bigint;
  /** What an estimate holds of the owner's money, beside its deposits that were forfeited. */
  held: bigint;
  forfeited: bigint;
  /** Where its tip and its surcharge are, which stand beside the lines. */
  extras: 'within' | 'beside' | 'apart';
}

/** An invoice stands or falls with its lines and payments (promise 1); what is left out on purpose stays so. */
export function settle(invoice: SampleInvoice): Settled {
  if (invoice.complete === '0') return settleEstimate(invoice);
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
  if (end) return { ...settled, invoice: end, ...NOTHING };

  const lines = invoice.lines.filter(({ ended }) => ended === undefined);
  const returned = sum(lines.map(({ refund, taxRefund }) => refund + taxRefund));
  const paid = sum(invoice.payments.filter(({ ended }) => ended === undefined).map(({ amount }) => amount));
  const extra = (invoice.tip ?? 0n) + (invoice.surcharge ?? 0n);
  const plain = invoice.subtotal + invoice.tax - invoice.discount;
  const within = extra !== 0n && invoice.total === plain + extra;
  // A row of their own takes what was paid beyond the total.
  const beside = !within && extra > 0n && paid + returned - invoice.total >= extra ? extra : 0n;
  const balance = invoice.total - returned + beside - paid;
  const lineSum = sum(lines.map(({ total }) => total));
  const issues: [RuleCode, boolean][] = [
    ['INVOICE_TOTAL_MISMATCH', !within && invoice.total !== plain],
    ['INVOICE_LINES_MISMATCH', invoice.lines.length > 0 && lineSum !== invoice.subtotal],
    ['INVOICE_OVERPAID', paid > invoice.total + beside],
    ['INVOICE_CLOSED_UNPAID', invoice.complete === '1' && balance > 0n],
    ['INVOICE_TIP_APART', extra !== 0n && !within && beside === 0n],
    ['INVOICE_RETURN_UNEXPLAINED', invoice.isReturned && returned === 0n],
  ];
  return {
    ...settled,
    invoice: 'inserted',
    issues: issues.flatMap(([code, holds]) => (holds ? [code] : [])),
    ...{ paid, returned, balance, held: 0n, forfeited: 0n },
    extras: within ? 'within' : beside === 0n ? 'apart' : 'beside',
  };
}

const NOTHING = {
  ...{ issues: [], paid: 0n, returned: 0n, balance: 0n, held: 0n, forfeited: 0n },
  extras: 'apart' as const,
};

/** An estimate is no sale: it has a row where it holds money, and its lines stay behind. */
function settleEstimate(invoice: SampleInvoice): Settled {
  const { lines, payments } = invoice;
  const empty: Ended = {
    outcome: 'excluded',
    code: 'INVOICE_ESTIMATE',
    why: 'an estimate: the stay is not over',
  };
  const end = invoice.ended ?? (payments.length === 0 ? empty : undefined);
  if (end) {
    const fate = childOf(end, `invoices/${invoice.id}`);
    return { lines: lines.map(() => fate), payments: payments.map(() => fate), invoice: end, ...NOTHING };
  }
  const unsold: Fate = { outcome: 'excluded', code: 'INVOICE_LINE_ESTIMATE', why: 'a line of an estimate' };
  const paid = sum(payments.map(({ amount }) => amount));
  const kept = payments.flatMap(({ deposit }) => (deposit?.fate === 'forfeited' ? [deposit.paid] : []));
  return {
    ...{ lines: lines.map(() => unsold), payments: payments.map(() => 'inserted'), invoice: 'inserted' },
    ...{ issues: ['INVOICE_ESTIMATE_HELD'], paid, returned: 0n, balance: 0n },
    ...{ held: paid - sum(kept), forfeited: sum(kept), extras: 'apart' },
  };
}

/** How what hangs on an ended record ends. */
export function childOf({ outcome }: Ended, root: string): Ended {
  return outcome === 'excluded'
    ? { outcome, code: 'PARENT_EXCLUDED', why: `${root} was excluded` }
    : { outcome: 'rejected', code: 'PARENT_NOT_LOADED', why: `${root} was rejected` };
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
