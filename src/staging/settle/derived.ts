import type { EntityMapping } from '../../core/mapping.ts';
import type { Session } from '../../database/session.ts';
import { literal } from '../../database/sql.ts';
import { type DerivedUse, entityNumber, type Layout, usesOf } from '../layout.ts';
import { parentJoin, type ScopeOf, withoutParent } from './parents.ts';

/**
 * A derived record that only records use which do not move is excluded; of the others, spelling variants (one
 * `content` key) are merged into the label that most records use.
 */
export async function settleDerived(
  session: Session,
  layout: Layout,
  mapping: EntityMapping,
  scopeOf: ScopeOf,
): Promise<void> {
  const { entity, derivedFrom: from } = mapping;
  const uses = usesOf(layout, mapping);
  if (!from || uses.length === 0) return;
  const number = entityNumber(layout, entity);
  await session.query(`
    WITH used AS (
      SELECT id AS source_id, count(*) AS uses
      FROM (${uses.map((use) => usedSql(layout, use, scopeOf)).join(' UNION ALL ')}) u GROUP BY 1
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
      WHERE r.n = l.n AND l.entity = ${number} AND (r.uses IS NULL OR r.survivor <> l.source_id)
      RETURNING l.n, l.entity, l.code, l.source_id, l.survivor
    )
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value, detail)
    SELECT n, entity, NULL, 'settle', code, NULL, source_id, survivor FROM hit`);
}

/** The ids that records which move refer to; what only stands in counts where it is needed. */
function usedSql(layout: Layout, { unit, column, instead }: DerivedUse, scopeOf: ScopeOf): string {
  const rows = `SELECT s.${column.sql} AS id FROM ${unit.staged} s
    JOIN ${unit.lines} r ON r.n = s._n AND r.state = 'ready'`;
  if (!instead) return `${rows} WHERE s.${column.sql} IS NOT NULL`;
  const scope = scopeOf(instead.source.entity);
  return `${rows} ${parentJoin(layout, instead.source.entity, `s.${instead.column.sql}`, scope)}
    WHERE s.${column.sql} IS NOT NULL AND ${withoutParent(scope)}`;
}
