import { type Cells, SUBSCRIPTION_COLUMNS } from '../columns.ts';
import type { KeyBuilder } from '../key.ts';
import { CSV, ExportFile } from '../writer.ts';
import { cents } from './cents.ts';

export interface SampleSubscription {
  id: string;
  owner: string;
  /** Dollars, as `89.00`. */
  price: string;
  /** Whether it goes on charging: what its other cells say. */
  runs: boolean;
  why: string;
  cells: Cells;
}

/** The file of subscriptions; none of them has a place in Tailtown. */
export class SubscriptionFile {
  readonly file: ExportFile;
  readonly #book: KeyBuilder;

  constructor(root: string, book: KeyBuilder) {
    this.#book = book;
    this.file = new ExportFile(root, 'export/subscriptions.csv', SUBSCRIPTION_COLUMNS, CSV);
  }

  write({ id, owner, price, runs, why, cells }: SampleSubscription): void {
    this.file.record({
      ...{ id, owner_id: owner, package_id: '31', package: '10 Day Pass', location_id: '1', price },
      ...{ frequency: 'monthly', start_date: '2025-06-01', next_billing_date: '2026-04-01' },
      ...cells,
    });
    const code = runs ? 'SUBSCRIPTION_ACTIVE' : 'SUBSCRIPTION_ENDED';
    this.#book.ended('subscriptions', id, 'excluded', code, why);
    this.#book.counted('subscriptions.count', 'excluded');
    this.#book.total('subscriptions.price', 'excluded', cents(price));
  }
}

const KINDS: readonly Omit<SampleSubscription, 'id' | 'owner'>[] = [
  { price: '89.00', runs: true, why: 'it is active', cells: { status: 'active' } },
  {
    ...{ price: '89.00', runs: false, why: 'it was canceled' },
    cells: { status: 'canceled', cancel_date: '2025-09-14', next_billing_date: '' },
  },
  {
    price: '120.50',
    runs: true,
    why: 'a paused one goes on',
    cells: { status: 'paused', frequency: 'annual' },
  },
  {
    ...{ price: '45.00', runs: false, why: 'its end has come' },
    cells: { end_date: '2025-12-31', next_billing_date: '' },
  },
  {
    ...{ price: '45.00', runs: true, why: 'it charges until its end comes' },
    cells: { cancel_date: '2099-01-01', status: '' },
  },
];

/** The subscription of an owner at this place of an invented resort, if there is one. */
export function subscriptionOf(owner: string, index: number): SampleSubscription | null {
  if (index % 23 !== 7 || owner === '') return null;
  const kind = KINDS[Math.floor(index / 23) % KINDS.length];
  return kind ? { ...kind, id: String(610_001 + index), owner } : null;
}
