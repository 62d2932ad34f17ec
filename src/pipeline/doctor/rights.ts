import { introspect } from '../../database/introspect.ts';
import type { Session } from '../../database/session.ts';
import { FILLED_TABLES, TAILTOWN_TABLES } from '../../tailtown/tables.ts';
import type { DoctorCheck } from '../results.ts';
import { check, type Found, scalar } from './check.ts';

/** Those of docs/least-rights.md that are missing, and those that go beyond. Embedded databases have one user. */
export async function rightsChecks(session: Session): Promise<DoctorCheck[]> {
  const shape = await check(
    {
      name: 'tables',
      expected: "Tailtown's tables that a migration fills",
      remedy: 'What a table that is not there would hold is told in the report, and stays in the snapshot.',
    },
    async (): Promise<Found> => {
      const { tables } = await introspect(session);
      const missing = FILLED_TABLES.filter((name) => !(name in tables));
      if (missing.length === FILLED_TABLES.length) return 'none yet: `prepare` or `run` makes them';
      const told = `${FILLED_TABLES.length - missing.length} of ${FILLED_TABLES.length}`;
      return missing.length === 0
        ? told
        : { warning: `${told}; not there: ${shortened([...missing]).join(', ')}` };
    },
  );
  if (session.kind === 'pglite') return [shape];
  return [
    shape,
    await check(
      {
        name: 'rights',
        expected: 'those that a migration needs (docs/least-rights.md)',
        remedy: 'Give the role what is missing: the SQL is in docs/least-rights.md.',
      },
      async (): Promise<Found> => {
        const missing = (await session.query<{ right: string }>(MISSING, [FILLED_TABLES])).rows;
        return missing.length === 0 ? 'all of them' : { failed: `without ${listed(missing)}` };
      },
    ),
    await check(
      {
        name: 'rights beyond',
        expected: 'none that a migration does not need',
        remedy:
          'Use a role of its own with the rights of docs/least-rights.md: a mistake then reaches no further.',
      },
      async (): Promise<Found> => {
        const own = await scalar<string[]>(session, ATTRIBUTES);
        const others = TAILTOWN_TABLES.filter((name) => !(FILLED_TABLES as readonly string[]).includes(name));
        const more = (await session.query<{ right: string }>(BEYOND, [others])).rows;
        const found = [...(own ?? []), ...(own?.includes('SUPERUSER') ? [] : more.map(({ right }) => right))];
        return found.length === 0 ? 'none' : { warning: shortened(found).join(', ') };
      },
    ),
  ];
}

const listed = (rows: { right: string }[]): string => shortened(rows.map(({ right }) => right)).join(', ');

const shortened = (all: string[]): string[] =>
  all.length <= 6 ? all : [...all.slice(0, 5), `and ${all.length - 5} more`];

const ATTRIBUTES = `
  SELECT array_remove(ARRAY[
    CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
    CASE WHEN rolcreatedb THEN 'CREATEDB' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
    CASE WHEN rolreplication THEN 'REPLICATION' END], NULL) AS value
  FROM pg_roles WHERE rolname = current_user`;

/** Row security would hide rows from every comparison, so a role that it holds for lacks something too. */
const MISSING = `
  SELECT 'CREATE on the database' AS right WHERE NOT has_database_privilege(current_database(), 'CREATE')
    AND NOT (SELECT count(*) = 2 FROM pg_namespace WHERE nspname IN ('migration', 'migration_staging') AND has_schema_privilege(oid, 'CREATE'))
  UNION ALL SELECT 'TEMPORARY on the database' WHERE NOT has_database_privilege(current_database(), 'TEMPORARY')
  UNION ALL SELECT 'USAGE on schema public' WHERE NOT has_schema_privilege('public', 'USAGE')
  UNION ALL SELECT p || ' on ' || relname FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND (p = 'SELECT' OR relname = ANY ($1))
      AND NOT has_table_privilege(oid, p)
  UNION ALL SELECT 'all rows of ' || relname || ' (row security)' FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relname = ANY ($1) AND row_security_active(oid)`;

/** Rights to change Tailtown's tables that no migration fills, and tables of the product that the role owns. */
const BEYOND = `
  SELECT p || ' on ' || relname AS right FROM pg_class, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname = ANY ($1)
      AND has_table_privilege(oid, p)
  ORDER BY 1`;
