import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../src/report/verdict.ts';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';

/** Tips and surcharges that stand beside the lines of an invoice, in every place where Gingr may count them (P-MON-8). */

const fresh = testRuns();
type Model = Awaited<ReturnType<typeof runOn>>;
const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;
const totalOf = (model: Model, name: string) => model.totals.find((total) => total.name === name);
const lineOf = (model: Model, name: string) => model.fidelity?.find((line) => line.name === name);

const invoice = (id: string, owner: string, total: string, tip: string, surcharge = '', complete = '1') => ({
  ...{ id, owner_id: owner, reservation_id: '', create_stamp: '1772611200', location_id: '1', complete },
  ...{ subtotal: '100.00', discount: '0.00', tax_amount: '8.00', total, tip_amount: tip },
  surcharge_amount: surcharge,
});
const paid = (id: string, invoiceId: string, amount: string) => ({
  ...{ id, invoice_id: invoiceId, payment_method_type: 'Credit Card', total_balance: amount },
  ...{ transaction_time: '1772611300', location_id: '1' },
});

function tippedResort(): Records {
  const records = smallResort();
  for (const owner of records['owners'] ?? []) owner['current_balance'] = '0.00';
  recordOf(records, 'owners', '103')['current_balance'] = '-108.00';
  return {
    ...records,
    invoices: [
      invoice('7101', '101', '116.00', '5.00', '3.00'),
      invoice('7102', '101', '108.00', '$5.01', '3.00'),
      invoice('7103', '102', '108.00', '5.00'),
      invoice('7104', '103', '108.00', '', '2.00', ''),
      invoice('7105', '103', '108.00', '5.00', '', '0'),
      invoice('7106', '102', '108.00', 'five'),
      invoice('7107', '102', '108.00', '0.00'),
    ],
    invoice_lines: ['7101', '7102', '7103', '7104', '7106', '7107'].map((id) => ({
      ...{ id: `8${id}`, invoice_id: id, description: 'Bath', quantity: '1', total: '100.00' },
      ...{ tax_amount: '8.00', refund_amount: '', tax_refund_amount: '', voided: '0' },
    })),
    // One is paid in two parts, and with what stands beside its total.
    payments: [
      paid('6101', '7101', '116.00'),
      ...[paid('6102', '7102', '60.00'), paid('6103', '7102', '56.01')],
      paid('6104', '7103', '108.00'),
      ...[paid('6105', '7105', '30.00'), paid('6107', '7107', '108.00')],
    ],
  };
}

const INVOICES = `SELECT "invoiceNumber" AS number, total, "balanceDue" AS due, status::text, notes FROM invoices
  WHERE "invoiceNumber" NOT LIKE '%7107' ORDER BY 1`;
const LINES = `SELECT i."invoiceNumber" AS number, l.description, l.amount FROM invoice_line_items l
  JOIN invoices i ON i.id = l."invoiceId" WHERE l.description <> 'Bath' ORDER BY 1, 2`;

describe('tips and surcharges beside the lines', () => {
  it('are lines where the total has them, rows of their own where payments do, and words where neither does (P-MON-8)', async () => {
    const run = await fresh('postgres', { balanceSign: 'owes-negative' });
    const model = await runOn(run, tippedResort());
    expect(model.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0 });
    expect(await rowsOf(run, INVOICES)).toEqual([
      { number: 'GINGR-7101', total: 116, due: 0, status: 'PAID', notes: 'Location in Gingr: 1' },
      { number: 'GINGR-7102', total: 108, due: 0, status: 'PAID', notes: 'Location in Gingr: 1' },
      {
        ...{ number: 'GINGR-7102-SURCHARGE', total: 3, due: 0, status: 'PAID' },
        notes: 'Surcharge that was paid with invoice 7102',
      },
      {
        ...{ number: 'GINGR-7102-TIP', total: 5.01, due: 0, status: 'PAID' },
        notes: 'Tip that was paid with invoice 7102',
      },
      {
        ...{ number: 'GINGR-7103', total: 108, due: 0, status: 'PAID' },
        notes: 'Location in Gingr: 1\n\nTip in Gingr: 5.00',
      },
      {
        ...{ number: 'GINGR-7104', total: 108, due: 108, status: 'SENT' },
        notes: 'Location in Gingr: 1\n\nSurcharge in Gingr: 2.00',
      },
      expect.objectContaining({ number: 'GINGR-7105', total: 0, due: -30 }),
    ]);
    expect(await rowsOf(run, LINES)).toEqual([
      { number: 'GINGR-7101', description: 'Surcharge', amount: 3 },
      { number: 'GINGR-7101', description: 'Tip', amount: 5 },
    ]);
    // To the cent: nothing is counted twice, and nothing is paid or owed that Gingr does not say.
    expect(model.totals.filter(({ balanced }) => !balanced)).toEqual([]);
    expect(totalOf(model, 'invoices.tips')).toMatchObject({
      ...{ source: '20.01', target: '10.01', excluded: '10.00', rejected: '0.00' },
    });
    expect(totalOf(model, 'invoices.surcharges')).toMatchObject({
      source: '8.00',
      target: '6.00',
      excluded: '2.00',
    });
    expect(totalOf(model, 'invoices.total')).toMatchObject({ target: '548.00' });
    expect(totalOf(model, 'payments.received')).toMatchObject({ target: '478.01' });
    expect(
      await rowsOf(
        run,
        `SELECT c."externalId" AS id, (SELECT sum(total) FROM invoices i WHERE i."customerId" = c.id)
           - coalesce((SELECT sum(amount) FROM payments p WHERE p."customerId" = c.id), 0) AS owes FROM customers c ORDER BY 1`,
      ),
    ).toEqual([
      { id: '101', owes: 0 },
      { id: '102', owes: 0 },
      { id: '103', owes: 78 },
    ]);
    expect(
      ['INVOICE_TIP_APART', 'INVOICE_OVERPAID', 'INVOICE_TOTAL_MISMATCH', 'VALUE_SUSPECT'].map((code) =>
        countOf(model, code),
      ),
    ).toEqual([2, 0, 0, 0]);
    expect(countOf(model, 'MONEY_UNREADABLE')).toBe(1);
    expect(countOf(model, 'OWNER_BALANCE_DIFFERS')).toBe(0);
    expect(model.balances).toMatchObject({ notChecked: null, differing: 0 });
    expect(lineOf(model, 'amounts/invoices/INVOICE_TIP_APART')).toMatchObject({ count: 2, value: '7.00' });
    expect(lineOf(model, 'rows/invoices/tip')).toMatchObject({ count: 1, value: '5.01' });
    expect(lineOf(model, 'rows/invoice_line_items/surcharge')).toMatchObject({ count: 1, value: '3.00' });

    const again = await runOn(run, tippedResort());
    expect([again.wrote, again.batch?.id]).toEqual([false, model.batch?.id]);
    const undone = await undo(run, model.batch);
    expect(undone.proof).toMatchObject({ different: 0 });
    expect(undone.fingerprint.equal).toBe(true);
    expect(await rowsOf(run, 'SELECT 1 FROM invoices UNION ALL SELECT 1 FROM invoice_line_items')).toEqual(
      [],
    );
    expect((await runOn(run, tippedResort())).wrote).toBe(true);
  });

  it('get their row when the payment comes, and a snapshot without payments owes nothing again', async () => {
    const run = await fresh('postgres');
    await runOn(run, tippedResort());
    const later = tippedResort();
    later['payments']?.push(paid('6106', '7104', '110.00'));
    const second = await runOn(run, later);
    expect(second.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0 });
    expect((await rowsOf(run, INVOICES)).filter(({ number }) => String(number).includes('7104'))).toEqual([
      { number: 'GINGR-7104', total: 108, due: 0, status: 'PAID', notes: 'Location in Gingr: 1' },
      expect.objectContaining({ number: 'GINGR-7104-SURCHARGE', total: 2 }),
    ]);
    const { payments, ...silent } = later;
    expect(payments?.length).toBe(7);
    const third = await runOn(run, silent);
    expect(third.totals.filter(({ balanced }) => !balanced)).toEqual([]);
    expect(
      await rowsOf(
        run,
        `SELECT "invoiceNumber" AS number, "balanceDue" AS due FROM invoices WHERE "balanceDue" <> 0`,
      ),
    ).toEqual([{ number: 'GINGR-7105', due: -30 }]);
  });

  it('that go astray on the way in take the load back', async () => {
    const run = await fresh('postgres');
    await runOn(run, { owners: tippedResort()['owners'] ?? [] });
    await person(
      run,
      `CREATE FUNCTION sabotage() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF NEW.description = 'Tip' THEN NEW.amount := NEW.amount + 0.01; END IF; RETURN NEW; END $$;
       CREATE TRIGGER sabotage BEFORE INSERT ON invoice_line_items FOR EACH ROW EXECUTE FUNCTION sabotage()`,
    );
    const model = await runOn(run, tippedResort());
    expect(verdictOf(model).exit).toBe(5);
    expect(model.totals.filter(({ balanced }) => !balanced).map(({ name }) => name)).toEqual([
      'invoices.tips',
    ]);
    expect(await rowsOf(run, 'SELECT 1 FROM invoices')).toEqual([]);
  });

  it('have no line where this target lacks the table, and are told with their value', async () => {
    const run = await fresh('postgres');
    await person(run, 'DROP TABLE invoice_line_items CASCADE');
    const model = await runOn(run, tippedResort());
    expect(model.totals.filter(({ balanced }) => !balanced)).toEqual([]);
    expect(totalOf(model, 'invoices.tips')).toMatchObject({ target: '5.01', excluded: '15.00' });
    expect(lineOf(model, 'amounts/invoices/INVOICE_TIP_APART')).toMatchObject({ count: 3, value: '15.00' });
  });
});
