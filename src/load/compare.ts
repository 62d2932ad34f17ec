import type { Session } from '../database/session.ts';
import { ident } from '../database/sql.ts';
import type { Batch } from '../ledger/batches.ts';
import type { Verification } from '../reconcile/model.ts';
import { type Layout, type Unit, written } from '../staging/layout.ts';
import { type Amended, proveAmended } from './amend.ts';
import { changesTable } from './changes.ts';
import { standing, wanted } from './expressions.ts';
import { compareSafety, holdsVaccinations } from './safety.ts';
import { joined, seenTable } from './seen.ts';
import { proveRevived } from './vanished/revive.ts';

const NAMED_DIFFERENCES = 50;

/**
 * Compares what stands in the target with what was wanted, by an outer join on every mapped column (`lookAt`, which
 * comes first), inside the load's transaction. It also looks for rows that this transaction wrote and no plan knows.
 * When nothing was written (no batch was `opened`), only rows that stand already are compared.
 */
export async function compare(
  session: Session,
  layout: Layout,
  units: readonly Unit[],
  tenant: string,
  opened: Batch | null,
  amended: readonly Amended[],
): Promise<Verification> {
  const wrote = opened !== null;
  const result: Verification = {
    ...{ compared: 0, different: 0, missing: 0, unexpected: 0, safetyFacts: 0, safetyDifferent: 0 },
    notChecked: [],
    differences: [],
  };
  if (wrote) for (const unit of layout.units) await unexpectedRows(session, layout, unit, result, amended);
  for (const unit of units) {
    await compareUnit(session, layout, unit, tenant, result);
    if (wrote) await proveRevived(session, layout, unit, result);
  }
  for (const unit of layout.units) {
    if (!units.includes(unit) && !holdsVaccinations(unit)) continue;
    const safety = await compareSafety(session, layout, unit);
    result.safetyFacts += safety.facts;
    result.safetyDifferent += safety.different;
    if (safety.different > 0)
      result.differences.push(`${safety.different} safety facts of ${unit.entity} in ${unit.table}`);
  }
  if (opened) for (const one of amended) await proveAmended(session, layout, one, opened, result);
  return result;
}

export const agrees = (verification: Verification): boolean =>
  verification.different + verification.missing + verification.unexpected + verification.safetyDifferent ===
  0;

async function compareUnit(
  session: Session,
  layout: Layout,
  unit: Unit,
  tenant: string,
  result: Verification,
) {
  const columns = written(unit);
  const { rows } = await session.query<{ found: number; missing: number; wrong: number }>(`
    SELECT count(*) FILTER (WHERE found)::int AS found, count(*) FILTER (WHERE lost)::int AS missing,
      count(*) FILTER (WHERE wrong)::int AS wrong FROM ${seenTable(layout, unit)}`);
  const { found = 0, missing = 0, wrong = 0 } = rows[0] ?? {};
  result.compared += found * columns.length;
  result.missing += missing;
  const from = `${joined(layout, unit, tenant)} JOIN ${seenTable(layout, unit)} seen ON seen.n = p.n`;
  if (wrong > 0) {
    for (const column of columns) {
      const differs = `seen.wrong AND ${standing(column)} IS DISTINCT FROM CASE WHEN p.how = 'new' THEN ${wanted(column)} ELSE c.${column.sql} END`;
      result.different += await count(session, `${from} WHERE ${differs}`);
      await name(session, result, from, differs, `${unit.table}.${column.name} of ${unit.entity}/`);
    }
  }
  if (missing > 0) await name(session, result, from, 'seen.lost', `${unit.table} row of ${unit.entity}/`);
}

async function count(session: Session, from: string): Promise<number> {
  const { rows } = await session.query<{ count: number }>(`SELECT count(*)::int AS count ${from}`);
  return rows[0]?.count ?? 0;
}

async function name(
  session: Session,
  result: Verification,
  from: string,
  where: string,
  prefix: string,
): Promise<void> {
  const room = NAMED_DIFFERENCES - result.differences.length;
  if (room <= 0) return;
  const { rows } = await session.query<{ id: string }>(
    `SELECT p.source_id AS id ${from} WHERE ${where} ORDER BY p.n LIMIT ${room}`,
  );
  result.differences.push(...rows.map((row) => `${prefix}${row.id}`));
}

/** Rows that carry this transaction's number and that no plan of the table wrote: a trigger, or a bug. */
async function unexpectedRows(
  session: Session,
  layout: Layout,
  unit: Unit,
  result: Verification,
  amended: readonly Amended[],
): Promise<void> {
  const siblings = layout.units.filter((other) => other.table === unit.table);
  if (siblings[0] !== unit) return;
  const seen = siblings.map(
    (other) =>
      `SELECT id FROM ${seenTable(layout, other)} WHERE found AND outcome IN ('inserted', 'updated')`,
  );
  const others = amended
    .filter(({ table }) => table.name === unit.table)
    .map(({ values }) => `SELECT id FROM ${values}`);
  const several = siblings.length + others.length > 1;
  const counted = await session.query<{ more: boolean }>(`
    SELECT (SELECT count(*) FROM ${unit.target} t WHERE t.xmin = pg_current_xact_id()::xid) <> (SELECT count(${several ? 'DISTINCT id' : '*'}) FROM (${[...seen, ...others].join(' UNION ALL ')}) seen) AS more`);
  // As many as were found where they should be: no row is left over to be named.
  if (counted.rows[0]?.more === false) return;
  const ours = siblings.flatMap((other) => [
    `SELECT id FROM ${other.plan} WHERE how = 'new'`,
    `SELECT id FROM ${changesTable(layout, other)} WHERE differs`,
  ]);
  ours.push(...others);
  const { rows } = await session.query<{ id: string }>(`
    SELECT t.id::text AS id FROM ${unit.target} t
    WHERE t.xmin = pg_current_xact_id()::xid AND NOT EXISTS (SELECT FROM (${ours.join(' UNION ALL ')}) o WHERE o.id = t.id::text)
    LIMIT 1000`);
  result.unexpected += rows.length;
  for (const row of rows.slice(0, NAMED_DIFFERENCES - result.differences.length)) {
    result.differences.push(`${ident(unit.table)} row ${row.id} was written by no plan`);
  }
}
