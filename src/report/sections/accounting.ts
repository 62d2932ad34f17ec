import { OUTCOMES, type Outcome } from '../../core/outcome.ts';
import type { EntityAccount, RunModel } from '../../reconcile/model.ts';
import { figure, label } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { entityMeanings, entityName } from '../names.ts';
import { badge, nothing, section } from '../section.ts';
import { type Column, table } from '../table.ts';
import { entityFault } from '../verdict.ts';

/** The accounting per entity: every line reads as a sum. */
export function accountingSection(model: RunModel, limits: Limits): Html {
  const intro = html`Every record that was read in Gingr ended in exactly one way, so each line must add up:
<strong>in Gingr = inserted + updated + unchanged + merged + excluded + rejected</strong>. A record may stand on several
lines of the files; the extra lines are copies.`;
  if (model.entities.length === 0)
    return section('accounting', 'Is everything there?', intro, nothing('Nothing was read.'));
  const body = table({
    caption: 'Accounting per kind of record',
    columns: COLUMNS,
    rows: faultyFirst(model.entities, limits.rows),
    limits,
    foot: sumOf(model.entities),
    rowClass: (account) => (entityFault(account) === null ? '' : 'broken'),
  });
  return section('accounting', 'Is everything there?', intro, [body, meaning(model)]);
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
<dt>Inserted</dt><dd>A new row in Tailtown.</dd>
<dt>Updated</dt><dd>A row that was there already and was changed.</dd>
<dt>Unchanged</dt><dd>A row that was there already, as it should be.</dd>
<dt>Merged</dt><dd>Folded into another record by a named rule: a vaccination without the day it was given into the pet's record, a
deposit into its payment.</dd>
<dt>Excluded</dt><dd>Left out on purpose by a named rule.</dd>
<dt>Rejected</dt><dd>Could not be moved; an issue below says why.</dd>
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
