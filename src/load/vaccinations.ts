import type { Session } from '../database/session.ts';
import { holdsExpiry } from '../reconcile/vaccinations.ts';
import { type Layout, type Unit, type UnitColumn, unitOf, written } from '../staging/layout.ts';
import { standing, wanted } from './expressions.ts';
import { fall, idsTable } from './plan.ts';

/**
 * Vaccinations stand in their pet's row, so their safety facts are looked for there: every vaccination that is
 * current must be found again among the days of the pet's vaccineExpirations. Superseded ones are not.
 */

/**
 * Said by what a current one is not: the statistics do not know yet what settling gave the lines and deriving gave the
 * rows, and would have the planner expect a single line and join thousands one by one.
 */
const isCurrent = (unit: Unit) => `l.entity = ${unit.entityNumber}
  AND l.state NOT IN ('copy', 'excluded', 'rejected', 'unreadable')
  AND l.code IS DISTINCT FROM 'IMMUNIZATION_SUPERSEDED' AND m."recordType" IS DISTINCT FROM 'VACCINATION_HISTORY'`;

/** Rejects every vaccination whose day of expiry its pet would not get, before anything is written. */
export async function rejectLostVaccinations(session: Session, layout: Layout, unit: Unit): Promise<void> {
  const pets = petsOf(layout, unit);
  if (!pets) return;
  // The pet of an earlier load, which this snapshot does not hold, keeps what it has: nothing new finds a place there,
  // and the day of another vaccine is no place.
  const days = pets.column ? wanted(pets.column) : `'{}'::jsonb`;
  const there = (column: UnitColumn | undefined) => (column ? standing(column) : `'{}'::jsonb`);
  await fall(
    session,
    layout,
    unit,
    `SELECT l.n FROM ${layout.lines} l ${pets.joins} LEFT JOIN ${pets.unit.target} t ON t.id = i.id
     WHERE ${isCurrent(unit)} AND CASE
       WHEN p.n IS NOT NULL THEN l.safety IS NOT NULL AND NOT ${holdsExpiry(days)}
       WHEN l.safety IS NULL THEN (${there(pets.status)} -> m.vaccine) IS NULL
       ELSE (${there(pets.column)} ->> m.vaccine) IS DISTINCT FROM l.safety ->> 'expires' END`,
    'rejected',
    'SAFETY_FACT_LOST',
  );
}

/** Looks for the days again in the written pets, unless people changed that column. */
export async function compareVaccinations(
  session: Session,
  layout: Layout,
  unit: Unit,
): Promise<{ facts: number; different: number }> {
  const pets = petsOf(layout, unit);
  if (!pets?.column) return { facts: 0, different: 0 };
  const ours = `(p.n IS NULL OR p.how = 'new' OR ${standing(pets.column)} IS NOT DISTINCT FROM ${wanted(pets.column)})`;
  const lost = `NOT ${holdsExpiry(standing(pets.column))}`;
  const { rows } = await session.query<{ facts: number; different: number }>(`
    SELECT count(*) FILTER (WHERE ${ours})::int AS facts, count(*) FILTER (WHERE ${ours} AND ${lost})::int AS different
    FROM ${layout.lines} l ${pets.joins} JOIN ${pets.unit.target} t ON t.id = i.id
    WHERE l.safety IS NOT NULL AND ${isCurrent(unit)}`);
  return rows[0] ?? { facts: 0, different: 0 };
}

/** The pets' unit, and the joins of line `l` with its own staged row `m` and its pet's plan and staged row. */
function petsOf(layout: Layout, vaccinations: Unit) {
  const unit = unitOf(layout, 'animals', 'pets');
  if (!unit) return null;
  return {
    unit,
    column: written(unit).find((column) => column.name === 'vaccineExpirations'),
    status: written(unit).find((column) => column.name === 'vaccinationStatus'),
    joins: `LEFT JOIN ${vaccinations.staged} m ON m._n = l.n
      LEFT JOIN ${idsTable(layout, 'animals')} i ON i.source_id = coalesce(l.safety ->> 'animal', m."petId")
      LEFT JOIN ${unit.plan} p ON p.id = i.id LEFT JOIN ${unit.staged} s ON s._n = p.n`,
  };
}
