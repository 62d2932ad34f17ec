import type { RunModel, TotalAccount } from '../../reconcile/model.ts';
import { decimalsOf, sumOf, textOf } from '../decimal.ts';
import { figure } from '../format.ts';
import { breakdownsOf } from '../groups.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { totalName } from '../names.ts';
import { badge, nothing, section } from '../section.ts';
import { type Column, table } from '../table.ts';
import { totalFault } from '../verdict.ts';
import { breakdownFold } from './breakdown.ts';

/** The control totals that count things: what a person can add up in Gingr and find again in Tailtown. */
export function totalsSection(model: RunModel, limits: Limits): Html {
  const counts = model.totals.filter(({ unit }) => unit === 'count');
  const intro = html`Counts that were taken from the raw files, by code of their own, and again from Tailtown:
<strong>in Gingr = in Tailtown + merged + excluded + rejected + kept by people</strong>. What copies of a line repeat is
taken off first. Money has <a href="#money">a section of its own</a>.`;
  if (counts.length === 0) {
    return section('totals', 'Control totals', intro, nothing('No control total was taken.'));
  }
  const body = table({
    caption: 'Control totals',
    columns: COLUMNS,
    rows: faultyFirst(counts, limits.rows),
    limits,
    rowClass: (total) => (totalFault(total) === null ? '' : 'broken'),
  });
  const folds = counts
    .slice(0, limits.rows)
    .flatMap((total) =>
      breakdownsOf(total).map((breakdown) => breakdownFold(totalName(total.name), breakdown, limits)),
    );
  return section('totals', 'Control totals', intro, [body, folds]);
}

const part = (
  name: string,
  key: 'target' | 'merged' | 'excluded' | 'rejected' | 'keptByPeople',
  sign: '=' | '+' = '+',
): Column<TotalAccount> => ({ label: name, numeric: true, sign, cell: (total) => figure(total[key]) });

const COLUMNS: Column<TotalAccount>[] = [
  { label: 'Total', cell: (total) => totalName(total.name) },
  { label: 'All lines', numeric: true, cell: (total) => figure(allLines(total)) },
  { label: 'Copies', numeric: true, sign: '−', cell: (total) => figure(total.copies) },
  {
    label: 'In Gingr (source)',
    numeric: true,
    sign: '=',
    cell: (total) => html`<strong>${figure(total.source)}</strong>`,
  },
  part('In Tailtown (target)', 'target', '='),
  part('Merged', 'merged'),
  part('Excluded', 'excluded'),
  part('Rejected', 'rejected'),
  part('Kept by people', 'keptByPeople'),
  { label: 'Check', cell: check },
];

function allLines(total: TotalAccount): string {
  const sum = sumOf([total.source, total.copies]);
  return sum === null ? '?' : textOf(sum, decimalsOf(total.source));
}

function check(total: TotalAccount): Html {
  const fault = totalFault(total);
  return fault === null ? badge('good', 'adds up') : badge('bad', `does NOT add up: ${fault}`);
}

/** Only a list that is cut changes its order: what is broken must never be what is cut. */
export function faultyFirst(totals: readonly TotalAccount[], rows: number): readonly TotalAccount[] {
  if (totals.length <= rows) return totals;
  const broken = new Set(totals.filter((total) => totalFault(total) !== null));
  return [...broken, ...totals.filter((total) => !broken.has(total))];
}
