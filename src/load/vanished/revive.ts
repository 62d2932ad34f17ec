import type { Session } from '../../database/session.ts';
import { ident } from '../../database/sql.ts';
import type { Batch } from '../../ledger/batches.ts';
import { afterTable, asStored, beforeTable, type ImageColumn, imageColumns } from '../../ledger/images.ts';
import type { Scopes } from '../../ledger/scopes.ts';
import type { Verification } from '../../reconcile/model.ts';
import { type Layout, rowId, type Unit, written } from '../../staging/layout.ts';
import { marksOf } from './marks.ts';

export const revivedTable = (layout: Layout, unit: Unit) =>
  `migration_staging.${ident(`revived__${unit.entity}__${unit.table}${unit.part ? `__${unit.part}` : ''}_${layout.number}`)}`;

/**
 * Finds the rows of a unit that an earlier load soft-deleted and whose records are back, with the marks as they shall be:
 * as before the soft-delete, where it still stands; what people have set since is theirs. Plans must exist, changes not yet.
 */
export async function findRevived(
  session: Session,
  layout: Layout,
  unit: Unit,
  scopes: Scopes,
): Promise<void> {
  const columns = markColumns(layout, unit);
  const scope = scopes.of(unit) ?? -1;
  if (columns.length === 0) return;
  const any = await session.query(`SELECT 1 FROM migration.soft_deletes WHERE scope = ${scope} LIMIT 1`);
  if (any.rows.length === 0) return;
  const stands = (column: ImageColumn) => `${asStored('t', column)} IS NOT DISTINCT FROM a.${column.sql}`;
  await session.exec(`
    CREATE UNLOGGED TABLE ${revivedTable(layout, unit)} AS
    SELECT p.n, p.id, p.source_id, ${columns
      .map(
        (column) =>
          `CASE WHEN ${stands(column)} THEN b.${column.sql} ELSE ${asStored('t', column)} END AS ${column.sql}`,
      )
      .join(', ')}
    FROM (SELECT DISTINCT ON (source_id) source_id, batch, deleted FROM migration.soft_deletes
      WHERE scope = ${scope} ORDER BY source_id, batch DESC) s
    JOIN ${unit.plan} p ON p.source_id = s.source_id AND p.how = 'known'
    JOIN ${unit.target} t ON ${rowId(unit)} = p.id
    JOIN ${afterTable(unit.table)} a ON a._batch = s.batch AND a.id = p.id
    JOIN ${beforeTable(unit.table)} b ON b._batch = s.batch AND b.id = p.id
    WHERE s.deleted AND (${columns.map((column) => `(${stands(column)} AND a.${column.sql} IS DISTINCT FROM b.${column.sql})`).join(' OR ')});
    ANALYZE ${revivedTable(layout, unit)}`);
}

/** The marks of a unit with rows to revive; null where there are none. */
export async function revivedMarks(
  session: Session,
  layout: Layout,
  unit: Unit,
): Promise<ImageColumn[] | null> {
  const { rows } = await session.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
    revivedTable(layout, unit),
  ]);
  return rows[0]?.found ? markColumns(layout, unit) : null;
}

/** SQL for the target rows of a unit, `t`, with the marks of those that are revived as they shall be; beside it `v` is null for all others. */
export function withRevived(layout: Layout, unit: Unit, marks: readonly ImageColumn[]): string {
  const table = layout.shape.tables[unit.table];
  const marked = new Set(marks.map(({ sql }) => sql));
  const columns = (table ? imageColumns(table) : []).map((column) => {
    const value = asStored('r', column);
    return marked.has(column.sql)
      ? `CASE WHEN v.n IS NULL THEN ${value} ELSE v.${column.sql} END AS ${column.sql}`
      : `${value} AS ${column.sql}`;
  });
  return `LEFT JOIN ${revivedTable(layout, unit)} v ON v.n = p.n JOIN ${unit.target} r ON ${rowId(unit, 'r')} = p.id
    CROSS JOIN LATERAL (SELECT ${columns.join(', ')}) t`;
}

/** Sets the marks that no mapping fills; the others were decided like any value. */
export async function reviveRows(session: Session, layout: Layout, unit: Unit): Promise<void> {
  const marks = unmapped(unit, (await revivedMarks(session, layout, unit)) ?? []);
  if (marks.length === 0) return;
  const set = marks.map(({ sql, cast, targetType }) => `${sql} = v.${sql}${cast ? `::${targetType}` : ''}`);
  await session.query(
    `UPDATE ${unit.target} t SET ${set.join(', ')} FROM ${revivedTable(layout, unit)} v WHERE v.id = ${rowId(unit)}`,
  );
}

export async function proveRevived(
  session: Session,
  layout: Layout,
  unit: Unit,
  result: Verification,
): Promise<void> {
  const marks = unmapped(unit, (await revivedMarks(session, layout, unit)) ?? []);
  if (marks.length === 0) return;
  const wrong = marks.map((column) => `${asStored('t', column)} IS DISTINCT FROM v.${column.sql}`);
  const { rows } = await session.query<{ all: number; wrong: number }>(`
    SELECT count(*)::int AS all, count(*) FILTER (WHERE ${wrong.join(' OR ')})::int AS wrong
    FROM ${revivedTable(layout, unit)} v JOIN ${unit.target} t ON ${rowId(unit)} = v.id`);
  result.compared += (rows[0]?.all ?? 0) * marks.length;
  result.different += rows[0]?.wrong ?? 0;
  if (rows[0]?.wrong) result.differences.push(`${rows[0].wrong} revived rows of ${unit.table}`);
}

/** Tells of the records that are back, once the plan is final. */
export async function tellRevived(session: Session, layout: Layout, units: readonly Unit[]): Promise<void> {
  for (const unit of units) {
    if ((await revivedMarks(session, layout, unit)) === null) continue;
    await session.query(`
      INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
      SELECT l.n, l.entity, l.file, 'load', 'TARGET_ROW_REVIVED', '${unit.table}/' || v.id
      FROM ${revivedTable(layout, unit)} v JOIN ${unit.lines} l USING (n)`);
  }
}

export async function keepRevivals(
  session: Session,
  layout: Layout,
  unit: Unit,
  scopes: Scopes,
  batch: Batch,
): Promise<void> {
  if ((await revivedMarks(session, layout, unit)) === null) return;
  await session.query(`
    INSERT INTO migration.soft_deletes (scope, source_id, batch, deleted)
    SELECT ${scopes.of(unit) ?? -1}, source_id, ${batch.id}, false FROM ${revivedTable(layout, unit)}`);
}

function markColumns(layout: Layout, unit: Unit): ImageColumn[] {
  const table = layout.shape.tables[unit.table];
  if (!table) return [];
  const names = new Set(marksOf(table, '', '').marks.map(({ column }) => ident(column.name)));
  return imageColumns(table).filter(({ sql }) => names.has(sql));
}

function unmapped(unit: Unit, marks: readonly ImageColumn[]): ImageColumn[] {
  const mapped = new Set(written(unit).map(({ sql }) => sql));
  return marks.filter(({ sql }) => !mapped.has(sql));
}
