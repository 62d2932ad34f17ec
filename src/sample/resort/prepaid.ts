import { excludedBy, rejectedBy } from '../money/model.ts';
import type { SampleReceipt } from '../money/receipts.ts';
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

/** One has the id of an invoice, one is an invoice as well. */
export const RECEIPTS: readonly SampleReceipt[] = [
  { id: '70001', owner: '40101', total: '45.00', paid: '45.00' },
  { id: '301', owner: '40102', total: '100.00', paid: '60.00' },
  { id: '302', owner: '40103', total: '20.00', paid: '', issues: ['RECEIPT_PAYMENT_UNKNOWN'] },
  {
    ...{ id: '304', owner: '40104', total: '90.00', paid: '80.00' },
    parts: [
      ['Cash', '30.00'],
      ['Check', '55.50'],
      ['Cash', '-5.50'],
    ],
  },
  {
    ...{ id: '305', owner: '40101', total: '40.00', paid: '40.00', parts: [['Cash', '15.00']] },
    ...rejectedBy('RECEIPT_PAYMENTS_DIFFER', 'its payments add up to 15.00'),
  },
  { id: '303', owner: '40104', total: '30.00', paid: '30.00', brokenLine: true },
  {
    ...{ id: '70020', owner: '40119', total: '12.00', paid: '12.00' },
    ...excludedBy('RECEIPT_IS_INVOICE', 'invoices/70020 is the same sale'),
  },
];

/** Owners who move, each with some of the packages. */
export const PACKAGE_OWNERS = ['40101', '40102', '40103', '40104', '40105'] as const;
