import { formatMoney, parseMoney } from '../../core/money.ts';
import { isObject } from './answer.ts';
import { flatten, type RawCells } from './flatten.ts';
import { idText } from './rows.ts';

export interface TransactionParts {
  lines: RawCells[];
  payments: RawCells[];
  deposits: RawCells[];
}

/** The parts of `transaction(id)` (gingr-sources.md 2.8), each with the invoice or the receipt that was asked for. */
export function transactionParts(
  answer: Readonly<Record<string, unknown>>,
  parent: 'invoice_id' | 'receipt_id',
  id: string,
): TransactionParts {
  const own = (cells: RawCells): RawCells => ({ ...cells, [parent]: id });
  return {
    lines: named(answer['items']).map(own),
    payments: paymentsOf(answer).map(own),
    deposits: named(answer['deposits']),
  };
}

/** What the payments add up to, as a decimal; null where there are none, or one has no amount. Zero ones and allocations are no money. */
export function paidIn({ payments }: TransactionParts): string | null {
  const isSet = (cell: string | null | undefined) => /^\s*(?:1|true|yes)\s*$/i.test(cell ?? '');
  const money = payments.filter(
    (payment) => !isSet(payment['zero_payment']) && !isSet(payment['payment_allocation_refund']),
  );
  let sum = 0n;
  for (const payment of money) {
    const amount = parseMoney(payment['total_balance'] ?? payment['amount'] ?? '');
    if (!amount.ok) return null;
    sum += amount.cents;
  }
  return money.length === 0 ? null : formatMoney(sum);
}

/** `payment_items` and `detailed_payments` are two names of the same payments; one may know what the other lacks. */
function paymentsOf(answer: Readonly<Record<string, unknown>>): RawCells[] {
  const payments = new Map<string, RawCells>();
  for (const name of ['payment_items', 'detailed_payments']) {
    for (const payment of named(answer[name])) {
      const id = payment['id'] ?? payment['payment_id'] ?? '';
      payments.set(id, { ...payment, ...payments.get(id) });
    }
  }
  return [...payments.values()];
}

/** Key of what stands beside the payments and is none (gingr-sources.md 2.8). */
const BESIDE = 'deposit';

/** Objects of an array, or of an object by their ids. */
function named(value: unknown): RawCells[] {
  if (!isObject(value)) return [];
  if (Array.isArray(value)) return value.filter(isObject).map((item) => flatten(item));
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === BESIDE || !isObject(item) || Array.isArray(item)) return [];
    const own = idText(item['id']) ?? idText(item['payment_id']);
    return [{ ...(own === null ? { id: key } : {}), ...flatten(item) }];
  });
}
