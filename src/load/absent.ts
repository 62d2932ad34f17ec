import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { type Layout, movesHere } from '../staging/layout.ts';

/** One issue per column that this target does not have and for which the mapping made values. */
export async function noteAbsentColumns(session: Session, layout: Layout): Promise<void> {
  for (const unit of layout.units) {
    for (const column of unit.columns.filter(
      ({ targetType, mapping }) => targetType === null && !mapping.stagedOnly,
    )) {
      await session.query(`
        INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, detail)
        SELECT NULL, ${unit.entityNumber}, NULL, 'load', 'TARGET_COLUMN_ABSENT', ${literal(column.name)},
          ${literal(`${unit.table}.${column.name}: `)} || count(*) || ' values'
        FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n AND ${movesHere(unit)}
        WHERE s.${column.sql} IS NOT NULL HAVING count(*) > 0`);
    }
  }
}
