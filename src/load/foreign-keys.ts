import { EXIT, MigrateError } from '../core/errors.ts';
import type { ForeignKeyShape, TableShape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { ident } from '../database/sql.ts';

/**
 * Proves the foreign keys of all rows that this transaction wrote into a table, for rows that were inserted in replica
 * mode. Rows that they refer to and that stood there before are locked as the keys' triggers would lock them: a
 * person's delete waits until this load has ended, and then fails. Where the delete came first, this transaction
 * fails to serialize, and the load starts again. A reference to no row breaks the load off.
 */
export async function proveForeignKeys(session: Session, table: TableShape): Promise<void> {
  if (table.foreignKeys.length === 0) return;
  const { rows: own } = await session.query<{ number: string }>(
    'SELECT pg_current_xact_id()::xid::text AS number',
  );
  const mine = `'${own[0]?.number ?? ''}'::xid`;
  const from = ident(table.schema, table.name);
  for (const key of table.foreignKeys) {
    const older = await session.query(`SELECT FROM ${parent(key)} p WHERE p.xmin <> ${mine} LIMIT 1`);
    if (older.rows.length === 0) continue;
    await session.query(`
      SELECT count(*) FROM (
        SELECT FROM ${parent(key)} p
        WHERE p.xmin <> ${mine} AND EXISTS (SELECT FROM ${from} t WHERE t.xmin = ${mine} AND ${leads(key, 'p')})
        FOR KEY SHARE OF p) locked`);
  }
  const { rows } = await session.query<Record<string, number>>(`
    SELECT ${table.foreignKeys.map((key, index) => `count(*) FILTER (WHERE ${set(key)} AND p${index}.ctid IS NULL)::int AS k${index}`).join(', ')}
    FROM ${from} t
    ${table.foreignKeys.map((key, index) => `LEFT JOIN ${parent(key)} p${index} ON ${leads(key, `p${index}`)}`).join('\n')}
    WHERE t.xmin = ${mine}`);
  const broken = table.foreignKeys.flatMap((key, index) => {
    const count = rows[0]?.[`k${index}`] ?? 0;
    return count > 0 ? [`${count} by ${key.name}`] : [];
  });
  if (broken.length === 0) return;
  throw new MigrateError(
    'LOAD_REFERENCE_BROKEN',
    `Rows of ${table.name} would refer to rows that are not there (${broken.join(', ')}), so nothing was loaded.`,
    {
      stage: 'load',
      exit: EXIT.imbalance,
      hint: 'Run the same command again; if it says the same, this is a bug: report it with the log.',
    },
  );
}

const parent = (key: ForeignKeyShape): string => ident(key.toSchema, key.toTable);

const leads = (key: ForeignKeyShape, alias: string): string =>
  key.columns
    .map((column, place) => `t.${ident(column)} = ${alias}.${ident(key.toColumns[place] ?? '')}`)
    .join(' AND ');

/** A key with an empty column refers to nothing. */
const set = (key: ForeignKeyShape): string =>
  key.columns.map((column) => `t.${ident(column)} IS NOT NULL`).join(' AND ');
