import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { OUTCOMES } from '../../src/core/outcome.ts';
import { renderPage } from '../../src/report/page.ts';
import { examples, model, total } from './fixture.ts';
import { everyText, repeated } from './hostile.ts';
import { moneyModel } from './money-fixture.ts';
import { attributesOf, rowsOf, sectionOf, tagsOf, textOf } from './reading.ts';

describe('the page', () => {
  it('prints the numbers of the model, line by line', () => {
    const run = model();
    const rows = rowsOf(renderPage(run));
    for (const account of run.entities) {
      const figures = [
        account.lines,
        account.copies,
        account.read,
        ...OUTCOMES.map((outcome) => account[outcome]),
      ];
      const name = account.entity.charAt(0).toUpperCase() + account.entity.slice(1).replace('_', ' ');
      expect(rows).toContain(
        [name, ...signed(figures.map((figure) => figure.toLocaleString('en-US'))), '✓ adds up'].join(' '),
      );
    }
    expect(rows).toContain('All 20,986 − 7,776 = 13,210 = 13,122 + 31 + 5 + 7 + 41 + 4 ✓ adds up');
    expect(rows).toContain(
      'Sales as billed: with tax, less discounts 1,234,567.89 = 1,234,467.64 + 100.00 + 0.25 0.00 ✓ adds up',
    );
    expect(rows).toContain('Reservations: starts 15,120 − 7,775 = 7,345 = 7,304 + 0 + 40 + 1 + 0 ✓ adds up');
    expect(rows).toContain('Resources 58 0 0 3');
    expect(textOf(renderPage(run))).not.toContain('NOT add up');
  });

  it('flags a line that does not add up, also where the model says that it does (P-OPS-7)', () => {
    const run = model({ status: 'ok' });
    const [owners] = run.entities;
    if (owners) owners.inserted -= 2;
    const text = textOf(renderPage(run));
    expect(text).toContain('✗ Does NOT add up Owners: 2 records unaccounted for');
    expect(text).toContain('✗ Failed');
    expect(text).toContain('The figures contradict this sentence.');
    expect(text).toContain('Exit status 5');
    expect(renderPage(run)).toContain('<tr role="row" class="broken">');
  });

  it.each([
    ['an amount', total({ name: 'a.b', source: '10.00', target: '9.99' }), 'A: b: 0.01 unaccounted for'],
    ['no amount', total({ name: 'a.b', source: '10', target: 'NaN' }), 'A: b: an amount is not a number'],
    ['the model', total({ name: 'a.b', balanced: false }), 'A: b: reconciliation found an imbalance'],
    [
      'a month, also where the model says that it does',
      total({
        name: 'a.b',
        source: '2',
        target: '2',
        groups: [{ group: '2025-01', source: '1', target: '2', balanced: true }],
      }),
      'A: b: groups that do not add up: January 2025',
    ],
    [
      'a month that is not there',
      total({
        name: 'a.b',
        source: '2',
        target: '2',
        groups: [{ group: '2025-01', source: '1', target: '1', balanced: true }],
      }),
      'A: b: its groups are not all of it',
    ],
    [
      'what is too much',
      total({ name: 'a.b', source: '10.00', target: '10.01' }),
      'A: b: 0.01 more than in Gingr',
    ],
  ])('flags a control total for %s', (_, broken, words) => {
    const page = renderPage(model({ totals: [broken] }));
    expect(textOf(page)).toContain(`Does NOT add up ${words}`);
  });

  it('shows what was not checked as such, never as passed', () => {
    const run = model();
    expect(textOf(renderPage(run))).toContain(
      'NOT CHECKED Capacity of lodgings Gingr does not export the capacity of a run.',
    );
    const text = textOf(
      renderPage(model({ verification: { ...run.verification, compared: 0, safetyFacts: 0 } })),
    );
    expect(text).toContain('0 Different values ? NOT CHECKED');
    expect(text).toContain('0 Different safety facts ? NOT CHECKED');
    expect(text).not.toContain('✓ passed');
  });

  it('names differences and fails', () => {
    const differences = ['customers.phone of owners/40123'];
    const text = textOf(
      renderPage(model({ verification: { ...model().verification, different: 1, differences } })),
    );
    expect(text).toContain('Comparison: 1 value different');
    expect(text).toContain('1 Different values ✗ FAILED');
    expect(text).toContain('customers.phone of owners/40123');
  });

  it('marks a dry run, a run that wrote nothing, and records without a reason', () => {
    expect(textOf(renderPage(model({ dryRun: true, batch: null })))).toContain('DRY RUN');
    expect(textOf(renderPage(model({ wrote: false })))).toContain('This run wrote nothing');
    expect(rowsOf(renderPage(model({ reasons: [] })))).toContain(
      'Reservations Excluded ? No rule is named 40',
    );
  });

  it('keeps a long list of reasons short, with those of the most records and of no rule before', () => {
    const many = Array.from({ length: 30 }, (_, at) => ({
      ...{
        entity: `kind${at}`,
        outcome: 'excluded' as const,
        code: 'RECORD_ID_MISSING' as const,
        count: at + 1,
      },
    }));
    const page = renderPage(model({ reasons: [...model().reasons, ...many] }));
    const [open = '', folded = ''] = sectionOf(page, 'reasons').split('<details>');
    expect(rowsOf(open)).toHaveLength(26);
    expect(rowsOf(open)[1]).toMatch(/40$/);
    expect(textOf(folded)).toContain('All 34 reasons, by kind');
    expect(rowsOf(folded)).toHaveLength(35);
  });

  it('explains issues and forced values from their catalogues', () => {
    const text = textOf(renderPage(model()));
    expect(text).toContain('E-mail shared by several owners');
    expect(text).toContain('What to do: Ask which address belongs to whom');
    expect(text).toContain('E-mail is mandatory and unique in the resort');
  });

  it('lets hostile values neither leave their place nor run', () => {
    const hostile = `"'\`</script></style><img src=x onerror=alert(1)><script>alert(2)</script>`;
    const page = renderPage(everyText(moneyModel(), hostile));
    const tags = tagsOf(page);
    expect(tags.filter((tag) => tag === 'script')).toHaveLength(1);
    expect(tags).not.toContain('img');
    expect(attributesOf(page).filter((name) => name.startsWith('on'))).toEqual([]);
    expect(textOf(page)).toContain('<img src=x onerror=alert(1)>');
  });

  it('allows by its policy exactly the script it holds, and asks for nothing from outside', () => {
    const page = renderPage(model());
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`);
    expect(page).not.toMatch(/https?:|\bsrc=|url\(|@import|<link/);
  });

  it('keeps its tables on paper, which is as narrow as a small screen', () => {
    const widths = renderPage(model()).match(/@media[^{]*max-width[^{]*/g);
    expect(widths).toEqual(['@media screen and (max-width: 760px) ']);
  });

  it('has an anchor for every link and no id twice', () => {
    const page = renderPage(moneyModel());
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, anchor] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(anchor);
  });

  it('renders a run that was refused before anything was read', () => {
    const empty = {
      entities: [],
      reasons: [],
      tables: [],
      totals: [],
      balances: null,
      issues: [],
      alterations: [],
      forced: [],
      leftOut: [],
      files: [],
    };
    const run = model({
      ...empty,
      status: 'refused',
      batch: null,
      wrote: false,
      fingerprints: null,
      durationsMs: {},
    });
    expect(textOf(renderPage(run))).toContain('Exit status 4');
  });
});

describe('the size of the page', () => {
  it('stays under 5 MB with 10,000 examples, and says what it leaves out', () => {
    const issues = model().issues.map((issue) => ({
      ...issue,
      count: 20_000,
      examples: examples(2000, 'owners', 'notes', '"'.repeat(900)),
    }));
    const page = renderPage(model({ issues }));
    expect(Buffer.byteLength(page)).toBeLessThan(5_000_000);
    expect(textOf(page)).toMatch(/\d+ of 20,000 places/);
  });

  it('stays under 5 MB whatever the model', () => {
    const page = renderPage(everyText(repeated(moneyModel(), 100), '"'.repeat(2000)));
    expect(Buffer.byteLength(page)).toBeLessThan(5_000_000);
    expect(textOf(page)).toContain('more in report.json');
  });
});

const signed = (figures: string[]): string[] =>
  figures.map((figure, index) => `${['', '− ', '= ', '= '][index] ?? '+ '}${figure}`);
