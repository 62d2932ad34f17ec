import type { Session } from '../database/session.ts';
import type { Batch } from '../ledger/batches.ts';
import type { SignOffAccount, WaiverAccount } from './aftermath.ts';

/** Waivers and sign-offs: a person's recorded acceptance. Both are only ever added; the audit trail says so as well. */

/** Of each code the newest waiver of this batch. Times are ISO instants. */
export async function waiversOf(session: Session, batch: Batch): Promise<WaiverAccount[]> {
  const { rows } = await session.query<WaiverAccount & Record<string, unknown>>(
    `SELECT DISTINCT ON (code) code, reason, actor AS name, ${INSTANT} AS at, up_to AS "upTo" FROM migration.waivers
     WHERE batch = $1 ORDER BY code, id DESC`,
    [batch.id],
  );
  return rows;
}

/** Newest first. */
export async function signOffsOf(session: Session, batch: Batch): Promise<SignOffAccount[]> {
  const { rows } = await session.query<SignOffAccount & Record<string, unknown>>(
    `SELECT name, ${INSTANT} AS at, snapshot, mapping, report_hash AS report, details -> 'accepted' AS accepted
     FROM migration.sign_offs WHERE batch = $1 ORDER BY id DESC`,
    [batch.id],
  );
  return rows;
}

const INSTANT = `to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Its time is the database's, unless it was accepted elsewhere (`at`, an ISO instant). */
export async function addWaiver(
  session: Session,
  batch: Batch,
  { code, reason, name, upTo, at }: Omit<WaiverAccount, 'at'> & { at?: string },
): Promise<void> {
  await session.query(
    `INSERT INTO migration.waivers (tenant, batch, code, reason, actor, up_to, at)
     VALUES ($1, $2, $3, $4, $5, $6, coalesce($7::timestamptz, now()))`,
    [batch.tenant, batch.id, code, reason, name, upTo, at ?? null],
  );
}

/** Gives the sign-off back with its time: the database's, unless it was given elsewhere (`at`, an ISO instant). */
export async function addSignOff(
  session: Session,
  batch: Batch,
  signOff: { name: string; report: string; accepted: string[]; details: object; at?: string },
): Promise<SignOffAccount> {
  await session.query(
    `INSERT INTO migration.sign_offs (batch, name, snapshot, mapping, report_hash, details, at)
     VALUES ($1, $2, $3, $4, $5, $6::jsonb, coalesce($7::timestamptz, now()))`,
    [
      ...[batch.id, signOff.name, batch.snapshot, batch.mapping, signOff.report],
      ...[JSON.stringify({ ...signOff.details, accepted: signOff.accepted }), signOff.at ?? null],
    ],
  );
  const [newest] = await signOffsOf(session, batch);
  if (!newest) throw new Error('the sign-off was not stored');
  return newest;
}
