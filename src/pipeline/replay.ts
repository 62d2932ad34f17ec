import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { refusal, usageError } from '../core/errors.ts';
import { isAlive } from '../core/process.ts';
import { audit } from '../ledger/batches.ts';
import { readMapping } from '../mapping/read.ts';
import { calendarOf } from '../reconcile/controls/calendar.ts';
import type { Manifest } from '../snapshot/format.ts';
import { openSnapshot } from '../snapshot/read.ts';
import { readAdoption } from './adoption.ts';
import { rejectsOf } from './rejects.ts';
import { takeAlong } from './replay-along.ts';
import { batchOfSheets } from './replay-batch.ts';
import { earlierBatches } from './replay-earlier.ts';
import { givenOf, readSheet, takeMended, writeTaken } from './replay-files.ts';
import type { ReplayResult } from './results.ts';
import { actor, askFirst, loadSnapshot, refuseProduction, stopwatch } from './run.ts';
import type { Runtime } from './runtime.ts';
import { extractStage } from './stages.ts';
import { withWorld } from './world.ts';

/**
 * Loads the mended records of files that `rejects export` wrote, and no others, as a batch of its own that belongs to
 * the one that rejected them. What stands in the row of another record that had moved brings that one along
 * (`takeAlong`), which says nothing else anew. They go the way of every record: a snapshot, the mapping, all rules, the comparison, an
 * account that adds up. "Today" stays that of the first batch.
 * Throws REPLAY_NOTHING and what the files are refused for (exit 2), BATCH_ROLLED_BACK and BATCH_UNKNOWN (exit 4).
 */
export async function rejectsReplay(
  runtime: Runtime,
  options: { batch?: string; files: string[] },
): Promise<ReplayResult> {
  const { settings } = runtime;
  const adoption = await readAdoption(settings);
  return withWorld(runtime, async (world) => {
    refuseProduction(world);
    const sheets = await Promise.all(options.files.map(readSheet));
    const batch = await batchOfSheets(world, sheets, options.batch);
    if (batch.state === 'rolled_back')
      throw refusal(
        'BATCH_ROLLED_BACK',
        'The batch that rejected these records was rolled back.',
        'Load again; the records are rejected again, and can be mended then.',
      );
    const snapshot = await openSnapshot(settings.workspace, batch.snapshot);
    const rejects = await rejectsOf(world.session, batch);
    const given = sheets.flatMap((sheet) => givenOf(sheet, snapshot));
    const taken = await takeMended(snapshot, rejects, given);
    if (taken.mended === 0)
      throw usageError(
        'REPLAY_NOTHING',
        'No record of these files was mended: every cell is as it was in Gingr.',
        'Change what the column reject_reason names, save the file as CSV, and repeat.',
      );
    const answers = await askFirst(runtime, world);
    const clock = stopwatch();
    await mkdir(settings.workspace, { recursive: true, mode: 0o700 });
    await removeLeftovers(settings.workspace);
    const folder = await mkdtemp(path.join(settings.workspace, `replay-${process.pid}-`));
    try {
      const mapping = await readMapping(settings.mappingFolders);
      const earlier = await earlierBatches(world, settings.workspace, batch);
      const along = await takeAlong(world, earlier, mapping, taken.rows);
      const written = await writeTaken(folder, mapping, earlier, taken.rows, along);
      const asOf = justBefore(snapshot.manifest);
      const own: Runtime = {
        ...runtime,
        settings: { ...settings, asOf, fileEntities: written.entities, fileEncodings: {}, complete: [] },
      };
      const extracted = await clock('extract', () =>
        extractStage(own, [folder], world.timeZone, written.along),
      );
      const mended = await openSnapshot(settings.workspace, extracted.id);
      const run = await loadSnapshot(own, world, mended, {
        ...{ command: 'rejects replay', dryRun: false, clock, adoption, answers },
        belongsTo: batch.publicId,
        along: along.records,
      });
      const counts = {
        ...{ given: given.length, mended: taken.mended, waiting: taken.waiting },
        along: Object.values(along.records).reduce((sum, records) => sum + records, 0),
      };
      if (run.wrote && run.batch)
        await audit(world.session, {
          ...{ actor: actor(), action: 'replay', tenant: world.source.tenant, batch: batch.id },
          details: { of: batch.publicId, batch: run.batch.id, ...counts },
        });
      return { of: batch.publicId, ...counts, run };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/**
 * The same day, and a moment earlier: of the snapshots of a day, a command that is not told which one takes the later,
 * and a few mended records are never meant by that.
 */
function justBefore({ asOf, timeZone }: Manifest): string {
  const { dayOf } = calendarOf(timeZone);
  const earlier = new Date(Date.parse(asOf) - 1000).toISOString();
  return dayOf(earlier) === dayOf(asOf) ? earlier : asOf;
}

/** Folders of processes that were killed over a replay: they hold personal data, and nobody else would remove them. */
async function removeLeftovers(workspace: string): Promise<void> {
  for (const name of await readdir(workspace)) {
    const [, pid] = /^replay-(\d+)-/.exec(name) ?? [];
    if (pid && !isAlive(Number(pid))) await rm(path.join(workspace, name), { recursive: true, force: true });
  }
}
