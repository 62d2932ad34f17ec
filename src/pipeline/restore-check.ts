import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkpoint } from '../core/checkpoint.ts';
import { refusal } from '../core/errors.ts';
import type { ServerTarget } from '../core/settings.ts';
import { introspect } from '../database/introspect.ts';
import { openSession } from '../database/open.ts';
import { PostgresSession } from '../database/postgres.ts';
import type { Session } from '../database/session.ts';
import { findTools, runTool } from '../database/tools.ts';
import { tableFingerprint } from '../ledger/fingerprint.ts';
import type { RunStatus } from '../reconcile/model.ts';
import { connectionOf } from './backup-dump.ts';
import {
  type BackupTable,
  type DumpedBackup,
  type KeptBackup,
  keepRestoreProof,
  listBackups,
  type RestoreProof,
  readBackup,
} from './backup-file.ts';
import { filedAs, note, proveBackup } from './backups.ts';
import type { Runtime } from './runtime.ts';
import { type Leftover, withScratch } from './scratch.ts';
import { withSession } from './world.ts';

export interface RestoreCheckOptions {
  /** Id, folder or file of a backup; the newest of the target where it is not given. */
  backup?: string;
  /** The server for the scratch database; null: the target's own. */
  scratch: ServerTarget | null;
  /** Nothing is restored: the target itself, as it stands now, is compared with the backup. */
  live?: boolean;
}

export interface RestoreCheckResult extends RestoreProof {
  backup: string;
  status: RunStatus;
  /** Databases that earlier checks left. */
  leftovers: Leftover[];
  /** False where the target's audit trail could not be written. */
  audited: boolean;
}

/**
 * Restores a backup into a database of its own, compares rows and fingerprint of each table with those that were taken in
 * the dump's snapshot, drops it again, and keeps the result beside the backup and in the audit trail. Throws BACKUP_UNKNOWN,
 * BACKUP_NAMED, BACKUP_ALTERED, EVIDENCE_ALTERED, SCRATCH_NEEDED (exit 4), BACKUP_TOOL_FAILED (exit 1).
 */
export async function restoreCheck(
  runtime: Runtime,
  options: RestoreCheckOptions,
): Promise<RestoreCheckResult> {
  const { folder, stored } = await chosen(runtime, options.backup);
  await proveBackup(filedAs({ folder, stored }));
  if (options.live) return compareLive(runtime, stored);
  const server = options.scratch ?? (await ownServer(runtime));
  runtime.progress.stage('restore-check');
  const { result: proof, leftovers } = await withScratch(server, (scratch) =>
    restoreInto(runtime, { folder, stored }, scratch),
  );
  await keepRestoreProof(folder, proof);
  const { id, tenant, sha256 } = stored;
  const event = { action: 'restore-check', tenant, details: { backup: id, sha256, ...proof } };
  // The backup is proven whether or not the target still answers: it may be what was lost.
  const audited = await withSession(runtime, (session) => note(session, event)).catch((error) => {
    runtime.log.warn({ err: error, backup: id }, 'the check could not be noted in the target');
    return false;
  });
  runtime.progress.done();
  runtime.log.info({ stage: 'restore-check', backup: id, equal: proof.equal }, 'restored and compared');
  return { backup: id, ...proof, status: proof.equal ? 'ok' : 'failed', leftovers, audited };
}

/** What a person restored by hand, say: every table against rows and fingerprint that it was saved with. */
const compareLive = (runtime: Runtime, stored: DumpedBackup): Promise<RestoreCheckResult> =>
  withSession(runtime, async (session) => {
    const clock = stopwatch();
    const differences = await session.transaction(() => compare(session, stored.tables), {
      isolation: 'repeatable read',
    });
    const proof = proofOf(stored, differences, { restoreMs: 0, compareMs: clock() });
    const { id, tenant } = stored;
    const event = { action: 'compared-with-backup', tenant, details: { backup: id, ...proof } };
    const audited = await note(session, event);
    return { backup: id, ...proof, status: proof.equal ? 'ok' : 'failed', leftovers: [], audited };
  });

const proofOf = (
  { tables }: DumpedBackup,
  differences: string[],
  took: { restoreMs: number; compareMs: number },
): RestoreProof => ({
  ...{ at: new Date().toISOString(), equal: differences.length === 0, tables: tables.length },
  ...{ rows: tables.reduce((sum, { rows }) => sum + rows, 0), differences, ...took },
});

interface DumpedKept {
  folder: string;
  stored: DumpedBackup;
}

async function chosen({ settings }: Runtime, given: string | undefined): Promise<DumpedKept> {
  const kept = await listBackups(settings.workspace);
  const isOurs = ({ stored: { kind, target, tenant } }: KeptBackup) =>
    kind === 'dumped' && target === settings.target.name && tenant === settings.tenant.id;
  const found =
    given === undefined
      ? kept.find(isOurs)
      : (kept.find(({ stored }) => stored.id === given) ?? (await readBackup(path.resolve(given))));
  if (!found)
    throw refusal(
      'BACKUP_UNKNOWN',
      given === undefined ? 'There is no backup of this target yet.' : `There is no backup ${given}.`,
      'Take one with `tailtown-migrate backup`; what it prints names it.',
    );
  const { folder, stored } = found;
  if (stored.kind === 'dumped') return { folder, stored };
  throw refusal(
    'BACKUP_NAMED',
    `Backup ${stored.id} is kept by somebody else (${stored.name}), and cannot be restored from here.`,
    'Restore it where it is kept, or take one of your own with `tailtown-migrate backup`.',
  );
}

/** The target's own server, where this may make a database on it: never beside a production database. */
async function ownServer({ settings }: Runtime): Promise<ServerTarget> {
  const { target, tenant } = settings;
  const hint =
    'Give --scratch-url-env VARIABLE (or backup.scratchUrlEnv in the config): the variable with the URL of another PostgreSQL server, whose role may create databases.';
  if (target.kind === 'embedded')
    throw refusal('SCRATCH_NEEDED', 'The embedded database has no server to restore on.', hint);
  const session = await openSession(target);
  try {
    if (target.kind === 'production' || (await isProduction(session, tenant.id)))
      throw refusal('SCRATCH_NEEDED', 'No database is restored beside a production one.', hint);
    const { rows } = await session.query<{ may: boolean }>(
      'SELECT rolcreatedb OR rolsuper AS may FROM pg_roles WHERE rolname = current_user',
    );
    if (rows[0]?.may !== true)
      throw refusal('SCRATCH_NEEDED', "The target's role may not create a database.", hint);
    return target;
  } finally {
    await session.close();
  }
}

async function isProduction(session: Session, tenant: string): Promise<boolean> {
  const { rows: there } = await session.query<{ found: boolean }>(
    `SELECT to_regclass('public.tenants') IS NOT NULL AS found`,
  );
  if (there[0]?.found !== true) return false;
  const { rows } = await session.query<{ production: boolean | null }>(
    `SELECT (to_jsonb(t) ->> 'is_production')::boolean AS production FROM public.tenants t WHERE t.id = $1`,
    [tenant],
  );
  return rows[0]?.production === true;
}

async function restoreInto(
  runtime: Runtime,
  { folder, stored }: DumpedKept,
  scratch: { server: ServerTarget; name: string },
): Promise<RestoreProof> {
  checkpoint('restore-check.created');
  const certificates = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-'));
  const session = await PostgresSession.open(scratch.server);
  try {
    const { rows: server } = await session.query<{ number: number }>(
      `SELECT current_setting('server_version_num')::int AS number`,
    );
    const tools = await findTools(runtime.settings.backup.tools, server[0]?.number ?? 0);
    const clock = stopwatch();
    const args = ['--no-owner', '--no-privileges', '--no-comments', '--no-publications'];
    const more = ['--no-subscriptions', '--no-security-labels', '--no-password', '--exit-on-error'];
    await runTool(
      tools.pg_restore,
      [...args, ...more, '--jobs=2', `--dbname=${scratch.name}`, path.join(folder, stored.file)],
      { env: await connectionOf(scratch.server, certificates), signal: runtime.signal },
    );
    const restoreMs = clock();
    checkpoint('restore-check.restored');
    const differences = await compare(session, stored.tables);
    return proofOf(stored, differences, { restoreMs, compareMs: clock() - restoreMs });
  } finally {
    await session.close();
    await rm(certificates, { recursive: true, force: true });
  }
}

/** Milliseconds since it was made. */
function stopwatch(): () => number {
  const started = performance.now();
  return () => Math.round(performance.now() - started);
}

async function compare(session: Session, expected: readonly BackupTable[]): Promise<string[]> {
  const schemas = [...new Set(expected.map(({ schema }) => schema))];
  const shapes = new Map(
    await Promise.all(
      schemas.map(async (schema) => [schema, (await introspect(session, schema)).tables] as const),
    ),
  );
  const differences: string[] = [];
  for (const { schema, name, rows, sum } of expected) {
    const table = shapes.get(schema)?.[name];
    if (table === undefined) {
      differences.push(`${schema}.${name}: not restored`);
      continue;
    }
    const found = await tableFingerprint(session, table);
    if (found.rows !== rows)
      differences.push(`${schema}.${name}: ${rows} rows when it was saved, ${found.rows} restored`);
    else if (found.sum !== sum) differences.push(`${schema}.${name}: the rows differ from those saved`);
  }
  return differences;
}
