import type { Batch } from '../ledger/batches.ts';
import { purgeOf } from '../ledger/purges.ts';
import { lastRehearsal } from '../ledger/rehearsals.ts';
import type { WayBack } from '../reconcile/aftermath.ts';
import { verify } from '../verify/index.ts';
import { rehearsalBrief } from './rehearse-verdict.ts';
import type { Runtime } from './runtime.ts';
import type { World } from './world.ts';

const DAY_MS = 86_400_000;

/** What stands in the way back of a batch: rows that people changed since. Null: nobody looked. */
export type Since = { changed: number; deleted: number } | null;

/** How a batch can be taken back, as it is now. */
export async function wayBackOf(
  { settings }: Runtime,
  { session, source }: World,
  batch: Batch,
  since: Since,
): Promise<WayBack> {
  const { images } = settings.retentionDays;
  const made = Date.parse(`${batch.batchTime.replace(' ', 'T')}Z`);
  const purged = await purgeOf(session, batch);
  return {
    purged: purged?.on ?? null,
    until: images === null ? null : new Date(made + images * DAY_MS).toISOString().slice(0, 10),
    changed: since?.changed ?? null,
    deleted: since?.deleted ?? null,
    rehearsal: rehearsalBrief(await lastRehearsal(session, source.tenant)),
  };
}

/** Counts what people changed and deleted since a batch; null of one that was rolled back, or whose images are gone. Locks nothing. */
export async function changedSince(
  { settings }: Runtime,
  { session, shape, timeZone }: World,
  batch: Batch,
): Promise<Since> {
  if (batch.state === 'rolled_back' || (await purgeOf(session, batch)) !== null) return null;
  const found = await verify({
    ...{ session, shape, batch, loaded: null },
    time: { mode: settings.reservationTimeMode, timeZone },
  });
  return { changed: found.changedCount, deleted: found.missingCount };
}
