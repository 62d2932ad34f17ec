import { checkpoint } from '../core/checkpoint.ts';
import { introspect } from '../database/introspect.ts';
import { rollback } from '../rollback/index.ts';
import type { RollbackResult } from './results.ts';
import { actor } from './run.ts';
import type { Runtime } from './runtime.ts';
import { withWorld } from './world.ts';

export function rollbackBatch(
  runtime: Runtime,
  options: { batch: string; dryRun: boolean; through: boolean },
): Promise<RollbackResult> {
  return withWorld(runtime, async ({ session, source }) => {
    runtime.progress.stage('rollback');
    const outcome = await rollback({
      ...{ session, tenant: source.tenant, actor: actor(), shape: await introspect(session) },
      ...options,
    });
    checkpoint('rollback.committed');
    runtime.progress.done();
    runtime.log.info({ stage: 'rollback', batch: options.batch, buckets: outcome.buckets }, 'rolled back');
    const { buckets, kept, blocked, proof, fingerprint } = outcome;
    return {
      ...{ batch: options.batch, dryRun: options.dryRun, buckets, kept, blocked, proof, fingerprint },
      status: buckets.failed > 0 ? 'failed' : buckets.kept + buckets.blocked > 0 ? 'attention' : 'ok',
    };
  });
}
