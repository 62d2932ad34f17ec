import { describe, expect, it } from 'vitest';
import { summaryTable } from '../../src/report/summary.ts';
import { model, total } from './fixture.ts';

const linesOf = (text: string): string[] => text.split('\n');
const words = (line: string | undefined): string[] => (line ?? '').trim().split(/\s+/);

describe('summaryTable', () => {
  it('has one aligned line per entity and their sum', () => {
    const lines = linesOf(summaryTable(model()));
    expect(words(lines[0])).toEqual([
      'in',
      'Gingr',
      'lines',
      'copies',
      'read',
      'inserted',
      'updated',
      'unchanged',
      'merged',
      'excluded',
      'rejected',
    ]);
    expect(words(lines[1])).toEqual(['owners', '2,481', '1', '2,480', '2,441', '31', '5', '1', '1', '1']);
    expect(words(lines[6])).toEqual([
      'all',
      '20,986',
      '7,776',
      '13,210',
      '13,122',
      '31',
      '5',
      '7',
      '41',
      '4',
    ]);
    expect(new Set(lines.slice(0, 7).map((line) => line.length)).size).toBe(1);
  });

  it('ends with the verdict', () => {
    expect(linesOf(summaryTable(model())).at(-1)).toBe(`ATTENTION  ${model().headline}`);
    expect(summaryTable(model({ dryRun: true }))).toContain('DRY RUN  ATTENTION');
  });

  it('names issues with counts, errors first, forced values and what was not checked', () => {
    const text = summaryTable(model());
    expect(text).toMatch(/error {6}2 {2}ANIMAL_OWNER_MISSING/);
    expect(text.indexOf('RESERVATION_END_BEFORE_START')).toBeLessThan(text.indexOf('OWNER_EMAIL_SHARED'));
    expect(text).toMatch(/customers\.email +215/);
    expect(text).toContain('NOT CHECKED  Capacity of lodgings: Gingr does not export');
  });

  it('shouts at a line that does not add up, and never says OK then', () => {
    const run = model({
      status: 'ok',
      totals: [total({ name: 'invoices.total', source: '1.00', target: '0.99' })],
    });
    expect(summaryTable(run)).toContain('!! invoices.total does NOT add up: 0.01 unaccounted for');
    expect(linesOf(summaryTable(run)).at(-1)).toMatch(/^FAILED/);
  });

  it('is at most 100 columns wide and cannot steer the terminal, whatever the model', () => {
    const run = model({ headline: `\u001b[31m${'long '.repeat(80)}${'x'.repeat(300)}` });
    for (const account of run.entities) {
      account.entity = `${account.entity}\u001b]0;title\u0007${'_long'.repeat(30)}`;
      account.lines = 123_456_789;
      account.inserted = 123_456_789;
    }
    for (const issue of run.issues) issue.code = `${issue.code}${'_LONG'.repeat(30)}`;
    for (const { name } of [...run.totals])
      run.totals.push(
        total({ name: `${name}${'.long'.repeat(40)}`, source: '9'.repeat(40), target: '9'.repeat(40) }),
      );
    const text = summaryTable(run);
    expect(Math.max(...linesOf(text).map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it('has one line on what owners owe, once that was compared', () => {
    const account = {
      ...{ notChecked: null, owners: 1024, differing: 2, gingr: '10.00', tailtown: '1060.00' },
      ...{ difference: '1050.00', differences: [] },
    };
    const text = (changes: object) => summaryTable(model({ balances: { ...account, ...changes } }));
    expect(text({})).toContain('\nbalances: 1,024 owners compared, 2 differ by 1,050.00 net\n');
    expect(text({ differing: 0 })).toContain('\nbalances: 1,024 owners compared, all agree\n');
    expect(text({ notChecked: 'No sign.' })).not.toContain('balances:');
    expect(summaryTable(model())).not.toContain('balances:');
  });
});
