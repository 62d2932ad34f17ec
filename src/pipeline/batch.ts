import { refusal } from '../core/errors.ts';
import { type Batch, listBatches, standingBatch } from '../ledger/batches.ts';
import type { World } from './world.ts';

/** The batch of that id, or the one that holds. Throws BATCH_UNKNOWN (exit 4). */
export async function batchNamed({ session, source }: World, id?: string): Promise<Batch> {
  const batch =
    id === undefined
      ? await standingBatch(session, source)
      : (await listBatches(session, source.tenant)).find((candidate) => candidate.publicId === id);
  if (batch) return batch;
  throw refusal(
    'BATCH_UNKNOWN',
    id === undefined
      ? 'No batch stands in this target.'
      : `There is no batch ${id} of this tenant in this target.`,
    'List the batches with `tailtown-migrate status`.',
  );
}

/**
 * The batch of that id, or the newest that holds and is no batch of mended records: its rejects are the ones that people
 * mend. Throws BATCH_UNKNOWN (exit 4).
 */
export async function mendedBatch(world: World, id?: string): Promise<Batch> {
  if (id !== undefined) return batchNamed(world, id);
  const { rows } = await world.session.query<{ id: string }>(
    `SELECT public_id AS id FROM migration.batches WHERE tenant = $1 AND source_database = $2
       AND state <> 'rolled_back' AND result ->> 'belongsTo' IS NULL ORDER BY batches.id DESC LIMIT 1`,
    [world.source.tenant, world.source.sourceDatabase],
  );
  return batchNamed(world, rows[0]?.id);
}
