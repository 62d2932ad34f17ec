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
