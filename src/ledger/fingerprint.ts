import { createHash } from 'node:crypto';
import type { Shape, TableShape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { ident } from '../database/sql.ts';
import { FILLED_TABLES } from '../tailtown/tables.ts';

/** Types of which equal values are written alike, and whose hash outlives a dump; other values are hashed as text. */
const HASHED_AS_IT_IS =
  /^(integer|bigint|smallint|boolean|date|uuid|timestamp(\(\d\))? with(out)? time zone)$/;
const TEXT = /^(text|character varying(\(\d+\))?)$/;

/**
 * Order-independent hash over all rows of one tenant in the tables that a migration fills: per table the count and
 * the sum of a 64-bit hash of each row's values. Equal fingerprints before a load and after its rollback mean that
 * nothing of the load is left, as long as nobody else wrote meanwhile. The tenants row itself is not part of it.
 */
export async function fingerprint(session: Session, shape: Shape, tenant: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of [...FILLED_TABLES].sort()) {
    const table = shape.tables[name];
    const column = ['tenantId', 'tenant_id'].find((candidate) => table && candidate in table.columns);
    if (!table || !column) continue;
    const { rows } = await session.query<{ sum: string }>(
      `SELECT count(*) || ':' || ${sumOf(table)} AS sum FROM public.${ident(name)} t WHERE t.${ident(column)} = $1`,
      [tenant],
    );
    hash.update(`${name}=${rows[0]?.sum ?? ''}\n`);
  }
  return hash.digest('hex');
}

/** Rows of a whole table, everybody's, and the sum of their hashes: what a backup holds is compared by them. */
export async function tableFingerprint(
  session: Session,
  table: TableShape,
): Promise<{ rows: number; sum: string }> {
  const { rows } = await session.query<{ rows: number; sum: string }>(
    `SELECT count(*) AS rows, (${sumOf(table)})::text AS sum FROM ${ident(table.schema)}.${ident(table.name)} t`,
  );
  return { rows: rows[0]?.rows ?? 0, sum: rows[0]?.sum ?? '' };
}

const sumOf = (table: TableShape): string =>
  hashSum(Object.values(table.columns).map(({ name, type }) => ({ value: `t.${ident(name)}`, type })));

/**
 * SQL for the sum of a 64-bit hash of each row's values, of the rows that the condition names.
 * Hashed twice: a record's hash is a linear sum, which two rows that exchange a value leave as it was.
 */
export function hashSum(values: readonly { value: string; type: string }[], where = 'true'): string {
  const record = `ROW(${values.map(hashed).join(', ')})`;
  return `coalesce(sum(hashint8extended(hash_record_extended(${record}, 0), 0)) FILTER (WHERE ${where}), 0)`;
}

function hashed({ value, type }: { value: string; type: string }): string {
  if (HASHED_AS_IT_IS.test(type)) return value;
  return `${TEXT.test(type) ? value : `${value}::text`} COLLATE "C"`;
}
