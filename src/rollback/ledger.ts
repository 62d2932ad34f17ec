import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import type { Batch } from '../ledger/batches.ts';
import { CROSSWALK_ENTRY } from '../ledger/crosswalk.ts';
import { bases } from '../ledger/images.ts';

/** Forgets the soft-deletes of rows that are back; a row that people's edits kept deleted is revived by its own when its record is back. */
export async function forgetSoftDeletes(session: Session, batch: Batch, work: string): Promise<void> {
  await session.query(`
    DELETE FROM migration.soft_deletes d USING migration.crosswalk x, ${work} w
    WHERE d.batch = ${batch.id} AND (x.scope, x.source_id) = (d.scope, d.source_id) AND w.id = x.target_id AND w.fate = 'reversed'`);
}

/**
 * Closes what the batch opened in the crosswalk (it moves, and is never forgotten), points bases that it advanced back to the
 * version before, and marks the batch. Rows that were kept are found again by their deterministic id.
 */
export async function closeLedger(session: Session, batch: Batch, result: object): Promise<void> {
  // What the batch itself closed, since twins parted, is open again.
  await session.exec(`
    CREATE TEMP TABLE parted AS SELECT ${CROSSWALK_ENTRY} FROM migration.crosswalk_closed
      WHERE closed_batch = ${batch.id} AND opened_batch <> ${batch.id};
    DELETE FROM migration.crosswalk_closed WHERE closed_batch = ${batch.id};
    INSERT INTO migration.crosswalk_closed (closed_batch, ${CROSSWALK_ENTRY})
      SELECT ${batch.id}, ${CROSSWALK_ENTRY} FROM migration.crosswalk WHERE opened_batch = ${batch.id} ORDER BY scope, source_id;
    DELETE FROM migration.crosswalk WHERE opened_batch = ${batch.id};
    INSERT INTO migration.crosswalk (${CROSSWALK_ENTRY}) SELECT ${CROSSWALK_ENTRY} FROM parted;
    DROP TABLE parted;
    DELETE FROM migration.soft_deletes WHERE batch = ${batch.id} AND NOT deleted`);
  // Every table of the tenant: a batch may advance a base without touching the row, where people's value was kept.
  const { rows: tables } = await session.query<{ table: string }>(
    'SELECT DISTINCT target_table AS table FROM migration.scopes WHERE tenant = $1',
    [batch.tenant],
  );
  for (const { table } of tables) {
    await session.query(`
      UPDATE migration.crosswalk x SET base_batch = earlier.batch FROM (
        SELECT y.scope, y.source_id, max(p.id) AS batch
        FROM migration.crosswalk y JOIN migration.scopes s ON s.id = y.scope AND s.target_table = ${literal(table)}
        LEFT JOIN (${bases(table, [])} b
          JOIN migration.batches p ON p.id = b._batch AND p.id < ${batch.id} AND p.state <> 'rolled_back'
        ) ON b._id = y.target_id
        WHERE y.base_batch = ${batch.id} GROUP BY 1, 2) earlier
      WHERE x.scope = earlier.scope AND x.source_id = earlier.source_id`);
  }
  await session.query(
    `UPDATE migration.batches SET state = 'rolled_back', rolled_back_at = now(), rollback = $2::jsonb WHERE id = $1`,
    [batch.id, JSON.stringify(result)],
  );
}
