import { describe, expect, it } from 'vitest';
import { rollbackBatch as rollback } from '../../src/pipeline/rollback.ts';
import { ENGINES } from '../support/effort.ts';
import { moneyResort, recordOf } from '../support/resort.ts';
import { rowsOf, runOn, testRuns } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const start = testRuns();

const outcomes = (run: TestRun, entity: string) =>
  rowsOf(
    run,
    `SELECT source_id AS id, outcome, code, detail FROM migration.outcomes WHERE entity = '${entity}' ORDER BY source_id`,
  );

const INVOICES = `SELECT "invoiceNumber" AS number, status::text, subtotal, "taxAmount" AS tax, "taxRate" AS rate, discount, total,
  "depositPaid" AS paid, "balanceDue" AS due FROM invoices ORDER BY 1`;

describe.each(ENGINES)('on %s', (kind) => {
  it('moves money and vaccinations, finds nothing to do again, and takes all of it back (P-MON-1, P-MON-14)', async () => {
    const run = await start(kind);
    const first = await runOn(run, moneyResort());
    expect(first.status).toBe('ok');
    expect(first.entities.filter((entity) => !entity.balanced)).toEqual([]);
    expect(first.totals.filter((total) => !total.balanced)).toEqual([]);
    expect(await rowsOf(run, INVOICES)).toEqual([
      ...[invoice('GINGR-7001', 'PAID', 130, 9.67, 0.074385, 0, 139.67, 107.44, 0)],
      ...[invoice('GINGR-7001-R-8002', 'PAID', -30, -2.23, 0, 0, -32.23, 0, 0)],
      ...[invoice('GINGR-7002', 'PARTIALLY_PAID', 1240.5, 0, 0, 40.5, 1200, 500, 700)],
      ...[invoice('GINGR-7003', 'SENT', 20, 1.49, 0.0745, 0, 21.49, 0, 21.49)],
    ]);
    const balances = await rowsOf(
      run,
      `SELECT c."externalId" AS id, (SELECT sum(total) FROM invoices i WHERE i."customerId" = c.id)
         - coalesce((SELECT sum(amount) FROM payments p WHERE p."customerId" = c.id AND p.status = 'PAID'), 0) AS owes
       FROM customers c ORDER BY 1`,
    );
    expect(balances.map(({ id, owes }) => [id, Number(owes).toFixed(2)])).toEqual([
      ['101', '0.00'],
      ['102', '700.00'],
      ['103', '21.49'],
    ]);

    const second = await runOn(run, moneyResort());
    expect(second.wrote).toBe(false);
    const undone = await rollback(run.runtime, {
      batch: first.batch?.id ?? '',
      dryRun: false,
      through: false,
    });
    expect(undone.fingerprint.equal).toBe(true);
    expect(undone.buckets.kept + undone.buckets.blocked).toBe(0);
    expect((await runOn(run, moneyResort())).wrote).toBe(true);
  });
});

const invoice = (
  ...[number, status, subtotal, tax, rate, discount, total, paid, due]: [string, string, ...number[]]
) => ({ number, status, subtotal, tax, rate, discount, total, paid, due });

describe('an invoice stands or falls as one', () => {
  it('falls with a payment of an unmapped method, and names it (P-MON-9)', async () => {
    const run = await start('postgres');
    const records = moneyResort();
    recordOf(records, 'payments', '6002')['payment_method_type'] = 'ADMIN';
    const result = await runOn(run, records);
    expect(await outcomes(run, 'invoices')).toEqual([
      { id: '7001', outcome: 'rejected', code: 'INVOICE_PART_REJECTED', detail: 'payments/6002' },
    ]);
    expect(await outcomes(run, 'payments')).toEqual([
      { id: '6001', outcome: 'rejected', code: 'PARENT_NOT_LOADED', detail: 'payments/6002' },
      { id: '6002', outcome: 'rejected', code: 'PAYMENT_METHOD_UNMAPPED', detail: null },
    ]);
    expect((await outcomes(run, 'invoice_lines')).map(({ id, code }) => [id, code])).toEqual([
      ['8001', 'PARENT_NOT_LOADED'],
      ['8002', 'PARENT_NOT_LOADED'],
    ]);
    expect(await rowsOf(run, `SELECT 1 FROM invoices WHERE "invoiceNumber" LIKE 'GINGR-7001%'`)).toEqual([]);
    expect(result.totals.filter((total) => !total.balanced)).toEqual([]);
  });

  it.each([0, 1])(
    'falls with a line of which two files differ in whether it is voided (%i)',
    async (first) => {
      const run = await start('postgres');
      const records = moneyResort();
      const line = recordOf(records, 'invoice_lines', '8004');
      const voided = { ...line, voided: '1', total: '77.00' };
      const others = (records['invoice_lines'] ?? []).filter((one) => one !== line);
      records['invoice_lines'] = [...others, ...(first === 0 ? [line, voided] : [voided, line])];
      const result = await runOn(run, records);
      expect(await outcomes(run, 'invoice_lines')).toMatchObject([
        { id: '8004', outcome: 'rejected', code: 'RECORD_CONFLICT_UNDECIDED' },
      ]);
      expect(await outcomes(run, 'invoices')).toMatchObject([{ id: '7003', code: 'INVOICE_PART_REJECTED' }]);
      expect(result.totals.filter((total) => !total.balanced)).toEqual([]);
    },
  );

  it('takes the deposit with its payment, and leaves a deposit of no payment behind', async () => {
    const run = await start('postgres');
    const records = moneyResort();
    recordOf(records, 'payments', '6003')['total_balance'] = '500.001';
    records['deposits']?.push({
      id: '5002',
      payment_id: '6999',
      deposit_amount: '5.00',
      paid_amount: '5.00',
    });
    await runOn(run, records);
    expect((await outcomes(run, 'deposits')).map(({ id, code }) => [id, code])).toEqual([
      ['5001', 'PARENT_NOT_LOADED'],
      ['5002', 'DEPOSIT_PAYMENT_UNKNOWN'],
    ]);
    expect((await outcomes(run, 'payments')).map(({ id, code }) => [id, code])).toEqual([
      ['6003', 'MONEY_DECIMALS'],
    ]);
  });

  it('follows an estimate out on which nothing was paid: its lines are left out with it', async () => {
    const run = await start('postgres');
    const records = moneyResort();
    recordOf(records, 'invoices', '7003')['complete'] = '0';
    const result = await runOn(run, records);
    expect(result.entities.find(({ entity }) => entity === 'invoices')).toMatchObject({
      inserted: 2,
      excluded: 1,
    });
    expect(
      (await outcomes(run, 'invoice_lines')).map(({ id, outcome, code }) => [id, outcome, code]),
    ).toEqual([['8004', 'excluded', 'PARENT_EXCLUDED']]);
  });
});

describe('the stay of an invoice', () => {
  it('belongs to the first invoice; a later one says it in its notes', async () => {
    const run = await start('postgres');
    const records = moneyResort();
    recordOf(records, 'invoices', '7003')['reservation_id'] = '901';
    const result = await runOn(run, records);
    expect(
      await rowsOf(
        run,
        `SELECT "externalId" AS id, "reservationId" IS NOT NULL AS linked, notes FROM invoices WHERE "externalId" <> '' ORDER BY 1`,
      ),
    ).toEqual([
      { id: '7001', linked: true, notes: 'Location in Gingr: 1' },
      { id: '7002', linked: true, notes: 'Location in Gingr: 1' },
      { id: '7003', linked: false, notes: 'Location in Gingr: 1\n\nReservation in Gingr: 901' },
    ]);
    expect(result.issues.find(({ code }) => code === 'INVOICE_STAY_SECOND')?.count).toBe(1);
  });

  it("stays with another row of Tailtown's, and the invoice moves without it, now and the next time (P-MON-6)", async () => {
    const run = await start('postgres');
    const records = moneyResort();
    const { invoices = [], invoice_lines: _, payments: __, deposits: ___, ...without } = records;
    await runOn(run, without);
    await run.withTarget((session) =>
      session.exec(`INSERT INTO invoices (id, "tenantId", "invoiceNumber", "customerId", "reservationId", "dueDate", subtotal, total, "updatedAt")
        SELECT 'by-hand', "tenantId", 'INV-20260304-0001', "customerId", id, now(), 5, 5, now() FROM reservations WHERE "externalId" = '901'`),
    );
    const result = await runOn(run, { ...moneyResort(), invoices });
    expect(result.status).toBe('ok');
    expect(result.issues.find(({ code }) => code === 'TARGET_LINK_TAKEN')?.count).toBe(1);
    expect(
      await rowsOf(run, `SELECT "reservationId" AS link FROM invoices WHERE "externalId" = '7001'`),
    ).toEqual([{ link: null }]);
    expect((await runOn(run, moneyResort())).wrote).toBe(false);
  });
});

it('finds the customer of a payment whose invoice an earlier load brought', async () => {
  const run = await start('postgres');
  await runOn(run, moneyResort());
  const { invoices: _, invoice_lines: __, deposits: ___, ...later } = moneyResort();
  later['payments'] = [{ ...recordOf(later, 'payments', '6003'), id: '6010', total_balance: '700.00' }];
  const result = await runOn(run, later, '2026-03-09');
  expect(result.entities.find(({ entity }) => entity === 'payments')).toMatchObject({ inserted: 1 });
  expect(result.issues.find(({ code }) => code === 'INVOICE_NOT_IN_SNAPSHOT')).toMatchObject({ count: 1 });
  expect(
    await rowsOf(
      run,
      `SELECT c."externalId" AS owner FROM payments p JOIN customers c ON c.id = p."customerId" WHERE p."transactionId" = 'GINGR-6010'`,
    ),
  ).toEqual([{ owner: '102' }]);
  // With the invoice beside it, what it owes is brought up to date.
  const paid = async () =>
    rowsOf(run, `SELECT "depositPaid" AS paid FROM invoices WHERE "invoiceNumber" = 'GINGR-7002'`);
  const [before] = await paid();
  const whole = moneyResort();
  whole['payments']?.push(...(later['payments'] ?? []));
  const again = await runOn(run, whole, '2026-03-10');
  expect(again.issues.find(({ code }) => code === 'INVOICE_NOT_IN_SNAPSHOT')).toBeUndefined();
  expect(await paid()).toEqual([{ paid: Number(before?.['paid']) + 700 }]);
});

describe('vaccinations', () => {
  it('stand on the pet under exact names with a day alone, and in medical records only where the day is known (P-VAX-6)', async () => {
    const run = await start('postgres');
    const result = await runOn(run, moneyResort());
    expect(
      await rowsOf(
        run,
        `SELECT "externalId" AS id, "vaccineExpirations" AS days, "vaccinationStatus" AS status FROM pets ORDER BY 1`,
      ),
    ).toEqual([
      {
        id: '501',
        days: { Rabies: '2026-09-30', Bordetella: '2026-01-31' },
        status: {
          Rabies: { status: 'CURRENT', expiration: '2026-09-30T00:00:00.000Z' },
          Bordetella: { status: 'EXPIRED', expiration: '2026-01-31T00:00:00.000Z' },
        },
      },
      {
        id: '502',
        days: { Rabies: '2027-02-28' },
        status: {
          Rabies: {
            ...{ status: 'CURRENT', expiration: '2027-02-28T00:00:00.000Z' },
            ...{ lastGiven: '2026-02-28T00:00:00.000Z', note: 'Tag 0142' },
          },
        },
      },
      { id: '503', days: null, status: null },
    ]);
    expect(
      await rowsOf(
        run,
        `SELECT "recordType" AS type, description, "recordDate"::date::text AS given FROM medical_records`,
      ),
    ).toEqual([{ type: 'VACCINATION', description: 'Rabies vaccination', given: '2026-02-28' }]);
    expect(result.entities.find(({ entity }) => entity === 'immunizations')).toMatchObject({
      inserted: 1,
      merged: 2,
    });
    expect((await outcomes(run, 'immunizations'))[0]).toEqual({
      ...{ id: '3001', outcome: 'merged', code: 'IMMUNIZATION_ON_PET', detail: 'animals/501' },
    });
  });

  it('keeps one current record of each vaccine, and twin types are one requirement (P-VAX-5)', async () => {
    const run = await start('postgres');
    const records = moneyResort();
    records['immunization_types']?.push({ id: '3', type: 'RABIES', required: '1', species_id: '1' });
    records['immunizations']?.push(
      {
        id: '3004',
        animal_id: '502',
        type_id: '3',
        type: 'RABIES',
        expiration_date: '2026-02-01',
        administered_date: '2025-02-01',
      },
      { id: '3005', animal_id: '501', type_id: '3', type: 'RABIES', expiration_date: '2025-09-30' },
      { id: '3006', animal_id: '999', type_id: '1', type: 'Rabies', expiration_date: '2025-09-30' },
    );
    await runOn(run, records);
    expect(await rowsOf(run, `SELECT "recordType" AS type FROM medical_records ORDER BY 1`)).toEqual([
      { type: 'VACCINATION' },
      { type: 'VACCINATION_HISTORY' },
    ]);
    expect((await outcomes(run, 'immunizations')).map(({ id, code }) => [id, code])).toEqual([
      ['3001', 'IMMUNIZATION_ON_PET'],
      ['3002', 'IMMUNIZATION_ON_PET'],
      ['3005', 'IMMUNIZATION_SUPERSEDED'],
      ['3006', 'IMMUNIZATION_ANIMAL_UNKNOWN'],
    ]);
    expect(await outcomes(run, 'immunization_types')).toEqual([
      { id: '3', outcome: 'merged', code: 'IMMUNIZATION_TYPE_TWIN', detail: '1' },
    ]);
    expect(await rowsOf(run, `SELECT name, pet_type FROM vaccine_requirements ORDER BY 1`)).toEqual([
      { name: 'Bordetella', pet_type: 'DOG' },
      { name: 'Rabies', pet_type: 'DOG' },
    ]);
  });
});
