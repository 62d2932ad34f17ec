import type { TotalAccount } from '../reconcile/model.ts';
import { decimalsOf, sumOf, textOf } from './decimal.ts';
import { clip } from './limits.ts';

type Group = NonNullable<TotalAccount['groups']>[number];

export type Dimension = NonNullable<TotalAccount['dimensions']>[number];

/** A part of a control total: all its groups of one month, one location or one method. */
export interface Share {
  key: string;
  /** Decimal text; `?` where an amount is no number. `source` is less what was left out. */
  source: string;
  target: string;
  groups: number;
  /** How many of the groups do not add up: two of them may cancel out in the sums. */
  off: number;
}

export interface Breakdown {
  dimension: Dimension;
  shares: Share[];
  all: Share;
}

/** Whether a group does not add up, whatever the model says of it. */
export function isOff({ source, target, balanced }: Group): boolean {
  const [there, here] = [sumOf([source]), sumOf([target])];
  return !balanced || there === null || there !== here;
}

/** A control total by each of its dimensions that says something: a lone location or an unnamed group does not. */
export function breakdownsOf({ dimensions, groups = [] }: TotalAccount): Breakdown[] {
  const named = dimensions ?? ['month'];
  return named.flatMap((dimension, index): Breakdown[] => {
    const byKey = new Map<string, Group[]>();
    for (const group of groups) {
      const key = partsOf(group.group, named)[index] ?? '';
      const members = byKey.get(key);
      if (members) members.push(group);
      else byKey.set(key, [group]);
    }
    const fewest = dimension === 'location' ? 2 : 1;
    const unnamed = byKey.size === 1 && isUnnamed([...byKey.keys()][0] ?? '');
    if (byKey.size < fewest || unnamed) return [];
    const shares = [...byKey].map(([key, members]) => shareOf(key, members));
    return [{ dimension, shares: shares.sort(byName), all: shareOf('', groups) }];
  });
}

const LONGEST = 120;

/** `2026-03|Harbor|CASH` in words: `March 2026, Harbor, Cash`; the end of a very long one is cut. */
export function groupName(group: string, { dimensions = ['month'] }: TotalAccount): string {
  const names = partsOf(group, dimensions).map((part, index) =>
    shareName(dimensions[index] ?? 'month', part),
  );
  return clip(names.join(', '), LONGEST);
}

const METHODS = new Map([
  ['CASH', 'Cash'],
  ['CHECK', 'Check'],
  ['CREDIT_CARD', 'Credit card'],
]);

/** What a share is called. Gingr's own words stay as they are. */
export function shareName(dimension: Dimension, key: string): string {
  if (isUnnamed(key)) return `No ${dimension === 'month' ? 'date' : dimension}`;
  switch (dimension) {
    case 'month':
      return monthName(key);
    case 'method':
      return METHODS.get(key) ?? key;
    case 'fate':
      return key;
    // Gingr's id, where no label is known.
    case 'location':
      return /^\d+$/.test(key) ? `Location ${key}` : key;
  }
}

/** A `|` inside a name would make more parts than there are dimensions; they are taken for the location's. */
function partsOf(group: string, dimensions: readonly Dimension[]): string[] {
  const parts = group.split('|');
  const surplus = parts.length - dimensions.length;
  if (surplus <= 0) return parts;
  const place = dimensions.indexOf('location');
  const at = place === -1 ? dimensions.length - 1 : place;
  return [
    ...parts.slice(0, at),
    parts.slice(at, at + surplus + 1).join('|'),
    ...parts.slice(at + surplus + 1),
  ];
}

function shareOf(key: string, groups: readonly Group[]): Share {
  return {
    key,
    source: added(groups.map(({ source }) => source)),
    target: added(groups.map(({ target }) => target)),
    groups: groups.length,
    off: groups.filter(isOff).length,
  };
}

function added(amounts: readonly string[]): string {
  const sum = sumOf(amounts);
  return sum === null ? '?' : textOf(sum, decimalsOf(amounts[0] ?? ''));
}

const isUnnamed = (key: string): boolean => key === '' || key === 'no date';

const byName = (a: Share, b: Share): number =>
  Number(isUnnamed(a.key)) - Number(isUnnamed(b.key)) || (a.key < b.key ? -1 : 1);

const MONTH = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const monthName = (key: string): string =>
  /^\d{4}-(0[1-9]|1[0-2])$/.test(key) ? MONTH.format(new Date(`${key}-01T00:00:00Z`)) : key;
