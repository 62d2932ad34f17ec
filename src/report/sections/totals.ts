import type { RunModel, TotalAccount } from '../../reconcile/model.ts';
import { decimalsOf, difference, sumOf, textOf } from '../decimal.ts';
import { figure, label, plural } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { badge, nothing, section } from '../section.ts';
import { type Column, table } from '../table.ts';
import { totalFault } from '../verdict.ts';
import { chart } from './chart.ts';

/** The control totals: what a person can add up in Gingr and find again in Tailtown. */
export function totalsSection(model: RunModel, limits: Limits): Html {
  const intro = html`Sums that were taken from the raw files, by code of their own, and again from Tailtown:
<strong>in Gingr = in Tailtown + merged + excluded + rejected + kept by people</strong>. What copies of a line repeat is
taken off first.`;
  if (model.totals.length === 0) {
    return section('totals', 'Control totals', intro, nothing('No control total was taken.'));
  }
  const body = table({
    caption: 'Control totals',
    columns: COLUMNS,
    rows: faultyFirst(model.totals, limits.rows),
    limits,
    rowClass: (total) => (totalFault(total) === null ? '' : 'broken'),
  });
  return section('totals', 'Control totals', intro, [
    body,
    model.totals.slice(0, limits.rows).map((total) => groups(total, limits)),
  ]);
}

const part = (
  name: string,
  key: 'target' | 'merged' | 'excluded' | 'rejected' | 'keptByPeople',
  sign: '=' | '+' = '+',
): Column<TotalAccount> => ({ label: name, numeric: true, sign, cell: (total) => figure(total[key]) });

const COLUMNS: Column<TotalAccount>[] = [
  {
    label: 'Total',
    cell: (total) =>
      html`${label(total.name)}${total.unit === 'money' ? html` <span class="small">(money)</span>` : null}`,
  },
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

function faultyFirst(totals: readonly TotalAccount[], rows: number): readonly TotalAccount[] {
  if (totals.length <= rows) return totals;
  return [...totals].sort((a, b) => Number(totalFault(a) === null) - Number(totalFault(b) === null));
}

function groups(total: TotalAccount, limits: Limits): Html | null {
  const all = total.groups ?? [];
  if (all.length === 0) return null;
  const broken = all.filter((group) => !group.balanced).length;
  return html`<details${broken > 0 ? html` open` : null}><summary>${label(total.name)} by month <span class="small">(${plural(all.length, 'group')}${broken > 0 ? `, ${broken} NOT adding up` : ''})</span></summary>
${chart(label(total.name), all.slice(0, limits.groups))}
${table({
  caption: `${label(total.name)} by month`,
  columns: [
    { label: 'Month', cell: (group) => group.group },
    { label: 'Due from Gingr', numeric: true, cell: (group) => figure(group.source) },
    { label: 'In Tailtown', numeric: true, cell: (group) => figure(group.target) },
    {
      label: 'Difference',
      numeric: true,
      cell: (group) => figure(difference(group.source, group.target) ?? '?'),
    },
    {
      label: 'Check',
      cell: (group) => (group.balanced ? badge('good', 'adds up') : badge('bad', 'does NOT add up')),
    },
  ],
  rows: all,
  limits,
  most: limits.groups,
  what: 'month',
  rowClass: (group) => (group.balanced ? '' : 'broken'),
})}</details>`;
}
