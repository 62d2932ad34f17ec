import { describe, expect, it } from 'vitest';
import { rollbackBatch as rollback } from '../../src/pipeline/rollback.ts';
import { ENGINES } from '../support/effort.ts';
import { moneyResort, recordOf } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns } from '../support/runs.ts';

const fresh = testRuns();

/** Money that people work with between two loads (promises 6 and 7). */

async function loaded(kind: 'postgres' | 'pglite' = 'postgres') {
  const run = await fresh(kind);
  const first = await runOn(run, moneyResort());
  return { run, batch: first.batch?.id ?? '' };
}

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
      await rowsOf(run, `SELECT "externalId" AS id, total FROM invoices WHERE "externalId" <> '' ORDER BY 1`),
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
      await rowsOf(
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
    expect(await rowsOf(run, 'SELECT 1 FROM payments')).toHaveLength(2);
    expect(await rowsOf(run, `SELECT 1 FROM invoices WHERE "invoiceNumber" LIKE '%-R-%'`)).toEqual([]);
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
      await rowsOf(run, `SELECT "vaccineExpirations" AS days FROM pets WHERE "externalId" = '501'`),
    ).toEqual([{ days: { Rabies: '2026-09-30', Bordetella: '2027-01-31', Lepto: '2026-12-31' } }]);
  });
});

describe('a later snapshot that holds a part only', () => {
  const PETS = `SELECT "externalId" AS id, "vaccineExpirations" AS days, "vaccinationStatus" AS status FROM pets ORDER BY 1`;
  const MONEY = `SELECT "invoiceNumber" AS number, status::text, "depositPaid" AS paid, "balanceDue" AS due FROM invoices ORDER BY 1`;

  it('leaves the vaccinations of a pet as they are where it holds none of them', async () => {
    const { run } = await loaded();
    const before = await rowsOf(run, PETS);
    const { immunizations: _, ...later } = moneyResort();
    recordOf(later, 'animals', '501')['color'] = 'brown';
    const second = await runOn(run, later, '2026-03-09');
    expect(second.status).toBe('ok');
    expect(await rowsOf(run, PETS)).toEqual(before);
    expect((await runOn(run, later, '2026-03-09')).wrote).toBe(false);
    const only = { ...moneyResort(), immunizations: [recordOf(moneyResort(), 'immunizations', '3003')] };
    await runOn(run, only, '2026-03-10');
    expect(await rowsOf(run, PETS)).toEqual(before);
  });

  it('leaves invoices paid where it holds no payments, and adds a new payment to those before', async () => {
    const { run } = await loaded();
    const before = await rowsOf(run, MONEY);
    const { payments: _, invoice_lines: __, deposits: ___, ...later } = moneyResort();
    recordOf(later, 'invoices', '7001')['username'] = 'desk';
    await runOn(run, later, '2026-03-09');
    expect(await rowsOf(run, MONEY)).toEqual(before);
    later['payments'] = [
      { ...recordOf(moneyResort(), 'payments', '6003'), id: '6010', total_balance: '700.00' },
    ];
    const third = await runOn(run, later, '2026-03-10');
    const paid = (await rowsOf(run, MONEY)).filter(({ number }) => number === 'GINGR-7002');
    expect(paid).toEqual([{ number: 'GINGR-7002', status: 'PAID', paid: 1200, due: 0 }]);
    expect((await runOn(run, later, '2026-03-10')).wrote).toBe(false);
    await rollback(run.runtime, { batch: third.batch?.id ?? '', dryRun: false, through: false });
    expect(await rowsOf(run, MONEY)).toEqual(before);
  });

  it('rejects a vaccination of a pet that it does not hold, unless it stands there already', async () => {
    const { run } = await loaded();
    const { owners = [], immunization_types = [], immunizations = [] } = moneyResort();
    const on = { animal_id: '502', type_id: '2', type: 'Bordetella' };
    // One on the day of another vaccine, one without a day.
    immunizations.push({ ...on, id: '3010', expiration_date: '2027-02-28' });
    immunizations.push({ ...on, id: '3011', animal_id: '503', expiration_date: '' });
    for (const owner of owners) owner['city'] = 'Elsewhere';
    const second = await runOn(run, { owners, immunization_types, immunizations }, '2026-03-09');
    expect(second.entities.find(({ entity }) => entity === 'immunizations')).toMatchObject({
      ...{ rejected: 2, merged: 2, unchanged: 1 },
    });
    expect(second.issues.find(({ code }) => code === 'SAFETY_FACT_LOST')?.count).toBe(2);
    expect(
      await rowsOf(run, `SELECT detail FROM migration.outcomes WHERE source_id = '3001' AND batch > 1`),
    ).toEqual([{ detail: 'animals/501' }]);
  });
});

it('tells of a credit note that stands although the return was taken back', async () => {
  const { run } = await loaded();
  const records = moneyResort();
  Object.assign(recordOf(records, 'invoice_lines', '8002'), { refund_amount: '', tax_refund_amount: '' });
  const result = await runOn(run, records, '2026-03-09');
  expect(result.issues.find(({ code }) => code === 'TARGET_ROW_OUTDATED')).toMatchObject({
    // The credit note and its line.
    ...{ severity: 'warning', count: 2 },
    examples: [{ sourceId: '8002' }, { sourceId: '8002' }],
  });
  expect(await rowsOf(run, `SELECT 1 FROM invoices WHERE "invoiceNumber" LIKE '%-R-%'`)).toHaveLength(1);
});

it('keeps the day of a vaccine that a person set, and tells of it when Gingr changes it too', async () => {
  const { run } = await loaded();
  await person(
    run,
    `UPDATE pets SET "vaccineExpirations" = "vaccineExpirations" || '{"Rabies": "2026-10-01"}' WHERE "externalId" = '501'`,
  );
  const records = moneyResort();
  recordOf(records, 'immunizations', '3001')['expiration_date'] = '2027-09-30';
  const result = await runOn(run, records, '2026-03-09');
  expect(result.status).toBe('ok');
  expect(result.issues.find(({ code }) => code === 'TARGET_CONFLICT_KEPT')).toMatchObject({
    ...{ count: 1, examples: [{ column: 'vaccineExpirations' }] },
  });
  expect(
    await rowsOf(run, `SELECT "vaccineExpirations" AS days FROM pets WHERE "externalId" = '501'`),
  ).toEqual([{ days: { Rabies: '2026-10-01', Bordetella: '2026-01-31' } }]);
});

describe.each(ENGINES)('a rollback on %s', (kind) => {
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
    expect(await rowsOf(run, `SELECT "externalId" AS id FROM invoices`)).toEqual([{ id: '7003' }]);
    expect(await rowsOf(run, `SELECT "externalId" AS id FROM customers`)).toEqual([{ id: '103' }]);
    expect(await rowsOf(run, `SELECT id FROM payments`)).toEqual([{ id: 'at-the-desk' }]);
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
  expect(await rowsOf(run, links)).toEqual([
    { id: '7002', stay: '902' },
    { id: '7003', stay: '901' },
  ]);
  const undone = await rollback(run.runtime, {
    batch: second.batch?.id ?? '',
    dryRun: false,
    through: false,
  });
  expect(undone.buckets).toMatchObject({ kept: 0, blocked: 0, failed: 0 });
  expect(await rowsOf(run, links)).toEqual([
    { id: '7001', stay: '901' },
    { id: '7002', stay: '902' },
  ]);
  expect((await rollback(run.runtime, { batch, dryRun: false, through: false })).fingerprint.equal).toBe(
    true,
  );
});
