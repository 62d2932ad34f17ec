import type { Session } from '../database/session.ts';
import { listBatches } from '../ledger/batches.ts';
import { purgedImages } from '../ledger/purges.ts';
import { lastRehearsal } from '../ledger/rehearsals.ts';
import { unfinishedCutover } from './cutover/acts.ts';
import { rehearsalBrief } from './rehearse-verdict.ts';
import type { StatusResult } from './results.ts';
import type { Runtime } from './runtime.ts';
import { withWorld } from './world.ts';

/** Where each batch stands, what is unfinished, and the next command. */
export function status(runtime: Runtime): Promise<StatusResult> {
  return withWorld(runtime, async (world) => {
    const { session, source } = world;
    const batches = await listBatches(session, source.tenant);
    const purged = await purgedImages(session, source.tenant);
    const standing = batches.find((batch) => batch.state !== 'rolled_back');
    const open = await openWork(
      session,
      source.tenant,
      batches.map((batch) => batch.snapshot),
    );
    const unfinished = world.production ? await unfinishedCutover(world) : null;
    return {
      batches: batches.map((batch) => ({
        ...{ id: batch.publicId, state: batch.state, target: batch.target },
        ...{ snapshot: batch.snapshot, mapping: batch.mapping, at: batch.batchTime },
        purged: purged.find(({ batch: id }) => id === batch.publicId)?.on ?? null,
      })),
      open,
      rehearsal: rehearsalBrief(await lastRehearsal(session, source.tenant)),
      next: unfinished
        ? `tailtown-migrate cutover ${unfinished} --target ${runtime.settings.target.name}`
        : open
          ? `tailtown-migrate load --snapshot ${open.snapshot.slice(0, 12)}`
          : standing
            ? `tailtown-migrate verify --batch ${standing.publicId}`
            : world.production
              ? 'tailtown-migrate cutover BATCH'
              : 'tailtown-migrate run --from PATH',
    };
  });
}

/** A staging set whose snapshot no batch has loaded, nor was found to be loaded: somebody stopped behind one of its stages. */
export async function openWork(
  session: Session,
  tenant: string,
  loaded: string[],
): Promise<StatusResult['open']> {
  const { rows } = await session.query<{ snapshot: string; stage: string }>(
    `SELECT s.snapshot, coalesce((SELECT stage FROM migration.stages g WHERE g.staging = s.id ORDER BY finished_at DESC NULLS FIRST LIMIT 1), 'extract') AS stage
     FROM migration.stagings s WHERE s.tenant = $1 ORDER BY s.id DESC`,
    [tenant],
  );
  const unfinished = rows.find((row) => !loaded.includes(row.snapshot) && row.stage !== 'load');
  return unfinished ? { snapshot: unfinished.snapshot, stage: unfinished.stage } : null;
}
