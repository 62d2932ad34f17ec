import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';

/** An index that waits outside its table until the rows are in. */
export interface SetAside {
  table: string;
  name: string;
  /** The statement that makes it again, as PostgreSQL itself writes it. */
  definition: string;
}

/** Fewer new rows are inserted faster than indexes are made. */
const WORTH_IT = 5_000;

/**
 * Takes the indexes off a table that is about to grow to at least twice its size, so that they are built once
 * over all rows instead of row by row (0.30 against 0.53 of a plain copy, measurements.md); a unique one is proven as it is built. Nobody else can use the
 * table until the transaction ends, so this is only for targets on which nobody works: rehearsals and the embedded
 * database. A rollback, or a crash, brings the indexes back as they were. Constraints keep theirs; so do tables of
 * another role, and any index about which more is known than its definition says. Empty where it is not worth it,
 * or where somebody holds the table at this moment.
 */
export async function setIndexesAside(session: Session, table: string, rows: number): Promise<SetAside[]> {
  if (rows < WORTH_IT) return [];
  const { rows: found } = await session.query<Omit<SetAside, 'table'> & { standing: number }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition,
       CASE WHEN t.reltuples >= 0 THEN t.reltuples ELSE pg_relation_size(t.oid) / 200 END::float8 AS standing
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
     WHERE i.indrelid = ${literal(`public.${ident(table)}`)}::regclass AND pg_has_role(t.relowner, 'USAGE')
       AND i.indisvalid AND i.indisready AND NOT i.indisclustered AND NOT i.indisreplident
       AND i.indexprs IS NULL AND c.reltablespace = 0 AND c.relkind = 'i' AND NOT c.relispartition
       AND obj_description(c.oid, 'pg_class') IS NULL
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.refobjid = c.oid OR (d.objid = c.oid AND d.deptype <> 'a'))
     ORDER BY 1`,
  );
  if (found.length === 0 || found.some(({ standing }) => standing > rows)) return [];
  await session.exec('SAVEPOINT indexes');
  try {
    await session.exec(`LOCK TABLE public.${ident(table)} IN ACCESS EXCLUSIVE MODE NOWAIT`);
  } catch {
    // Somebody holds the table: then its indexes stay, and nobody waits. Released too: rows written below a savepoint
    // carry another number than the transaction's, by which the load finds and proves what it wrote.
    await session.exec('ROLLBACK TO SAVEPOINT indexes; RELEASE SAVEPOINT indexes');
    return [];
  }
  await session.exec(`RELEASE SAVEPOINT indexes; DROP INDEX ${found.map(({ name }) => name).join(', ')}`);
  return found.map(({ name, definition }) => ({ table, name, definition }));
}

/** Makes the indexes again, as they were. */
export async function putIndexesBack(session: Session, indexes: readonly SetAside[]): Promise<void> {
  for (const { definition } of indexes) await session.exec(definition);
}
