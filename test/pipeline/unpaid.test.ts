import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { reportAgain } from '../../src/pipeline/publish.ts';
import { extract, loadOnly } from '../../src/pipeline/run.ts';
import { readinessOf } from '../../src/reconcile/readiness.ts';
import { moneyResort, recordOf, writeResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns } from '../support/runs.ts';

const start = testRuns();

const csvOf = async (html: string, name: string): Promise<Record<string, string>[]> =>
  parse(await readFile(path.join(path.dirname(html), name), 'utf8'), { bom: true, columns: true });

describe('unpaid invoices', () => {
  it('are compared one by one: total less payments and returns, by the raw lines and by the rows that stand', async () => {
    const run = await start('postgres');
    const records = moneyResort();
    records['invoices']?.push({ ...recordOf(records, 'invoices', '7003'), id: '7004', owner_id: '999' });
    // An estimate owes nothing, and neither does what is paid twice.
    records['invoices']?.push({ ...recordOf(records, 'invoices', '7003'), id: '7005', complete: '0' });
    const model = await runOn(run, records);
    expect(model.unpaid).toEqual({
      notChecked: null,
      gingr: { count: 3, amount: '742.98' },
      tailtown: { count: 2, amount: '721.49' },
      notMoved: { count: 1, amount: '21.49' },
      ...{ differing: 0, differences: [] },
    });
    const page = (await readFile(model.report.html, 'utf8')).replace(/<[^<>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(page).toMatch(
      /Unpaid invoices 742\.98 721\.49 -21\.49 ✓ adds up 3 invoices in Gingr, 2 in Tailtown/,
    );
    expect(await csvOf(model.report.html, 'unpaid-invoices.csv')).toEqual([
      {
        ...{ invoice: '7004', check: 'not moved', not_moved_by: 'INVOICE_OWNER_UNKNOWN' },
        ...{ in_gingr: '21.49', in_tailtown: '', difference: '' },
      },
      {
        ...{ invoice: '7002', check: 'equal', not_moved_by: '' },
        ...{ in_gingr: '700.00', in_tailtown: '700.00', difference: '0.00' },
      },
      {
        ...{ invoice: '7003', check: 'equal', not_moved_by: '' },
        ...{ in_gingr: '21.49', in_tailtown: '21.49', difference: '0.00' },
      },
    ]);
  });

  it('differ where people entered a payment, or where the row says another amount, and somebody must accept that', async () => {
    const run = await start('postgres');
    await runOn(run, moneyResort());
    await person(run, `UPDATE payments SET amount = 600 WHERE amount = 500`);
    await person(run, `UPDATE invoices SET "balanceDue" = 0 WHERE "externalId" = '7003'`);
    const model = await runOn(run, moneyResort());
    expect(model.wrote).toBe(false);
    expect(model.unpaid).toMatchObject({
      gingr: { count: 2, amount: '721.49' },
      tailtown: { count: 1, amount: '600.00' },
      differing: 2,
      differences: [
        { sourceId: '7002', gingr: '700.00', tailtown: '600.00' },
        { sourceId: '7003', gingr: '21.49', tailtown: '0.00' },
      ],
    });
    expect(model.issues.find(({ code }) => code === 'INVOICE_OPEN_DIFFERS')?.count).toBe(2);
    expect(readinessOf(model, { waivers: [] }, 0).exceptions).toContainEqual({
      ...{ code: 'INVOICE_OPEN_DIFFERS', kind: 'balance', count: 2, waiver: null },
    });
    const page = (await readFile(model.report.html, 'utf8')).replace(/<[^<>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(page).toContain('invoices/7003: 21.49 in Gingr, 0.00 in Tailtown');
    expect(await csvOf(model.report.html, 'unpaid-invoices.csv')).toHaveLength(2);
  });

  it('count what an earlier load was paid and what was returned then, where a later export does not hold it', async () => {
    const run = await start('postgres');
    await runOn(run, moneyResort());
    const later = moneyResort();
    recordOf(later, 'invoices', '7003')['total'] = '31.49';
    Object.assign(recordOf(later, 'invoices', '7003'), { subtotal: '30.00' });
    later['payments'] = [
      { ...recordOf(later, 'payments', '6003'), id: '6009', invoice_id: '7003', total_balance: '1.49' },
    ];
    later['invoice_lines'] = [{ ...recordOf(later, 'invoice_lines', '8004'), total: '30.00' }];
    delete later['deposits'];
    const model = await runOn(run, later, '2026-03-08');
    expect(model.unpaid).toMatchObject({
      gingr: { count: 2, amount: '730.00' },
      tailtown: { count: 2, amount: '730.00' },
      differing: 0,
    });
  });

  it('are NOT CHECKED, and it is said why, where nobody can know', async () => {
    const run = await start('postgres');
    const records = moneyResort();
    delete records['payments'];
    delete records['deposits'];
    const model = await runOn(run, records);
    expect(model.unpaid?.notChecked).toMatch(/^No payment was read/);
    expect(model.verification.notChecked.map(({ check }) => check)).toContain('unpaid invoices');
    delete records['invoices'];
    delete records['invoice_lines'];
    expect((await runOn(await start('postgres'), records)).unpaid).toBeNull();
  });
});

describe('lists beside the report', () => {
  it('are complete where the figures hold a thousand, of a load that is kept and of one that is not', async () => {
    const run = await start('postgres', { balanceSign: 'owes-positive' });
    const records = moneyResort();
    const [animal, owner] = [recordOf(records, 'animals', '501'), recordOf(records, 'owners', '103')];
    for (let n = 0; n < 1005; n += 1) {
      records['animals']?.push({ ...animal, id: `6${n}`, owner_id: '999' });
      records['owners']?.push({
        ...owner,
        ...{ id: `7${n}`, email: `more${n}@example.test`, current_balance: n === 0 ? '99.00' : '1.00' },
      });
    }
    await extract(run.runtime, { from: [await writeResort(records)] });
    const dry = await loadOnly(run.runtime, { dryRun: true });
    const kept = await loadOnly(run.runtime, { dryRun: false });
    for (const { report, safety, balances } of [dry, kept]) {
      expect(safety?.find(({ name }) => name === 'allergies')).toMatchObject({ lost: 1005 });
      expect(safety?.find(({ name }) => name === 'allergies')?.losses).toHaveLength(1000);
      const losses = (await csvOf(report.html, 'safety-losses.csv')).filter(
        ({ what }) => what === 'allergies',
      );
      expect(losses).toHaveLength(1005);
      expect(losses[0]).toEqual({ what: 'allergies', animal: '60', name: '', code: 'ANIMAL_OWNER_UNKNOWN' });
      expect(balances).toMatchObject({ differing: 1005 });
      expect(balances?.differences).toHaveLength(1000);
      const owners = await csvOf(report.html, 'balances.csv');
      expect(owners).toHaveLength(1005);
      expect(owners[0]).toEqual({
        ...{ owner: '70', name: '', in_gingr: '99.00', in_tailtown: '0.00', difference: '-99.00' },
      });
    }
    const personal = { ...run.runtime, settings: { ...run.runtime.settings, showPersonalData: true } };
    const { html } = await reportAgain(personal, {});
    expect((await csvOf(html, 'balances.csv')).at(-1)?.['name']).toBe('First103 Last103');
    expect((await csvOf(html, 'safety-losses.csv'))[0]?.['name']).toBe('Pet501');
    expect(
      await rowsOf(run, `SELECT count(*)::int AS n FROM migration.report_lists WHERE list = 'balances'`),
    ).toEqual([{ n: 1005 }]);
  });
});
