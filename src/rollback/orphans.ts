import type { Shape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import type { WorkTable } from './work.ts';

/**
 * Keeps rows whose before-image refers to a row that is not there any more: people deleted it when the load had let go
 * of it, and no foreign key would let the row have it back.
 */
export async function keepOrphans(session: Session, shape: Shape, table: WorkTable): Promise<void> {
  const imaged = new Set(table.columns.map((column) => column.sql));
  for (const key of shape.tables[table.name]?.foreignKeys ?? []) {
    const columns = key.columns.map((column) => ident(column));
    if (!columns.every((column) => imaged.has(column))) continue;
    const same = columns.map(
      (column, place) => `p.${ident(key.toColumns[place] ?? '')}::text = b.${column}::text`,
    );
    await session.query(`
      UPDATE ${table.work} w SET fate = 'kept', why = ${literal(`was of a row of ${key.toTable} that people deleted since`)}
      FROM ${table.before} b JOIN ${table.target} t ON t.id::text = b.id
      WHERE b._batch = ${table.batch} AND b.id = w.id AND w.action = 'update' AND w.fate IS NULL
        AND (${columns.map((column) => `t.${column}::text IS DISTINCT FROM b.${column}::text`).join(' OR ')})
        AND ${columns.map((column) => `b.${column} IS NOT NULL`).join(' AND ')}
        AND NOT EXISTS (SELECT FROM ${ident(key.toSchema, key.toTable)} p WHERE ${same.join(' AND ')})`);
  }
}
