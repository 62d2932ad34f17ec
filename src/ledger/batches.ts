import { SOURCE_SYSTEM, type SourceScope, uuidV5 } from '../core/identity.ts';
import type { Session } from '../database/session.ts';

export type BatchState = 'loaded' | 'verified' | 'rolled_back';

export interface Batch {
  /** Number inside the ledger. */
  id: number;
  /** What people and commands say. */
  publicId: string;
  tenant: string;
  sourceDatabase: string;
  target: string;
  snapshot: string;
  mapping: string;
  state: BatchState;
  /** `YYYY-MM-DD HH:mm:ss.SSS` in UTC: the one reading of the clock of a batch, stored once. */
  batchTime: string;
  fingerprintBefore: string;
  fingerprintAfter: string;
}

const COLUMNS = `id, public_id AS "publicId", tenant, source_database AS "sourceDatabase", target, snapshot, mapping,
  state, batch_time::text AS "batchTime", fingerprint_before AS "fingerprintBefore", fingerprint_after AS "fingerprintAfter"`;

/** Opens a batch inside the load's transaction: it exists if, and only if, the load commits. */
export async function openBatch(
  session: Session,
  source: SourceScope,
  batch: {
    target: string;
    snapshot: string;
    mapping: string;
    asOf: string;
    toolVersion: string;
    fingerprint: string;
  },
): Promise<Batch> {
  const { rows: counted } = await session.query<{ next: number }>(
    'SELECT count(*)::int + 1 AS next FROM migration.batches WHERE tenant = $1 AND source_database = $2',
    [source.tenant, source.sourceDatabase],
  );
  // Deterministic, so that a load after a crash is the same batch; another target's batch of the same data is not.
  const publicId = uuidV5(
    ...[source.tenant, SOURCE_SYSTEM, source.sourceDatabase, 'batch'],
    ...[batch.target, batch.snapshot, String(counted[0]?.next ?? 1)],
  );
  const { rows } = await session.query<Batch & Record<string, unknown>>(
    `INSERT INTO migration.batches
       (public_id, tenant, source_database, target, snapshot, mapping, state, batch_time, as_of, tool_version, fingerprint_before, fingerprint_after, result)
     VALUES ($1, $2, $3, $4, $5, $6, 'loaded', date_trunc('milliseconds', now() AT TIME ZONE 'UTC'), $7::timestamptz, $8, $9, '', '{}')
     RETURNING ${COLUMNS}`,
    [
      ...[publicId, source.tenant, source.sourceDatabase, batch.target, batch.snapshot, batch.mapping],
      ...[batch.asOf, batch.toolVersion, batch.fingerprint],
    ],
  );
  const [opened] = rows;
  if (!opened) throw new Error('the batch row was not returned');
  return opened;
}

/** All batches of a tenant, newest first. */
export async function listBatches(session: Session, tenant: string): Promise<Batch[]> {
  const { rows } = await session.query<Batch & Record<string, unknown>>(
    `SELECT ${COLUMNS} FROM migration.batches WHERE tenant = $1 ORDER BY id DESC`,
    [tenant],
  );
  return rows;
}

/** The newest batch of one source that is not rolled back, or null. */
export async function standingBatch(session: Session, source: SourceScope): Promise<Batch | null> {
  const batches = await listBatches(session, source.tenant);
  return (
    batches.find(
      (batch) => batch.state !== 'rolled_back' && batch.sourceDatabase === source.sourceDatabase,
    ) ?? null
  );
}

/** Keeps with a batch how long its stages took, in milliseconds: the load itself is known only behind its commit. */
export async function storeDurations(
  session: Session,
  publicId: string,
  durationsMs: Record<string, number>,
): Promise<void> {
  await session.query(
    `UPDATE migration.batches SET result = jsonb_set(result, '{durationsMs}', $2::jsonb) WHERE public_id = $1`,
    [publicId, JSON.stringify(durationsMs)],
  );
}

/** Appends to the audit trail, which the database lets nobody change. */
export async function audit(
  session: Session,
  event: {
    actor: string;
    action: string;
    tenant: string;
    batch: number | null;
    details: Record<string, unknown>;
  },
): Promise<void> {
  await session.query(
    'INSERT INTO migration.audit_events (actor, action, tenant, batch, details) VALUES ($1, $2, $3, $4, $5)',
    [event.actor, event.action, event.tenant, event.batch, JSON.stringify(event.details)],
  );
}

/** Changes whenever a batch is loaded or rolled back: what a finished validate stage depends on. */
export async function ledgerVersion(session: Session, tenant: string): Promise<string> {
  const { rows } = await session.query<{ version: string }>(
    `SELECT coalesce(string_agg(id || ':' || (rolled_back_at IS NOT NULL), ',' ORDER BY id), '-') AS version
     FROM migration.batches WHERE tenant = $1`,
    [tenant],
  );
  return rows[0]?.version ?? '-';
}
