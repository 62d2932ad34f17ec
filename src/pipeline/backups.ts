import { chmod, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkpoint } from '../core/checkpoint.ts';
import { MigrateError, refusal } from '../core/errors.ts';
import { TOOL_VERSION } from '../core/version.ts';
import { libpqEnvironment, needsRoots, type Reached, trustedRoots } from '../database/libpq.ts';
import { PostgresSession } from '../database/postgres.ts';
import type { Session } from '../database/session.ts';
import { findTools, runTool, type Tools } from '../database/tools.ts';
import { audit } from '../ledger/batches.ts';
import {
  type BackupTable,
  backupFolder,
  backupId,
  DUMP,
  hashFile,
  type KeptBackup,
  keepDraft,
  listBackups,
  openDraft,
  type RestoreProof,
  restoreProof,
  type StoredBackup,
} from './backup-file.ts';
import { fingerprints, LEFT_OUT, patternOf, tablesToSave } from './backup-tables.ts';
import { actor } from './run.ts';
import type { Runtime } from './runtime.ts';
import { withSession } from './world.ts';

/** A backup as people and `cutover` see it. */
export interface BackupRecord {
  id: string;
  kind: 'dumped' | 'named';
  target: string;
  tenant: string;
  /** ISO instant. */
  at: string;
  /** Absolute path; null for one that somebody else keeps. */
  file: string | null;
  sha256: string | null;
  bytes: number | null;
  /** What `pg_restore --list` found in it. */
  listed: { entries: number; tables: number } | null;
  /** Why a named one counts, and its name. */
  reason: string | null;
  name: string | null;
  durationMs: number | null;
  /** What the last `restore-check` found. */
  restored: RestoreProof | null;
}

export interface BackupOptions {
  /** The rows of every table, not only of those that a migration touches. */
  all?: boolean;
}

/** `audited`: false where the target has no control tables yet, so that nothing could be noted there. */
export type BackupResult = BackupRecord & { audited: boolean };

/** The command `backup`: one of the whole target, under its lock, prepared or not. */
export const backup = (runtime: Runtime, options: BackupOptions): Promise<BackupResult> =>
  withSession(runtime, (session) => takeBackup(runtime, session, options));

/** The command `backup --named`: notes a backup that somebody else keeps, such as a provider's snapshot. */
export const nameBackup = (
  runtime: Runtime,
  { name, reason }: { name: string; reason: string },
): Promise<BackupResult> =>
  withSession(runtime, (session) => {
    const at = new Date().toISOString();
    const { target } = runtime.settings;
    return keep(runtime, session, { ...commonOf(runtime, at), kind: 'named', name, reason }, async () =>
      openDraft(runtime.settings.workspace, backupId(at, target.name)),
    );
  });

/**
 * Takes a backup of the target that `session` is connected to, which stands in no transaction: pg_dump reads the very snapshot in which rows and
 * fingerprints were taken, its list is checked at once, and only then it gets its name. Throws BACKUP_EMBEDDED,
 * BACKUP_TOOL_MISSING, BACKUP_TOOL_OLD (exit 4), BACKUP_TOOL_FAILED and BACKUP_INCOMPLETE (exit 1); nothing is left then.
 */
export async function takeBackup(
  runtime: Runtime,
  session: Session,
  { all = false }: BackupOptions = {},
): Promise<BackupResult> {
  const { settings, progress } = runtime;
  if (!(session instanceof PostgresSession))
    throw refusal(
      'BACKUP_EMBEDDED',
      'The embedded database is a rehearsal in the workspace, and has no backup.',
      `While no command runs, copy the folder ${path.join(settings.workspace, 'embedded')} to keep it; or choose a target that is a server with --target.`,
    );
  progress.stage('backup');
  const started = performance.now();
  const { rows: server } = await session.query<{ number: number; text: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS text`,
  );
  const tools = await findTools(settings.backup.tools, server[0]?.number ?? 0);
  const at = new Date().toISOString();
  const draft = await openDraft(settings.workspace, backupId(at, settings.target.name));
  try {
    const tables = await session.transaction(() => dump(runtime, session, { tools, draft, all }), {
      isolation: 'repeatable read',
    });
    checkpoint('backup.dumped');
    const file = path.join(draft, DUMP);
    await chmod(file, 0o600);
    const listed = await checkList(runtime, tools, file, tables);
    const stored: StoredBackup = {
      ...{ ...commonOf(runtime, at), kind: 'dumped', file: DUMP, ...(await hashFile(file)) },
      ...{ serverVersion: server[0]?.text ?? '', dumpVersion: tools.version, all, tables, listed },
      durationMs: Math.round(performance.now() - started),
    };
    const kept = await keep(runtime, session, stored, async () => draft);
    progress.done();
    return kept;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** The newest backup of a tenant's target that this workspace knows, dumped or named, or null. */
export async function newestBackup(
  workspace: string,
  of: { target: string; tenant: string },
): Promise<BackupRecord | null> {
  const found = (await listBackups(workspace)).find(
    ({ stored: { target, tenant } }) => target === of.target && tenant === of.tenant,
  );
  return found === undefined ? null : recordOf(found);
}

/**
 * Reads a dump again and compares hash and size with its record; nothing to do for a named one. Throws BACKUP_ALTERED
 * (exit 4), a missing file too.
 */
export async function proveBackup(record: BackupRecord): Promise<void> {
  if (record.kind === 'named') return;
  const found = record.file === null ? null : await hashFile(record.file).catch(() => null);
  if (found?.sha256 === record.sha256 && found?.bytes === record.bytes) return;
  throw refusal(
    'BACKUP_ALTERED',
    `The file of backup ${record.id} is ${found === null ? 'gone' : 'not what it was when it was taken'}.`,
    'Take another one with `tailtown-migrate backup`.',
  );
}

export async function recordOf({ folder, stored }: KeptBackup): Promise<BackupRecord> {
  const { id, kind, target, tenant, at } = stored;
  const common = { id, kind, target, tenant, at, restored: await restoreProof(folder) };
  if (stored.kind === 'named') {
    const { name, reason } = stored;
    return { ...common, file: null, sha256: null, bytes: null, listed: null, name, reason, durationMs: null };
  }
  const { sha256, bytes, listed, durationMs } = stored;
  const file = path.join(folder, stored.file);
  return { ...common, file, sha256, bytes, listed, name: null, reason: null, durationMs };
}

function commonOf({ settings }: Runtime, at: string) {
  const { target, tenant } = settings;
  return {
    ...{ format: 1 as const, id: backupId(at, target.name), target: target.name, tenant: tenant.id, at },
    ...{ actor: actor(), toolVersion: TOOL_VERSION },
  };
}

/** Gives the backup its name, then notes it in the audit trail: what is noted is there. */
async function keep(
  runtime: Runtime,
  session: Session,
  stored: StoredBackup,
  draft: () => Promise<string>,
): Promise<BackupResult> {
  const { workspace } = runtime.settings;
  await keepDraft(workspace, await draft(), stored);
  checkpoint('backup.kept');
  const record = await recordOf({ folder: backupFolder(workspace, stored.id), stored });
  const { id, kind, at, target, tenant, sha256, bytes, listed, name, reason } = record;
  const details = { id, kind, at, target, sha256, bytes, listed, name, reason };
  const audited = await note(session, { action: 'backup', tenant, details });
  runtime.log.info({ stage: 'backup', id, kind, bytes, audited }, 'backup kept');
  return { ...record, audited };
}

/** Into the audit trail, where the target has one: false before `prepare`. */
export async function note(
  session: Session,
  event: { action: string; tenant: string; details: Record<string, unknown> },
): Promise<boolean> {
  const { rows } = await session.query<{ there: boolean }>(
    `SELECT to_regclass('migration.audit_events') IS NOT NULL AS there`,
  );
  if (rows[0]?.there !== true) return false;
  await audit(session, { actor: actor(), batch: null, ...event });
  return true;
}

/** Within the transaction whose snapshot pg_dump reads. Gives what the dump holds. */
async function dump(
  runtime: Runtime,
  session: PostgresSession,
  { tools, draft, all }: { tools: Tools; draft: string; all: boolean },
): Promise<BackupTable[]> {
  const { rows } = await session.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
  const { saved, others } = await tablesToSave(session, all);
  const args = [
    ...['--format=custom', '--no-password', '--lock-wait-timeout=60s'],
    ...[
      `--snapshot=${rows[0]?.snapshot}`,
      `--file=${path.join(draft, DUMP)}`,
      `--exclude-schema=${LEFT_OUT}`,
    ],
    ...others.map((table) => `--exclude-table-data=${patternOf(table)}`),
  ];
  runtime.progress.update({ entity: 'pg_dump', count: saved.length, unit: 'tables' });
  const { target } = runtime.settings;
  if (target.kind === 'embedded') throw new Error('a session of a server has a target that is one');
  const stop = new AbortController();
  const written = runTool(tools.pg_dump, args, {
    env: await connectionOf(target, draft),
    signal: AbortSignal.any([runtime.signal, stop.signal]),
  });
  try {
    // Both read the same snapshot, side by side.
    const [, tables] = await Promise.all([written, fingerprints(session, saved)]);
    return tables;
  } catch (error) {
    stop.abort();
    await written.catch(() => undefined);
    throw error;
  } finally {
    await rm(path.join(draft, ROOTS), { force: true });
  }
}

const ROOTS = 'roots.pem';

/** The environment of pg_dump and pg_restore for a server; `folder` takes the certificates where these are needed. */
export async function connectionOf(server: Reached, folder: string): Promise<NodeJS.ProcessEnv> {
  if (!needsRoots(server)) return libpqEnvironment(server, null);
  const roots = path.join(folder, ROOTS);
  await writeFile(roots, trustedRoots(), { mode: 0o600 });
  return libpqEnvironment(server, roots);
}

/** Lists what the file holds, and reads it to its end: a file that is cut off has a list all the same. */
async function checkList(
  runtime: Runtime,
  tools: Tools,
  file: string,
  tables: readonly BackupTable[],
): Promise<{ entries: number; tables: number }> {
  const { signal } = runtime;
  const list = await runTool(tools.pg_restore, ['--list', file], { signal });
  await runTool(tools.pg_restore, ['--data-only', '--file=/dev/null', file], { signal });
  const entries = list.split('\n').filter((line) => /^\d+;/.test(line));
  const missing = tables.filter(
    ({ schema, name }) => !entries.some((entry) => entry.includes(` TABLE DATA ${schema} ${name} `)),
  );
  if (missing.length === 0) return { entries: entries.length, tables: tables.length };
  throw new MigrateError(
    'BACKUP_INCOMPLETE',
    `The dump lacks the rows of ${missing.map(({ name }) => name).join(', ')}.`,
    { hint: 'Use a role that may read these tables, and run `tailtown-migrate backup` again.' },
  );
}
