import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadOnly, runAll } from '../../src/pipeline/run.ts';
import { verifyBatch } from '../../src/pipeline/verify.ts';
import type { RunModel } from '../../src/reconcile/model.ts';
import { verdictOf } from '../../src/report/verdict.ts';
import { moneyResort, recordOf, writeResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns } from '../support/runs.ts';
import { type TestRun, testRun } from '../support/runtime.ts';

const fresh = testRuns();

/** Promise 1 for money: a cent that goes astray anywhere between the files and the target is told, and nothing stays. */

const start = (changes: Parameters<typeof fresh>[1] = {}) => fresh('postgres', changes);

const unbalanced = (model: RunModel) =>
  model.totals.filter((total) => !total.balanced).map((total) => total.name);

const totalOf = (model: RunModel, name: string) => model.totals.find((total) => total.name === name);

describe('one cent, one day or one word in staging, behind the last rule and before the load', () => {
  let run: TestRun;
  beforeAll(async () => {
    run = await testRun('postgres');
    await runOn(run, { owners: moneyResort()['owners'] ?? [] });
  });
  afterAll(() => run.drop());

  /** Changes staging the moment that validate has finished, in whatever set the run uses. */
  const sabotage = (table: string, change: string) =>
    person(
      run,
      `CREATE OR REPLACE FUNCTION migration.sabotage() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN
         EXECUTE format('${change.replaceAll("'", "''")}', format('migration_staging.%I', '${table}_' || NEW.staging));
         RETURN NULL;
       END $f$;
       CREATE OR REPLACE TRIGGER sabotage AFTER UPDATE ON migration.stages FOR EACH ROW
         WHEN (NEW.stage = 'validate' AND NEW.state = 'finished') EXECUTE FUNCTION migration.sabotage()`,
    );

  it.each([
    [
      'rows__invoices__invoices',
      `UPDATE %s SET total = total + 0.01 WHERE _source_id = '7002'`,
      'invoices.total',
    ],
    [
      'rows__invoices__invoices',
      `UPDATE %s SET subtotal = subtotal - 0.01 WHERE _source_id = '7001'`,
      'invoices.subtotal',
    ],
    ['rows__invoices__invoices', `UPDATE %s SET "taxAmount" = 0 WHERE _source_id = '7003'`, 'invoices.tax'],
    [
      'rows__invoices__invoices',
      `UPDATE %s SET discount = 40.51 WHERE _source_id = '7002'`,
      'invoices.discount',
    ],
    [
      'rows__invoice_lines__invoice_line_items',
      `UPDATE %s SET amount = amount + 0.01 WHERE _source_id = '8004'`,
      'invoice_lines.amount',
    ],
    ['rows__invoice_lines__invoices__return', `UPDATE %s SET total = total + 0.01`, 'invoice_lines.returns'],
    [
      'rows__payments__payments',
      `UPDATE %s SET amount = amount + 0.01 WHERE _source_id = '6003'`,
      'payments.received',
    ],
    [
      'rows__payments__payments',
      `UPDATE %s SET amount = -amount WHERE _source_id = '6002'`,
      'payments.received, payments.refunds',
    ],
    [
      'lines',
      `UPDATE %s SET control_group = 'forfeited' WHERE source_id = '5001'`,
      'deposits.count, deposits.amount',
    ],
    [
      'rows__payments__payments',
      `UPDATE %s SET method = 'CASH' WHERE _source_id = '6003'`,
      'payments.count, payments.received',
    ],
    [
      'rows__payments__payments',
      `UPDATE %s SET "paymentDate" = "paymentDate" - interval '1 month' WHERE _source_id = '6002'`,
      'payments.count, payments.refunds',
    ],
  ])('%s: %s', async (table, change, names) => {
    await sabotage(table, change);
    const model = await runOn(run, moneyResort());
    expect(model).toMatchObject({ status: 'failed', wrote: false });
    expect(verdictOf(model).exit).toBe(5);
    expect(model.headline).toContain(names);
    expect(unbalanced(model)).toEqual(expect.arrayContaining(names.split(', ')));
    expect(await rowsOf(run, 'SELECT 1 FROM invoices UNION ALL SELECT 1 FROM payments')).toEqual([]);
  });

  it('and without it, the same files load', async () => {
    await person(run, 'DROP TRIGGER sabotage ON migration.stages');
    expect(await runOn(run, moneyResort())).toMatchObject({ status: 'ok', wrote: true });
  });
});

it.each([
  ['payments', 'NEW.amount := NEW.amount + 0.01', 'payments.received'],
  ['invoices', 'NEW.total := NEW.total - 0.01', 'invoices.total'],
  ['invoice_line_items', 'NEW.amount := round(NEW.amount)', 'invoice_lines.amount'],
])('takes the load back where the target itself changes %s on the way in', async (table, change, name) => {
  const run = await start();
  await runOn(run, { owners: moneyResort()['owners'] ?? [] });
  await person(
    run,
    `CREATE FUNCTION sabotage() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${change}; RETURN NEW; END $$;
     CREATE TRIGGER sabotage BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION sabotage()`,
  );
  const model = await runOn(run, moneyResort());
  expect(verdictOf(model).exit).toBe(5);
  expect(unbalanced(model)).toContain(name);
  expect(model.verification.different).toBeGreaterThan(0);
  expect(await rowsOf(run, 'SELECT 1 FROM invoices')).toEqual([]);
});

it('accounts for every cent that does not move, whatever the reason, and names the groups that stay (P-MON-8)', async () => {
  const run = await start();
  const records = moneyResort();
  records['locations'] = [{ value: '1', label: 'Harbor' }];
  const [invoice, line, payment] = ['invoices', 'invoice_lines', 'payments'].map(
    (entity) => records[entity] ?? [],
  );
  const more = (list: typeof invoice, changes: Record<string, string>) =>
    list?.push({ ...list[0], ...changes });
  // An estimate with a line; an invoice that no readable amount can save; one whose payment is unmapped.
  more(invoice, { id: '7101', complete: '0', reservation_id: '' });
  more(line, { id: '8101', invoice_id: '7101' });
  more(invoice, { id: '7102', total: '1.239', reservation_id: '' });
  more(invoice, { id: '7103', reservation_id: '' });
  more(invoice, { id: '7104', total: '99999999999999999999.00', reservation_id: '' });
  more(line, { id: '8103', invoice_id: '7103', refund_amount: '10.00' });
  more(payment, { id: '6103', invoice_id: '7103', payment_method_type: 'ADMIN', total_balance: '5.55' });
  more(line, { id: '8104', voided: '1', total: '77.00' });
  // No money: a zero payment, an allocation. A copy of a line.
  more(payment, { id: '6104', payment_method_type: 'No Payment', total_balance: '0.00', zero_payment: '1' });
  more(payment, { id: '6105', total_balance: '-8.00', payment_allocation_refund: '1' });
  more(payment, {});
  for (const one of payment ?? []) one['location_id'] = '1';
  const model = await runOn(run, records);
  expect(model.status).toBe('ok');
  expect(unbalanced(model)).toEqual([]);
  expect(totalOf(model, 'invoices.total')).toMatchObject({
    ...{ source: '1640.50', target: '1361.16', excluded: '139.67', rejected: '139.67' },
    groups: [{ group: '2026-03|Harbor', source: '1361.16', target: '1361.16', balanced: true }],
  });
  expect(totalOf(model, 'invoice_lines.returns')).toMatchObject({
    ...{ source: '42.23', target: '32.23', rejected: '10.00' },
  });
  expect(totalOf(model, 'invoice_lines.amount')).toMatchObject({ excluded: '177.00', rejected: '100.00' });
  expect(totalOf(model, 'payments.received')).toMatchObject({
    ...{ source: '645.22', copies: '139.67', rejected: '5.55', target: '639.67' },
  });
  expect(totalOf(model, 'payments.refunds')).toMatchObject({ excluded: '8.00', target: '32.23' });
  expect(totalOf(model, 'payments.count')?.groups?.map(({ group }) => group)).toEqual([
    '2026-03|Harbor|CHECK',
    '2026-03|Harbor|CREDIT_CARD',
  ]);
  expect(totalOf(model, 'deposits.amount')).toMatchObject({
    source: '500.00',
    target: '500.00',
    merged: '0.00',
  });
});

it('keeps what people changed and deleted apart, and verifies the totals later', async () => {
  const run = await start();
  const records = moneyResort();
  const first = await runOn(run, records);
  expect(first.batch?.state).toBe('verified');
  await person(
    run,
    `UPDATE payments SET amount = 450, method = 'CASH' WHERE "transactionId" = 'GINGR-6003';
     DELETE FROM invoices WHERE "invoiceNumber" = 'GINGR-7001-R-8002';
     DELETE FROM payments WHERE "transactionId" = 'GINGR-6002'`,
  );
  const later = await verifyBatch(run.runtime, {});
  expect(later.totals.filter((total) => !total.balanced).map(({ name }) => name)).toEqual([
    ...['invoice_lines.returns', 'payments.count', 'payments.received', 'payments.refunds'],
  ]);
  recordOf(records, 'invoices', '7003')['total'] = '21.50';
  const second = await runOn(run, records, '2026-03-02');
  expect(second).toMatchObject({ status: 'ok', wrote: true });
  expect(later.others).toEqual([]);
  const newest = await verifyBatch(run.runtime, {});
  expect(newest).toMatchObject({ batch: second.batch?.id, status: 'ok', others: [first.batch?.id] });
  expect(unbalanced(second)).toEqual([]);
  expect(totalOf(second, 'payments.received')).toMatchObject({ target: '589.67', keptByPeople: '50.00' });
  expect(totalOf(second, 'payments.refunds')).toMatchObject({ target: '0.00', excluded: '32.23' });
  expect(totalOf(second, 'invoice_lines.returns')).toMatchObject({ target: '0.00', keptByPeople: '32.23' });
});

describe('what owners owe', () => {
  const withBalances = (of: Record<string, string>) => {
    const records = moneyResort();
    for (const [id, balance] of Object.entries(of))
      recordOf(records, 'owners', id)['current_balance'] = balance;
    return records;
  };

  it('is NOT CHECKED before somebody says what the sign means, and null where Gingr is silent', async () => {
    const run = await start();
    const model = await runOn(run, withBalances({ 101: '0.00', 102: '700.00' }));
    expect(model.balances).toMatchObject({ owners: 2, differing: 0 });
    expect(model.balances?.notChecked).toContain('balanceSign');
    expect(model.verification.notChecked.map(({ check }) => check)).toEqual(['owner balances']);
    const silent = await runOn(await start(), moneyResort());
    expect(silent).toMatchObject({ balances: null, verification: { notChecked: [] } });
  });

  it('is compared owner by owner, and what differs is told without taking the load back (P-MON-10, P-G-10)', async () => {
    const run = await start({ balanceSign: 'owes-negative' });
    await runOn(run, { owners: moneyResort()['owners'] ?? [] });
    // The desk's own invoice counts, a cancelled one and a payment that failed do not.
    await person(
      run,
      `INSERT INTO invoices (id, "tenantId", "invoiceNumber", "customerId", "dueDate", subtotal, total, status, "updatedAt")
       SELECT n, '${run.runtime.settings.tenant.id}', n, c.id, now(), 5, 5, s::"InvoiceStatus", now()
       FROM customers c, (VALUES ('INV-1', 'SENT'), ('INV-2', 'CANCELLED')) v(n, s) WHERE c."externalId" = '101';
       INSERT INTO payments (id, "tenantId", "invoiceId", "customerId", amount, method, status, "updatedAt")
       SELECT 'p', "tenantId", id, "customerId", 3, 'CASH', 'FAILED', now() FROM invoices WHERE id = 'INV-1'`,
    );
    const model = await runOn(run, withBalances({ 101: '-$5.00', 102: '(650.00)', 103: 'unclear' }));
    expect(model.status).toBe('ok');
    expect(model.balances).toEqual({
      ...{ notChecked: null, owners: 2, differing: 1 },
      ...{ owed: { gingr: '655.00', tailtown: '705.00' }, credit: { gingr: '0.00', tailtown: '0.00' } },
      ...{ gingr: '655.00', tailtown: '705.00', difference: '50.00', held: '0.00' },
      differences: [{ sourceId: '102', gingr: '650.00', tailtown: '700.00', difference: '50.00' }],
    });
    const issue = model.issues.find(({ code }) => code === 'OWNER_BALANCE_DIFFERS');
    expect(issue).toMatchObject({
      ...{ severity: 'warning', count: 1 },
      examples: [{ sourceId: '102', detail: 'owes 650.00 in Gingr, 700.00 in Tailtown' }],
    });
    expect(model.verification.notChecked).toEqual([
      {
        check: 'owner balances that cannot be read',
        why: 'Owners whose current_balance is no amount of money: 1.',
      },
    ]);
    const again = await runOn(run, withBalances({ 101: '-$5.00', 102: '(650.00)', 103: 'unclear' }));
    expect([again.wrote, again.balances?.differing]).toEqual([false, 1]);
  });
});

describe('the day on which a vaccination expires', () => {
  const onPets = (run: TestRun, on: 'INSERT' | 'UPDATE OF name') =>
    person(
      run,
      `CREATE OR REPLACE FUNCTION sabotage() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         NEW."vaccineExpirations" := replace(NEW."vaccineExpirations"::text, '2026-09-30', '2026-10-01')::jsonb; RETURN NEW; END $$;
       CREATE TRIGGER sabotage BEFORE ${on} ON pets FOR EACH ROW EXECUTE FUNCTION sabotage()`,
    );

  it('is found again on the pet, or the load is taken back (P-VAX-9)', async () => {
    const run = await start();
    await runOn(run, { owners: moneyResort()['owners'] ?? [] });
    await onPets(run, 'INSERT');
    const model = await runOn(run, moneyResort());
    expect(verdictOf(model).exit).toBe(5);
    expect(model.verification).toMatchObject({ safetyDifferent: 1 });
    await person(run, 'DROP TRIGGER sabotage ON pets');
    const { immunizations: _, ...others } = moneyResort();
    const without = await runOn(run, others);
    const withThem = await runOn(run, moneyResort(), '2026-03-02');
    expect(withThem.verification.safetyFacts - without.verification.safetyFacts).toBe(3);
  });

  it('rejects the vaccination that the mapping would lose, and is the people’s once they changed it', async () => {
    const run = await start();
    const records = moneyResort();
    const first = await runOn(run, records);
    await person(run, `UPDATE pets SET "vaccineExpirations" = '"none"' WHERE "externalId" = '501'`);
    recordOf(records, 'owners', '101')['city'] = 'Elsewhere';
    const second = await runOn(run, records, '2026-03-02');
    expect(second).toMatchObject({ status: 'ok', wrote: true });
    expect(first.verification.safetyFacts - second.verification.safetyFacts).toBe(2);
    const alone = { immunizations: [{ ...recordOf(records, 'immunizations', '3001'), id: '3999' }] };
    const third = await runOn(run, alone, '2026-03-03');
    expect(third.reasons).toContainEqual(
      expect.objectContaining({ entity: 'immunizations', outcome: 'rejected', code: 'SAFETY_FACT_LOST' }),
    );
  });
});

it('refuses a snapshot of another time zone, and makes one of its own for the same files', async () => {
  const run = await start();
  const records = moneyResort();
  const first = await runOn(run, records);
  const { settings } = run.runtime;
  const moved = { ...settings, tenant: { ...settings.tenant, timeZone: 'Asia/Tokyo' } };
  const runtime = { ...run.runtime, settings: moved };
  await expect(loadOnly(runtime, { dryRun: true })).rejects.toMatchObject({ code: 'SNAPSHOT_CONTRADICTED' });
  const second = await runAll(runtime, { command: 'run', from: [await writeResort(records)] });
  expect(second.status).toBe('ok');
  expect(second.context.snapshot).not.toBe(first.context.snapshot);
});
