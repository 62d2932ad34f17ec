import { describe, expect, it } from 'vitest';
import type { RunModel } from '../../src/reconcile/model.ts';
import { moneyResort, type Records, recordOf } from '../support/resort.ts';
import { rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const start = testRuns();

const totalOf = (model: RunModel, name: string) => model.totals.find((total) => total.name === name);
const countOf = (model: RunModel, code: string) =>
  model.issues.find((issue) => issue.code === code)?.count ?? 0;
const accept = { rejects: { accept: { '*': { kind: 'count' as const, value: 9 } }, refuse: {} } };
const outcomes = (run: TestRun, entity: string) =>
  rowsOf(
    run,
    `SELECT source_id AS id, outcome, code FROM migration.outcomes WHERE entity = '${entity}' ORDER BY source_id`,
  );

/** 2018-06-30 23:30 in Denver: in UTC it is July. */
const JUNE = String(Date.UTC(2018, 6, 1, 5, 30) / 1000);

const receipt = (
  receipt_id: string,
  owner_id: string,
  total: string,
  amount_paid: string,
  payment_method: string,
) => ({
  ...{ receipt_id, owner_id, location_id: '1', create_stamp: JUNE, subtotal: total, discount: '0.00' },
  ...{ tax_amount: '0.00', total, amount_paid, payment_method, voided: '0' },
});
const line = (id: string, receipt_id: string, total: string) => ({
  ...{ id, receipt_id, description: 'Boarding', quantity: '1', unit_price: total, total, tax_amount: '0.00' },
  voided: '0',
});

/** Receipts of the ids of invoices and of their own: paid, paid in part, and of which nothing says what was paid. */
function receiptResort(): Records {
  const records = moneyResort();
  const balances: Record<string, string> = { '101': '0.00', '102': '700.00', '103': '21.49' };
  for (const owner of records['owners'] ?? []) owner['current_balance'] = balances[owner['id'] ?? ''] ?? '';
  return {
    ...records,
    receipts: [
      receipt('7001', '101', '45.10', '45.10', 'Cash'),
      receipt('201', '102', '1,000.00', '250.00', 'Check'),
      receipt('202', '103', '12.34', '', ''),
      { ...receipt('203', '103', '99.00', '99.00', 'Cash'), voided: '1' },
    ],
    receipt_lines: [
      line('8001', '7001', '45.10'),
      line('902', '201', '1,000.00'),
      line('903', '203', '99.00'),
    ],
  };
}

const ROWS = `SELECT "invoiceNumber" AS number, status::text, total, "externalId" AS id,
    (SELECT sum(amount) FROM payments p WHERE p."invoiceId" = i.id) AS paid
  FROM invoices i WHERE "invoiceNumber" ~ 'RECEIPT|CARRIED|7001$' ORDER BY 1`;

describe('receipts before August 2019', () => {
  it('become invoices of their own with what was paid, and leave every balance as Gingr has it (P-MON-10, P-G-10)', async () => {
    const run = await start('postgres', { balanceSign: 'owes-positive' });
    const first = await runOn(run, receiptResort());
    expect(first.status).toBe('ok');
    expect(await rowsOf(run, ROWS)).toEqual([
      { number: 'GINGR-7001', status: 'PAID', total: 139.67, id: '7001', paid: 107.44 },
      { number: 'GINGR-CARRIED-201', status: 'PAID', total: -750, id: null, paid: null },
      { number: 'GINGR-CARRIED-202', status: 'PAID', total: -12.34, id: null, paid: null },
      { number: 'GINGR-RECEIPT-201', status: 'PAID', total: 1000, id: null, paid: 250 },
      { number: 'GINGR-RECEIPT-202', status: 'PAID', total: 12.34, id: null, paid: null },
      { number: 'GINGR-RECEIPT-7001', status: 'PAID', total: 45.1, id: null, paid: 45.1 },
    ]);
    expect(first.balances).toMatchObject({ owners: 3, differing: 0, gingr: '721.49', tailtown: '721.49' });
    expect(totalOf(first, 'receipts.total')).toMatchObject({
      ...{ source: '1156.44', target: '1057.44', excluded: '99.00', balanced: true },
      groups: [{ group: '2018-06|1', source: '1057.44', target: '1057.44', balanced: true }],
    });
    expect(totalOf(first, 'receipts.paid')).toMatchObject({
      source: '394.10',
      target: '295.10',
      balanced: true,
    });
    expect(totalOf(first, 'receipts.carried')).toMatchObject({
      source: '762.34',
      target: '762.34',
      balanced: true,
    });
    expect(totalOf(first, 'receipt_lines.amount')).toMatchObject({
      ...{ source: '1144.10', target: '1045.10', excluded: '99.00', balanced: true },
    });
    expect(first.totals.filter(({ balanced }) => !balanced)).toEqual([]);
    expect(first.entities.filter(({ balanced }) => !balanced)).toEqual([]);
    expect(countOf(first, 'RECEIPT_PAYMENT_UNKNOWN')).toBe(1);
    expect(first.suspicions.find(({ name }) => name === 'VALUE_SUSPECT')?.findings).toEqual([]);
    expect(first.fidelity?.find(({ name }) => name === 'rows/invoices/carried')).toMatchObject({
      ...{ count: 2, value: '762.34', kept: 'other-row' },
    });

    expect((await runOn(run, receiptResort())).wrote).toBe(false);
    const undone = await undo(run, first.batch);
    expect(undone.fingerprint.equal).toBe(true);
    expect(undone.buckets.kept + undone.buckets.blocked).toBe(0);
    expect(await rowsOf(run, ROWS)).toEqual([]);
    expect((await runOn(run, receiptResort())).wrote).toBe(true);
  });

  it('a sale of a dump that stands among the invoices too counts once; the same id alone proves nothing', async () => {
    const run = await start('postgres');
    const records = receiptResort();
    const { receipt_id: id = '', ...sale } = recordOf(
      { all: [{ ...records['receipts']?.[1], id: '201' }] },
      'all',
      '201',
    );
    records['invoices']?.push({ ...sale, id, reservation_id: '', complete: '1' });
    const model = await runOn(run, records);
    expect(await outcomes(run, 'receipts')).toEqual([
      { id: '201', outcome: 'excluded', code: 'RECEIPT_IS_INVOICE' },
      { id: '203', outcome: 'excluded', code: 'RECEIPT_VOIDED' },
    ]);
    expect(totalOf(model, 'receipts.total')).toMatchObject({ excluded: '1099.00', balanced: true });
    expect(model.totals.filter(({ balanced }) => !balanced)).toEqual([]);
  });

  it('what cannot be moved is rejected with its reason and its amount', async () => {
    const run = await start('postgres', accept);
    const records = receiptResort();
    const [first, second, third] = records['receipts'] ?? [];
    Object.assign(first ?? {}, { create_stamp: String(Date.UTC(2019, 7, 1, 6) / 1000) });
    Object.assign(second ?? {}, { payment_method: 'ADMIN' });
    Object.assign(third ?? {}, { owner_id: '999' });
    records['receipts']?.push({ ...receipt('204', '101', '5.00', '5.00', 'Cash'), create_stamp: '0' });
    records['receipts']?.push(receipt('205', '101', '7.00', '7.00', 'Cash'));
    records['receipt_lines']?.push(line('905', '205', 'seven'));
    const model = await runOn(run, records);
    expect((await outcomes(run, 'receipts')).map(({ id, code }) => [id, code])).toEqual([
      ['201', 'PAYMENT_METHOD_UNMAPPED'],
      ['202', 'RECEIPT_OWNER_UNKNOWN'],
      ['203', 'RECEIPT_VOIDED'],
      ['204', 'RECEIPT_DATE_MISSING'],
      ['205', 'RECEIPT_PART_REJECTED'],
      ['7001', 'RECEIPT_AFTER_CHANGE'],
    ]);
    expect(totalOf(model, 'receipts.total')).toMatchObject({
      rejected: '1069.44',
      target: '0.00',
      balanced: true,
    });
    expect(model.totals.filter(({ balanced }) => !balanced)).toEqual([]);
  });

  const payment = (id: string, receipt_id: string, payment_method_type: string, total_balance: string) => ({
    ...{ id, receipt_id, payment_method_type, total_balance, transaction_time: JUNE },
  });
  /** Of one receipt that names two ways: three payments, one of them a refund, and what is no money. */
  function paidInParts(): Records {
    const records = receiptResort();
    return {
      ...records,
      receipts: (records['receipts'] ?? []).map((each) =>
        each['receipt_id'] === '201' ? { ...each, payment_method: 'Check, Cash' } : each,
      ),
      receipt_payments: [
        payment('9001', '201', 'Check', '200.01'),
        payment('9002', '201', 'Cash', '60.00'),
        payment('9003', '201', 'Cash', '-10.01'),
        { ...payment('9004', '201', 'No Payment', '0.00'), zero_payment: '1' },
      ],
    };
  }
  const PAID = `SELECT p.amount, p.method::text, p."transactionId" AS id FROM payments p JOIN invoices i ON i.id = p."invoiceId"
    WHERE i."invoiceNumber" = 'GINGR-RECEIPT-201' ORDER BY p."transactionId"`;

  it('paid in several ways: each payment is a row of its own, and together they are what the receipt says (P-MON-8)', async () => {
    const run = await start('postgres', { balanceSign: 'owes-positive' });
    const model = await runOn(run, paidInParts());
    expect(model.status).toBe('ok');
    expect(await rowsOf(run, PAID)).toEqual([
      { amount: 200.01, method: 'CHECK', id: 'GINGR-9001' },
      { amount: 60, method: 'CASH', id: 'GINGR-9002' },
      { amount: -10.01, method: 'CASH', id: 'GINGR-9003' },
    ]);
    expect(model.balances).toMatchObject({ owners: 3, differing: 0, gingr: '721.49', tailtown: '721.49' });
    expect(totalOf(model, 'receipts.paid')).toMatchObject({
      ...{ source: '394.10', target: '45.10', excluded: '349.00', balanced: true },
    });
    expect(totalOf(model, 'receipt_payments.received')).toMatchObject({ target: '260.01', balanced: true });
    expect(totalOf(model, 'receipt_payments.refunds')).toMatchObject({ target: '10.01', balanced: true });
    expect(countOf(model, 'RECEIPT_PAID_IN_PARTS')).toBe(1);
    expect(countOf(model, 'PAYMENT_METHOD_UNMAPPED')).toBe(0);
    expect(model.totals.filter(({ balanced }) => !balanced)).toEqual([]);
    expect(model.suspicions.find(({ name }) => name === 'VALUE_SUSPECT')?.findings).toEqual([]);
    expect((await runOn(run, paidInParts())).wrote).toBe(false);
    expect((await undo(run, model.batch)).fingerprint.equal).toBe(true);
  });

  it.each<[string, (records: Records) => void, string]>([
    ['without its payments', (records) => void delete records['receipt_payments'], 'PAYMENT_METHOD_UNMAPPED'],
    [
      'whose payments are a cent less than it says',
      (records) => void Object.assign(records['receipt_payments']?.[0] ?? {}, { total_balance: '200.00' }),
      'RECEIPT_PAYMENTS_DIFFER',
    ],
    [
      'that does not say what was paid',
      (records) => void Object.assign(records['receipts']?.[1] ?? {}, { amount_paid: '' }),
      'RECEIPT_PAYMENTS_DIFFER',
    ],
    [
      'with a payment of an unknown way',
      (records) =>
        void Object.assign(records['receipt_payments']?.[1] ?? {}, { payment_method_type: 'Shells' }),
      'RECEIPT_PART_REJECTED',
    ],
    [
      'with a fault of its own beside',
      (records) => void Object.assign(records['receipts']?.[1] ?? {}, { create_stamp: '0' }),
      'RECEIPT_DATE_MISSING',
    ],
  ])('in several ways, %s, is rejected with all of it', async (_, change, code) => {
    const run = await start('postgres', accept);
    const records = paidInParts();
    change(records);
    const model = await runOn(run, records);
    expect((await outcomes(run, 'receipts')).map(({ id, code: why }) => [id, why])).toEqual([
      ['201', code],
      ['203', 'RECEIPT_VOIDED'],
    ]);
    expect(await rowsOf(run, PAID)).toEqual([]);
    expect(model.totals.filter(({ balanced }) => !balanced)).toEqual([]);
  });

  it('what an earlier load brought as one sum, or one by one, never comes again in the other form', async () => {
    const run = await start('postgres', accept);
    const inParts = paidInParts();
    const asSum = receiptResort();
    const first = await runOn(run, asSum);
    const later = await runOn(run, inParts);
    expect(await rowsOf(run, PAID)).toEqual([{ amount: 250, method: 'CHECK', id: 'GINGR-RECEIPT-201' }]);
    expect(countOf(later, 'RECEIPT_PAYMENTS_TWICE')).toBe(3);
    await undo(run, first.batch);
    expect((await runOn(run, inParts)).wrote).toBe(true);
    const sum = await runOn(run, asSum);
    expect(countOf(sum, 'RECEIPT_PAYMENTS_TWICE')).toBe(1);
    expect(await rowsOf(run, PAID)).toHaveLength(3);
  });
});
