import type { TableShape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { ident } from '../database/sql.ts';
import type { Batch } from '../ledger/batches.ts';
import { asStored, beforeTable, type ImageColumn, imageColumns } from '../ledger/images.ts';
import type { Verification } from '../reconcile/model.ts';
import { type Layout, rowId, type Unit } from '../staging/layout.ts';
import { housekeeping, keepImages } from './write.ts';

/** Rows of one table that a load changes though no line of the snapshot stands for them. */
export interface Amended {
  table: TableShape;
  /** A unit of the table, for its names. */
  unit: Unit;
  /** The columns that are set. */
  columns: readonly ImageColumn[];
  /** Quoted name of the work table: `id`, and each column as it shall be, in its stored type. */
  values: string;
  rows: number;
  /** How many of them are soft-deleted; the others follow a merge. */
  softDeleted: number;
}

export const amendTable = (layout: Layout, table: string) =>
  `migration_staging.${ident(`amend__${table}_${layout.number}`)}`;

/** SQL that joins the target rows `t` with their values `a`. */
export const amending = ({ values, unit }: Amended): string => `JOIN ${values} a ON a.id = ${rowId(unit)}`;

export const keepAmendedBefore = (session: Session, amended: Amended, batch: Batch): Promise<number> =>
  keepImages(session, amended.table, batch, beforeTable(amended.table.name), amending(amended));

export async function amendRows(
  session: Session,
  layout: Layout,
  amended: Amended,
  batch: Batch,
): Promise<void> {
  const { unit, columns, values } = amended;
  const assignments = [
    ...columns.map(
      ({ sql, cast, targetType }) => `${sql} = ${cast ? `a.${sql}::${targetType}` : `a.${sql}`}`,
    ),
    ...keptOut(layout, amended, batch).map(([name, value]) => `${name} = ${value}`),
  ];
  await session.query(
    `UPDATE ${unit.target} t SET ${assignments.join(', ')} FROM ${values} a WHERE a.id = ${rowId(unit)}`,
  );
}

/** Proves that each of these rows stands as it shall be, and in all other columns as its before-image. */
export async function proveAmended(
  session: Session,
  layout: Layout,
  amended: Amended,
  batch: Batch,
  result: Verification,
): Promise<void> {
  const { table, unit, columns, values } = amended;
  const own = new Set(keptOut(layout, amended, batch).map(([name]) => name));
  const set = new Set(columns.map(({ sql }) => sql));
  const all = imageColumns(table).filter(({ sql }) => !own.has(sql));
  const wrong = all.map(
    (column) => `${asStored('t', column)} IS DISTINCT FROM ${set.has(column.sql) ? 'a' : 'b'}.${column.sql}`,
  );
  const { rows } = await session.query<{ id: string; missing: boolean }>(`
    SELECT a.id, t.id IS NULL AS missing FROM ${values} a LEFT JOIN ${unit.target} t ON ${rowId(unit)} = a.id
    LEFT JOIN ${beforeTable(table.name)} b ON b._batch = ${batch.id} AND b.id = a.id
    WHERE t.id IS NULL OR b.id IS NULL OR ${wrong.join(' OR ')}`);
  result.compared += amended.rows * all.length;
  result.missing += rows.filter(({ missing }) => missing).length;
  result.different += rows.filter(({ missing }) => !missing).length;
  result.differences.push(...rows.slice(0, 10).map(({ id }) => `${table.name} row ${id}, which left Gingr`));
}

/** Who and when, but in columns that the amendment itself sets. */
const keptOut = (layout: Layout, { unit, columns }: Amended, batch: Batch): [string, string][] =>
  housekeeping(layout, unit, batch, 'update').filter(([name]) => columns.every(({ sql }) => sql !== name));
