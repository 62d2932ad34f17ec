import { EXIT, type ExitStatus } from '../core/errors.ts';
import { OUTCOMES } from '../core/outcome.ts';
import type { EntityAccount, RunModel, RunStatus, TotalAccount } from '../reconcile/model.ts';
import { decimalsOf, sumOf, textOf } from './decimal.ts';
import { amount, count, plural } from './format.ts';
import { groupName, isOff } from './groups.ts';
import { entityName, totalName } from './names.ts';

/** A line that does not add up, or a comparison that failed, and where the page shows it. */
export interface Fault {
  anchor: string;
  text: string;
}

export interface Verdict {
  /** What the page says: never better than the figures, whatever `model.status` says (promise 2). */
  status: RunStatus;
  exit: ExitStatus;
  faults: Fault[];
}

/** Recomputes every sum of the model, so that a wrong `balanced` cannot pass unseen. */
export function verdictOf(model: RunModel): Verdict {
  const faults = faultsOf(model);
  const claimsDone = model.status === 'ok' || model.status === 'attention';
  const status = claimsDone && faults.length > 0 ? 'failed' : model.status;
  return { status, exit: exitOf(status, faults), faults };
}

function exitOf(status: RunStatus, faults: readonly Fault[]): ExitStatus {
  switch (status) {
    case 'ok':
      return EXIT.ok;
    case 'attention':
      return EXIT.attention;
    case 'refused':
      return EXIT.refused;
    case 'failed':
      return faults.length > 0 ? EXIT.imbalance : EXIT.unexpected;
  }
}

function faultsOf(model: RunModel): Fault[] {
  const faults: Fault[] = [];
  const add = (anchor: string, name: string, text: string | null) => {
    if (text !== null) faults.push({ anchor, text: `${name}: ${text}` });
  };
  for (const account of model.entities) add('accounting', entityName(account.entity), entityFault(account));
  for (const total of model.totals) {
    add(total.unit === 'money' ? 'money' : 'totals', totalName(total.name), totalFault(total));
  }
  const { different, missing, unexpected, safetyDifferent } = model.verification;
  if (different > 0) add('verification', 'Comparison', `${plural(different, 'value')} different`);
  if (missing > 0) add('verification', 'Comparison', `${plural(missing, 'row')} missing`);
  if (unexpected > 0) add('verification', 'Comparison', `${plural(unexpected, 'row')} unexpected`);
  if (safetyDifferent > 0) add('verification', 'Safety facts', `${count(safetyDifferent)} different`);
  return faults;
}

export const outcomeSum = (account: EntityAccount): number =>
  OUTCOMES.reduce((sum, outcome) => sum + account[outcome], 0);

/** Why a line of the accounting does not add up, or null where it does. */
export function entityFault(account: EntityAccount): string | null {
  const { lines, copies, read, balanced } = account;
  if (lines - copies !== read)
    return `${count(lines)} lines − ${count(copies)} copies is not ${count(read)} read`;
  const open = read - outcomeSum(account);
  if (open > 0) return `${plural(open, 'record')} unaccounted for`;
  if (open < 0) return `${plural(-open, 'record')} counted more than once`;
  return balanced ? null : 'reconciliation found an imbalance';
}

/** Why a control total does not add up, or null where it does. `source` is without what copies repeat. */
export function totalFault(total: TotalAccount): string | null {
  const open = openAmount(total);
  if (open === null) return 'an amount is not a number';
  if (open.startsWith('-')) return `${amount(open.slice(1))} unaccounted for`;
  if (sumOf([open]) !== 0n) return `${amount(open)} more than in Gingr`;
  const off = offGroups(total);
  if (off.length > 0) {
    const named = off.slice(0, 3).map(({ group }) => groupName(group, total));
    const rest = off.length > 3 ? ` and ${count(off.length - 3)} more` : '';
    return `groups that do not add up: ${named.join('; ')}${rest}`;
  }
  if (!areWhole(total)) return 'its groups are not all of it';
  return total.balanced ? null : 'reconciliation found an imbalance';
}

const areWhole = ({ groups = [], target }: TotalAccount): boolean =>
  groups.length === 0 || sumOf(groups.map((group) => group.target)) === sumOf([target]);

/** What was found for a control total less what Gingr has, as decimal text; null where an amount is no number. */
export function openAmount(total: TotalAccount): string | null {
  const source = sumOf([total.source]);
  const found = sumOf(partsOf(total));
  return source === null || found === null ? null : textOf(found - source, decimalsOf(total.source));
}

export const offGroups = (total: TotalAccount): NonNullable<TotalAccount['groups']> =>
  (total.groups ?? []).filter(isOff);

const partsOf = (total: TotalAccount): string[] => [
  total.target,
  total.merged,
  total.excluded,
  total.rejected,
  total.keptByPeople,
];
