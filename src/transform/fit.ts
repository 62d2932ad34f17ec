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
    const limits = written(unit).flatMap((column): Limit[] => {
      const length = column.maxLength ?? (isIndexedText(layout, unit, column) ? LONGEST_KEY : null);
      const absent = column.enumValues === null ? null : absentFrom(column, column.enumValues);
      return [
        ...(length === null ? [] : [lengthLimit(session, layout, unit, column, length)]),
        ...(absent === null
          ? []
          : [
              {
                exceeds: absent,
                mend: () => reject(session, layout, unit, column, absent, 'TARGET_ENUM_VALUE_ABSENT'),
              },
            ]),
      ];
    });
    for (const { mend } of await exceeded(session, unit, limits)) await mend();
  }
}

/** A limit of the target: where a staged row `s` exceeds it, and what is done then. */
interface Limit {
  exceeds: string;
  mend: () => Promise<void>;
}

/** The limits that any row exceeds, found in one pass: nearly always none. */
async function exceeded(session: Session, unit: Unit, limits: readonly Limit[]): Promise<Limit[]> {
  if (limits.length === 0) return [];
  const { rows } = await session.query<Record<string, boolean | null>>(
    `SELECT ${limits.map(({ exceeds }, index) => `bool_or(${exceeds}) AS l${index}`).join(', ')} FROM ${unit.staged} s`,
  );
  return limits.filter((_, index) => rows[0]?.[`l${index}`]);
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

function lengthLimit(
  session: Session,
  layout: Layout,
  unit: Unit,
  column: UnitColumn,
  length: number,
): Limit {
  const exceeds = `char_length(s.${column.sql}) > ${length}`;
  return {
    exceeds,
    mend: () =>
      column.mapping.tooLong === 'reject'
        ? reject(session, layout, unit, column, exceeds, 'VALUE_TEXT_TOO_LONG')
        : cut(session, layout, unit, column, exceeds, length),
  };
}

function cut(
  session: Session,
  layout: Layout,
  unit: Unit,
  column: UnitColumn,
  tooLong: string,
  length: number,
): Promise<void> {
  return session.exec(`
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, detail)
      SELECT l.n, l.entity, l.file, 'transform', 'VALUE_TEXT_TOO_LONG', ${literal(column.name)}, 'cut after ${length} characters'
      FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n WHERE ${tooLong};
    INSERT INTO ${layout.alterations} (n, stage, target_table, column_name, kind, before, after)
      SELECT s._n, 'transform', ${literal(unit.table)}, ${literal(column.name)}, 'truncated', s.${column.sql}, left(s.${column.sql}, ${length})
      FROM ${unit.staged} s WHERE ${tooLong};
    UPDATE ${unit.staged} s SET ${column.sql} = left(s.${column.sql}, ${length}) WHERE ${tooLong}`);
}

function absentFrom(column: UnitColumn, values: string[]): string {
  const known = `ARRAY[${values.map(literal).join(', ')}]::text[]`;
  return column.merge === 'array' ? `NOT (s.${column.sql} <@ ${known})` : `s.${column.sql} <> ALL (${known})`;
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
      FROM ${unit.staged} s WHERE s._n = l.n AND l.entity = ${unit.entityNumber} AND l.mapped_state = 'ready' AND ${where}
      RETURNING l.n, l.entity, l.file, s.${column.sql}::text AS value
    )
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value)
    SELECT n, entity, file, 'transform', ${literal(code)}, ${literal(column.name)}, value FROM hit`);
}
