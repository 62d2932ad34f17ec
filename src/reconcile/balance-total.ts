import { type Control, controlText, type Dimension } from './controls/names.ts';
import type { TotalAccount } from './model.ts';

/** Amounts by group. */
export type Sums = ReadonlyMap<string, bigint>;
export type Part = 'copies' | 'merged' | 'excluded' | 'rejected' | 'kept' | 'target';

/**
 * One control total from its sums: what copies repeat is taken off the source, and the rest must add up, in sum and
 * in every group. Groups in which nothing should stand and nothing does are not told.
 */
export function balance(
  control: Control,
  dimensions: readonly Dimension[],
  source: Sums,
  sums: Record<Part, Sums>,
  locations: ReadonlyMap<string, string>,
): TotalAccount {
  const text = (value: bigint) => controlText(control.unit, value);
  const left = (of: (part: Sums) => bigint) =>
    of(sums.merged) + of(sums.excluded) + of(sums.rejected) + of(sums.kept);
  const net = all(source) - all(sums.copies);
  const names = new Set([source, ...Object.values(sums)].flatMap((part) => [...part.keys()]));
  const groups = [...names].sort().flatMap((group) => {
    const at = (part: Sums) => part.get(group) ?? 0n;
    const there = at(source) - at(sums.copies) - left(at);
    const here = at(sums.target);
    if (there === 0n && here === 0n) return [];
    const balanced = there === here;
    return [
      { group: shown(group, dimensions, locations), source: text(there), target: text(here), balanced },
    ];
  });
  return {
    ...{ name: control.name, unit: control.unit },
    source: text(net),
    target: text(all(sums.target)),
    copies: text(all(sums.copies)),
    merged: text(all(sums.merged)),
    excluded: text(all(sums.excluded)),
    rejected: text(all(sums.rejected)),
    keptByPeople: text(all(sums.kept)),
    balanced: net === all(sums.target) + left(all) && groups.every((group) => group.balanced),
    ...(dimensions.length > 0 ? { dimensions: [...dimensions], groups } : {}),
  };
}

const all = (part: Sums): bigint => [...part.values()].reduce((total, value) => total + value, 0n);

/** The group with the location's label in the place of its id, where no other location has the same. */
function shown(
  group: string,
  dimensions: readonly Dimension[],
  locations: ReadonlyMap<string, string>,
): string {
  const at = dimensions.indexOf('location');
  const parts = group.split('|');
  const label = labelOf(locations.get(parts[at] ?? ''));
  const same = [...locations.values()].filter((other) => labelOf(other) === label);
  if (at !== -1 && label !== '' && same.length === 1) parts[at] = label;
  return parts.join('|');
}

const labelOf = (label = ''): string => label.replaceAll('|', '/').trim();
