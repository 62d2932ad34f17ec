import { checkpoint } from '../core/checkpoint.ts';
import { refusal } from '../core/errors.ts';
import { type Batch, listBatches, standingBatch } from '../ledger/batches.ts';
import { purgeOf } from '../ledger/purges.ts';
import type { RunModel } from '../reconcile/model.ts';
import { verify } from '../verify/index.ts';
import { figuresOf } from './figures.ts';
import { verifiedBatches } from './proofs.ts';
import type { VerifyResult } from './results.ts';
import type { Runtime } from './runtime.ts';
import { storedModel } from './stored.ts';
import { type World, withWorld } from './world.ts';

/** Target against after-images: what people changed or deleted since a batch was loaded. */
export function verifyBatch(runtime: Runtime, options: { batch?: string }): Promise<VerifyResult> {
  return withWorld(runtime, async (world) => {
    const { session, source } = world;
    const batches = await listBatches(session, source.tenant);
    const batch = options.batch
      ? batches.find((candidate) => candidate.publicId === options.batch)
      : await standingBatch(session, source);
    if (!batch || batch.state === 'rolled_back') {
      throw refusal(
        'BATCH_UNKNOWN',
        'There is no such batch, or it was rolled back.',
        'List the batches with `tailtown-migrate status`.',
      );
    }
    const others = batches.filter(({ id, state }) => id !== batch.id && state !== 'rolled_back');
    return { ...(await verifyOne(runtime, world, batch)), others: others.map(({ publicId }) => publicId) };
  });
}

/** Verifies the batch that holds, right after a load, and says its state. */
export async function verifyLoaded(runtime: Runtime, world: World): Promise<Batch['state']> {
  const batch = await standingBatch(world.session, world.source);
  if (!batch) return 'loaded';
  if (batch.state !== 'verified') await verifyOne(runtime, world, batch);
  return (await standingBatch(world.session, world.source))?.state ?? 'loaded';
}

async function verifyOne(
  runtime: Runtime,
  world: World,
  batch: Batch,
): Promise<Omit<VerifyResult, 'others'>> {
  const { settings, progress } = runtime;
  const { session, shape } = world;
  progress.stage('verify');
  const loaded = await storedModel(session, batch);
  const purged = await purgeOf(session, batch);
  const found = await verify({
    ...{ session, shape, batch, loaded, rows: purged === null },
    time: { mode: settings.reservationTimeMode, timeZone: world.timeZone },
  });
  progress.done();
  checkpoint('verify.compared');
  const clean =
    found.changedCount + found.missingCount + found.unexpected.length === 0 &&
    found.totals.every((total) => total.balanced);
  // Before the state says so: a kill in between makes both again.
  if (clean && purged === null && !world.production) await keepVerified(runtime, batch, loaded);
  if (clean && batch.state === 'loaded') {
    await session.query(
      `UPDATE migration.batches SET state = 'verified' WHERE id = $1 AND state = 'loaded'`,
      [batch.id],
    );
    checkpoint('verify.stored');
  }
  return {
    batch: batch.publicId,
    status: clean ? 'ok' : 'attention',
    changedSince: found.changed,
    missing: found.missing,
    totals: found.totals,
    verification: {
      ...{
        compared: found.compared,
        different: found.changedCount,
        missing: found.missingCount,
        unexpected: found.unexpected.length,
      },
      ...{ safetyFacts: 0, safetyDifferent: 0 },
      differences: found.unexpected.map(
        ({ table, id }) => `${table} row ${id} carries the mark of this batch, which did not write it`,
      ),
      notChecked: [
        ...(purged === null ? [] : [{ check: 'rows', why: `Its images were purged on ${purged.on}.` }]),
        ...['safety facts', ...(loaded.balances ? ['owner balances'] : [])].map((check) => ({
          ...{ check, why: 'They are checked when a batch is loaded.' },
        })),
      ],
    },
  };
}

/** What a cutover asks of a batch: that it was found as it was left in a target that is not production. */
async function keepVerified({ settings }: Runtime, batch: Batch, model: RunModel): Promise<void> {
  const { tenant, sourceDatabase, target, publicId, snapshot, mapping } = batch;
  await verifiedBatches.write(settings.workspace, publicId, {
    ...{ tenant, sourceDatabase, target, batch: publicId, snapshot, mapping },
    ...{ asOf: model.context.asOf, figures: figuresOf(model), toolVersion: model.context.toolVersion },
  });
}
