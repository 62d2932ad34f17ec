import { describe, expect, it } from 'vitest';
import type { RunModel, TotalAccount } from '../../src/reconcile/model.ts';
import { renderPage } from '../../src/report/page.ts';
import { model, total } from './fixture.ts';
import { balances, moneyModel } from './money-fixture.ts';
import { rowsOf, sectionOf, tagsOf, textOf } from './reading.ts';

const moneyOf = (run: RunModel): string => sectionOf(renderPage(run), 'money');
const named = (run: RunModel, name: string): TotalAccount => {
  const found = run.totals.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no total ${name}`);
  return found;
};

describe('the money section', () => {
  it('prints every total of money in plain words, as a sum that adds up', () => {
    const rows = rowsOf(moneyOf(moneyModel()));
    expect(rows).toContain(
      'Sales as billed: with tax, less discounts 1,212,659.03 = 1,211,351.69 + 0.00 + 972.00 + 335.34 0.00 ✓ adds up',
    );
    expect(rows).toContain('Tax 91,315.48 = 91,218.64 + 0.00 + 72.00 + 24.84 0.00 ✓ adds up');
    expect(rows).toContain(
      'Deposits each is one of the payments, where it is found again; by what became of it 21,200.00 = 0.00 + 21,200.00 + 0.00 + 0.00 0.00 ✓ adds up',
    );
    expect(rows.filter((row) => row.startsWith('Invoices'))).toEqual([]);
    expect(textOf(moneyOf(moneyModel()))).toContain('✓ Every cent is accounted for.');
  });

  it('leaves counts to the control totals, and money to this section', () => {
    const rows = rowsOf(sectionOf(renderPage(moneyModel()), 'totals'));
    expect(rows).toContain('Invoices 6,947 − 0 = 6,947 = 6,903 + 0 + 41 + 3 + 0 ✓ adds up');
    expect(rows).toContain('Vaccinations 9,147 − 0 = 9,147 = 6,124 + 3,012 + 2 + 9 + 0 ✓ adds up');
    expect(rows.some((row) => /^(Sales|Tax|Payments received|Deposits)/.test(row))).toBe(false);
  });

  it('has a column for what people kept only where they kept something', () => {
    const run = moneyModel();
    expect(textOf(moneyOf(run))).not.toContain('Kept by people');
    const sales = named(run, 'invoices.total');
    sales.source = '1212660.03';
    sales.keptByPeople = '1.00';
    expect(textOf(moneyOf(run))).toContain('Kept by people');
    expect(textOf(moneyOf(run))).toContain(
      '1,212,660.03 = 1,211,351.69 + 0.00 + 972.00 + 335.34 + 1.00 0.00',
    );
  });

  it('adds up months, locations and methods to the cent', () => {
    const run = moneyModel();
    const sales = named(run, 'invoices.total');
    Object.assign(sales, { source: '90071992548717.34', target: '90071992547410.00' });
    sales.groups = [
      group('2026-03|Harbor', '90071992547409.91'),
      group('2026-03|Mill Creek', '0.10'),
      group('2026-04|Harbor', '0.20'),
      group('no date|Harbor', '-0.21'),
    ];
    const section = moneyOf(run);
    expect(rowsOf(section)).toContain(
      'March 2026 90,071,992,547,410.01 90,071,992,547,410.01 0.00 ✓ adds up',
    );
    expect(rowsOf(section)).toContain('No date -0.21 -0.21 0.00 ✓ adds up');
    expect(rowsOf(section)).toContain('Harbor 90,071,992,547,409.90 90,071,992,547,409.90 0.00 ✓ adds up');
    expect(rowsOf(section)).toContain('All 90,071,992,547,410.00 90,071,992,547,410.00 0.00 ✓ adds up');
    expect(textOf(section)).toContain('Every cent is accounted for.');
  });

  it('has payments by method, with the words of both programs, and locations only where there are several', () => {
    const run = moneyModel();
    expect(textOf(moneyOf(run))).toContain('Payments received by method');
    expect(rowsOf(moneyOf(run)).some((row) => row.startsWith('Credit card '))).toBe(true);
    expect(rowsOf(moneyOf(run)).some((row) => row.startsWith('Gift Card '))).toBe(true);
    expect(textOf(moneyOf(run))).toContain('Sales by location');
    for (const { groups = [] } of run.totals)
      for (const one of groups) one.group = one.group.replace('Mill Creek', 'Harbor');
    expect(textOf(moneyOf(run))).not.toContain('by location');
  });

  it('folds many months and opens them where one does not add up', () => {
    const run = moneyModel();
    expect(moneyOf(run)).toContain('<details><summary>Every month <span class="small">(26 months)');
    const [, , first] = named(run, 'invoices.total').groups ?? [];
    if (first) first.balanced = false;
    expect(moneyOf(run)).toContain(
      '<details open><summary>Every month <span class="small">(26 months, 1 NOT adding up)',
    );
  });

  it('shouts where the money does not add up, and says in which month, location and method', () => {
    const run = moneyModel({ status: 'ok' });
    const sales = named(run, 'invoices.total');
    const [first] = sales.groups ?? [];
    if (!first) throw new Error('no group');
    const short = (text: string) => (Number(text) - 12).toFixed(2);
    sales.target = short(sales.target);
    const there = first.target;
    first.target = short(there);
    const page = renderPage(run);
    const text = textOf(sectionOf(page, 'money'));
    expect(textOf(page)).toContain('✗ Does NOT add up Sales: 12.00 unaccounted for');
    expect(textOf(page)).toContain('Exit status 5');
    expect(text).toContain('✗ The money does NOT add up');
    expect(text).toContain(
      `Sales, March 2024, Harbor: ${thousands(there)} in Gingr, ${thousands(first.target)} in Tailtown`,
    );
    expect(text).not.toContain('Every cent is accounted for');
    expect(page).toContain('href="#money"');
  });

  it('does not let two differences cancel each other out', () => {
    const run = moneyModel();
    const received = named(run, 'payments.received');
    Object.assign(received, { source: '20.00', target: '20.00', rejected: '0.00' });
    received.groups = [
      { group: '2026-03|Harbor|CASH', source: '10.00', target: '15.00', balanced: true },
      { group: '2026-03|Harbor|CHECK', source: '10.00', target: '5.00', balanced: true },
    ];
    const section = moneyOf(run);
    expect(textOf(section)).toContain('Payments received : the sum agrees, its parts do not');
    expect(rowsOf(section)).toContain('Cash 10.00 15.00 +5.00 ✗ does NOT add up');
    expect(rowsOf(section)).toContain('Check 10.00 5.00 -5.00 ✗ does NOT add up');
    expect(rowsOf(section)).toContain('March 2026 20.00 20.00 0.00 ✗ does NOT add up: 2 of 2 parts differ');
  });

  it('caps the places that it names, with their true number', () => {
    const groups = Array.from({ length: 90 }, (_, index) => ({
      group: `2026-03|Place ${index}|CASH`,
      source: '1.00',
      target: '2.00',
      balanced: false,
    }));
    const dimensions: TotalAccount['dimensions'] = ['month', 'location', 'method'];
    const broken = total({
      name: 'payments.received',
      unit: 'money',
      source: '90.00',
      target: '180.00',
      dimensions,
      groups,
    });
    const text = textOf(moneyOf(model({ totals: [broken] })));
    expect(text).toContain('90 places in which Gingr and Tailtown differ, the first 50:');
    expect(text).toContain('Place 49, Cash');
    expect(text).not.toContain('Place 50, Cash: 1.00 in Gingr');
    expect(text).toContain('90.00 more than in Gingr');
  });

  it('keeps a bar or markup in the name of a location or method where it belongs', () => {
    const run = moneyModel();
    const hostile = '<img src=x onerror=alert(1)>';
    named(run, 'payments.received').groups = [
      group('2026-03|Harbor | North|CASH', '1.00'),
      group(`2026-03|${hostile}|<b>Check</b>`, '2.00'),
      group('2026-03|7|', '4.00'),
    ];
    const section = moneyOf(run);
    expect(rowsOf(section)).toContain('Harbor | North 1.00 1.00 0.00 ✓ adds up');
    expect(rowsOf(section)).toContain('Cash 1.00 1.00 0.00 ✓ adds up');
    expect(rowsOf(section)).toContain('<img src=x onerror=alert(1)> 2.00 2.00 0.00 ✓ adds up');
    expect(rowsOf(section)).toContain('<b>Check</b> 2.00 2.00 0.00 ✓ adds up');
    expect(rowsOf(section)).toContain('Location 7 4.00 4.00 0.00 ✓ adds up');
    expect(rowsOf(section)).toContain('No method 4.00 4.00 0.00 ✓ adds up');
    expect(tagsOf(section)).not.toContain('img');
    expect(tagsOf(section)).not.toContain('b');
  });

  it('points to the findings about money, errors first', () => {
    const text = textOf(moneyOf(moneyModel()));
    expect(text).toMatch(
      /Worth a look ✗ error Payment by a method .* 3 .*▲ warning Closed in Gingr, and not paid in full 31/,
    );
    expect(text).not.toContain('Vaccination without an expiry');
  });

  it('says so where there is no money', () => {
    expect(textOf(moneyOf(model({ totals: [] })))).toContain('No amount of money was read from Gingr.');
  });
});

describe('what owners owe', () => {
  const owed = (change: Partial<RunModel>) => sectionOf(renderPage(moneyModel(change)), 'balances');

  it('names the owners who differ, the first 50 with the true number', () => {
    const section = owed({});
    expect(textOf(section)).toContain('73 of 2,100 owners compared differ.');
    expect(rowsOf(section)).toContain('Sum of the balances 12,440.18 11,208.18 -1,232.00');
    expect(rowsOf(section)).toContain('owners/40100 120.00 0.00 -120.00');
    expect(rowsOf(section)).toContain('owners/40101 -15.50 0.00 +15.50');
    expect(rowsOf(section).filter((row) => row.startsWith('owners/'))).toHaveLength(50);
    expect(textOf(section)).toContain('the largest 50 of 73');
    expect(textOf(section)).toContain('And 23 owners more; balances.csv beside this file has all 73.');
  });

  it('does not promise what report.json does not have', () => {
    const text = textOf(owed({ balances: balances(1600) }));
    expect(text).toContain('the largest 50 of 1,600');
    expect(text).toContain('And 1,550 owners more; balances.csv beside this file has all 1,600.');
  });

  it('says that all are equal only where they are', () => {
    expect(textOf(owed({ balances: balances(0) }))).toContain(
      'All 2,100 owners compared owe the same in both.',
    );
    const contradicts = { ...balances(0), tailtown: '12440.17' };
    expect(textOf(owed({ balances: contradicts }))).not.toContain('owe the same');
    const none = { ...balances(0), owners: 0, gingr: '0.00', tailtown: '0.00' };
    expect(textOf(owed({ balances: none }))).toContain('? NOT CHECKED');
  });

  it('shows what was not compared as NOT CHECKED, with the reason and how to switch it on', () => {
    const why = 'The sign of current_balance is not configured: set balanceSign.';
    const text = textOf(owed({ balances: { ...balances(0), notChecked: why } }));
    expect(text).toContain(`? NOT CHECKED ${why}`);
    expect(text).toContain('balanceSign: owes-positive');
    expect(text).not.toContain('12,440.18');
    expect(text).not.toContain('owe the same');
    const other = textOf(owed({ balances: { ...balances(0), notChecked: 'This target has no invoices.' } }));
    expect(other).toContain('? NOT CHECKED This target has no invoices.');
    expect(other).not.toContain('owes-positive');
    expect(textOf(owed({ balances: null }))).toContain('? NOT CHECKED No owner in the files has a balance');
  });

  it('shows the report of a batch from before there were balances', () => {
    const { balances: _, ...old } = moneyModel();
    expect(textOf(sectionOf(renderPage(old as RunModel), 'balances'))).toContain('NOT CHECKED');
  });
});

describe('the vaccinations', () => {
  const section = (run: RunModel) => sectionOf(renderPage(run), 'vaccinations');

  it('says where every record is, and adds up', () => {
    const rows = rowsOf(section(moneyModel()));
    expect(
      rows
        .slice(1)
        .map((row) => row.replace(/^(.*?) (Gingr has|It expires|Its owner|Vaccination of|✓).* /, '$1: ')),
    ).toEqual([
      'In the medical records: 6,124',
      "In the pet's record: 2,900",
      'Replaced by a newer one of the same pet and vaccine: 112',
      'Left out on purpose: 2',
      'Could not be moved: 6',
      'Could not be moved: 3',
      'Read in Gingr: 9,147',
    ]);
    const text = textOf(section(moneyModel()));
    expect(text).toContain('✓ passed 6,610 safety facts');
    expect(text).toContain('▲ warning Vaccination without an expiry 88');
  });

  it('says what does not add up, what no rule explains, and what was not compared', () => {
    const run = moneyModel();
    const account = run.entities.find(({ entity }) => entity === 'immunizations');
    if (account) account.merged -= 5;
    run.reasons = run.reasons.filter(({ code }) => code !== 'IMMUNIZATION_ANIMAL_UNKNOWN');
    run.verification = { ...run.verification, safetyFacts: 0 };
    const text = textOf(section(run));
    expect(text).toContain('✗ does NOT add up: 5 records unaccounted for');
    expect(text).toContain('Could not be moved ? No rule is named 6');
    expect(text).toContain('? NOT CHECKED 0 safety facts');
    run.verification = { ...run.verification, safetyFacts: 6610, safetyDifferent: 1 };
    expect(textOf(section(run))).toContain('✗ FAILED: 1 different');
  });

  it('says so where none was read', () => {
    expect(textOf(section(model()))).toContain('No vaccination record was read from Gingr.');
  });
});

describe('the words of the accounting', () => {
  it('calls the kinds and what became of them by plain names', () => {
    const page = renderPage(moneyModel());
    const text = textOf(sectionOf(page, 'accounting'));
    expect(text).toContain('Vaccinations 9,147 − 0 = 9,147 = 6,104 + 20 + 0 + 3,012 + 2 + 9 ✓ adds up');
    expect(text).toContain(
      'Lines of invoices What stands on an invoice, line by line. In Gingr: invoice_lines.',
    );
    const reasons = rowsOf(sectionOf(page, 'reasons'));
    expect(reasons).toContain(
      "Vaccinations Merged into the pet's record Vaccination that stands on its pet IMMUNIZATION_ON_PET 2,900",
    );
    expect(reasons).toContain(
      'Deposits Merged into its payment Deposit that stands among the payments DEPOSIT_IS_PAYMENT 212',
    );
  });
});

const group = (name: string, amount: string) => ({
  group: name,
  source: amount,
  target: amount,
  balanced: true,
});

const thousands = (text: string): string => text.replace(/\B(?=(\d{3})+\.)/g, ',');
