import type { SampleSubscription } from '../money/subscriptions.ts';

/** One of each, as a person would look at them. */
export const SUBSCRIPTIONS: readonly SampleSubscription[] = [
  {
    ...{ id: '61001', owner: '40101', price: '89.00', runs: true, why: 'it is active' },
    cells: { status: 'active' },
  },
  {
    ...{ id: '61002', owner: '40102', price: '120.50', runs: true, why: 'a paused one goes on' },
    cells: { status: 'paused', frequency: 'annual', next_billing_date: '2026-09-01' },
  },
  {
    ...{ id: '61003', owner: '40103', price: '45.00', runs: true, why: 'it charges until its end comes' },
    cells: { cancel_date: '2026-03-31' },
  },
  {
    ...{ id: '61004', owner: '40103', price: '45.00', runs: false, why: 'it was canceled' },
    cells: { status: 'Canceled', cancel_date: '2025-09-14', next_billing_date: '' },
  },
  {
    ...{ id: '61005', owner: '40104', price: '45.00', runs: false, why: 'its end has come' },
    cells: { end_date: '2025-12-31', next_billing_date: '' },
  },
];

/** Store credit by owner, in cents. */
export const STORE_CREDITS: Readonly<Record<string, bigint>> = { '40118': 5000n, '40101': 1234n };

/** Owners who move, each with some of the packages. */
export const PACKAGE_OWNERS = ['40101', '40102', '40103', '40104', '40105'] as const;
