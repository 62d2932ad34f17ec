import { formatMoney } from '../../core/money.ts';

/**
 * Control totals: what a person can add up in Gingr and find again in Tailtown. The source side is read from the raw
 * values (raw.ts), by code that no mapping shares, so that a mapping error cannot hide itself; the target side is
 * SQL over the target's own rows (target.ts).
 */

export interface Control {
  name: string;
  unit: 'money' | 'count';
}

export type Dimension = 'month' | 'location' | 'method' | 'fate';

export interface EntityControls {
  /** What a group's name is made of, joined by `|`; empty where the totals have no groups. */
  dimensions: Dimension[];
  /** In the order of the values of a line. */
  controls: Control[];
}

const money = (name: string): Control => ({ name, unit: 'money' });
const count = (name: string): Control => ({ name, unit: 'count' });

/** What is added up per entity. `owners.balance` is compared owner by owner (balances.ts), not by conservation. */
export const CONTROLS: Readonly<Record<string, EntityControls>> = {
  owners: { dimensions: [], controls: [money('owners.balance')] },
  reservations: {
    dimensions: ['month'],
    controls: [count('reservations.starts'), count('reservations.nights')],
  },
  reservation_services: {
    dimensions: [],
    controls: [count('reservation_services.count'), money('reservation_services.cost')],
  },
  standing_reservations: { dimensions: [], controls: [count('standing_reservations.count')] },
  immunizations: { dimensions: [], controls: [count('immunizations.count')] },
  invoices: {
    dimensions: ['month', 'location'],
    controls: [
      count('invoices.count'),
      ...['subtotal', 'tax', 'discount', 'total'].map((column) => money(`invoices.${column}`)),
      count('invoices.estimates'),
      ...['tips', 'surcharges'].map((column) => money(`invoices.${column}`)),
    ],
  },
  // A line has no date and no location of its own.
  invoice_lines: {
    dimensions: [],
    controls: [count('invoice_lines.count'), money('invoice_lines.amount'), money('invoice_lines.returns')],
  },
  payments: {
    dimensions: ['month', 'location', 'method'],
    controls: [count('payments.count'), money('payments.received'), money('payments.refunds')],
  },
  deposits: { dimensions: ['fate'], controls: [count('deposits.count'), money('deposits.amount')] },
  retail_items: { dimensions: [], controls: [count('retail_items.count'), money('retail_items.price')] },
  owner_packages: {
    dimensions: [],
    controls: [count('owner_packages.count'), count('owner_packages.credits'), money('owner_packages.value')],
  },
  store_credits: { dimensions: [], controls: [count('store_credits.count'), money('store_credits.amount')] },
  gift_cards: { dimensions: [], controls: [count('gift_cards.count'), money('gift_cards.balance')] },
  receipts: {
    dimensions: ['month', 'location'],
    controls: [
      count('receipts.count'),
      ...['subtotal', 'tax', 'discount', 'total', 'paid', 'carried'].map((column) =>
        money(`receipts.${column}`),
      ),
    ],
  },
  receipt_lines: { dimensions: [], controls: [count('receipt_lines.count'), money('receipt_lines.amount')] },
  receipt_payments: {
    dimensions: [],
    controls: [
      count('receipt_payments.count'),
      money('receipt_payments.received'),
      money('receipt_payments.refunds'),
    ],
  },
  subscriptions: { dimensions: [], controls: [count('subscriptions.count'), money('subscriptions.price')] },
};

/** The month of a group whose line states none that can be read. */
export const NO_MONTH = 'no date';

/** Cents as decimal text, counts as they are. */
export function controlText(unit: Control['unit'], value: bigint): string {
  return unit === 'count' ? value.toString() : formatMoney(value);
}
