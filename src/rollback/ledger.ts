import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import type { Batch } from '../ledger/batches.ts';
import { baseTable } from '../ledger/images.ts';

/**
 * Closes what the batch opened in the crosswalk (it moves, and is never forgotten), points bases that it advanced back to the
 * version before, and marks the batch. Rows that were kept are found again by their deterministic id.
 */
export async function closeLedger(session: Session, batch: Batch, result: object): Promise<void> {
  const entry = 'scope, source_id, target_id, kind, opened_batch, base_batch, file, line';
  await session.exec(`
    INSERT INTO migration.crosswalk_closed (closed_batch, ${entry})
      SELECT ${batch.id}, ${entry} FROM migration.crosswalk WHERE opened_batch = ${batch.id} ORDER BY scope, source_id;
    DELETE FROM migration.crosswalk WHERE opened_batch = ${batch.id}`);
  // Every table of the tenant: a batch may advance a base without touching the row, where people's value was kept.
  const { rows: tables } = await session.query<{ table: string }>(
    'SELECT DISTINCT target_table AS table FROM migration.scopes WHERE tenant = $1',
    [batch.tenant],
  );
  for (const { table } of tables) {
    await session.query(
      `UPDATE migration.crosswalk x SET base_batch = (
         SELECT max(b._batch) FROM ${baseTable(table)} b JOIN migration.batches p ON p.id = b._batch
         WHERE b._id = x.target_id AND b._batch < ${batch.id} AND p.state <> 'rolled_back')
       FROM migration.scopes s WHERE s.id = x.scope AND s.target_table = ${literal(table)}
         AND x.base_batch = ${batch.id}`,
    );
  }
  await session.query(
    `UPDATE migration.batches SET state = 'rolled_back', rolled_back_at = now(), rollback = $2::jsonb WHERE id = $1`,
    [batch.id, JSON.stringify(result)],
  );
}
