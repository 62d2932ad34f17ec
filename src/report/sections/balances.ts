import type { BalanceAccount, RunModel } from '../../reconcile/model.ts';
import { difference, sumOf } from '../decimal.ts';
import { count, figure, plural, signed } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { badge, section } from '../section.ts';
import { table } from '../table.ts';

const TITLE = 'Money: what owners owe';
const MOST = 50;
const OPEN_UP_TO = 13;

/** Gingr's own balance of each owner against what Tailtown makes of the invoices and payments. */
export function balancesSection(model: RunModel, limits: Limits): Html {
  // A report of an earlier version has no such account.
  const balances = model.balances ?? null;
  if (balances === null) {
    return section(
      'balances',
      TITLE,
      null,
      notChecked('No owner in the files has a balance (`current_balance`).'),
    );
  }
  if (balances.notChecked !== null) {
    return section('balances', TITLE, null, [
      notChecked(balances.notChecked),
      balances.notChecked.includes('balanceSign') ? switchOn(balances) : null,
    ]);
  }
  const intro = html`Gingr's own balance of each owner, and what Tailtown makes of the invoices and payments that were
moved. A positive amount is what the owner owes, a negative one is credit. Names stand here where personal data was asked for.`;
  return section('balances', TITLE, intro, [
    result(balances),
    sums(balances, limits),
    held(balances),
    differing(balances, limits),
  ]);
}

const notChecked = (why: string): Html =>
  html`<p class="statement unknown">${badge('unknown', 'NOT CHECKED')} ${why}</p>`;

function switchOn({ owners }: BalanceAccount): Html {
  return html`<p>${owners > 0 ? `Owners with a balance in Gingr: ${count(owners)}. ` : null}Gingr does not say whether a
positive balance is a debt or a credit. To switch the comparison on:</p>
<ol class="steps"><li>Open in Gingr one owner who owes you money, and look up <code class="value">current_balance</code> of the same owner in the owners file.</li>
<li>In <code class="value">tailtown-migrate.config.yaml</code> write <code class="value">balanceSign: owes-positive</code> where that number is
positive, or <code class="value">balanceSign: owes-negative</code> where it has a minus.</li>
<li>Run the same command again.</li></ol>`;
}

const isNone = (text: string | null): boolean => text !== null && sumOf([text]) === 0n;

function result(balances: BalanceAccount): Html {
  const { owners, differing: differs, differences } = balances;
  const none = differs === 0 && differences.length === 0 && isNone(open(balances));
  if (!none) {
    return html`<p class="statement warn">${badge('warn', 'look at these')} <strong>${count(differs)} of ${plural(owners, 'owner')} compared differ.</strong> The load stands;
invoices older than the export and store credit are the usual reasons.</p>`;
  }
  return owners === 0
    ? notChecked('No owner that was moved has a balance in Gingr.')
    : html`<p class="statement good">${badge('good', 'equal')} <strong>All ${plural(owners, 'owner')} compared owe the same in both.</strong></p>`;
}

const open = ({ tailtown, gingr }: BalanceAccount): string | null => difference(tailtown, gingr);

function held({ held: amount = '0.00' }: BalanceAccount): Html | null {
  return isNone(amount)
    ? null
    : html`<p>Deposits that are held for these owners: <strong>${figure(amount)}</strong>. Gingr's balance has no deposits, so they
are in neither sum; each stands as a payment on the row of its estimate.</p>`;
}

function sums(balances: BalanceAccount, limits: Limits): Html {
  return table({
    caption: 'Sum of all balances',
    columns: [
      { label: 'All owners', cell: () => 'Sum of the balances' },
      { label: 'Gingr', numeric: true, cell: ({ gingr }) => figure(gingr) },
      { label: 'Tailtown', numeric: true, cell: ({ tailtown }) => figure(tailtown) },
      { label: 'Difference', numeric: true, cell: (row) => signed(open(row)) },
    ],
    rows: [balances],
    limits,
  });
}

function differing({ differing: differs, differences }: BalanceAccount, limits: Limits): Html | null {
  if (differences.length === 0) return null;
  const shown = differences.slice(0, Math.min(MOST, limits.rows));
  const rest = Math.max(differs, differences.length) - shown.length;
  const list = table({
    caption: 'Owners whose balance differs',
    columns: [
      {
        label: 'Owner',
        cell: ({ sourceId, name }) => `owners/${sourceId}${name === undefined ? '' : `, ${name}`}`,
      },
      { label: 'Gingr', numeric: true, cell: ({ gingr }) => figure(gingr) },
      { label: 'Tailtown', numeric: true, cell: ({ tailtown }) => figure(tailtown) },
      { label: 'Difference', numeric: true, cell: (row) => signed(row.difference) },
    ],
    rows: shown,
    limits,
  });
  const cut =
    rest > 0
      ? html`<p class="more">And ${plural(rest, 'owner')} more; balances.csv beside this file has all ${count(shown.length + rest)}.</p>`
      : null;
  const size = html`<span class="small">(${rest > 0 ? `the largest ${count(shown.length)} of ` : null}${count(shown.length + rest)})</span>`;
  return html`<h3>Owners who differ ${size}</h3>
${shown.length > OPEN_UP_TO ? html`<details><summary>Every owner shown</summary>${list}${cut}</details>` : [list, cut]}`;
}
