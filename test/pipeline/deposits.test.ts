import { describe, expect, it } from 'vitest';
import type { RunModel } from '../../src/reconcile/model.ts';
import { moneyResort, type Records, recordOf } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const start = testRuns();

const totalOf = (model: RunModel, name: string) => model.totals.find((total) => total.name === name);
const told = (model: RunModel, name: string) => model.fidelity?.find((line) => line.name === name);
const countOf = (model: RunModel, code: string) =>
  model.issues.find((issue) => issue.code === code)?.count ?? 0;
const outcomes = (run: TestRun, entity: string) =>
  rowsOf(
    run,
    `SELECT source_id AS id, outcome, code FROM migration.outcomes WHERE entity = '${entity}' ORDER BY source_id`,
  );

const ROWS = `SELECT "invoiceNumber" AS number, status::text, total, "depositAmount" AS asked, "depositPaid" AS paid,
  "balanceDue" AS due FROM invoices ORDER BY 1`;
const row = (...[number, status, total, asked, paid, due]: [string, string, ...number[]]) => ({
  ...{ number, status, total, asked, paid, due },
});

const BALANCES: Record<string, string> = { '101': '0.00', '102': '700.00', '103': '21.49' };

const estimate = (id: string, owner_id: string, total: string) => ({
  ...{ id, owner_id, reservation_id: '', create_stamp: '1772784000', location_id: '1', complete: '0' },
  ...{ subtotal: total, tax_amount: '0.00', discount: '0.00', total },
});
const paid = (id: string, invoice_id: string, total_balance: string) => ({
  ...{ id, invoice_id, payment_method_type: 'Check', total_balance, transaction_time: '1772784100' },
  ...{
    zero_payment: '0',
    payment_allocation_refund: '0',
    description: `Deposit for Reservation #${invoice_id}`,
  },
});
const stamps = { consumed_at: '', refunded_at: '', refund_amount: '', forfeited_at: '', cancel_stamp: '' };
const deposit = (id: string, payment_id: string, amount: string, odd: Record<string, string> = {}) => ({
  ...{ id, payment_id, deposit_amount: amount, paid_amount: amount, ...stamps, ...odd },
});

/** The money resort; beside it one estimate per fate of a deposit, and one on which nothing was paid. */
function depositResort(): Records {
  const records = moneyResort();
  for (const owner of records['owners'] ?? [])
    owner['current_balance'] = BALANCES[owner['id'] ?? ''] ?? '0.00';
  records['invoices']?.push(
    ...[
      estimate('7101', '101', '120.00'),
      estimate('7102', '101', '80.00'),
      estimate('7103', '102', '60.00'),
    ],
    ...[estimate('7104', '103', '90.00'), estimate('7105', '103', '33.00')],
  );
  records['invoice_lines']?.push({
    ...(records['invoice_lines'][0] ?? {}),
    ...{ id: '8101', invoice_id: '7101', total: 'by agreement', refund_amount: '', tax_refund_amount: '' },
  });
  records['payments']?.push(
    ...[paid('6101', '7101', '50.00'), paid('6102', '7102', '40.00'), paid('6103', '7103', '30.00')],
    ...[paid('6104', '7104', '45.00'), paid('6105', '7104', '-20.00')],
  );
  const when = '1772900000';
  records['deposits'] = [
    deposit('5001', '6003', '500.00', { consumed_at: when }),
    deposit('5101', '6101', '50.00'),
    deposit('5102', '6102', '40.00', { forfeited_at: when, cancel_stamp: when }),
    deposit('5103', '6103', '30.00', { cancel_stamp: when }),
    deposit('5104', '6104', '45.00', {
      refunded_at: when,
      refund_amount: '20.00',
      cancel_stamp: when,
      forfeited_at: when,
    }),
  ];
  return records;
}

describe('deposits', () => {
  it('that nobody paid are no money: excluded, and named with what was asked', async () => {
    const run = await start('postgres', { balanceSign: 'owes-positive' });
    const records = depositResort();
    const when = '1772900000';
    records['deposits']?.push(
      deposit('5201', '', '25.00', { paid_amount: '0.00' }),
      deposit('5202', '0', '35.50', { paid_amount: '', cancel_stamp: when }),
      // Each claims money, and no payment shows it.
      deposit('5203', '', '25.00'),
      deposit('5204', '', '25.00', { paid_amount: '0.00', forfeited_at: when }),
      deposit('5205', '', '25.00', { paid_amount: 'some' }),
    );
    const model = await runOn(run, records);
    expect((await outcomes(run, 'deposits')).filter(({ id }) => String(id) >= '5201')).toEqual([
      ...['5201', '5202'].map((id) => ({ id, outcome: 'excluded', code: 'DEPOSIT_NEVER_PAID' })),
      ...['5203', '5204'].map((id) => ({ id, outcome: 'rejected', code: 'DEPOSIT_PAYMENT_MISSING' })),
      { id: '5205', outcome: 'rejected', code: 'MONEY_UNREADABLE' },
    ]);
    expect(told(model, 'records/deposits/DEPOSIT_NEVER_PAID')).toMatchObject({
      ...{ count: 2, value: '0.00', kept: 'snapshot' },
      records: [
        { detail: 'deposit_amount 25.00' },
        { detail: 'deposit_amount 35.50; cancel_stamp 1772900000' },
      ],
    });
    expect(totalOf(model, 'deposits.count')).toMatchObject({ excluded: '2', rejected: '3', balanced: true });
    expect(totalOf(model, 'deposits.amount')).toMatchObject({
      excluded: '0.00',
      rejected: '25.00',
      balanced: true,
    });
    expect(model.entities.every(({ balanced }) => balanced)).toBe(true);
  });

  it('are held, applied, forfeited and paid back to the cent, and wait where nobody decided (P-G-9, P-MON-13)', async () => {
    const run = await start('postgres', { balanceSign: 'owes-positive' });
    const first = await runOn(run, depositResort());
    expect(first.status).toBe('ok');
    expect((await rowsOf(run, ROWS)).filter(({ number }) => String(number) >= 'GINGR-7002')).toEqual([
      row('GINGR-7002', 'PARTIALLY_PAID', 1200, 500, 500, 700),
      row('GINGR-7003', 'SENT', 21.49, 0, 0, 21.49),
      row('GINGR-7101', 'DEPOSIT_PAID', 0, 50, 50, -50),
      row('GINGR-7102', 'PAID', 40, 40, 40, 0),
      row('GINGR-7103', 'DEPOSIT_PAID', 0, 30, 30, -30),
      row('GINGR-7104', 'PAID', 25, 45, 25, 0),
    ]);
    expect(first.balances).toMatchObject({ owners: 3, differing: 0, gingr: '721.49', held: '80.00' });
    expect(totalOf(first, 'deposits.amount')).toMatchObject({
      ...{ source: '665.00', target: '665.00', merged: '0.00', balanced: true },
      groups: [
        { group: 'consumed', source: '500.00', target: '500.00', balanced: true },
        { group: 'forfeited', source: '85.00', target: '85.00', balanced: true },
        { group: 'open', source: '50.00', target: '50.00', balanced: true },
        { group: 'undecided', source: '30.00', target: '30.00', balanced: true },
      ],
    });
    expect(totalOf(first, 'invoices.total')).toMatchObject({
      ...{ source: '1744.16', target: '1361.16', excluded: '383.00', balanced: true },
    });
    expect(totalOf(first, 'invoices.estimates')).toMatchObject({ source: '5', target: '0', excluded: '5' });
    expect(totalOf(first, 'payments.received')).toMatchObject({
      source: '804.67',
      target: '804.67',
      balanced: true,
    });
    expect(first.totals.filter(({ balanced }) => !balanced)).toEqual([]);
    expect(first.entities.filter(({ balanced }) => !balanced)).toEqual([]);
    expect(first.entities.find(({ entity }) => entity === 'invoices')).toMatchObject({
      inserted: 7,
      excluded: 1,
    });
    expect(await outcomes(run, 'invoice_lines')).toEqual([
      { id: '8101', outcome: 'excluded', code: 'INVOICE_LINE_ESTIMATE' },
    ]);
    expect((await outcomes(run, 'deposits')).map(({ outcome }) => outcome)).toEqual(Array(5).fill('merged'));
    expect([countOf(first, 'DEPOSIT_UNDECIDED'), countOf(first, 'DEPOSIT_FORFEITED')]).toEqual([1, 2]);
    expect([countOf(first, 'DEPOSIT_REFUND_UNSEEN'), countOf(first, 'INVOICE_OVERPAID')]).toEqual([0, 0]);
    expect(told(first, 'rows/invoices/held')).toMatchObject({
      ...{ count: 2, value: '80.00' },
      records: [
        { sourceId: '7101', detail: 'owners/101 holds 50.00' },
        { sourceId: '7103', detail: 'owners/102 holds 30.00' },
      ],
    });
    expect(first.forced.find(({ column }) => column === 'dueDate')?.count).toBe(8);
    expect(first.suspicions.find(({ name }) => name === 'VALUE_SUSPECT')?.findings).toEqual([]);

    expect((await runOn(run, depositResort())).wrote).toBe(false);
    const undone = await undo(run, first.batch);
    expect(undone.fingerprint.equal).toBe(true);
    expect(undone.buckets.kept + undone.buckets.blocked).toBe(0);
    expect(await rowsOf(run, ROWS)).toEqual([]);
    expect((await runOn(run, depositResort())).wrote).toBe(true);
  });

  it('an estimate becomes the invoice at check-out, in the same row, with its deposit applied', async () => {
    const run = await start('postgres', { balanceSign: 'owes-positive' });
    await runOn(run, depositResort());
    const later = depositResort();
    recordOf(later, 'invoices', '7101')['complete'] = '1';
    recordOf(later, 'invoice_lines', '8101')['total'] = '120.00';
    recordOf(later, 'deposits', '5101')['consumed_at'] = '1773000000';
    later['payments']?.push(paid('6106', '7101', '70.00'));
    const model = await runOn(run, later, '2026-03-12');
    expect(model.status).toBe('ok');
    expect(await rowsOf(run, `${ROWS.replace('ORDER', `WHERE "externalId" = '7101' ORDER`)}`)).toEqual([
      row('GINGR-7101', 'PAID', 120, 50, 120, 0),
    ]);
    expect(model.entities.find(({ entity }) => entity === 'invoices')).toMatchObject({
      updated: 1,
      inserted: 0,
    });
    expect(model.balances).toMatchObject({ differing: 0, held: '30.00' });
    expect(model.totals.filter(({ balanced }) => !balanced)).toEqual([]);
  });

  it('an export without deposits or payments takes nothing back of what an earlier one said', async () => {
    const run = await start('postgres', { balanceSign: 'owes-positive' });
    await runOn(run, depositResort());
    const before = await rowsOf(run, ROWS);
    const { deposits: _, ...withoutDeposits } = depositResort();
    const model = await runOn(run, withoutDeposits, '2026-03-12');
    expect(model.status).toBe('ok');
    expect(await rowsOf(run, ROWS)).toEqual(before);
    const { payments: __, ...without } = withoutDeposits;
    await runOn(run, without, '2026-03-13');
    expect(await rowsOf(run, ROWS)).toEqual(before);
  });

  it('one payment may be that of two deposits; of another amount it is told, and the money moves', async () => {
    const run = await start('postgres', {
      rejects: { accept: { '*': { kind: 'count', value: 9 } }, refuse: {} },
    });
    const records = depositResort();
    Object.assign(recordOf(records, 'deposits', '5101'), { paid_amount: '20.00' });
    records['deposits']?.push(deposit('5105', '6101', '30.00'));
    Object.assign(recordOf(records, 'deposits', '5103'), { paid_amount: '31.00' });
    const model = await runOn(run, records);
    expect((await outcomes(run, 'deposits')).filter(({ outcome }) => outcome !== 'merged')).toEqual([
      { id: '5103', outcome: 'rejected', code: 'DEPOSIT_AMOUNT_DIFFERS' },
    ]);
    expect(totalOf(model, 'deposits.amount')).toMatchObject({
      rejected: '31.00',
      target: '635.00',
      balanced: true,
    });
    expect(totalOf(model, 'payments.received')).toMatchObject({ source: '804.67', target: '804.67' });
  });

  it('money on an estimate without an owner or by an unknown method is rejected, never left out in silence', async () => {
    const run = await start('postgres', {
      rejects: { accept: { '*': { kind: 'count', value: 9 } }, refuse: {} },
    });
    const records = depositResort();
    recordOf(records, 'invoices', '7101')['owner_id'] = '0';
    recordOf(records, 'payments', '6102')['payment_method_type'] = 'ADMIN';
    const model = await runOn(run, records);
    expect(await outcomes(run, 'invoices')).toEqual([
      { id: '7101', outcome: 'rejected', code: 'INVOICE_ESTIMATE_UNUSABLE' },
      { id: '7102', outcome: 'rejected', code: 'INVOICE_PART_REJECTED' },
      { id: '7105', outcome: 'excluded', code: 'INVOICE_ESTIMATE' },
    ]);
    expect(await outcomes(run, 'payments')).toEqual([
      { id: '6101', outcome: 'rejected', code: 'PARENT_NOT_LOADED' },
      { id: '6102', outcome: 'rejected', code: 'PAYMENT_METHOD_UNMAPPED' },
    ]);
    expect(totalOf(model, 'payments.received')).toMatchObject({ rejected: '90.00', balanced: true });
    expect(model.totals.filter(({ balanced }) => !balanced)).toEqual([]);
  });

  it('a target without PARTIALLY_PAID, DEPOSIT_PAID and the columns of deposits holds them as drafts', async () => {
    const run = await start('postgres', { balanceSign: 'owes-positive' });
    await person(
      run,
      `ALTER TABLE invoices ALTER status DROP DEFAULT; ALTER TABLE invoices DROP COLUMN "depositAmount", DROP COLUMN "depositPaid",
         DROP COLUMN "balanceDue";
       ALTER TYPE "InvoiceStatus" RENAME TO "InvoiceStatusOld";
       CREATE TYPE "InvoiceStatus" AS ENUM ('DRAFT', 'SENT', 'PAID', 'OVERDUE', 'CANCELLED', 'REFUNDED');
       ALTER TABLE invoices ALTER status TYPE "InvoiceStatus" USING status::text::"InvoiceStatus"`,
    );
    const model = await runOn(run, depositResort());
    expect(model.status).toBe('ok');
    expect(
      await rowsOf(
        run,
        `SELECT "externalId" AS id, status::text FROM invoices WHERE "externalId" LIKE '71%' ORDER BY 1`,
      ),
    ).toEqual([
      { id: '7101', status: 'DRAFT' },
      { id: '7102', status: 'PAID' },
      { id: '7103', status: 'DRAFT' },
      { id: '7104', status: 'PAID' },
    ]);
    expect(model.balances).toMatchObject({ differing: 0, held: '80.00' });
    expect(told(model, 'absent/invoices.depositAmount')).toMatchObject({ count: 5 });
  });
});
