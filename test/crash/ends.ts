import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { TargetSettings } from '../../src/core/settings.ts';
import type { Session } from '../../src/database/session.ts';
import type { Aftermath } from '../../src/reconcile/aftermath.ts';
import { CLOCK_COLUMNS } from '../../src/tailtown/tables.ts';
import type { Home } from '../support/cli.ts';
import { readState, type State, withSession } from '../support/state.ts';

/** All that a command leaves, but for the time and numbers that a sequence gave: equal, however often it was killed. */
export interface End {
  /** Null where the database was not prepared. */
  state: State | null;
  /** Rows of the control tables, images and staging, each as text without clocks and sequence numbers. */
  ledger: Record<string, string[]>;
  /** Definitions of all columns, indexes, constraints and triggers, ours too. */
  schema: string[];
  /** What nobody should leave behind: temporary tables, unusable indexes, settings of roles, other sessions, locks. */
  leftovers: string[];
  /** Files of the workspace and the reports, as paths; reports with what they say. */
  files: Record<string, unknown>;
}

export async function endOf(home: Home): Promise<End> {
  const files = { ...(await workspaceFiles(home)), ...(await reportFiles(home)) };
  return { ...(await databaseEnd(home.target)), files };
}

const databaseEnd = (target: TargetSettings): Promise<Omit<End, 'files'>> =>
  withSession(target, async (session) => {
    const names = await tablesOf(session);
    const prepared = names.some(({ name }) => name === 'migration.batches');
    return {
      state: prepared ? await readState(session) : null,
      ledger: prepared ? await ledgerOf(session, names) : {},
      schema: await lines(session, SCHEMA),
      leftovers: await lines(session, session.kind === 'postgres' ? `${LEFT} UNION ALL ${OTHERS}` : LEFT),
    };
  });

interface TableName {
  name: string;
  /** The name without the number of its staging set. */
  common: string;
}

const tablesOf = async (session: Session): Promise<TableName[]> =>
  (
    await session.query<{ name: string; common: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name, regexp_replace(tablename, '_\\d+$', '') AS common
       FROM pg_tables WHERE schemaname IN ('migration', 'migration_staging') ORDER BY 1`,
    )
  ).rows;

/** Columns that hold a time, a number of a sequence, or what differs between two equal runs by its nature. */
const PASSING = [
  ...[...CLOCK_COLUMNS, 'id', 'at', 'started_at', 'finished_at', 'batch_time', 'rolled_back_at', 'staging'],
  ...['result', 'fingerprint_before', 'fingerprint_after', 'fingerprints', 'durations_ms'],
];
/** Numbers of batches and scopes, told by what they stand for. */
const NUMBERED = ['batch', '_batch', 'opened_batch', 'closed_batch', 'base_batch', 'scope'];

/** Definitions, and what is kept about staging tables, name them with the number of their set. */
const NUMBERLESS = (text: string) => `regexp_replace(${text}, '_\\d+(?=\\\\?["_ .]|$)', '_N', 'g')`;

async function ledgerOf(session: Session, all: readonly TableName[]): Promise<Record<string, string[]>> {
  // A kill takes the embedded database with it, whose unlogged tables are empty then; whoever needs them fills them again.
  const names = all.filter(({ name }) => session.kind === 'postgres' || name.startsWith('migration.'));
  const selects = names.map(
    ({ name, common }) => `SELECT '${common}' AS name, ${NUMBERLESS('row::text')} AS text FROM (
      SELECT (to_jsonb(t) - ARRAY[${[...PASSING, ...NUMBERED].map((column) => `'${column}'`).join(', ')}] #- '{counts,ledger}')
        || CASE WHEN jsonb_typeof(to_jsonb(t) -> 'id') = 'string' AND '${common}' <> '_prisma_migrations' THEN jsonb_build_object('id', to_jsonb(t) -> 'id') ELSE '{}' END
        || (SELECT coalesce(jsonb_object_agg(key, (SELECT public_id FROM migration.batches b WHERE b.id::text = value)), '{}')
            FROM jsonb_each_text(to_jsonb(t)) WHERE key LIKE '%batch' AND key <> 'scope')
        || (SELECT coalesce(jsonb_object_agg(key, (SELECT entity || '/' || target_table || '/' || part FROM migration.scopes s WHERE s.id::text = value)), '{}')
            FROM jsonb_each_text(to_jsonb(t)) WHERE key = 'scope') AS row
      FROM ${name} t) x`,
  );
  const { rows } = await session.query<{ name: string; text: string }>(
    `SELECT name, text FROM (${selects.join(' UNION ALL ')}) all_rows ORDER BY name, text COLLATE "C"`,
  );
  const ledger: Record<string, string[]> = Object.fromEntries(names.map(({ common }) => [common, []]));
  for (const { name, text } of rows) ledger[name]?.push(text);
  return ledger;
}

const lines = async (session: Session, sql: string): Promise<string[]> =>
  (await session.query<{ line: string }>(`SELECT line FROM (${sql}) found ORDER BY 1`)).rows.map(
    ({ line }) => line,
  );

const OURS = `n.nspname IN ('public', 'migration', 'migration_staging')`;
const SCHEMA = `
  SELECT ${NUMBERLESS(`format('%s.%s.%s %s%s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' NOT NULL' END)`)} AS line
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${OURS} AND c.relkind IN ('r', 'v', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL SELECT ${NUMBERLESS('pg_get_indexdef(i.indexrelid)')}
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS}
  UNION ALL SELECT ${NUMBERLESS(`format('%s %s %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))`)}
    FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE ${OURS}
  UNION ALL SELECT format('trigger %s %s %s', g.tgrelid::regclass, pg_get_triggerdef(g.oid), g.tgenabled)
    FROM pg_trigger g WHERE NOT g.tgisinternal
  UNION ALL SELECT format('constraint triggers of %s: %s', g.tgrelid::regclass, string_agg(DISTINCT g.tgenabled::text, ''))
    FROM pg_trigger g WHERE g.tgisinternal GROUP BY g.tgrelid
  UNION ALL SELECT 'replication role: ' || current_setting('session_replication_role')`;

const LEFT = `
  SELECT 'temporary ' || c.relname AS line FROM pg_class c WHERE c.relpersistence = 't'
  UNION ALL SELECT 'unusable ' || i.indexrelid::regclass FROM pg_index i WHERE NOT i.indisvalid
  UNION ALL SELECT 'setting ' || s.setconfig::text FROM pg_db_role_setting s
    WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())`;
const OTHERS = `
  SELECT 'session ' || a.application_name FROM pg_stat_activity a
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.backend_type = 'client backend'
  UNION ALL SELECT 'lock ' || l.locktype FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE d.datname = current_database() AND l.pid <> pg_backend_pid() AND l.locktype = 'advisory'`;

/** Every file but the log and the insides of the embedded database, which changes wherever it is opened. */
async function workspaceFiles({ workspace }: Home): Promise<Record<string, string>> {
  const found = await filesBelow(workspace);
  // Logs and metrics tell of each run, and are there after any.
  const told = found.filter((file) => !/^(?:embedded|logs|metrics)\//.test(file));
  return Object.fromEntries(told.map((file) => [`workspace/${file}`, '']));
}

async function reportFiles({ reports }: Home): Promise<Record<string, unknown>> {
  const files: Record<string, unknown> = {};
  for (const file of await filesBelow(reports)) {
    // A run that finds its work done says so in a report of its own.
    if (file.startsWith('unchanged-') && !file.endsWith('.tmp')) continue;
    files[`reports/${file}`] = file.endsWith('.json')
      ? told(await readFile(path.join(reports, file), 'utf8'))
      : '';
  }
  return files;
}

/** A report without the seconds that the stages took and the hashes that clock columns go into. */
function told(text: string): unknown {
  const {
    durationsMs: _,
    fingerprints: __,
    after,
    ...rest
  } = JSON.parse(text) as Record<string, unknown> & { after: Aftermath };
  const { rehearsal } = after.wayBack ?? {};
  if (rehearsal) Object.assign(rehearsal, { at: '', durationsMs: {}, fingerprints: {} });
  return { ...rest, after: { ...after, hash: null } };
}

const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
};
