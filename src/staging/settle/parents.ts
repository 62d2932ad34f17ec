import type { Session } from '../../database/session.ts';
import { literal } from '../../database/sql.ts';
import { entityNumber, type Layout, referencesOf, type Unit } from '../layout.ts';

/** Crosswalk scope of an entity's primary table, where earlier loads may have left its records; null = none yet. */
export type ScopeOf = (entity: string) => number | null;

/** A parent whose row stands in another table is none to a child: a request on the wait list has no services yet. */
const ELSEWHERE = `(p.state = 'ready' AND p.code IS NOT NULL)`;
const LEFT_OUT = `(p.state = 'excluded' OR ${ELSEWHERE})`;

/** What became of the parent `p` (or `known`, from an earlier load) decides; `reference` is the id in the child. */
export const verdictSql = (entity: string, reference: string, missing: string, unknown: string) => `
  CASE WHEN ${LEFT_OUT} THEN 'excluded' ELSE 'rejected' END AS state,
  CASE WHEN ${reference} IS NULL THEN ${literal(missing)}
       WHEN ${LEFT_OUT} THEN 'PARENT_EXCLUDED'
       WHEN p.state = 'rejected' THEN 'PARENT_NOT_LOADED'
       ELSE ${literal(unknown)} END AS code,
  CASE WHEN p.n IS NOT NULL THEN coalesce(p.root, ${literal(`${entity}/`)} || p.source_id) END AS root`;

/** Joins of a child with its parent's line, and with what earlier loads left of the parent. */
export function parentJoin(layout: Layout, entity: string, reference: string, scope: number | null): string {
  const line = `LEFT JOIN ${layout.lines} p ON p.entity = ${entityNumber(layout, entity)}
    AND p.source_id = ${reference} AND p.state <> 'copy'`;
  if (scope === null) return line;
  return `${line} LEFT JOIN migration.crosswalk x
    ON x.scope = ${scope} AND x.source_id = ${reference}`;
}

/** Whether the parent fell, or is nowhere. */
export const withoutParent = (scope: number | null) =>
  `((p.n IS NOT NULL AND (p.state IN ('rejected', 'excluded') OR ${ELSEWHERE})) OR (p.n IS NULL AND ${scope === null ? 'NULL::int' : 'x.scope'} IS NULL))`;

/** `fell`: the entities that lost records since every child was looked at; it gains the unit's own. Null: look at all. */
export async function fallWithParents(
  session: Session,
  layout: Layout,
  unit: Unit,
  scopeOf: ScopeOf,
  fell: Set<string> | null,
): Promise<void> {
  for (const { column, source } of referencesOf(unit)) {
    if (!source.required || (fell && !fell.has(source.entity))) continue;
    const scope = scopeOf(source.entity);
    const reference = `s.${column.sql}`;
    const unknown = source.unknown ?? 'PARENT_NOT_LOADED';
    // What the row that it goes through says is found out by the plan, where that row is of an earlier load.
    const said = source.through === undefined ? '' : `AND ${reference} IS NOT NULL`;
    const { affected } = await session.query(`
      WITH verdict AS (
        SELECT s._n AS n, ${verdictSql(source.entity, reference, source.missing ?? 'PARENT_NOT_LOADED', unknown)}
        FROM ${unit.staged} s ${parentJoin(layout, source.entity, reference, scope)}
        WHERE ${withoutParent(scope)} ${said}
      ), hit AS (
        UPDATE ${layout.lines} l SET state = v.state, code = v.code, root = v.root
        FROM verdict v
        WHERE l.n = v.n AND l.entity = ${unit.entityNumber}
          AND (l.state = 'ready' OR (l.state = 'rejected' AND v.state = 'excluded'))
        RETURNING l.n, l.entity, l.file, l.code, l.root
      )
      INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value, detail)
      SELECT hit.n, hit.entity, hit.file, 'settle', hit.code, ${literal(source.columns.join(', '))}, s.${column.sql}, hit.root
      FROM hit JOIN ${unit.staged} s ON s._n = hit.n`);
    if (affected > 0) fell?.add(unit.entity);
  }
}

/**
 * An invoice stands or falls with its lines and payments (promise 1): the entities of parents that fell. `affected`: the
 * entities that are settled; null: all.
 */
export async function takeParentsAlong(
  session: Session,
  layout: Layout,
  affected: ReadonlySet<string> | null,
): Promise<Set<string>> {
  const fell = new Set<string>();
  for (const unit of layout.units.filter((candidate) => candidate.primary)) {
    for (const { column, source } of referencesOf(unit)) {
      if (source.together === undefined || (affected && !affected.has(source.entity))) continue;
      const { rows } = await session.query(`
        WITH verdict AS (
          SELECT DISTINCT ON (p.n) p.n, coalesce(c.root, ${literal(`${unit.entity}/`)} || c.source_id) AS root
          FROM ${layout.lines} c JOIN ${unit.staged} s ON s._n = c.n
          JOIN ${layout.lines} p ON p.entity = ${entityNumber(layout, source.entity)}
            AND p.source_id = s.${column.sql} AND p.state = 'ready'
          WHERE c.entity = ${unit.entityNumber} AND c.state = 'rejected' ORDER BY p.n, c.n
        ), hit AS (
          UPDATE ${layout.lines} l SET state = 'rejected', code = ${literal(source.together)}, root = v.root
          FROM verdict v WHERE l.n = v.n AND l.entity = ${entityNumber(layout, source.entity)}
          RETURNING l.n, l.entity, l.file, l.code, l.root
        ), told AS (
          INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
          SELECT n, entity, file, 'settle', code, root FROM hit RETURNING 1
        )
        SELECT 1 FROM told LIMIT 1`);
      if (rows.length > 0) fell.add(source.entity);
    }
  }
  return fell;
}
