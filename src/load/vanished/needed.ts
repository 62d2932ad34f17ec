import type { Session } from '../../database/session.ts';
import { ident, literal } from '../../database/sql.ts';
import { type Layout, referencesOf, type Unit } from '../../staging/layout.ts';
import { FILLED_TABLES } from '../../tailtown/tables.ts';
import type { WithRows } from './fate.ts';
import { recordsTable, rowsTable } from './find.ts';
import { deletedAtOf } from './marks.ts';

/**
 * Keeps what somebody still refers to: a record of this snapshot; a row that people made in Tailtown and that is not soft-deleted
 * itself; a row kept because people changed it, or because it is needed in turn. History of earlier loads does not hold a row: a
 * customer who is gone had stays.
 */
export async function keepNeeded(
  session: Session,
  layout: Layout,
  units: readonly WithRows[],
): Promise<void> {
  for (let again = true; again; ) {
    again = false;
    for (const { unit, index } of units) {
      const needs = [...planned(layout, unit), ...referring(layout, unit)];
      if (needs.length === 0) continue;
      const { affected } = await session.query(`
        WITH mine AS (
          SELECT w.entity, w.source_id, w.id FROM ${rowsTable(layout)} w
          JOIN ${recordsTable(layout)} r ON (w.entity, w.source_id) = (r.entity, r.source_id)
          WHERE w.unit = ${index} AND r.fate IS NULL
        )
        UPDATE ${recordsTable(layout)} r SET fate = 'needed', detail = 'needed by ' || n.by
        FROM (SELECT entity, source_id, min(by) AS by FROM (${needs.join(' UNION ALL ')}) n GROUP BY 1, 2) n
        WHERE (n.entity, n.source_id) = (r.entity, r.source_id) AND r.fate IS NULL`);
      again = again || affected > 0;
    }
  }
}

/** Planned rows of this snapshot: those that will refer to one, and those that are one, as another record's. */
function planned(layout: Layout, unit: Unit): string[] {
  const by = (other: Unit) => `${literal(`${other.table}/`)} || p.id`;
  const select = (other: Unit, join: string) =>
    `SELECT m.entity, m.source_id, ${by(other)} AS by FROM mine m JOIN ${other.plan} p ON ${join}`;
  return [
    ...layout.units.filter(({ table }) => table === unit.table).map((other) => select(other, 'p.id = m.id')),
    ...layout.units.flatMap((other) =>
      referencesOf(other)
        .filter(({ source, column }) => source.entity === unit.entity && column.targetType !== null)
        .map(({ column }) => select(other, `p.${column.sql} = m.id`)),
    ),
  ];
}

/** Rows of the database that refer to one. Tables that no load fills hold what the product itself keeps beside its rows. */
function referring(layout: Layout, unit: Unit): string[] {
  const filled: readonly string[] = FILLED_TABLES;
  return (layout.shape.tables[unit.table]?.referencedBy ?? []).flatMap((key) => {
    const column = key.columns[key.toColumns.indexOf('id')];
    const table = layout.shape.tables[key.table];
    if (!column || !table || key.schema !== layout.shape.schema || !filled.includes(key.table)) return [];
    const deletedAt = deletedAtOf(table);
    const stands = deletedAt ? `AND c.${ident(deletedAt.name)} IS NULL` : '';
    const others = layout.units.flatMap((other, index) => (other.table === key.table ? [index] : []));
    return [
      `SELECT m.entity, m.source_id, ${literal(`${key.table}/`)} || c.id::text AS by
       FROM mine m JOIN public.${ident(key.table)} c ON c.${ident(column)}${unit.idType === null ? '' : '::text'} = m.id ${stands}
       LEFT JOIN ${rowsTable(layout)} v ON v.id = c.id::text AND v.unit IN (${others.join(', ') || 'NULL'})
       LEFT JOIN ${recordsTable(layout)} q ON (q.entity, q.source_id) = (v.entity, v.source_id)
       WHERE CASE WHEN q.source_id IS NOT NULL THEN q.fate IN ('edited', 'needed') ELSE NOT EXISTS (
         SELECT FROM migration.crosswalk x WHERE x.target_id = c.id::text AND x.scope IN (
           SELECT s.id FROM migration.scopes s WHERE s.target_table = ${literal(key.table)})) END`,
    ];
  });
}
