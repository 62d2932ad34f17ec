import type { RunModel, TotalAccount } from '../../reconcile/model.ts';
import { sumOf } from '../decimal.ts';
import { amount, figure, plural, signed } from '../format.ts';
import { type Breakdown, breakdownsOf, groupName } from '../groups.ts';
import { type Html, html } from '../html.ts';
import { type Limits, more } from '../limits.ts';
import { inOrder, totalMeaning, totalName } from '../names.ts';
import { badge, nothing, section } from '../section.ts';
import { type Column, table } from '../table.ts';
import { offGroups, openAmount, totalFault } from '../verdict.ts';
import { breakdownFold, breakdownPart } from './breakdown.ts';
import { glance } from './glance.ts';
import { noticed } from './noticed.ts';
import { faultyFirst } from './totals.ts';

const TITLE = '3. Money, to the cent';

/** Every amount of Gingr and where it is now: in all, by month, by method, by location. */
export function moneySection(model: RunModel, limits: Limits): Html {
  const totals = inOrder(model.totals.filter(({ unit }) => unit === 'money'));
  if (totals.length === 0) {
    return section('money', TITLE, null, nothing('No amount of money was read from Gingr.'));
  }
  const intro = html`Every amount was added up from Gingr's files, by code of its own, and again from Tailtown:
<strong>in Gingr = in Tailtown + left out + could not be moved</strong>. <a href="#reasons">Why some have no row of
their own</a> names the rules.`;
  const broken = totals.filter((total) => totalFault(total) !== null);
  const body = table({
    caption: TITLE,
    columns: columnsFor(totals),
    rows: faultyFirst(totals, limits.rows),
    limits,
    what: 'total',
    rowClass: (total) => (totalFault(total) === null ? '' : 'broken'),
  });
  return section('money', TITLE, intro, [
    broken.length === 0 ? PROVEN : alarm(broken),
    glance(model, limits),
    html`<h3>Every total</h3>`,
    body,
    parts(totals.slice(0, limits.rows), limits),
    noticed(model, ['invoices', 'payments'], limits),
  ]);
}

const PROVEN = html`<p class="statement good"><strong><span aria-hidden="true">✓</span> Every cent is accounted for.</strong></p>`;

const NAMED = 50;

/** Each total that does not add up, and the months, locations and methods in which it does not. */
function alarm(broken: readonly TotalAccount[]): Html {
  const places = broken.flatMap((total) => offGroups(total).map((group) => ({ total, group })));
  const shown = places.slice(0, NAMED);
  return html`<div class="alarm statement"><p class="loud"><span aria-hidden="true">✗</span> The money does NOT add up</p>
<ul>${broken.slice(0, NAMED).map((total) => html`<li><strong>${totalName(total.name)}</strong>: ${faultOf(total)}</li>`)}</ul>
${
  shown.length === 0
    ? null
    : html`<p>${plural(places.length, 'place')} in which Gingr and Tailtown differ${shown.length < places.length ? html`, the first ${shown.length}` : null}:</p>
<ul>${shown.map(({ total, group }) => html`<li>${totalName(total.name)}, ${groupName(group.group, total)}: ${amount(group.source)} in Gingr, ${amount(group.target)} in Tailtown</li>`)}</ul>`
}</div>`;
}

/** Which parts do not add up is said once, in the list of places. */
const faultOf = (total: TotalAccount): string | null =>
  isZero(openAmount(total) ?? '') && offGroups(total).length > 0
    ? 'the sum agrees, its parts do not'
    : totalFault(total);

const isZero = (text: string): boolean => sumOf([text]) === 0n;

/** Columns in which every total has nothing are left out, apart from those that the promise names. */
function columnsFor(totals: readonly TotalAccount[]): Column<TotalAccount>[] {
  const part = (
    name: string,
    key: 'target' | 'merged' | 'excluded' | 'rejected' | 'keptByPeople',
    always = false,
  ): Column<TotalAccount>[] =>
    always || totals.some((total) => !isZero(total[key]))
      ? [
          {
            label: name,
            numeric: true,
            sign: key === 'target' ? '=' : '+',
            cell: (total) => figure(total[key]),
          },
        ]
      : [];
  return [
    { label: 'What', cell: what },
    { label: 'In Gingr', numeric: true, cell: (total) => html`<strong>${figure(total.source)}</strong>` },
    ...part('In Tailtown', 'target', true),
    ...part('Part of another record', 'merged'),
    ...part('Left out', 'excluded', true),
    ...part('Could not be moved', 'rejected', true),
    ...part('Kept by people', 'keptByPeople'),
    { label: 'Difference', numeric: true, cell: (total) => signed(openAmount(total)) },
    { label: 'Check', cell: check },
  ];
}

function what({ name }: TotalAccount): Html {
  const meaning = totalMeaning(name);
  return html`${totalName(name)}${meaning === '' ? null : html`<br><span class="small">${meaning}</span>`}`;
}

function check(total: TotalAccount): Html {
  const fault = faultOf(total);
  return fault === null ? badge('good', 'adds up') : badge('bad', `does NOT add up: ${fault}`);
}

/** What the owner looks up first stands open, in this order; every other breakdown is one line that opens. */
const FIRST = [
  'invoices.total month',
  'payments.received method',
  'payments.refunds method',
  'invoices.total location',
  'payments.received location',
];

function parts(totals: readonly TotalAccount[], limits: Limits): Html | null {
  const all = totals.flatMap((total) =>
    breakdownsOf(total).map((breakdown) => ({ total, breakdown, place: placeOf(total, breakdown) })),
  );
  if (all.length === 0) return null;
  const first = all.filter(({ place }) => place !== -1).sort((a, b) => a.place - b.place);
  const rest = all.filter(({ place }) => place === -1);
  const shown = rest.slice(0, limits.rows);
  return html`<p class="intro">Below, Gingr's figure is less what was left out, could not be moved or was kept by people,
so that both columns must be equal in each line. The difference is Tailtown less Gingr.</p>
${first.slice(0, limits.rows).map(({ total, breakdown }) => breakdownPart(totalName(total.name), breakdown, limits))}
${rest.length === 0 ? null : html`<h3>More, line by line</h3>`}
${shown.map(({ total, breakdown }) => breakdownFold(totalName(total.name), breakdown, limits))}${more(shown.length, rest.length, 'breakdown')}`;
}

const placeOf = ({ name }: TotalAccount, { dimension }: Breakdown): number =>
  FIRST.indexOf(`${name} ${dimension}`);
