import type { Session } from '../database/session.ts';
import { entityNumber, type Layout, referencesOf, type Unit } from '../staging/layout.ts';

/** Entities of which `work`, which touches no other than these, leaves a line in another state, or merged in another record. */
export async function entitiesChangedBy(
  session: Session,
  layout: Layout,
  among: ReadonlySet<string>,
  work: () => Promise<void>,
): Promise<Set<string>> {
  const numbers = [...among].map((entity) => entityNumber(layout, entity)).join(', ');
  await session.exec(`
    CREATE TEMP TABLE states_before AS SELECT n, state, code, root, survivor FROM ${layout.lines} WHERE entity IN (${numbers})`);
  await work();
  const { rows } = await session.query<{ entity: number }>(`
    SELECT DISTINCT l.entity FROM ${layout.lines} l JOIN states_before b USING (n)
    WHERE l.entity IN (${numbers}) AND (l.state, l.code, l.root, l.survivor) IS DISTINCT FROM (b.state, b.code, b.root, b.survivor)`);
  await session.exec('DROP TABLE states_before');
  return new Set(rows.flatMap(({ entity }) => layout.entities[entity]?.entity ?? []));
}

/** Units whose plan may be another one now: those of the changed entities, and all that lead to them by references. */
export function touchedUnits(layout: Layout, changed: ReadonlySet<string>): Unit[] {
  const touched = new Set(changed);
  for (let before = -1; before !== touched.size; ) {
    before = touched.size;
    for (const unit of layout.units) {
      if (referencesOf(unit).some(({ source }) => touched.has(source.entity))) touched.add(unit.entity);
    }
  }
  return layout.units.filter(({ entity }) => touched.has(entity));
}
