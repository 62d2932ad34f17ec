import type { DerivedFrom } from '../../core/mapping.ts';
import type { Session } from '../../database/session.ts';
import { literal } from '../../database/sql.ts';
import { entityNumber, type Layout, unitOf } from '../layout.ts';

/**
 * A derived record that only records use which do not move is excluded; of the others, spelling variants (one
 * `content` key) are merged into the label that most records use.
 */
export async function settleDerived(
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
