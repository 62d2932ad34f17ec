import type { Batch } from '../ledger/batches.ts';
import { listRehearsals } from '../ledger/rehearsals.ts';
import { isCutOver, unfinishedCutover } from './cutover/acts.ts';
import { signOffs } from './proofs.ts';
import type { Runtime } from './runtime.ts';
import type { World } from './world.ts';

/** What must stay however old it is, each with the reason: by public id of a batch, and by id of a snapshot. */
export interface Needs {
  batches: Map<string, string>;
  snapshots: Map<string, string>;
  /** Batches whose report must stay. */
  reports: Map<string, string>;
}

/**
 * What an open batch (loaded, not verified), an unfinished rehearsal and a sign-off that was not cut over still need. A
 * sign-off counts as cut over once the target that is purged is the production one, which stands behind the cutover of that batch.
 */
export async function needsOf(
  { settings }: Runtime,
  world: World,
  batches: readonly Batch[],
): Promise<Needs> {
  const { session, source, production } = world;
  const needs: Needs = { batches: new Map(), snapshots: new Map(), reports: new Map() };
  const need = (batch: Batch, why: string) => {
    needs.batches.set(batch.publicId, why);
    needs.reports.set(batch.publicId, why);
    needs.snapshots.set(batch.snapshot, why);
  };
  for (const batch of batches)
    if (batch.state === 'loaded') need(batch, `batch ${batch.publicId} is open: it was not verified yet`);
  const [standing] = batches.filter(({ state }) => state !== 'rolled_back');
  if (standing && (await unfinishedCutover(world)) !== null) need(standing, 'a cutover is unfinished');
  for (const { verdict, behindBatch, snapshot } of await listRehearsals(session, source.tenant)) {
    if (verdict !== null) continue;
    const why = 'a rehearsal is unfinished';
    needs.snapshots.set(snapshot, why);
    for (const batch of batches) if (batch.id > behindBatch) need(batch, why);
  }
  for (const signed of await signOffs.read(settings.workspace)) {
    if (signed.tenant !== source.tenant) continue;
    if (production && (await isCutOver(world, signed.batch))) continue;
    const why = `batch ${signed.batch} is signed off and not cut over; purge with the production target behind the cutover`;
    needs.snapshots.set(signed.snapshot, why);
    needs.reports.set(signed.batch, why);
  }
  return needs;
}
