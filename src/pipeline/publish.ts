import { existsSync } from 'node:fs';
import { access, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { checkpoint } from '../core/checkpoint.ts';
import { refusal } from '../core/errors.ts';
import { type Batch, listBatches, standingBatch } from '../ledger/batches.ts';
import type { RunModel } from '../reconcile/model.ts';
import { writeReport } from '../report/write.ts';
import type { ReportPaths, RunResult } from './results.ts';
import type { Runtime } from './runtime.ts';
import { storedModel } from './stored.ts';
import { changedSince, wayBackOf } from './way-back.ts';
import { type World, withWorld } from './world.ts';

/** Writes the report of a run; before the load's transaction ends as well, so that findings outlive a rollback. */
export const spool = ({ settings }: Runtime, model: RunModel): Promise<ReportPaths> =>
  writeReport(model, path.join(settings.reports, folderOf(model)));

/** The last step of a run: its report and, where a crash came between a batch's commit and its report, that one too. */
export async function publish(runtime: Runtime, world: World, found: RunModel): Promise<RunResult> {
  const standing = found.batch ? await batchOf(world, found.batch.id) : null;
  // A batch that was verified just now is as it was left.
  const since = found.wrote && found.batch?.state === 'verified' ? { changed: 0, deleted: 0 } : null;
  const wayBack = standing ? await wayBackOf(runtime, world, standing, since) : null;
  const model = { ...found, wayBack };
  const report = await spool(runtime, model);
  checkpoint('report.written');
  if (!model.wrote && model.batch) await completeReport(runtime, world, model.batch.id);
  return { ...model, report };
}

/** Finds out before a load, not after it, that the report could not be written. */
export async function ensureReports(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw refusal(
      'REPORTS_UNWRITABLE',
      'The folder for reports cannot be written.',
      'Name another folder with `reports` in the config, or mend its rights.',
      { file: folder, cause },
    );
  }
}

/** Writes a batch's report again, from what the batch stored. */
export function reportAgain(runtime: Runtime, options: { batch?: string }): Promise<ReportPaths> {
  return withWorld(runtime, async (world) => {
    const { session, source } = world;
    const batches = await listBatches(session, source.tenant);
    const wanted = options.batch ?? (await standingBatch(session, source))?.publicId;
    const batch = batches.find((candidate) => candidate.publicId === wanted);
    if (!batch) {
      throw refusal(
        'BATCH_UNKNOWN',
        wanted
          ? `There is no batch ${wanted} of this tenant in this target.`
          : 'No batch stands in this target.',
        'List the batches with `tailtown-migrate status`.',
      );
    }
    return writeBatchReport(runtime, world, batch);
  });
}

/** The report of a batch from what it stored, with the way back as it is now. */
export async function writeBatchReport(runtime: Runtime, world: World, batch: Batch): Promise<ReportPaths> {
  const since = await changedSince(runtime, world, batch);
  const wayBack = await wayBackOf(runtime, world, batch, since);
  const model = { ...(await storedModel(world.session, batch)), wayBack };
  return writeReport(model, path.join(runtime.settings.reports, batch.publicId));
}

const batchOf = async ({ session, source }: World, id: string): Promise<Batch | null> =>
  (await listBatches(session, source.tenant)).find(({ publicId }) => publicId === id) ?? null;

/** Writes the report of a batch that has none. */
export async function completeReport(runtime: Runtime, world: World, batchId: string): Promise<void> {
  if (existsSync(path.join(runtime.settings.reports, batchId, 'index.html'))) return;
  const batch = await batchOf(world, batchId);
  if (batch) await writeBatchReport(runtime, world, batch);
}

/** A batch's own report is never overwritten by that of a run that wrote nothing. */
function folderOf(model: RunModel): string {
  if (model.wrote && model.batch) return model.batch.id;
  const what = model.dryRun
    ? 'dry-run'
    : model.status === 'failed' || model.status === 'refused'
      ? model.status
      : 'unchanged';
  return `${what}-${model.context.snapshot.slice(0, 12)}`;
}
