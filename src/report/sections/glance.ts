import type { RunModel, TotalAccount } from '../../reconcile/model.ts';
import { difference, sumOf } from '../decimal.ts';
import { amount, count, figure, plural, signed } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { badge } from '../section.ts';
import { table } from '../table.ts';
import { totalFault } from '../verdict.ts';

interface Row {
  name: string;
  /** Decimal text; null where it was not compared. */
  gingr: string | null;
  tailtown: string | null;
  /** Why it was not compared, or what else there is to know. */
  note: string;
  /** Of a control total: whether it adds up. */
  adds?: boolean;
  /** How many of what it sums up differ, though the sums may not. */
  differs?: number;
}

/** What an owner asks first about money, in a few lines; the whole of it stands below. */
export function glance(model: RunModel, limits: Limits): Html {
  // A report of an earlier version has no such account.
  const balances = model.balances ?? null;
  const why = balances === null ? 'No owner in the files has a balance.' : (balances.notChecked ?? '');
  const unknown = why === '' ? 'An older version made this batch.' : why;
  const stated = (name: string, sums: { gingr: string; tailtown: string } | undefined): Row =>
    why === '' && sums !== undefined
      ? { name, ...sums, note: '' }
      : { name, gingr: null, tailtown: null, note: unknown };
  const total = (name: string, of: string, none: string): Row => moved(name, model.totals, of, none);
  const rows: Row[] = [
    stated('Owed by customers', balances?.owed),
    stated('Credit of customers', balances?.credit),
    total('Prepaid days', 'owner_packages.credits', 'No package was read.'),
    total('Deposits', 'deposits.amount', 'No deposit was read.'),
    unpaid(model.unpaid),
  ];
  return html`${list(rows, limits)}${differing(model.unpaid)}`;
}

const list = (rows: Row[], limits: Limits): Html =>
  table({
    caption: 'Money at a glance',
    columns: [
      { label: 'At a glance', cell: ({ name }) => name },
      { label: 'Gingr (old)', numeric: true, cell: ({ gingr }) => (gingr === null ? '' : figure(gingr)) },
      {
        label: 'Tailtown (new)',
        numeric: true,
        cell: ({ tailtown }) => (tailtown === null ? '' : figure(tailtown)),
      },
      {
        ...{ label: 'Difference', numeric: true },
        cell: ({ gingr, tailtown }) =>
          gingr === null || tailtown === null ? '' : signed(difference(tailtown, gingr)),
      },
      { label: 'Check', cell: check },
    ],
    rows,
    limits,
  });

/** Invoice by invoice; a batch of an older version has no such account. */
function unpaid(account: RunModel['unpaid']): Row {
  const name = 'Unpaid invoices';
  const none = (note: string): Row => ({ name, gingr: null, tailtown: null, note });
  if (account === undefined) return none('An older version made this batch.');
  if (account === null) return none('No invoice was read.');
  const { notChecked, gingr, tailtown, notMoved, differing: differs } = account;
  if (notChecked !== null) return none(notChecked);
  const note = [
    `${plural(gingr.count, 'invoice')} in Gingr, ${count(tailtown.count)} in Tailtown`,
    ...(notMoved.count > 0
      ? [`${count(notMoved.count)} of ${amount(notMoved.amount)} left out or not moved`]
      : []),
    ...(differs > 0
      ? [`${plural(differs, 'invoice')} that moved ${differs === 1 ? 'differs' : 'differ'}`]
      : []),
  ].join('; ');
  return {
    name,
    gingr: gingr.amount,
    tailtown: tailtown.amount,
    note,
    ...(differs === 0 ? { adds: true } : { differs }),
  };
}

function differing(account: RunModel['unpaid']): Html | null {
  if (!account || account.differences.length === 0) return null;
  const { differing: all, differences } = account;
  return html`<details><summary>Invoices of which another amount is open (${count(all)})</summary><ul class="plain">${differences.map(
    ({ sourceId, gingr, tailtown }) =>
      html`<li class="row">invoices/${sourceId}: ${figure(gingr)} in Gingr, ${figure(tailtown)} in Tailtown</li>`,
  )}</ul><p class="more">unpaid-invoices.csv beside this file has all, with every other unpaid invoice.</p></details>`;
}

/** A control total: what did not move is said beside it, and the two must add up. */
function moved(name: string, totals: readonly TotalAccount[], of: string, none: string): Row {
  const found = totals.find((total) => total.name === of);
  if (found === undefined) return { name, gingr: null, tailtown: null, note: none };
  const { source, target, excluded, rejected, keptByPeople } = found;
  const left = sumOf([excluded, rejected, keptByPeople]) ?? 0n;
  const note =
    left === 0n ? '' : `${excluded} left out, ${rejected} not moved, ${keptByPeople} kept by people`;
  return { name, gingr: source, tailtown: target, note, adds: totalFault(found) === null };
}

function check({ gingr, tailtown, note, adds, differs }: Row): Html {
  if (gingr === null || tailtown === null) return html`${badge('unknown', 'NOT CHECKED')} ${note}`;
  if (differs) return html`${badge('warn', 'differs')} ${note}`;
  if (adds === false) return html`${badge('bad', 'does NOT add up')} ${note}`;
  if (sumOf([gingr]) === sumOf([tailtown])) return html`${badge('good', 'equal')} ${note}`;
  return html`${adds ? badge('good', 'adds up') : badge('warn', 'differs')} ${note}`;
}
