import { afterEach, describe, expect, it } from 'vitest';
import { rollbackBatch as rollback } from '../../src/pipeline/rollback.ts';
import { runAll } from '../../src/pipeline/run.ts';
import { moneyResort, type Records, recordOf, writeResort } from '../support/resort.ts';
import { type TestRun, testRun } from '../support/runtime.ts';

/** Money that people work with between two loads (promises 6 and 7). */

let open: TestRun[] = [];
afterEach(async () => {
  await Promise.all(open.map((run) => run.drop()));
  open = [];
});

async function loaded(kind: 'postgres' | 'pglite' = 'pglite') {
  const run = await testRun(kind);
  open.push(run);
  const first = await runOn(run, moneyResort());
  return { run, batch: first.batch?.id ?? '' };
}

const runOn = async (run: TestRun, records: Records, exportDate?: string) =>
  runAll(run.runtime, { command: 'run', from: [await writeResort(records, exportDate)] });

const rows = (run: TestRun, sql: string) =>
  run.withTarget(async (session) => (await session.query(sql)).rows);

const person = (run: TestRun, sql: string) => run.withTarget((session) => session.exec(sql));

const unbalanced = ({ totals }: { totals: { name: string; balanced: boolean }[] }) =>
  totals.filter((total) => !total.balanced).map((total) => total.name);

const kept = ({ totals }: { totals: { name: string; keptByPeople: string }[] }) =>
  Object.fromEntries(
    totals.flatMap(({ name, keptByPeople }) =>
      /^-?0(\.00)?$/.test(keptByPeople) ? [] : [[name, keptByPeople]],
    ),
  );

describe('a later snapshot', () => {
  it('keeps the total that a person set, and accounts for the difference to the cent', async () => {
    const { run } = await loaded();
    await person(run, `UPDATE invoices SET total = 130.01, discount = 9.66 WHERE "externalId" = '7001'`);
    const records = moneyResort();
    recordOf(records, 'invoices', '7001')['username'] = 'desk';
    recordOf(records, 'invoices', '7003')['total'] = '22.00';
    const result = await runOn(run, records, '2026-03-09');
    expect(result.status).toBe('ok');
    expect(unbalanced(result)).toEqual([]);
    expect(kept(result)).toEqual({ 'invoices.discount': '-9.66', 'invoices.total': '9.66' });
    expect(
      await rows(run, `SELECT "externalId" AS id, total FROM invoices WHERE "externalId" <> '' ORDER BY 1`),
    ).toEqual([
      { id: '7001', total: 130.01 },
      { id: '7002', total: 1200 },
      { id: '7003', total: 22 },
    ]);
  });

  it('brings a payment that came since, and what the invoice still owes', async () => {
    const { run } = await loaded();
    const records = moneyResort();
    records['payments']?.push({
      ...recordOf(records, 'payments', '6003'),
      id: '6004',
      total_balance: '700.00',
    });
    const result = await runOn(run, records, '2026-03-09');
    expect(result.entities.find(({ entity }) => entity === 'payments')).toMatchObject({
      inserted: 1,
      unchanged: 3,
    });
    expect(
      await rows(
        run,
        `SELECT status::text, "balanceDue" AS due, "depositPaid" AS paid FROM invoices WHERE "externalId" = '7002'`,
      ),
    ).toEqual([{ status: 'PAID', due: 0, paid: 1200 }]);
  });

  it('does not bring back a payment, a line or a credit note that people deleted', async () => {
    const { run } = await loaded();
    await person(
      run,
      `DELETE FROM payments WHERE "transactionId" = 'GINGR-6002'; DELETE FROM invoice_line_items WHERE description = 'Nail trim';
       DELETE FROM invoices WHERE "invoiceNumber" = 'GINGR-7001-R-8002'`,
    );
    const records = moneyResort();
    recordOf(records, 'invoices', '7003')['username'] = 'desk';
    const result = await runOn(run, records, '2026-03-09');
    expect(result.status).toBe('ok');
    expect(unbalanced(result)).toEqual([]);
    expect(await rows(run, 'SELECT 1 FROM payments')).toHaveLength(2);
    expect(await rows(run, `SELECT 1 FROM invoices WHERE "invoiceNumber" LIKE '%-R-%'`)).toEqual([]);
  });

  it('keeps a vaccination that a person entered, and still brings a new one', async () => {
    const { run } = await loaded();
    await person(
      run,
      `UPDATE pets SET "vaccineExpirations" = "vaccineExpirations" || '{"Lepto": "2026-12-31"}' WHERE "externalId" = '501'`,
    );
    const records = moneyResort();
    recordOf(records, 'immunizations', '3002')['expiration_date'] = '2027-01-31';
    await runOn(run, records, '2026-03-09');
    expect(
      await rows(run, `SELECT "vaccineExpirations" AS days FROM pets WHERE "externalId" = '501'`),
    ).toEqual([{ days: { Rabies: '2026-09-30', Bordetella: '2027-01-31', Lepto: '2026-12-31' } }]);
  });
});

describe.each(['pglite', 'postgres'] as const)('a rollback on %s', (kind) => {
  it('keeps an invoice that people took a payment for, with its customer, and names the payment', async () => {
    const { run, batch } = await loaded(kind);
    await person(
      run,
      `INSERT INTO payments (id, "tenantId", "invoiceId", "customerId", amount, method, status, "updatedAt")
       SELECT 'at-the-desk', "tenantId", id, "customerId", 21.49, 'CASH', 'PAID', now() FROM invoices WHERE "externalId" = '7003'`,
    );
    const undone = await rollback(run.runtime, { batch, dryRun: false, through: false });
    expect(undone.buckets.failed).toBe(0);
    expect(undone.blocked.map(({ table, why }) => [table, why])).toContainEqual([
      'invoices',
      'needed by payments/at-the-desk',
    ]);
    expect(undone.proof.different).toBe(0);
    expect(await rows(run, `SELECT "externalId" AS id FROM invoices`)).toEqual([{ id: '7003' }]);
    expect(await rows(run, `SELECT "externalId" AS id FROM customers`)).toEqual([{ id: '103' }]);
    expect(await rows(run, `SELECT id FROM payments`)).toEqual([{ id: 'at-the-desk' }]);
  });
});

it('gives the stay back when its invoice changes hands between two loads, and rolls both back', async () => {
  const { run, batch } = await loaded('postgres');
  const records = moneyResort();
  recordOf(records, 'invoices', '7001')['reservation_id'] = '';
  recordOf(records, 'invoices', '7003')['reservation_id'] = '901';
  const second = await runOn(run, records, '2026-03-09');
  expect(second.status).toBe('ok');
  const links = `SELECT i."externalId" AS id, r."externalId" AS stay FROM invoices i JOIN reservations r ON r.id = i."reservationId" ORDER BY 1`;
  expect(await rows(run, links)).toEqual([
    { id: '7002', stay: '902' },
    { id: '7003', stay: '901' },
  ]);
  const undone = await rollback(run.runtime, {
    batch: second.batch?.id ?? '',
    dryRun: false,
    through: false,
  });
  expect(undone.buckets).toMatchObject({ kept: 0, blocked: 0, failed: 0 });
  expect(await rows(run, links)).toEqual([
    { id: '7001', stay: '901' },
    { id: '7002', stay: '902' },
  ]);
  expect((await rollback(run.runtime, { batch, dryRun: false, through: false })).fingerprint.equal).toBe(
    true,
  );
});
