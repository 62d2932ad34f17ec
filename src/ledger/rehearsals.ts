import type { SourceScope } from '../core/identity.ts';
import type { Session } from '../database/session.ts';

/**
 * `proven`: taken back to the same fingerprint, and loaded again with the same accounts. `different`: carried out, and
 * something differed. `failed`, `refused`: a load did not come through. `abandoned`: never finished; another followed.
 */
export type RehearsalVerdict = 'proven' | 'different' | 'failed' | 'refused' | 'abandoned';

/** What a rehearsal found so far; a step that has not come yet leaves its part null. */
export interface RehearsalProof {
  /** Source records that the first load read, copies left out. */
  records: number | null;
  /** Rows that it inserted, and rows that it changed. */
  rows: { inserted: number; updated: number } | null;
  /** Whether the first load was found as it was left, right before it was taken back. */
  verified: boolean | null;
  buckets: { reversed: number; kept: number; blocked: number; failed: number } | null;
  /** Touched rows compared with their before-images. */
  compared: { rows: number; equal: number; different: number } | null;
  verifiedAgain: boolean | null;
  /** Public ids of the batch that was taken back and of the one that stands. */
  batches: { first: string | null; again: string | null };
  /** What differed, as sentences without personal values. */
  differences: string[];
}

export interface RehearsalFingerprints {
  before: string | null;
  loaded: string | null;
  /** After the rollback: equal to `before`, or nothing is proven. */
  rolledBack: string | null;
}

export interface Rehearsal {
  id: number;
  target: string;
  snapshot: string;
  mapping: string;
  toolVersion: string;
  /** Number of the newest batch before it. */
  behindBatch: number;
  verdict: RehearsalVerdict | null;
  proof: RehearsalProof;
  fingerprints: RehearsalFingerprints;
  durationsMs: Record<string, number>;
  /** `YYYY-MM-DD HH:mm:ss` in UTC. */
  startedAt: string;
  finishedAt: string | null;
}

const time = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')`;

const COLUMNS = `id, target, snapshot, mapping, tool_version AS "toolVersion", behind_batch AS "behindBatch", verdict, proof,
  fingerprints, durations_ms AS "durationsMs", ${time('started_at')} AS "startedAt", ${time('finished_at')} AS "finishedAt"`;

const NOTHING_YET: RehearsalProof = {
  ...{ records: null, rows: null, verified: null, buckets: null, compared: null, verifiedAgain: null },
  ...{ batches: { first: null, again: null }, differences: [] },
};

/** All rehearsals of a tenant, newest first. */
export async function listRehearsals(session: Session, tenant: string): Promise<Rehearsal[]> {
  const { rows } = await session.query<Rehearsal>(
    `SELECT ${COLUMNS} FROM migration.rehearsals WHERE tenant = $1 ORDER BY id DESC`,
    [tenant],
  );
  return rows;
}

/** The last rehearsal that was not given up, or null. */
export const lastRehearsal = async (session: Session, tenant: string): Promise<Rehearsal | null> =>
  (await listRehearsals(session, tenant)).find(({ verdict }) => verdict !== 'abandoned') ?? null;

/** The unfinished rehearsal of the same inputs, else a new one; any other unfinished one of the source is abandoned. */
export async function openRehearsal(
  session: Session,
  source: SourceScope,
  inputs: { target: string; snapshot: string; mapping: string; toolVersion: string },
): Promise<Rehearsal> {
  const { target, snapshot, mapping, toolVersion } = inputs;
  const key = [source.tenant, source.sourceDatabase, target, snapshot, mapping, toolVersion];
  const same = '(target, snapshot, mapping, tool_version) = ($3, $4, $5, $6)';
  await session.query(
    `UPDATE migration.rehearsals SET verdict = 'abandoned', finished_at = now()
     WHERE tenant = $1 AND source_database = $2 AND verdict IS NULL AND NOT ${same}`,
    key,
  );
  const { rows: open } = await session.query<Rehearsal>(
    `SELECT ${COLUMNS} FROM migration.rehearsals WHERE tenant = $1 AND source_database = $2 AND verdict IS NULL AND ${same}`,
    key,
  );
  if (open[0]) return open[0];
  const { rows } = await session.query<Rehearsal>(
    `INSERT INTO migration.rehearsals
       (tenant, source_database, target, snapshot, mapping, tool_version, behind_batch, proof, fingerprints, durations_ms)
     SELECT $1, $2, $3, $4, $5, $6, (SELECT coalesce(max(id), 0) FROM migration.batches), $7::jsonb, $8::jsonb, '{}'
     RETURNING ${COLUMNS}`,
    [
      ...key,
      JSON.stringify(NOTHING_YET),
      JSON.stringify({ before: null, loaded: null, rolledBack: null } satisfies RehearsalFingerprints),
    ],
  );
  const [opened] = rows;
  if (!opened) throw new Error('the rehearsal row was not returned');
  return opened;
}

/** Stores what a rehearsal found so far, so that it goes on from there after a crash. */
export async function storeRehearsal(session: Session, rehearsal: Rehearsal): Promise<void> {
  const { id, verdict, proof, fingerprints, durationsMs } = rehearsal;
  await session.query(
    `UPDATE migration.rehearsals SET verdict = $2::text, proof = $3::jsonb, fingerprints = $4::jsonb, durations_ms = $5::jsonb,
       finished_at = CASE WHEN $2::text IS NOT NULL THEN now() END WHERE id = $1`,
    [id, verdict, JSON.stringify(proof), JSON.stringify(fingerprints), JSON.stringify(durationsMs)],
  );
}
