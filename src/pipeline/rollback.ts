import { checkpoint } from '../core/checkpoint.ts';
import { introspect } from '../database/introspect.ts';
import { rollback } from '../rollback/index.ts';
import type { RollbackResult } from './results.ts';
import { actor } from './run.ts';
import type { Runtime } from './runtime.ts';
import { type World, withWorld } from './world.ts';

export interface RollbackOptions {
  batch: string;
  dryRun: boolean;
  through: boolean;
}

export const rollbackBatch = (runtime: Runtime, options: RollbackOptions): Promise<RollbackResult> =>
  withWorld(runtime, (world) => rollbackIn(runtime, world, options));

/** The same in a target that is open. */
export async function rollbackIn(
  runtime: Runtime,
  { session, source }: World,
  options: RollbackOptions,
): Promise<RollbackResult> {
  runtime.progress.stage('rollback');
  const outcome = await rollback({
    ...{ session, tenant: source.tenant, actor: actor(), shape: await introspect(session) },
    ...options,
    onAgain: () => {
      runtime.progress.retried();
      runtime.progress.update({ entity: 'starting again', count: 0, unit: 'step' });
      runtime.log.info(
        { stage: 'rollback', batch: options.batch },
        'starting again: others hold the same rows',
      );
    },
  });
  checkpoint('rollback.committed');
  runtime.progress.done();
  runtime.log.info({ stage: 'rollback', batch: options.batch, buckets: outcome.buckets }, 'rolled back');
  const { buckets, kept, blocked, proof, fingerprint } = outcome;
  return {
    ...{ batch: options.batch, dryRun: options.dryRun, buckets, kept, blocked, proof, fingerprint },
    status: buckets.failed > 0 ? 'failed' : buckets.kept + buckets.blocked > 0 ? 'attention' : 'ok',
  };
}
