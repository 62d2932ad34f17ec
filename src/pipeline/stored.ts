import { MigrateError } from '../core/errors.ts';
import type { Session } from '../database/session.ts';
import type { Batch } from '../ledger/batches.ts';
import type { RunModel } from '../reconcile/model.ts';

const UNTOLD = { suspicions: [], fidelity: null, wayBack: null } satisfies Partial<RunModel>;

/**
 * The model that a batch stored when it was loaded, with the state it has now. What an older version did not tell is
 * empty, and the report says so.
 */
export async function storedModel(session: Session, batch: Batch): Promise<RunModel> {
  const { rows } = await session.query<{ result: RunModel | null }>(
    'SELECT result FROM migration.batches WHERE id = $1',
    [batch.id],
  );
  const model = rows[0]?.result;
  if (!model?.batch)
    throw new MigrateError('BATCH_WITHOUT_RESULT', `Batch ${batch.publicId} stored no result.`);
  return { ...UNTOLD, ...model, batch: { ...model.batch, state: batch.state } };
}
