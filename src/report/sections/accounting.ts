import { OUTCOMES, type Outcome } from '../../core/outcome.ts';
import type { EntityAccount, RunModel } from '../../reconcile/model.ts';
import { shares } from '../chart.ts';
import { figure, label } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { entityMeanings, entityName } from '../names.ts';
import { badge, nothing, section } from '../section.ts';
import { type Column, table } from '../table.ts';
import { entityFault } from '../verdict.ts';

const TITLE = '2. Everything accounted for';

/** The accounting per entity: every line reads as a sum. */
export function accountingSection(model: RunModel, limits: Limits): Html {
  const intro = html`Every record that was read in Gingr ended in exactly one way, so each line must add up:
<strong>in Gingr = moved + already there + merged + left out on purpose + could not be moved</strong>.`;
  if (model.entities.length === 0) return section('accounting', TITLE, intro, nothing('Nothing was read.'));
  const rows = faultyFirst(model.entities, limits.rows);
  const list = (caption: string, columns: Column<EntityAccount>[]) =>
    table({
      ...{ caption, columns, rows, limits, foot: sumOf(model.entities) },
      rowClass: (account) => (entityFault(account) === null ? '' : 'broken'),
    });
  const detail = html`<p>A record may stand on several lines of the files; the extra lines are copies.</p>
${list('Accounting per kind of record, with lines and copies', DETAILS)}`;
  return section('accounting', TITLE, intro, [
    list('Accounting per kind of record', COLUMNS),
    outcomes(model.entities.slice(0, limits.rows)),
    html`<details><summary>The same with lines and copies</summary>${detail}</details>`,
    meaning(model),
  ]);
}

const PARTS: { name: string; sum: (account: EntityAccount) => number; fill: string }[] = [
  { name: 'Moved', sum: ({ inserted, updated }) => inserted + updated, fill: 'var(--bar)' },
  { name: 'Already there', sum: ({ unchanged }) => unchanged, fill: 'var(--soft)' },
  { name: 'Merged', sum: ({ merged }) => merged, fill: 'var(--muted)' },
  { name: 'Left out on purpose', sum: ({ excluded }) => excluded, fill: 'var(--warn-fill)' },
  { name: 'Could not be moved', sum: ({ rejected }) => rejected, fill: 'var(--alarm)' },
];

/** What became of each kind, as parts of the whole. */
function outcomes(accounts: readonly EntityAccount[]): Html | null {
  const bars = accounts.map((account) => ({
    label: entityName(account.entity),
    parts: PARTS.map(({ name, sum }) => ({ name, value: sum(account) })),
  }));
  return shares(
    'What became of each kind',
    bars,
    PARTS.map(({ fill }) => fill),
    'Stacked bars of what became of the records of each kind, in percent. The table above has every figure.',
  );
}

const SIGNS: Record<Outcome, '=' | '+'> = {
  inserted: '=',
  updated: '+',
  unchanged: '+',
  merged: '+',
  excluded: '+',
  rejected: '+',
};

const COLUMNS: Column<EntityAccount>[] = [
  { label: 'Kind', cell: (account) => entityName(account.entity) },
  {
    ...{ label: 'In Gingr', numeric: true },
    cell: (account) => html`<strong>${figure(account.read)}</strong>`,
  },
  ...PARTS.map(
    ({ name, sum }, place): Column<EntityAccount> => ({
      ...{ label: name, numeric: true, sign: place === 0 ? '=' : '+' },
      cell: (account) => figure(sum(account)),
    }),
  ),
  { label: 'Check', cell: check },
];

const DETAILS: Column<EntityAccount>[] = [
  { label: 'Kind', cell: (account) => entityName(account.entity) },
  { label: 'Lines', numeric: true, cell: (account) => figure(account.lines) },
  { label: 'Copies', numeric: true, sign: '−', cell: (account) => figure(account.copies) },
  {
    label: 'In Gingr (read)',
    numeric: true,
    sign: '=',
    cell: (account) => html`<strong>${figure(account.read)}</strong>`,
  },
  ...OUTCOMES.map(
    (outcome): Column<EntityAccount> => ({
      label: label(outcome),
      numeric: true,
      sign: SIGNS[outcome],
      cell: (account) => figure(account[outcome]),
    }),
  ),
  { label: 'Check', cell: check },
];

function check(account: EntityAccount): Html {
  const fault = entityFault(account);
  return fault === null ? badge('good', 'adds up') : badge('bad', `does NOT add up: ${fault}`);
}

const meaning = (
  model: RunModel,
): Html => html`<details><summary>What the words mean</summary><dl class="words">
<dt>Moved</dt><dd>A new row in Tailtown (inserted), or one that was there already and was changed (updated).</dd>
<dt>Already there (unchanged)</dt><dd>A row that was there already, as it should be.</dd>
<dt>Merged</dt><dd>Folded into another record by a named rule: a vaccination without the day it was given into the pet's record, a
deposit into its payment.</dd>
<dt>Left out on purpose (excluded)</dt><dd>By a named rule: section 7 has them.</dd>
<dt>Could not be moved (rejected)</dt><dd>Section 8 says why, and what to do.</dd>
${entityMeanings(model).map((kind) => html`<dt>${kind.name}</dt><dd>${kind.meaning} In Gingr: ${kind.entity}.</dd>`)}
</dl></details>`;

/** Only a list that is cut changes its order: what is broken must never be what is cut. */
function faultyFirst(accounts: readonly EntityAccount[], rows: number): readonly EntityAccount[] {
  if (accounts.length <= rows) return accounts;
  return [...accounts].sort((a, b) => Number(entityFault(a) === null) - Number(entityFault(b) === null));
}

function sumOf(accounts: readonly EntityAccount[]): EntityAccount {
  const sum = (key: Exclude<keyof EntityAccount, 'entity' | 'balanced'>) =>
    accounts.reduce((total, account) => total + account[key], 0);
  return {
    entity: 'All',
    lines: sum('lines'),
    copies: sum('copies'),
    read: sum('read'),
    inserted: sum('inserted'),
    updated: sum('updated'),
    unchanged: sum('unchanged'),
    merged: sum('merged'),
    excluded: sum('excluded'),
    rejected: sum('rejected'),
    balanced: accounts.every((account) => account.balanced),
  };
}
