import { refusal } from '../core/errors.ts';
import type { Shape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { ident } from '../database/sql.ts';
import type { Batch } from './batches.ts';
import { afterTable, baseTable, beforeTable } from './images.ts';

/** Name of the audit event with which a purge of images is noted: from then on the batch cannot be taken back. */
export const IMAGES_PURGED = 'purge-images';

export interface PurgedImages {
  /** Public id of the batch. */
  batch: string;
  /** `YYYY-MM-DD` in UTC. */
  on: string;
  actor: string;
}

/** The batches of a tenant whose images were purged. The audit trail says so, since nobody can change it. */
export async function purgedImages(session: Session, tenant: string): Promise<PurgedImages[]> {
  const { rows } = await session.query<PurgedImages>(
    `SELECT DISTINCT ON (e.batch) b.public_id AS batch, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS "on", e.actor
     FROM migration.audit_events e JOIN migration.batches b ON b.id = e.batch
     WHERE e.tenant = $1 AND e.action = $2 ORDER BY e.batch, e.id`,
    [tenant, IMAGES_PURGED],
  );
  return rows;
}

/** The purge of one batch's images, or null. */
export const purgeOf = async (session: Session, batch: Batch): Promise<PurgedImages | null> =>
  (await purgedImages(session, batch.tenant)).find((purged) => purged.batch === batch.publicId) ?? null;

/** Refuses (exit 4, BATCH_PURGED) a batch of which nobody knows any more what it touched. */
export async function refusePurged(session: Session, batch: Batch): Promise<void> {
  const purged = await purgeOf(session, batch);
  if (purged === null) return;
  throw refusal(
    'BATCH_PURGED',
    `The images of batch ${batch.publicId} were purged on ${purged.on} by ${purged.actor} (retention.images): it cannot be taken back.`,
    'Correct it with a later export, or restore the database from a backup (docs/runbooks/restore-from-backup.md).',
  );
}

/** Target tables of which a batch left images. */
async function imagedTables(session: Session, shape: Shape, batch: Batch): Promise<string[]> {
  const found: string[] = [];
  for (const table of Object.keys(shape.tables)) {
    const { rows } = await session.query<{ there: boolean }>(
      'SELECT to_regclass($1) IS NOT NULL AND to_regclass($2) IS NOT NULL AND to_regclass($3) IS NOT NULL AS there',
      [beforeTable(table), afterTable(table), baseTable(table)],
    );
    if (rows[0]?.there !== true) continue;
    const used = await session.query(
      `SELECT 1 FROM ${afterTable(table)} WHERE _batch = ${batch.id} UNION ALL SELECT 1 FROM ${beforeTable(table)} WHERE _batch = ${batch.id} LIMIT 1`,
    );
    if (used.rows.length > 0) found.push(table);
  }
  return found;
}

/** Rows whose soft-delete a later load takes back when their record is there again: it needs to know how they were. */
const softDeleted = (alias: string, batch: Batch) =>
  `EXISTS (SELECT FROM migration.soft_deletes s JOIN migration.crosswalk x ON (x.scope, x.source_id) = (s.scope, s.source_id)
     WHERE s.batch = ${batch.id} AND s.deleted AND x.target_id = ${alias}.id)`;

/**
 * Deletes the before- and after-images of a batch, inside the caller's transaction, and says how many rows went. Where an
 * after-image is the base of a row that the batch made (src/ledger/images.ts), the base is written down first: later loads
 * still know what came from Gingr. Images of rows that the batch soft-deleted stay.
 */
export async function deleteImages(session: Session, shape: Shape, batch: Batch): Promise<number> {
  let gone = 0;
  for (const table of await imagedTables(session, shape, batch)) {
    const [before, after, base] = [beforeTable(table), afterTable(table), baseTable(table)];
    if (batch.state !== 'rolled_back') await keepBases(session, batch, after, base);
    for (const images of [before, after]) {
      const { affected } = await session.query(
        `DELETE FROM ${images} i WHERE i._batch = ${batch.id} AND NOT ${softDeleted('i', batch)}`,
      );
      gone += affected;
    }
  }
  return gone;
}

async function keepBases(session: Session, batch: Batch, after: string, base: string): Promise<void> {
  const { rows } = await session.query<{ name: string }>(
    `SELECT b.attname::text AS name FROM pg_attribute b JOIN pg_attribute a ON a.attname = b.attname AND a.attrelid = $1::regclass
     WHERE b.attrelid = $2::regclass AND b.attnum > 0 AND NOT b.attisdropped AND NOT a.attisdropped AND b.attname NOT IN ('_batch', '_id')`,
    [after, base],
  );
  const columns = rows.map(({ name }) => `, ${ident(name)}`).join('');
  const values = rows.map(({ name }) => `, a.${ident(name)}`).join('');
  await session.query(
    `INSERT INTO ${base} (_batch, _id${columns}) SELECT a._batch, a.id${values} FROM ${after} a
     WHERE a._batch = ${batch.id} AND NOT EXISTS (SELECT FROM ${base} b WHERE b._batch = a._batch AND b._id = a.id)`,
  );
}

/**
 * Forgets the values in a batch's issues and alterations, inside the caller's transaction, and says how many rows held one.
 * Codes, counts and places stay, so that every account still adds up.
 */
export async function forgetValues(session: Session, batch: Batch): Promise<number> {
  const issues = await session.query(
    'UPDATE migration.issues SET value = NULL, detail = NULL WHERE batch = $1 AND (value IS NOT NULL OR detail IS NOT NULL)',
    [batch.id],
  );
  const alterations = await session.query(
    'UPDATE migration.alterations SET before = NULL, after = NULL WHERE batch = $1 AND (before IS NOT NULL OR after IS NOT NULL)',
    [batch.id],
  );
  return issues.affected + alterations.affected;
}

/** Whether a batch has values that `forgetValues` would forget. */
export async function hasValues(session: Session, batch: Batch): Promise<boolean> {
  const { rows } = await session.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM migration.issues WHERE batch = $1 AND (value IS NOT NULL OR detail IS NOT NULL))
       OR EXISTS (SELECT FROM migration.alterations WHERE batch = $1 AND (before IS NOT NULL OR after IS NOT NULL)) AS found`,
    [batch.id],
  );
  return rows[0]?.found === true;
}
