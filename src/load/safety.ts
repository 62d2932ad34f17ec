import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { SAFETY_CHECKS, type SafetyCheck } from '../reconcile/safety.ts';
import { type Layout, rowId, type Unit, type UnitColumn, written } from '../staging/layout.ts';
import { cameAlong, mayBeSilent, planned, standing, wanted } from './expressions.ts';
import { fall } from './plan.ts';
import { compareVaccinations, rejectLostVaccinations } from './vaccinations.ts';

const checksOf = (unit: Unit): SafetyCheck[] =>
  (SAFETY_CHECKS[unit.entity] ?? []).filter((check) => check.table === unit.table);

/** Vaccinations stand on their pets as well, so they are looked for without a row of their own too. */
export const holdsVaccinations = (unit: Unit) => unit.entity === 'immunizations' && unit.primary;

/** Rejects every record whose safety facts the mapping would not bring over, before anything is written. */
export async function rejectLostSafetyFacts(
  session: Session,
  layout: Layout,
  unit: Unit,
  isBusy: boolean,
): Promise<void> {
  if (holdsVaccinations(unit)) await rejectLostVaccinations(session, layout, unit);
  if (!isBusy) return;
  const lost = checksOf(unit).map((check) => {
    const column = written(unit).find((candidate) => candidate.name === check.column);
    const wrong = column ? isLost(layout, check, column, wanted(column)) : `${fact(check)} NOT IN ${NOTHING}`;
    return `(l.safety ? ${literal(check.key)} AND ${wrong})`;
  });
  if (lost.length === 0) return;
  await fall(
    session,
    layout,
    unit,
    `SELECT p.n FROM ${planned(unit)} JOIN ${unit.lines} l ON l.n = p.n WHERE ${lost.join(' OR ')}`,
    'rejected',
    'SAFETY_FACT_LOST',
  );
}

/**
 * Looks for the facts again in the written rows. A value that people set is theirs and not looked at: only rows
 * that are new, or in which the program's own value stands.
 */
export async function compareSafety(
  session: Session,
  layout: Layout,
  unit: Unit,
): Promise<{ facts: number; different: number }> {
  if (holdsVaccinations(unit)) return compareVaccinations(session, layout, unit);
  const checks = checksOf(unit).flatMap((check) => {
    const column = written(unit).find((candidate) => candidate.name === check.column);
    return column ? [{ check, column }] : [];
  });
  if (checks.length === 0) return { facts: 0, different: 0 };
  const counted = checks.map(({ check, column }) => {
    const ours = `l.safety ? ${literal(check.key)} AND (p.how = 'new' OR ${standing(column)} IS NOT DISTINCT FROM ${wanted(column)})`;
    const lost = isLost(layout, check, column, standing(column));
    return {
      facts: `count(*) FILTER (WHERE ${ours})`,
      different: `count(*) FILTER (WHERE ${ours} AND ${lost})`,
    };
  });
  const { rows } = await session.query<{ facts: number; different: number }>(`
    SELECT (${counted.map((one) => one.facts).join(' + ')})::int AS facts, (${counted.map((one) => one.different).join(' + ')})::int AS different
    FROM ${planned(unit)} JOIN ${unit.lines} l ON l.n = p.n JOIN ${unit.target} t ON ${rowId(unit)} = p.id`);
  return rows[0] ?? { facts: 0, different: 0 };
}

/**
 * SQL, true where the value does not hold the fact. That nothing is said proves nothing where an earlier load said more, and
 * this snapshot has no column for it or does not hold the records that it was put together from. Nor does a line that only
 * came along: the load that brought its record looked at all of them.
 */
function isLost(layout: Layout, check: SafetyCheck, column: UnitColumn, value: string): string {
  const held = check.expression(value);
  const lost = check.holds
    ? `NOT ${check.holds(fact(check), held)}`
    : `${fact(check)} IS DISTINCT FROM coalesce(${held}, '')`;
  if (!check.carried && !mayBeSilent(column)) return lost;
  const earlier = `(${fact(check)} IN ${NOTHING} OR coalesce(${cameAlong(layout, column)}, false))`;
  return `(${lost} AND NOT (${earlier} AND coalesce(p._override ? ${literal(check.column)}, false)))`;
}

/** What a fact is where the raw line says nothing. */
const NOTHING = `('', 'false', '[]')`;

/** What the raw line says, as text. */
const fact = (check: SafetyCheck): string => `l.safety ->> ${literal(check.key)}`;
