import type { TableShape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import type { Batch } from '../ledger/batches.ts';
import { hashSum } from '../ledger/fingerprint.ts';
import { afterTable, asStored, type ImageColumn, imageColumns } from '../ledger/images.ts';

/** What stands of a batch in a table, or in all of them. */
export interface VerifiedTable {
  rows: number;
  compared: number;
  /** Rows that people changed since, with the columns. At most 1000 of a table are listed. */
  changed: { table: string; id: string; columns: string[] }[];
  changedCount: number;
  missing: { table: string; id: string }[];
  missingCount: number;
  /** Rows that carry the batch's mark and that it did not write: copies, say. At most 1000 of a table. */
  unexpected: { table: string; id: string }[];
}

const LISTED = 1000;

/** Holds the rows that a batch left in one table against its images of them. */
export async function verifyTable(session: Session, table: TableShape, batch: Batch): Promise<VerifiedTable> {
  const { name } = table;
  const result: VerifiedTable = {
    ...{ rows: 0, compared: 0, changed: [], changedCount: 0, missing: [], missingCount: 0, unexpected: [] },
  };
  const image = afterTable(name);
  const { rows: known } = await session.query<{ name: string }>(
    'SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped',
    [image],
  );
  if (known.length === 0) return result;
  const imaged = new Set(known.map((row) => ident(row.name)));
  const columns = imageColumns(table).filter((column) => imaged.has(column.sql));
  const own = `SELECT * FROM ${image} WHERE _batch = ${batch.id}`;
  const mark =
    'migrationBatchId' in table.columns ? `t."migrationBatchId" = ${literal(batch.publicId)}` : null;
  const untouched = await countUntouched(session, name, columns, { own, mark, batch });
  if (untouched !== null) {
    return { ...result, rows: untouched, compared: untouched * columns.length };
  }
  const differs = columns.map((column) => `${asStored('t', column)} IS DISTINCT FROM a.${column.sql}`);
  const changed = columns.map(
    (column, index) => `CASE WHEN ${differs[index]} THEN ${literal(column.sql.replaceAll('"', ''))} END`,
  );
  const { rows } = await session.query<{
    id: string;
    gone: boolean;
    columns: string[];
    total: number;
    differing: number;
    more: boolean;
  }>(`
    WITH compared AS (
      SELECT a.id, t.id IS NULL AS gone, ${mark ?? 'false'} AS marked,
        CASE WHEN ${differs.join(' OR ')} THEN array_remove(ARRAY[${changed.join(', ')}], NULL) ELSE '{}' END AS columns
      FROM ${image} a LEFT JOIN public.${ident(name)} t ON t.id::text = a.id
      WHERE a._batch = ${batch.id} AND NOT EXISTS (
        SELECT FROM ${image} later JOIN migration.batches b ON b.id = later._batch AND b.id > ${batch.id} AND b.state <> 'rolled_back'
        WHERE later.id = a.id)
    ), differing AS (SELECT * FROM compared WHERE gone OR columns <> '{}')
    SELECT d.id, d.gone, d.columns, (SELECT count(*)::int FROM compared) AS total, (SELECT count(*)::int FROM differing) AS differing,
      ${mark ? `(SELECT count(*) FROM public.${ident(name)} t WHERE ${mark}) <> (SELECT count(*) FROM compared WHERE marked)` : 'false'} AS more
    FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT * FROM differing ORDER BY id LIMIT ${LISTED}) d ON true`);
  result.rows = rows[0]?.total ?? 0;
  result.compared = result.rows * columns.length;
  const listed = rows.filter((row) => row.id !== null);
  for (const row of listed) {
    if (row.gone) result.missing.push({ table: name, id: row.id });
    else result.changed.push({ table: name, id: row.id, columns: row.columns });
  }
  result.missingCount = result.missing.length;
  result.changedCount = (rows[0]?.differing ?? 0) - result.missingCount;
  // Rows are only looked for one by one where there are more than there should be.
  if (!rows[0]?.more) return result;
  const strangers = await session.query<{ id: string }>(`
    SELECT t.id::text AS id FROM public.${ident(name)} t
    WHERE ${mark} AND NOT EXISTS (SELECT FROM ${image} a WHERE a._batch = ${batch.id} AND a.id = t.id::text)
    ORDER BY 1 LIMIT ${LISTED}`);
  return { ...result, unexpected: strangers.rows.map(({ id }) => ({ table: name, id })) };
}

/**
 * How many rows the batch has in a table, where they are all as it left them and no others carry its mark: their hashes tell without
 * laying two wide rows side by side. Null where one differs, or a later batch wrote since: then each is to be compared.
 */
async function countUntouched(
  session: Session,
  name: string,
  columns: readonly ImageColumn[],
  { own, mark, batch }: { own: string; mark: string | null; batch: Batch },
): Promise<number | null> {
  const hashes = (value: (column: ImageColumn) => string, where?: string) =>
    hashSum(
      [
        { value: 'a.id', type: 'text' },
        ...columns.map((column) => ({ value: value(column), type: column.type })),
      ],
      where,
    );
  const marked = mark ?? 'false';
  const { rows } = await session.query<{ count: number; same: boolean }>(`
    SELECT kept.count, kept.count = there.count AND kept.sum = there.sum AND there.strangers = 0 AND NOT EXISTS (
        SELECT FROM migration.batches b WHERE b.id > ${batch.id} AND b.state <> 'rolled_back') AS same
    FROM (SELECT count(*)::int AS count, ${hashes(({ sql }) => `a.${sql}`)} AS sum FROM (${own}) a) kept,
      (SELECT count(a.id)::int AS count, ${hashes((column) => asStored('t', column), 'a.id IS NOT NULL')} AS sum,
         count(*) FILTER (WHERE ${marked} AND a.id IS NULL) AS strangers
       FROM public.${ident(name)} t LEFT JOIN (SELECT id FROM (${own}) o) a ON a.id = t.id::text) there`);
  return rows[0]?.same ? rows[0].count : null;
}
