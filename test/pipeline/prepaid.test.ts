import { describe, expect, it } from 'vitest';
import type { RunModel } from '../../src/reconcile/model.ts';
import { folderWith } from '../support/folders.ts';
import { moneyResort, type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import { MAPPINGS, type TestRun } from '../support/runtime.ts';

const start = testRuns();

const told = (model: RunModel, name: string) => model.fidelity?.find((line) => line.name === name);
const totalOf = (model: RunModel, name: string) => model.totals.find((total) => total.name === name);

describe('subscriptions', () => {
  const records = () => ({
    ...smallResort(),
    subscriptions: [
      { id: '61', owner_id: '101', package_id: '31', price: '89.00', next_billing_date: '2026-04-01' },
      { id: '62', owner_id: '102', package_id: '31', price: '$1,120.50', status: 'paused' },
      { id: '63', owner_id: '103', package_id: '31', price: '45.00', status: 'canceled' },
    ],
  });

  it('are all in the accounts, and the report names those that must be stopped in Gingr', async () => {
    const run = await start('postgres');
    const model = await runOn(run, records());
    expect(model.status).toBe('ok');
    expect(model.entities.find(({ entity }) => entity === 'subscriptions')).toMatchObject({
      ...{ read: 3, excluded: 3, balanced: true },
    });
    expect(told(model, 'records/subscriptions/SUBSCRIPTION_ACTIVE')).toMatchObject({
      ...{ count: 2, value: '1209.50', kept: 'snapshot' },
      where: expect.stringContaining('stop each in Gingr at cutover'),
      records: [
        { sourceId: '61', detail: 'owner_id 101; package_id 31; price 89.00; next_billing_date 2026-04-01' },
        { sourceId: '62', detail: 'owner_id 102; package_id 31; price $1,120.50' },
      ],
    });
    expect(told(model, 'records/subscriptions/SUBSCRIPTION_ENDED')).toMatchObject({
      count: 1,
      value: '45.00',
    });
    expect(told(model, 'records/subscriptions/SUBSCRIPTION_ENDED')).not.toHaveProperty('records');
    expect(model.issues.find(({ code }) => code === 'SUBSCRIPTION_ACTIVE')).toMatchObject({
      ...{ severity: 'warning', count: 2 },
    });
    expect(totalOf(model, 'subscriptions.price')).toMatchObject({
      ...{ source: '1254.50', target: '0.00', excluded: '1254.50', balanced: true },
    });
    expect((await runOn(run, records())).wrote).toBe(false);
  });
});

const DECIDED = `lookup: packages
entries:
  10 Day Pass: { kind: DAYCARE, regularPricePerDay: 32, discountPercent: 10 }
  3 Day Taster: { kind: DAYCARE, regularPricePerDay: 35, discountPercent: 5 }
  Bath 5-Pack: { kind: OTHER }
`;

/** The small resort with packages: two kinds of passes, and baths. */
const packageResort = (): Records => ({
  ...smallResort(),
  package_types: [
    { id: '31', name: '10 Day Pass', credits: '10', price: '288.00', expiration_days: '365' },
    { id: '32', name: '3 Day  Taster', credits: '3', price: '100.00', expiration_days: '90' },
    { id: '33', name: 'Bath 5-Pack', credits: '5', price: '150.00', expiration_days: '365' },
  ],
  owner_packages: [
    owned('71', '101', '31', '10', '288.00', '7'),
    owned('72', '102', '32', '3', '100.00', '2'),
    owned('73', '103', '33', '5', '150.00', '3'),
  ],
});

const owned = (
  id: string,
  owner_id: string,
  kind: string,
  quantity: string,
  price: string,
  left: string,
) => ({
  ...{ id, owner_id, package_type_id: kind, quantity, price, remaining_credits: left, remaining_value: '' },
  ...{ purchased_at: '1764608400', expiration_date: '2026-12-31', notes: '' },
});

const PASSES = `SELECT c."externalId" AS owner, k.name, p."passesPurchased" AS bought, p."passesRemaining" AS left, p."passesUsed" AS used,
  p."purchasePrice" AS price, p.status::text FROM customer_daycare_passes p
  JOIN customers c ON c.id = p."customerId" JOIN daycare_pass_packages k ON k.id = p."packageId" ORDER BY 1, 2, 3`;

describe('packages', () => {
  const decided = async () =>
    start('postgres', { mappingFolders: [MAPPINGS, folderWith({ 'packages.yaml': DECIDED })] });
  const outcomes = (run: TestRun) =>
    rowsOf(
      run,
      `SELECT source_id AS id, outcome, code, detail FROM migration.outcomes WHERE entity = 'owner_packages' ORDER BY 1`,
    );

  it('prepaid days become passes of their owners, to the credit and the cent (P-MON-13)', async () => {
    const run = await decided();
    const first = await runOn(run, packageResort());
    expect(first.status).toBe('ok');
    expect(first.entities.filter(({ balanced }) => !balanced)).toEqual([]);
    expect(await rowsOf(run, PASSES)).toEqual([
      { owner: '101', name: '10 Day Pass', bought: 10, left: 7, used: 3, price: 288, status: 'ACTIVE' },
      { owner: '102', name: '3 Day Taster', bought: 3, left: 2, used: 1, price: 100, status: 'ACTIVE' },
    ]);
    expect(totalOf(first, 'owner_packages.value')).toMatchObject({
      ...{ source: '358.27', target: '268.27', excluded: '90.00', balanced: true },
    });
    expect(totalOf(first, 'owner_packages.credits')).toMatchObject({
      ...{ source: '12', target: '9', excluded: '3', balanced: true },
    });
    expect(first.suspicions.find(({ name }) => name === 'VALUE_SUSPECT')?.findings).toEqual([]);

    expect((await runOn(run, packageResort())).wrote).toBe(false);
    const undone = await undo(run, first.batch);
    expect(undone.fingerprint.equal).toBe(true);
    expect(undone.buckets.kept + undone.buckets.blocked).toBe(0);
    expect(await rowsOf(run, PASSES)).toEqual([]);
    expect((await runOn(run, packageResort())).wrote).toBe(true);
  });

  it('other kinds are named one by one with owner, credits and value', async () => {
    const run = await decided();
    const model = await runOn(run, packageResort());
    expect(told(model, 'records/owner_packages/PACKAGE_OTHER_KIND')).toMatchObject({
      ...{ count: 1, value: '90.00', kept: 'snapshot' },
      records: [
        {
          sourceId: '73',
          detail:
            'owner_id 103; package_type_id 33; remaining_credits 3; quantity 5; price 150.00; expiration_date 2026-12-31',
        },
      ],
    });
  });

  it('a kind of which nobody decided is no day care pass by its name: rejected with all that is left of it', async () => {
    const run = await start('postgres', {
      rejects: { accept: { '*': { kind: 'count', value: 9 } }, refuse: {} },
    });
    const model = await runOn(run, packageResort());
    expect(await outcomes(run)).toMatchObject([
      { id: '71', outcome: 'rejected', code: 'PARENT_NOT_LOADED', detail: 'package_types/31' },
      { id: '72', code: 'PARENT_NOT_LOADED' },
      { id: '73', code: 'PARENT_NOT_LOADED' },
    ]);
    expect(model.issues.find(({ code }) => code === 'PACKAGE_KIND_UNDECIDED')?.count).toBe(3);
    expect(totalOf(model, 'owner_packages.value')).toMatchObject({ rejected: '358.27', balanced: true });
  });

  it('credits that nobody bought move with their number and no price (P-G-11)', async () => {
    const run = await decided();
    const records = packageResort();
    Object.assign(recordOf(records, 'owner_packages', '71'), { quantity: '', price: '' });
    const model = await runOn(run, records);
    expect((await rowsOf(run, PASSES))[0]).toEqual({
      ...{ owner: '101', name: '10 Day Pass', bought: 7, left: 7, used: 0, price: 0, status: 'ACTIVE' },
    });
    expect(model.issues.find(({ code }) => code === 'PACKAGE_WITHOUT_SALE')?.count).toBe(1);
    expect(model.forced).toEqual(
      expect.arrayContaining([
        { table: 'customer_daycare_passes', column: 'passesPurchased', count: 1 },
        { table: 'customer_daycare_passes', column: 'purchasePrice', count: 1 },
      ]),
    );
    expect(totalOf(model, 'owner_packages.value')).toMatchObject({ target: '66.67', balanced: true });
  });

  it('where Tailtown has no passes, all of them are in the accounts with their value', async () => {
    const run = await decided();
    await person(run, 'DROP TABLE daycare_pass_redemptions, customer_daycare_passes, daycare_pass_packages');
    const model = await runOn(run, packageResort());
    expect(told(model, 'records/owner_packages/TARGET_TABLE_ABSENT')).toMatchObject({
      count: 2,
      value: '268.27',
    });
    expect(told(model, 'records/owner_packages/PACKAGE_OTHER_KIND')).toMatchObject({
      count: 1,
      value: '90.00',
    });
    expect(model.totals.every(({ balanced }) => balanced)).toBe(true);
  });

  it('a pass that staff used up in Tailtown stays used up', async () => {
    const run = await decided();
    await runOn(run, packageResort());
    await person(
      run,
      `UPDATE customer_daycare_passes SET "passesRemaining" = 5 WHERE "passesPurchased" = 10`,
    );
    const later = packageResort();
    recordOf(later, 'owner_packages', '71')['remaining_credits'] = '6';
    const model = await runOn(run, later, '2026-03-02');
    expect((await rowsOf(run, PASSES))[0]).toMatchObject({ owner: '101', left: 5 });
    expect(totalOf(model, 'owner_packages.credits')).toMatchObject({ balanced: true, keptByPeople: '1' });
  });
});

describe('store credit and gift cards', () => {
  const records = (): Records => {
    const resort = moneyResort();
    // 7001 is settled, 7002 owes 700.00 and 7003 owes 21.49.
    const balances = ['-50.00', '687.66', '21.49'];
    for (const [place, owner] of (resort['owners'] ?? []).entries())
      owner['current_balance'] = balances[place] ?? '';
    return {
      ...resort,
      store_credits: [
        { owner_id: '101', location_id: '1', store_credit: '30.00' },
        { owner_id: '101', location_id: '2', store_credit: '20.00' },
        { owner_id: '102', location_id: '1', store_credit: '12.34' },
      ],
      gift_cards: [{ id: '81', owner_id: '103', gift_card_balance: '25.00' }],
    };
  };
  const SHOWN = `SELECT c."externalId" AS owner, i."invoiceNumber" AS number, i.total, i.status::text, p.amount, p.method::text
    FROM invoices i JOIN customers c ON c.id = i."customerId" JOIN payments p ON p."invoiceId" = i.id
    WHERE i."invoiceNumber" LIKE 'CREDIT-%' ORDER BY 2`;

  it('is shown by Tailtown as credit, and the balance of each owner is the one of Gingr', async () => {
    const run = await start('postgres', { balanceSign: 'owes-positive' });
    const first = await runOn(run, records());
    expect(first.status).toBe('ok');
    const credit = (owner: string, number: string, amount: number) => ({
      ...{
        owner,
        number: `CREDIT-GINGR-${number}`,
        total: 0,
        status: 'PAID',
        amount,
        method: 'STORE_CREDIT',
      },
    });
    expect(await rowsOf(run, SHOWN)).toEqual([
      credit('101', '101-1', 30),
      credit('101', '101-2', 20),
      credit('102', '102-1', 12.34),
    ]);
    expect(first.balances).toMatchObject({ owners: 3, differing: 0, gingr: '659.15', tailtown: '659.15' });
    expect(totalOf(first, 'store_credits.amount')).toMatchObject({
      ...{ source: '62.34', target: '62.34', balanced: true },
    });
    expect(first.totals.filter(({ balanced }) => !balanced)).toEqual([]);
    expect(first.suspicions.find(({ name }) => name === 'VALUE_SUSPECT')?.findings).toEqual([]);
    expect(told(first, 'records/gift_cards/GIFT_CARD_WITHOUT_PLACE')).toMatchObject({
      ...{ count: 1, value: '25.00' },
      records: [{ sourceId: '81', detail: 'owner_id 103; gift_card_balance 25.00' }],
    });

    expect((await runOn(run, records())).wrote).toBe(false);
    const undone = await undo(run, first.batch);
    expect(undone.fingerprint.equal).toBe(true);
    expect(await rowsOf(run, SHOWN)).toEqual([]);
  });

  it('follows Gingr until cutover, to nothing as well', async () => {
    const run = await start('postgres', { balanceSign: 'owes-positive' });
    await runOn(run, records());
    const later = records();
    Object.assign(later['store_credits']?.[2] ?? {}, { store_credit: '0.00' });
    recordOf(later, 'owners', '102')['current_balance'] = '700.00';
    const model = await runOn(run, later, '2026-03-02');
    expect(await rowsOf(run, SHOWN)).toMatchObject([{ amount: 30 }, { amount: 20 }, { amount: 0 }]);
    expect(model.balances).toMatchObject({ differing: 0 });
  });
});
