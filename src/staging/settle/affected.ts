import type { EntityMapping } from '../../core/mapping.ts';
import { type Layout, referencesOf, unitOf } from '../layout.ts';

/**
 * Entities whose states may be others once records of `fell` fell, these included: children of theirs, parents that fall
 * with a child, records that are folded into them, and derived records that they use. What is settled of all other
 * entities holds.
 */
export function affectedBy(layout: Layout, fell: ReadonlySet<string>): Set<string> {
  const dependencies = layout.entities.map((mapping) => ({
    entity: mapping.entity,
    on: dependenciesOf(layout, mapping),
  }));
  const affected = new Set(fell);
  for (let before = -1; before !== affected.size; ) {
    before = affected.size;
    for (const { entity, on } of dependencies) if (on.some((one) => affected.has(one))) affected.add(entity);
  }
  return affected;
}

/**
 * Entities that an entity's states are settled by, beside itself. What is settled late (folded, derived) looked otherwise to
 * those that were settled before it: it is settled anew with them.
 */
function dependenciesOf(layout: Layout, { entity, fold, derivedFrom }: EntityMapping): string[] {
  const unit = unitOf(layout, entity);
  const parents = unit
    ? referencesOf(unit).flatMap(({ source }) => (source.required || source.together ? [source.entity] : []))
    : [];
  const users = layout.units.filter((other) =>
    referencesOf(other).some(
      ({ source }) => source.entity === entity && (source.together || derivedFrom || fold),
    ),
  );
  // A derived record that only stands in for another is used where that one fell.
  const instead = derivedFrom ? users.flatMap(referencesOf).map(({ source }) => source.entity) : [];
  const folded = fold ? layout.entities.filter((other) => other.fold?.entity === entity) : [];
  return [
    ...[...parents, ...instead, ...(fold ? [fold.entity] : [])],
    ...[...users, ...folded].map((other) => other.entity),
  ];
}
