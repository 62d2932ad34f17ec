import type { ForeignKeyShape, Shape } from '../database/introspect.ts';
import { inReplicaMode } from '../database/replica.ts';
import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import { asStored } from '../ledger/images.ts';
import { keepOrphans } from './orphans.ts';
import { makeRoom, markTaken } from './unique.ts';
import type { Work, WorkTable } from './work.ts';

/**
 * Gives every row that the batch changed its before-image back, in all columns. A row that is no longer as the
 * batch left it was changed by people: it is kept, and the columns are named.
 */
export async function restoreUpdated(session: Session, shape: Shape, table: WorkTable): Promise<void> {
  await keepChanged(session, table, 'update');
  await keepOrphans(session, shape, table);
  await markTaken(session, shape, table, 'deferred');
  await restore(session, shape, table);
}

/** Restores the rows that had to wait until inserted rows were gone; what still stands in the way keeps them. */
export async function restoreDeferred(session: Session, shape: Shape, table: WorkTable): Promise<void> {
  await session.query(`UPDATE ${table.work} SET fate = NULL, why = NULL WHERE fate = 'deferred'`);
  await markTaken(session, shape, table, 'kept');
  await restore(session, shape, table);
}

async function restore(session: Session, shape: Shape, table: WorkTable): Promise<void> {
  await makeRoom(session, shape, table);
  const assignments = table.columns
    .filter((column) => column.sql !== '"id"')
    .map(
      (column) =>
        `${column.sql} = ${column.cast ? `b.${column.sql}::${column.targetType}` : `b.${column.sql}`}`,
    );
  await session.query(`
    UPDATE ${table.target} t SET ${assignments.join(', ')}
    FROM ${table.work} w JOIN ${table.before} b ON b.id = w.id
    WHERE t.id::text = w.id AND b._batch = ${table.batch} AND w.action = 'update' AND w.fate IS NULL`);
  await session.query(`UPDATE ${table.work} SET fate = 'reversed' WHERE action = 'update' AND fate IS NULL`);
}

/**
 * Deletes the rows that the batch inserted and that nobody changed since. Before that, every foreign key of the
 * whole database that points at them is followed, cascading and nulling ones too: a row that somebody else's row
 * refers to is blocked, one that a kept row needs is kept with it. What is left has no referring row, and being
 * locked can get none: with `quiet`, the delete does without asking every key about every row again.
 */
export async function deleteInserted(
  session: Session,
  shape: Shape,
  work: Work,
  table: WorkTable,
  quiet: boolean,
): Promise<void> {
  await keepChanged(session, table, 'insert');
  const keys = shape.tables[table.name]?.referencedBy ?? [];
  for (const key of keys) await followReference(session, work, table, key);
  const remove = () =>
    session.query(
      `DELETE FROM ${table.target} t USING ${table.work} w WHERE w.id = t.id::text AND w.action = 'insert' AND w.fate IS NULL`,
    );
  await (quiet ? inReplicaMode(session, remove) : remove());
}

async function keepChanged(session: Session, table: WorkTable, action: 'insert' | 'update'): Promise<void> {
  const differs = table.columns.map((column) => ({
    name: literal(column.sql.replaceAll('"', '')),
    sql: `${asStored('t', column)} IS DISTINCT FROM a.${column.sql}`,
  }));
  const names = differs.map(({ name, sql }) => `CASE WHEN ${sql} THEN ${name} END`);
  const gone = action === 'insert' ? 'reversed' : 'kept';
  await session.query(`
    UPDATE ${table.work} w SET fate = CASE WHEN c.gone THEN ${literal(gone)} ELSE 'kept' END,
      why = CASE WHEN c.gone THEN 'deleted by people since' ELSE 'changed by people since: ' || array_to_string(c.columns, ', ') END
    FROM (
      SELECT w.id, t.id IS NULL AS gone, array_remove(ARRAY[${names.join(', ')}], NULL) AS columns
      FROM ${table.work} w JOIN ${table.after} a ON a._batch = ${table.batch} AND a.id = w.id
      LEFT JOIN ${table.target} t ON t.id::text = w.id
      WHERE w.action = ${literal(action)} AND w.fate IS NULL
        AND (t.id IS NULL OR ${differs.map(({ sql }) => sql).join(' OR ')})
    ) c WHERE c.id = w.id`);
}

async function followReference(
  session: Session,
  work: Work,
  table: WorkTable,
  key: ForeignKeyShape,
): Promise<void> {
  const column = key.columns[key.toColumns.indexOf('id')];
  const child = work.table(key.table);
  const referrer = `${ident(key.schema, key.table)} r`;
  const label = literal(`${key.table}/`);
  // Some keys lead to other columns than the id, such as an address.
  const equal = key.columns.map((name, place) => `r.${ident(name)} = t.${ident(key.toColumns[place] ?? '')}`);
  const refers = column
    ? `JOIN ${referrer} ON r.${ident(column)}::text = w.id`
    : `JOIN ${table.target} t ON t.id::text = w.id JOIN ${referrer} ON ${equal.join(' AND ')}`;
  const itself = key.table === table.name ? 'AND r.id IS DISTINCT FROM w.id' : '';
  const mine = child && key.schema === 'public' ? `LEFT JOIN ${child.work} cw ON cw.id = r.id::text` : '';
  const fate = mine
    ? `CASE WHEN bool_or(cw.fate IS DISTINCT FROM 'kept') THEN 'blocked' ELSE 'kept' END`
    : `'blocked'`;
  const named =
    'id' in (await columnsOfReferrer(session, key)) ? `min(${label} || r.id::text)` : literal(key.table);
  await session.query(`
    UPDATE ${table.work} w SET fate = f.fate, why = f.why FROM (
      SELECT w.id, ${fate} AS fate, 'needed by ' || ${named} || CASE WHEN count(*) > 1 THEN ' and ' || (count(*) - 1) || ' more' ELSE '' END AS why
      FROM ${table.work} w ${refers} ${itself} ${mine}
      WHERE w.action = 'insert' AND w.fate IS NULL GROUP BY w.id
    ) f WHERE f.id = w.id`);
}

async function columnsOfReferrer(session: Session, key: ForeignKeyShape): Promise<Record<string, true>> {
  const { rows } = await session.query<{ name: string }>(
    'SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped',
    [ident(key.schema, key.table)],
  );
  return Object.fromEntries(rows.map((row) => [row.name, true]));
}
