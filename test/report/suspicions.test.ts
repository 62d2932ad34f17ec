import { describe, expect, it } from 'vitest';
import { renderPage } from '../../src/report/page.ts';
import { summaryTable } from '../../src/report/summary.ts';
import { model } from './fixture.ts';
import { rowsOf, sectionOf, textOf } from './reading.ts';

const sectionIn = (run: ReturnType<typeof model>) => sectionOf(renderPage(run), 'suspicions');

describe('the suspicions of the report', () => {
  it('say of each detector what it looked at and what it found, and why it could not look', () => {
    const rows = rowsOf(sectionIn(model()));
    expect(rows).toContain('One value fills a column SUSPECT_ONE_VALUE 74 columns 1 ▲ suspicious');
    expect(rows).toContain(
      'Money that differs in a month, location or method SUSPECT_MONEY_GROUPS nothing 0 ? NOT LOOKED No money was read from Gingr.',
    );
    expect(rows).toContain(
      'Stays that start at other hours than in Gingr SUSPECT_START_HOURS 7,304 stays 0 ✓ nothing found',
    );
    expect(rows).toContain(
      'services.price 14 14 0 in 100 % of the filled cells; no cell of Gingr was read again for it',
    );
    expect(rows).toContain('07:00 4,000 4,000');
    expect(textOf(sectionIn(model()))).toContain('What to do: Look at the column in the mapping');
  });

  it('never call nothing found what nobody looked at', () => {
    const untold = textOf(sectionIn(model({ suspicions: [] })));
    expect(untold).toContain(
      '? NOT LOOKED The version of the program that made this report had no detectors.',
    );
    expect(untold).not.toContain('nothing found');
  });

  it('say how many findings are not listed', () => {
    const suspicions = model().suspicions.map((account) => ({ ...account, found: account.found * 70 }));
    expect(textOf(sectionIn(model({ suspicions })))).toContain('And 69 more that are not listed here.');
  });

  it('stand in the summary, and do not change the verdict', () => {
    const lines = summaryTable(model({ status: 'ok' })).split('\n');
    expect(lines).toContain('suspicions: 2 detectors looked, 1 found something');
    expect(lines).toContain('suspect  1  SUSPECT_ONE_VALUE  One value fills a column');
    expect(lines).toContain('not looked: SUSPECT_MONEY_GROUPS');
    expect(lines.at(-1)).toMatch(/^OK/);
  });
});
