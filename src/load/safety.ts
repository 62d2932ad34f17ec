import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { SAFETY_CHECKS, type SafetyCheck } from '../reconcile/safety.ts';
import { type Layout, type Unit, written } from '../staging/layout.ts';
import { planned, standing, wanted } from './expressions.ts';
import { fall } from './plan.ts';
import { compareVaccinations, rejectLostVaccinations } from './vaccinations.ts';

const checksOf = (unit: Unit): SafetyCheck[] =>
  (SAFETY_CHECKS[unit.entity] ?? []).filter((check) => check.table === unit.table);

const holdsVaccinations = (unit: Unit) => unit.entity === 'immunizations' && unit.primary;

/** Rejects every record whose safety facts the mapping would not bring over, before anything is written. */
export async function rejectLostSafetyFacts(session: Session, layout: Layout, unit: Unit): Promise<void> {
  if (holdsVaccinations(unit)) await rejectLostVaccinations(session, layout, unit);
  for (const check of checksOf(unit)) {
    const column = written(unit).find((candidate) => candidate.name === check.column);
    const made = column ? check.expression(wanted(column)) : 'NULL';
    const wrong = column
      ? `l.safety ->> ${literal(check.key)} IS DISTINCT FROM coalesce(${made}, '')`
      : `l.safety ->> ${literal(check.key)} NOT IN ('', 'false')`;
    await fall(
      session,
      layout,
      `SELECT p.n FROM ${planned(unit)} JOIN ${layout.lines} l ON l.n = p.n WHERE l.safety ? ${literal(check.key)} AND ${wrong}`,
      'rejected',
      'SAFETY_FACT_LOST',
    );
  }
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
  const sum = { facts: 0, different: 0 };
  for (const check of checksOf(unit)) {
    const column = written(unit).find((candidate) => candidate.name === check.column);
    if (!column) continue;
    const { rows } = await session.query<{ facts: number; different: number }>(`
      SELECT count(*)::int AS facts,
        count(*) FILTER (WHERE l.safety ->> ${literal(check.key)} IS DISTINCT FROM coalesce(${check.expression(standing(column))}, ''))::int AS different
      FROM ${planned(unit)} JOIN ${layout.lines} l ON l.n = p.n JOIN ${unit.target} t ON t.id = p.id
      WHERE l.safety ? ${literal(check.key)} AND (p.how = 'new' OR ${standing(column)} IS NOT DISTINCT FROM ${wanted(column)})`);
    sum.facts += rows[0]?.facts ?? 0;
    sum.different += rows[0]?.different ?? 0;
  }
  return sum;
}
