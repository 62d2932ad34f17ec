import { acquireLock } from '../../database/lock.ts';
import type { Session } from '../../database/session.ts';
import { FILLED_TABLES } from '../../tailtown/tables.ts';
import type { DoctorCheck } from '../results.ts';
import type { Runtime } from '../runtime.ts';
import { check } from './check.ts';

/** Seconds after which an open transaction is one that somebody forgot. */
const FORGOTTEN_S = 60;

/** Who would keep a load from its work: another run, and transactions that stay open. */
export async function holderChecks(
  { settings }: Runtime,
  session: Session,
  forgotten = FORGOTTEN_S,
): Promise<DoctorCheck[]> {
  const { target, tenant } = settings;
  const lock = await check(
    {
      name: 'lock',
      expected: 'no other run on this tenant',
      remedy: 'Wait until it has ended, or stop it.',
    },
    async () => {
      const taken = await acquireLock(target, session, tenant.id);
      await taken.release();
      return 'free';
    },
  );
  if (session.kind === 'pglite') return [lock];
  return [
    lock,
    await check(
      {
        name: 'open transactions',
        expected: `none older than ${forgotten} s has written to the tables that a load fills`,
        remedy:
          'Ask whoever it is to end it; pg_stat_activity and pg_prepared_xacts have more. A load waits for the rows, and gives up in the end.',
      },
      async () => {
        const { rows } = await session.query<Holder>(HOLDERS, [FILLED_TABLES, forgotten]);
        return rows.length === 0 ? 'none' : { warning: rows.map(inWords).join('; ') };
      },
    ),
  ];
}

interface Holder {
  /** Null: prepared, and of no session. */
  pid: number | null;
  name: string | null;
  /** Whole seconds; null where this role may not know. */
  age: number | null;
  tables: string[];
}

const HOLDERS = `
  SELECT l.pid, coalesce(nullif(a.application_name, ''), a.usename::text) AS name,
    extract(epoch FROM now() - coalesce(a.xact_start, x.prepared))::int AS age, array_agg(DISTINCT c.relname::text) AS tables
  FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
    LEFT JOIN pg_stat_activity a ON a.pid = l.pid
    LEFT JOIN pg_prepared_xacts x ON l.pid IS NULL AND x.database = current_database() AND l.virtualtransaction = '-1/' || x.transaction
  WHERE l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND c.relnamespace = 'public'::regnamespace AND c.relname = ANY ($1) AND l.granted AND l.mode <> 'AccessShareLock'
    AND l.pid IS DISTINCT FROM pg_backend_pid()
    AND (l.pid IS NULL OR coalesce(extract(epoch FROM now() - a.xact_start), $2) >= $2)
  GROUP BY 1, 2, 3 ORDER BY 3 DESC NULLS LAST LIMIT 5`;

const inWords = ({ pid, name, age, tables }: Holder): string =>
  [
    pid === null ? 'a prepared transaction' : `${name ?? 'somebody'} (server process ${pid})`,
    age === null ? 'of unknown age' : `for ${age} s`,
    `in ${tables.join(', ')}`,
  ].join(' ');
