import type { Shape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { asStored, type ImageColumn } from '../ledger/images.ts';
import type { WorkTable } from './work.ts';

/**
 * Unique values stand between a row and its before-image where another row has the value now: an e-mail that moved
 * from one owner to another. Marks the rows that cannot be restored because of a row that is not restored with them,
 * and those that depend on them in turn.
 */
export async function markTaken(
  session: Session,
  shape: Shape,
  table: WorkTable,
  fate: 'deferred' | 'kept',
): Promise<void> {
  for (const key of uniqueKeys(shape, table)) {
    const equal = key.map((column) => `${asStored('o', column)} = b.${column.sql}`).join(' AND ');
    for (let marked = 1; marked > 0; ) {
      const { rows } = await session.query(`
        UPDATE ${table.work} w SET fate = '${fate}', why = 'a unique value of its before-image is taken by ${table.name}/' || o.id
        FROM ${table.before} b, ${table.target} o
        WHERE b._batch = ${table.batch} AND b.id = w.id AND w.action = 'update' AND w.fate IS NULL
          AND o.id::text <> w.id AND ${equal}
          AND NOT EXISTS (SELECT FROM ${table.work} k WHERE k.id = o.id::text AND k.action = 'update' AND k.fate IS NULL)
        RETURNING w.id`);
      marked = rows.length;
    }
  }
}

/** Clears the unique values that rows are about to give back: the database checks them row by row. */
export async function makeRoom(session: Session, shape: Shape, table: WorkTable): Promise<void> {
  for (const key of uniqueKeys(shape, table)) {
    // An optional reference, such as the stay of an invoice, can be empty for a moment.
    const link = key.find((candidate) => !shape.tables[table.name]?.columns[plain(candidate)]?.notNull);
    const text = key.find((candidate) => candidate.targetType === 'text' && !refers(shape, table, candidate));
    const column = link ?? text;
    if (!column) continue;
    const passing = link ? 'NULL' : `t.id || '@moving.tailtown-migrate.invalid'`;
    await session.query(`
      UPDATE ${table.target} t SET ${column.sql} = ${passing}
      FROM ${table.work} w JOIN ${table.before} b ON b.id = w.id
      WHERE t.id::text = w.id AND b._batch = ${table.batch} AND w.action = 'update' AND w.fate IS NULL
        AND t.${column.sql} IS DISTINCT FROM b.${column.sql}`);
  }
}

const plain = (column: ImageColumn): string => column.sql.replaceAll('"', '');

function uniqueKeys(shape: Shape, table: WorkTable): ImageColumn[][] {
  return (shape.tables[table.name]?.uniques ?? []).flatMap((unique) => {
    const columns = table.columns.filter((column) => unique.columns.includes(plain(column)));
    const whole = columns.length === unique.columns.length && !unique.columns.includes('id');
    return whole && !unique.partial ? [columns] : [];
  });
}

/** Whether a foreign key stands on the column (the tenant's too): it can hold no passing value. */
const refers = (shape: Shape, table: WorkTable, column: ImageColumn): boolean =>
  ['tenantId', 'tenant_id'].includes(plain(column)) ||
  Object.values(shape.tables).some((other) =>
    other.referencedBy.some((key) => key.table === table.name && key.columns.includes(plain(column))),
  );
