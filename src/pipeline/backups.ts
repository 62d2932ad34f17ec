import { chmod, rm } from 'node:fs/promises';
import path from 'node:path';
import { checkpoint } from '../core/checkpoint.ts';
import { refusal } from '../core/errors.ts';
import { TOOL_VERSION } from '../core/version.ts';
import { PostgresSession } from '../database/postgres.ts';
import type { Session } from '../database/session.ts';
import { findTools } from '../database/tools.ts';
import { audit } from '../ledger/batches.ts';
import { checkList, dump } from './backup-dump.ts';
import {
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

/** The newest backup of a tenant's target that this workspace knows, dumped or named, or null. Throws EVIDENCE_ALTERED (exit 4). */
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
export async function proveBackup(record: Omit<BackupRecord, 'restored'>): Promise<void> {
  if (record.kind === 'named') return;
  const found = record.file === null ? null : await hashFile(record.file).catch(() => null);
  if (found?.sha256 === record.sha256 && found?.bytes === record.bytes) return;
  throw refusal(
    'BACKUP_ALTERED',
    `The file of backup ${record.id} is ${found === null ? 'gone' : 'not what it was when it was taken'}.`,
    'Take another one with `tailtown-migrate backup`.',
  );
}

export const recordOf = async (kept: KeptBackup): Promise<BackupRecord> => ({
  ...filedAs(kept),
  restored: await restoreProof(kept.folder),
});

/** The same without what `restore-check` found of it. */
export function filedAs({ folder, stored }: KeptBackup): Omit<BackupRecord, 'restored'> {
  const { id, kind, target, tenant, at } = stored;
  const common = { id, kind, target, tenant, at };
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
