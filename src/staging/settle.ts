import type { DerivedFrom } from '../core/mapping.ts';
import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { entityNumber, type Layout, referencesOf, type Unit, unitOf } from './layout.ts';

/** Crosswalk scope of an entity's primary table, where earlier loads may have left its records; null = none yet. */
export type ScopeOf = (entity: string) => number | null;

/** Rejections and exclusions that a load found in the target: `(n, state, code, root)`, quoted name. */
export type FallenTable = string | null;

/**
 * Settles the state of every line from what the mapping said: what falls with its parent, and what becomes of
 * derived records. Set-based, parents first. It starts from the mapped state each time, so it can be repeated.
 * The order of DESIGN.md section 2 holds: unreadable, excluded, rejected, merged.
 */
export async function settle(
  session: Session,
  layout: Layout,
  scopeOf: ScopeOf,
  fallen: FallenTable,
): Promise<void> {
  await session.query(`DELETE FROM ${layout.issues} WHERE stage = 'settle'`);
  await session.query(`
    UPDATE ${layout.lines} SET state = mapped_state, code = mapped_code, root = NULL, survivor = NULL
    WHERE (state, code, root, survivor) IS DISTINCT FROM (mapped_state, mapped_code, NULL::text, NULL::text)`);
  if (fallen) {
    await session.query(`
      UPDATE ${layout.lines} l SET state = f.state, code = f.code, root = f.root
      FROM ${fallen} f WHERE f.n = l.n AND (l.state = 'ready' OR f.state = 'excluded')`);
  }
  for (const entity of layout.entities) {
    const unit = unitOf(layout, entity.entity);
    if (unit) await fallWithParents(session, layout, unit, scopeOf);
  }
  for (const { entity, derivedFrom } of layout.entities) {
    if (derivedFrom) await settleDerived(session, layout, entity, derivedFrom);
  }
}

async function fallWithParents(
  session: Session,
  layout: Layout,
  unit: Unit,
  scopeOf: ScopeOf,
): Promise<void> {
  for (const { column, source } of referencesOf(unit)) {
    if (!source.required) continue;
    const scope = scopeOf(source.entity);
    const reference = `s.${column.sql}`;
    const known = scope === null ? 'NULL::int' : 'x.scope';
    await session.query(`
      WITH verdict AS (
        SELECT s._n AS n,
          CASE WHEN p.state = 'excluded' THEN 'excluded' ELSE 'rejected' END AS state,
          CASE WHEN ${reference} IS NULL THEN ${literal(source.missing ?? 'PARENT_NOT_LOADED')}
               WHEN p.state = 'excluded' THEN 'PARENT_EXCLUDED'
               WHEN p.state = 'rejected' THEN 'PARENT_NOT_LOADED'
               ELSE ${literal(source.unknown ?? 'PARENT_NOT_LOADED')} END AS code,
          CASE WHEN p.n IS NOT NULL THEN coalesce(p.root, ${literal(`${source.entity}/`)} || p.source_id) END AS root
        FROM ${unit.staged} s
        LEFT JOIN ${layout.lines} p ON p.entity = ${entityNumber(layout, source.entity)}
          AND p.source_id = ${reference} AND p.state <> 'copy'
        ${scope === null ? '' : `LEFT JOIN migration.crosswalk x ON x.scope = ${scope} AND x.source_id = ${reference} AND x.closed_batch IS NULL`}
        WHERE p.state IN ('rejected', 'excluded') OR (p.n IS NULL AND ${known} IS NULL)
      ), hit AS (
        UPDATE ${layout.lines} l SET state = v.state, code = v.code, root = v.root
        FROM verdict v
        WHERE l.n = v.n AND (l.state = 'ready' OR (l.state = 'rejected' AND v.state = 'excluded'))
        RETURNING l.n, l.entity, l.file, l.code, l.root
      )
      INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value, detail)
      SELECT hit.n, hit.entity, hit.file, 'settle', hit.code, ${literal(source.columns.join(', '))}, s.${column.sql}, hit.root
      FROM hit JOIN ${unit.staged} s ON s._n = hit.n`);
  }
}

/**
 * A derived record that only records use which do not move is excluded; of the others, spelling variants (one
 * `content` key) are merged into the label that most records use.
 */
async function settleDerived(
  session: Session,
  layout: Layout,
  entity: string,
  from: DerivedFrom,
): Promise<void> {
  const number = entityNumber(layout, entity);
  const user = unitOf(layout, from.entity, from.table);
  if (!user) return;
  const reference = user.columns.find((column) => column.name === from.column);
  if (!reference) return;
  await session.query(`
    WITH used AS (
      SELECT s.${reference.sql} AS source_id, count(*) AS uses
      FROM ${user.staged} s JOIN ${layout.lines} r ON r.n = s._n AND r.state = 'ready'
      WHERE s.${reference.sql} IS NOT NULL GROUP BY 1
    ), ranked AS (
      SELECT l.n, u.uses,
        first_value(l.source_id) OVER (
          PARTITION BY l.content ORDER BY u.uses DESC NULLS LAST, l.source_id) AS survivor
      FROM ${layout.lines} l LEFT JOIN used u USING (source_id)
      WHERE l.entity = ${number} AND l.state = 'ready'
    ), hit AS (
      UPDATE ${layout.lines} l SET
        state = CASE WHEN r.uses IS NULL THEN 'excluded' ELSE 'merged' END,
        code = CASE WHEN r.uses IS NULL THEN ${literal(from.onlyRejectedRule)} ELSE ${literal(from.mergeRule)} END,
        survivor = CASE WHEN r.uses IS NULL THEN NULL ELSE r.survivor END
      FROM ranked r
      WHERE r.n = l.n AND (r.uses IS NULL OR r.survivor <> l.source_id)
      RETURNING l.n, l.entity, l.code, l.source_id, l.survivor
    )
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value, detail)
    SELECT n, entity, NULL, 'settle', code, NULL, source_id, survivor FROM hit`);
}
