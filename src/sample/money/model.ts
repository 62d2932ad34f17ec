import type { RuleCode } from '../../core/rules/index.ts';
import type { Cells } from '../columns.ts';
import type { Fate } from '../stay-files.ts';

/**
 * Invoices of a sample with all that belongs to them. Amounts are cents, what a person adds up in Gingr's files: 0
 * where a cell is empty or holds no amount. `cells` says what stands in the file otherwise.
 */

export type Ended = Exclude<Fate, 'inserted'>;

interface Part {
  id: string;
  /** How the record ends by itself, whatever becomes of the others. */
  ended?: Ended;
  /** Findings beside its end. */
  issues?: readonly RuleCode[];
  cells?: Cells;
  /** Further lines that say the same. */
  copies?: number;
}

export interface SampleLine extends Part {
  description: string;
  quantity: string;
  /** Null: the file does not say. */
  unitPrice: bigint | null;
  total: bigint;
  tax: bigint;
  /** What came back of `total` and of `tax`. */
  refund: bigint;
  taxRefund: bigint;
}

export interface SamplePayment extends Part {
  method: string;
  /** Negative: a refund. */
  amount: bigint;
  /** Unix seconds. */
  at: number;
  description: string;
  deposit?: SampleDeposit;
}

export interface SampleDeposit extends Part {
  paid: bigint;
  /** What became of it; `consumed` where it is not said. */
  fate?: 'open' | 'undecided' | 'forfeited' | 'refunded';
}

export interface SampleInvoice extends Part {
  /** Id of the owner. */
  owner: string;
  /** Id of the stay, or ''. */
  stay: string;
  location: string;
  /** Unix seconds. */
  at: number;
  subtotal: bigint;
  discount: bigint;
  tax: bigint;
  total: bigint;
  /** Beside the lines; whether the total has them, the amounts say. */
  tip?: bigint;
  surcharge?: bigint;
  /** '0' is an estimate, which becomes an invoice at check-out; '1' closed, '' open. */
  complete: '0' | '1' | '';
  isReturned: boolean;
  lines: readonly SampleLine[];
  payments: readonly SamplePayment[];
}

export const rejectedBy = (code: RuleCode, why: string): { ended: Ended } => ({
  ended: { outcome: 'rejected', code, why },
});
export const excludedBy = (code: RuleCode, why: string): { ended: Ended } => ({
  ended: { outcome: 'excluded', code, why },
});

/** Gingr's words for ways to pay, and Tailtown's; a word that is not here has no place there. */
export const METHODS: Readonly<Record<string, string>> = {
  Cash: 'CASH',
  Check: 'CHECK',
  'Credit Card': 'CREDIT_CARD',
  'Debit Card': 'DEBIT_CARD',
  'Gift Card': 'GIFT_CARD',
  ACH: 'BANK_TRANSFER',
  'Store Credit': 'GIFT_CARD',
  'Account Credit': 'GIFT_CARD',
};
