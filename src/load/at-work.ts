import type { Session } from '../database/session.ts';
import { lookedUp } from '../reconcile/readings/index.ts';
import { type Layout, referencesOf, type Unit } from '../staging/layout.ts';

/**
 * The layout with those units alone that a load has to do with: of entities with lines in this staging set, and of those that
 * their records may refer to, by their mapping or by a second reading, and of those that are `named`. All other units have no row to plan,
 * write or compare.
 */
export async function atWork(session: Session, layout: Layout, named: readonly string[]): Promise<Layout> {
  const { rows } = await session.query<{ entity: number }>(`
    SELECT e::int AS entity FROM generate_series(0, ${layout.entities.length - 1}) e
    WHERE EXISTS (SELECT FROM ${layout.lines} l WHERE l.entity = e)`);
  const spoken = new Set(rows.map(({ entity }) => entity));
  const speaking = layout.units.filter(({ entityNumber }) => spoken.has(entityNumber));
  const referred = referredTo(speaking);
  const units = layout.units.filter(
    (unit) => speaking.includes(unit) || referred.has(unit.entity) || named.includes(unit.entity),
  );
  return { ...layout, units };
}

/** Entities that records of these units may refer to. */
export const referredTo = (units: readonly Unit[]): Set<string> =>
  new Set(
    units.flatMap((unit) => [
      ...referencesOf(unit).map(({ source }) => source.entity),
      ...lookedUp(unit.entity),
    ]),
  );
