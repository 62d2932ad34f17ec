import type { TableMapping } from '../core/mapping.ts';
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

/**
 * One issue per table that this target does not have and to which records would have gone, with their number. A further
 * row that only some records have (`when`) was told of each of them while they were mapped.
 */
export async function noteAbsentTables(session: Session, layout: Layout): Promise<void> {
  const told = ({ primary, when }: TableMapping) => primary || when === undefined;
  for (const [number, { tables }] of layout.entities.entries()) {
    for (const { table, primary } of tables.filter(told)) {
      if (layout.shape.tables[table]) continue;
      const without = primary
        ? `l.state = 'excluded' AND l.code = 'TARGET_TABLE_ABSENT'`
        : `l.state = 'ready'`;
      await session.query(`
        INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
        SELECT NULL, ${number}, NULL, 'load', 'TARGET_TABLE_ABSENT', ${literal(`${table}: `)} || count(*) || ' records'
        FROM ${layout.lines} l WHERE l.entity = ${number} AND ${without} HAVING count(*) > 0`);
    }
  }
}
