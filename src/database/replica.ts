import type { Session } from './session.ts';

/**
 * Replica mode (`session_replication_role`) silences the triggers behind foreign keys, which cost half of a large
 * insert (measurements.md). Whoever uses it proves the keys set-wise in the same transaction, and locks the rows that
 * they lead to, as those triggers would.
 */

/** Whether this role may use replica mode: a superuser, or since PostgreSQL 15 a role that was granted it. */
async function mayUseReplicaMode(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ superuser: boolean; version: number }>(
    `SELECT current_setting('is_superuser')::bool AS superuser, current_setting('server_version_num')::int AS version`,
  );
  const { superuser = false, version = 0 } = rows[0] ?? {};
  if (superuser || version < 150_000) return superuser;
  const granted = await session.query<{ granted: boolean }>(
    `SELECT has_parameter_privilege('session_replication_role', 'SET') AS granted`,
  );
  return granted.rows[0]?.granted ?? false;
}

/**
 * Which of these tables of `public` may be written in replica mode. None where the role has no right to it. Not a
 * table on which replica mode would silence more than plain foreign keys (triggers and rules of people, keys that are
 * checked later, partitions), nor one whose keys this role could not prove or lock: it must see all rows of the tables
 * at both ends, and may update those that the table refers to.
 */
export async function replicaTables(
  session: Session,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  if (names.length === 0 || !(await mayUseReplicaMode(session))) return new Set();
  const { rows } = await session.query<{ name: string }>(
    `SELECT c.relname::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relname = ANY ($1::text[])
        AND c.relkind = 'r' AND NOT c.relispartition AND NOT c.relhassubclass
        AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal)
        AND NOT EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid)
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> 'f' AND k.condeferrable)
        AND NOT EXISTS (
          SELECT FROM pg_constraint k JOIN pg_class p ON p.oid = k.confrelid
           WHERE k.contype = 'f' AND k.conrelid = c.oid
             AND (k.confmatchtype <> 's' OR to_jsonb(k) ->> 'conenforced' = 'false' OR p.relkind <> 'r' OR row_security_active(p.oid)
                  OR NOT has_table_privilege(p.oid, 'SELECT') OR NOT has_any_column_privilege(p.oid, 'UPDATE')))
        AND NOT EXISTS (
          SELECT FROM pg_constraint k
           WHERE k.contype = 'f' AND k.confrelid = c.oid
             AND (k.confmatchtype <> 's' OR row_security_active(k.conrelid) OR NOT has_table_privilege(k.conrelid, 'SELECT')))`,
    [names],
  );
  return new Set(rows.map((row) => row.name));
}

/** Runs `work` in replica mode. Inside a transaction only: the setting ends with it, whatever happens. */
export async function inReplicaMode<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.exec('SET LOCAL session_replication_role = replica');
  const result = await work();
  await session.exec('SET LOCAL session_replication_role = origin');
  return result;
}
