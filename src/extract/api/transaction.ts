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
