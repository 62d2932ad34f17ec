import { LONGEST_KEY } from '../core/identity.ts';
import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { type Layout, type Unit, type UnitColumn, written } from '../staging/layout.ts';

/**
 * Fits staged values to the limits that this target really has: lengths of varchar columns and of indexes (cut with an
 * alteration, or the record rejected, as the mapping says) and values that its enums lack (the record is rejected).
 */
export async function fitToTarget(session: Session, layout: Layout): Promise<void> {
  for (const unit of layout.units) {
    for (const column of written(unit)) {
      const length = column.maxLength ?? (isIndexedText(layout, unit, column) ? LONGEST_KEY : null);
      if (length !== null) await fitLength(session, layout, unit, column, length);
      if (column.enumValues !== null) await fitEnum(session, layout, unit, column, column.enumValues);
    }
  }
}

/** Whether the column holds a text of the source that an index of the target takes up. References hold ids. */
function isIndexedText(
  { shape }: Layout,
  unit: Unit,
  { name, type, enumValues, mapping }: UnitColumn,
): boolean {
  const { kind } = mapping.source;
  if (type !== 'text' || enumValues !== null || kind === 'reference' || kind === 'row') return false;
  return shape.tables[unit.table]?.indexes.some(({ columns }) => columns.includes(name)) ?? false;
}

async function fitLength(
  session: Session,
  layout: Layout,
  unit: Unit,
  column: UnitColumn,
  length: number,
): Promise<void> {
  const tooLong = `char_length(s.${column.sql}) > ${length}`;
  if (column.mapping.tooLong === 'reject') {
    await reject(session, layout, unit, column, tooLong, 'VALUE_TEXT_TOO_LONG');
    return;
  }
  await session.exec(`
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, detail)
      SELECT l.n, l.entity, l.file, 'transform', 'VALUE_TEXT_TOO_LONG', ${literal(column.name)}, 'cut after ${length} characters'
      FROM ${unit.staged} s JOIN ${layout.lines} l ON l.n = s._n WHERE ${tooLong};
    INSERT INTO ${layout.alterations} (n, stage, target_table, column_name, kind, before, after)
      SELECT s._n, 'transform', ${literal(unit.table)}, ${literal(column.name)}, 'truncated', s.${column.sql}, left(s.${column.sql}, ${length})
      FROM ${unit.staged} s WHERE ${tooLong};
    UPDATE ${unit.staged} s SET ${column.sql} = left(s.${column.sql}, ${length}) WHERE ${tooLong}`);
}

async function fitEnum(
  session: Session,
  layout: Layout,
  unit: Unit,
  column: UnitColumn,
  values: string[],
): Promise<void> {
  const known = `ARRAY[${values.map(literal).join(', ')}]::text[]`;
  const absent =
    column.merge === 'array' ? `NOT (s.${column.sql} <@ ${known})` : `s.${column.sql} <> ALL (${known})`;
  await reject(session, layout, unit, column, absent, 'TARGET_ENUM_VALUE_ABSENT');
}

async function reject(
  session: Session,
  layout: Layout,
  unit: Unit,
  column: UnitColumn,
  where: string,
  code: string,
) {
  await session.query(`
    WITH hit AS (
      UPDATE ${layout.lines} l SET state = 'rejected', mapped_state = 'rejected', code = ${literal(code)}, mapped_code = ${literal(code)}
      FROM ${unit.staged} s WHERE s._n = l.n AND l.mapped_state = 'ready' AND ${where}
      RETURNING l.n, l.entity, l.file, s.${column.sql}::text AS value
    )
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value)
    SELECT n, entity, file, 'transform', ${literal(code)}, ${literal(column.name)}, value FROM hit`);
}
