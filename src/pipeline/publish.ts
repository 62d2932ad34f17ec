import { existsSync } from 'node:fs';
import { access, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { checkpoint } from '../core/checkpoint.ts';
import { refusal } from '../core/errors.ts';
import { type Batch, listBatches } from '../ledger/batches.ts';
import { type Aftermath, type Download, NOTHING_AFTER } from '../reconcile/aftermath.ts';
import type { RunModel } from '../reconcile/model.ts';
import { compareModels } from '../report/compare.ts';
import { writeReport } from '../report/write.ts';
import { openSnapshot, type Snapshot } from '../snapshot/read.ts';
import { aftermathOf, rejectsBeside } from './after.ts';
import { batchNamed } from './batch.ts';
import { listsBeside } from './lists.ts';
import { shownModel } from './personal.ts';
import { rejectsOf, stagedRejects } from './rejects.ts';
import type { ReportPaths, RunResult } from './results.ts';
import type { Runtime } from './runtime.ts';
import { fillSpots } from './spots.ts';
import type { Prepared } from './stages.ts';
import { storedModel } from './stored.ts';
import { changedSince, type Since, wayBackOf } from './way-back.ts';
import { type World, withWorld } from './world.ts';

/** A load that is not kept, as its report tells it: with the values of its spot checks, and the files beside it. */
export interface Spooled {
  model: RunModel;
  downloads: Download[];
}

/**
 * Writes the report of a load that is not kept, before its transaction ends, so that findings outlive the rollback: the
 * rows that it wrote are there to be looked at, and then gone.
 */
export async function spool(
  { settings }: Runtime,
  world: World,
  { snapshot, staging }: Prepared,
  found: RunModel,
): Promise<Spooled> {
  const folder = path.join(settings.reports, folderOf(found));
  const rejects = await stagedRejects(world.session, staging.layout);
  const downloads = [
    ...(await rejectsBeside(folder, snapshot, rejects)),
    ...(await listsBeside(world.session, null, folder, {
      ...{ personal: settings.showPersonalData, snapshot, most: Number.POSITIVE_INFINITY },
    })),
  ];
  const spots = await fillSpots(world, snapshot, found.spots, settings.showPersonalData);
  const model = { ...found, spots };
  await writeReport(model, folder, { ...NOTHING_AFTER, downloads });
  return { model, downloads };
}

/**
 * The last step of a run: its report and, where a crash came between a batch's commit and its report, that one too.
 * `downloads` are those that `spool` wrote. `snapshot` is the one that was loaded.
 */
export async function publish(
  runtime: Runtime,
  world: World,
  snapshot: Snapshot,
  { model, downloads }: Spooled,
): Promise<RunResult> {
  const folder = path.join(runtime.settings.reports, folderOf(model));
  const batch = model.wrote && model.batch ? await batchNamed(world, model.batch.id) : null;
  const report =
    batch === null
      ? await writeReport(model, folder, { ...NOTHING_AFTER, downloads })
      : await writeBatchReport(runtime, world, batch, {
          // One that was verified just now is as it was left.
          since: batch.state === 'verified' ? { changed: 0, deleted: 0 } : null,
          run: { snapshot, durationsMs: model.durationsMs },
        });
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

/**
 * Writes a batch's report again, from what the batch stored and what is known since: who changed what, who accepted
 * what. `compare` names an earlier batch whose figures are held against this one's.
 */
export function reportAgain(
  runtime: Runtime,
  options: { batch?: string; compare?: string },
): Promise<ReportPaths> {
  return withWorld(runtime, async (world) => {
    const batch = await batchNamed(world, options.batch);
    const earlier = options.compare === undefined ? null : await batchNamed(world, options.compare);
    return writeBatchReport(runtime, world, batch, {
      ...(earlier ? { earlier } : {}),
    });
  });
}

/** Lines of a complete list that a run writes by itself; `report` writes a longer one. */
const MOST_OF_A_RUN = 100_000;

interface BatchReport {
  /** Where it is absent, the rows are looked at. */
  since?: Since;
  earlier?: Batch;
  /** The run that made the batch just now: it has read the snapshot, and what it stored knows only the stages before its end. */
  run?: { snapshot: Snapshot; durationsMs: RunModel['durationsMs'] };
}

/** The report of a batch in its own folder. A snapshot that is gone leaves it without the files of rejected records. */
export async function writeBatchReport(
  runtime: Runtime,
  world: World,
  batch: Batch,
  { since: seen, earlier, run }: BatchReport = {},
): Promise<ReportPaths> {
  const { session } = world;
  const since = seen === undefined ? await changedSince(runtime, world, batch) : seen;
  const folder = path.join(runtime.settings.reports, batch.publicId);
  const stored = await storedModel(session, batch);
  const snapshot = run?.snapshot ?? (await snapshotOf(runtime, batch));
  const found: Partial<Aftermath> = {
    wayBack: await wayBackOf(runtime, world, batch, since),
    downloads: [
      ...(snapshot ? await rejectsBeside(folder, snapshot, await rejectsOf(session, batch)) : []),
      ...(await listsBeside(session, batch, folder, {
        ...{ personal: runtime.settings.showPersonalData, snapshot },
        most: run ? MOST_OF_A_RUN : Number.POSITIVE_INFINITY,
      })),
    ],
    compared: earlier
      ? { batch: earlier.publicId, changes: compareModels(await storedModel(session, earlier), stored) }
      : null,
  };
  const shown = await shownModel(runtime, world, batch, snapshot, stored);
  const model = run ? { ...shown, durationsMs: run.durationsMs } : shown;
  return writeReport(model, folder, await aftermathOf(session, batch, stored, found));
}

const snapshotOf = ({ settings }: Runtime, batch: Batch): Promise<Snapshot | null> =>
  openSnapshot(settings.workspace, batch.snapshot).catch(() => null);

/** Writes the report of a batch that has none. */
export async function completeReport(runtime: Runtime, world: World, batchId: string): Promise<void> {
  if (existsSync(path.join(runtime.settings.reports, batchId, 'index.html'))) return;
  const batch = (await listBatches(world.session, world.source.tenant)).find(
    (candidate) => candidate.publicId === batchId,
  );
  if (!batch) return;
  await writeBatchReport(runtime, world, batch);
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
