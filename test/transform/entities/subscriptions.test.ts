import { describe, expect, test } from 'vitest';
import { mapLine } from '../support.ts';

const subscription = (values: Record<string, string>) =>
  mapLine('subscriptions', { id: '61', owner_id: '101', price: '89.00', ...values });

describe('a subscription goes on charging unless something plain says that it has ended', () => {
  test.each([
    ['active', { status: 'Active' }],
    ['active, whatever else stands there', { status: 'active', cancel_date: '2025-01-01' }],
    ['paused', { status: 'paused' }],
    ['silence', {}],
    ['a word that nobody knows', { status: 'lapsing' }],
    ['an end that is to come', { end_date: '2026-01-01' }],
    ['a day that cannot be read', { cancel_date: 'soon' }],
    ['no day', { cancel_date: '0000-00-00', is_deleted: '0' }],
  ])('%s', async (_, values) => {
    const line = await subscription(values);
    expect([line.state, line.code]).toEqual(['excluded', 'SUBSCRIPTION_ACTIVE']);
  });

  test.each([
    ['canceled', { status: 'Cancelled ' }],
    ['deleted', { is_deleted: '1' }],
    ['an end that has come', { end_date: '2025-12-19' }],
    ['unix seconds', { cancel_date: '1765900800' }],
  ])('but not: %s', async (_, values) => {
    const line = await subscription(values);
    expect([line.state, line.code]).toEqual(['excluded', 'SUBSCRIPTION_ENDED']);
    expect(line.issues).toEqual([{ code: 'SUBSCRIPTION_ENDED' }]);
  });
});

test('what is told of it is ids, amounts and days; anything else may be a name that slipped', async () => {
  const line = await subscription({
    owner_id: 'Ann Sample',
    package_id: '31',
    next_billing_date: '4/1/2026',
  });
  expect(line.issues).toEqual([
    {
      code: 'SUBSCRIPTION_ACTIVE',
      detail: 'owner_id xxx xxxxxx; package_id 31; price 89.00; next_billing_date 4/1/2026',
    },
  ]);
});
