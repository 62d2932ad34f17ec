import { checkpoint } from '../core/checkpoint.ts';
import { refusal } from '../core/errors.ts';
import { audit, type Batch, listBatches } from '../ledger/batches.ts';
import { fingerprint } from '../ledger/fingerprint.ts';
import { type Rehearsal, type RehearsalVerdict, storeRehearsal } from '../ledger/rehearsals.ts';
import type { RunModel } from '../reconcile/model.ts';
import type { Snapshot } from '../snapshot/read.ts';
import { rehearsalProofs } from './proofs.ts';
import { completeReport, writeBatchReport } from './publish.ts';
import { differencesOf, rehearsalBrief } from './rehearse-verdict.ts';
import type { RehearseResult, ReportPaths, RollbackResult } from './results.ts';
import { rollbackIn } from './rollback.ts';
import { actor, type LoadOptions, loadSnapshot, stopwatch } from './run.ts';
import type { Runtime } from './runtime.ts';
import { storedModel } from './stored.ts';
import { verifyLoaded } from './verify.ts';
import type { World } from './world.ts';

/** What the steps of one rehearsal share. `rehearsal` is changed by them, and stored behind each. */
export interface Here {
  runtime: Runtime;
  world: World;
  snapshot: Snapshot;
  rehearsal: Rehearsal;
  /** Options of a load, anew for each. */
  load: () => Omit<LoadOptions, 'clock'>;
}

type Names = Readonly<Record<string, string>>;
const FIRST: Names = { transform: 'transform', validate: 'validate', load: 'load', verify: 'verify' };
const AGAIN: Names = { load: 'loadAgain', verify: 'verifyAgain' };

/** Keeps durations under the rehearsal's names; what was measured before a kill stays as it was. */
export function take({ durationsMs }: Rehearsal, taken: Record<string, number>, names: Names): void {
  for (const [stage, name] of Object.entries(names)) {
    const milliseconds = taken[stage];
    if (milliseconds !== undefined && !(name in durationsMs)) durationsMs[name] = milliseconds;
  }
}

/** There, back and there again; each step is left out where the control tables say that it was done. */
export async function backAndForth(here: Here): Promise<RehearseResult> {
  const { session } = here.world;
  const first = (await batches(here))[0] ?? (await load(here, FIRST, 0));
  if ('wrote' in first) return stopped(here, first);
  await lookAtFirst(here, first);
  checkpoint('rehearse.loaded');
  const undone = first.state === 'rolled_back' ? null : await takeBack(here, first);
  await compare(here, first);
  checkpoint('rehearse.taken-back');
  const again = (await batches(here))[1] ?? (await load(here, AGAIN, 1));
  if ('wrote' in again) return stopped(here, again);
  const { proof } = here.rehearsal;
  proof.batches.again = again.publicId;
  proof.verifiedAgain = (await verifyLoaded(here.runtime, here.world)) === 'verified';
  await storeRehearsal(session, here.rehearsal);
  checkpoint('rehearse.loaded-again');
  const model = await storedModel(session, again);
  const differences = differencesOf(here.rehearsal, await storedModel(session, first), model);
  await finish(here, differences.length === 0 ? 'proven' : 'different', differences);
  const report = await writeBatchReport(here.runtime, here.world, again);
  return told(here.rehearsal, { model, report, undone });
}

/** The batches of this rehearsal, the oldest first. */
async function batches({ world, rehearsal }: Here): Promise<Batch[]> {
  const { tenant, sourceDatabase } = world.source;
  return (await listBatches(world.session, tenant))
    .filter((batch) => batch.id > rehearsal.behindBatch && batch.sourceDatabase === sourceDatabase)
    .reverse();
}

/** Loads, and gives the batch that it made; where it made none, what it said. */
async function load(
  here: Here,
  names: Names,
  place: number,
): Promise<Batch | (RunModel & { report: ReportPaths })> {
  const clock = stopwatch();
  const model = await loadSnapshot(here.runtime, here.world, here.snapshot, { ...here.load(), clock });
  take(here.rehearsal, clock.durations(), names);
  return (await batches(here))[place] ?? model;
}

/** What the first load did, from what its batch stored, and whether it is there as it was left. */
async function lookAtFirst({ runtime, world, rehearsal }: Here, first: Batch): Promise<void> {
  const { proof, fingerprints } = rehearsal;
  if (first.state !== 'rolled_back') proof.verified = (await verifyLoaded(runtime, world)) === 'verified';
  // A kill may have come between the commit and the report.
  await completeReport(runtime, world, first.publicId);
  const { entities, tables } = await storedModel(world.session, first);
  proof.batches.first = first.publicId;
  proof.records = entities.reduce((sum, entity) => sum + entity.read, 0);
  proof.rows = {
    inserted: tables.reduce((sum, table) => sum + table.inserted, 0),
    updated: tables.reduce((sum, table) => sum + table.updated, 0),
  };
  Object.assign(fingerprints, { before: first.fingerprintBefore, loaded: first.fingerprintAfter });
  await storeRehearsal(world.session, rehearsal);
}

async function takeBack({ runtime, world, rehearsal }: Here, first: Batch): Promise<RollbackResult> {
  const clock = stopwatch();
  const undone = await clock('rollback', () =>
    rollbackIn(runtime, world, { batch: first.publicId, dryRun: false, through: false }),
  );
  take(rehearsal, clock.durations(), { rollback: 'rollback' });
  return undone;
}

/** The proof of the rollback as the batch stored it, and the fingerprint as it is now, once. */
async function compare({ world, rehearsal }: Here, first: Batch): Promise<void> {
  const { session, shape, source } = world;
  const { proof, fingerprints } = rehearsal;
  if (fingerprints.rolledBack !== null) return;
  const { rows } = await session.query<{
    buckets: RollbackResult['buckets'];
    proof: RollbackResult['proof'];
  }>(
    `SELECT rollback -> 'buckets' AS buckets, rollback -> 'proof' AS proof FROM migration.batches WHERE id = $1`,
    [first.id],
  );
  proof.buckets = rows[0]?.buckets ?? null;
  proof.compared = rows[0]?.proof ?? null;
  const clock = stopwatch();
  fingerprints.rolledBack = await clock('compare', () => fingerprint(session, shape, source.tenant));
  take(rehearsal, clock.durations(), { compare: 'compare' });
  await storeRehearsal(session, rehearsal);
}

/** A load that made no batch ends the rehearsal; where nothing was left to write, it is refused. */
async function stopped(here: Here, model: RunModel & { report: ReportPaths }): Promise<RehearseResult> {
  if (model.status === 'failed' || model.status === 'refused') {
    await finish(here, model.status, [model.headline]);
    return told(here.rehearsal, { model, report: model.report });
  }
  await finish(here, 'abandoned', ['Nothing was left to load.']);
  const { session, source } = here.world;
  const standing = (await listBatches(session, source.tenant)).filter(
    ({ state, sourceDatabase }) => state !== 'rolled_back' && sourceDatabase === source.sourceDatabase,
  );
  const target = `--target ${here.runtime.settings.target.name}`;
  throw refusal(
    'NOTHING_TO_REHEARSE',
    `The target holds all of this already${model.batch ? `: batch ${model.batch.id}` : ''}.`,
    `Take back what stands, the oldest batch with those on top of it, and rehearse then: tailtown-migrate rollback ${standing.at(-1)?.publicId ?? 'BATCH'} --through ${target}. Or rehearse in another target.`,
  );
}

async function finish(
  { runtime, world, rehearsal }: Here,
  verdict: RehearsalVerdict,
  differences: string[],
): Promise<void> {
  const { session, source } = world;
  rehearsal.verdict = verdict;
  rehearsal.proof.differences = differences;
  await session.transaction(async () => {
    await storeRehearsal(session, rehearsal);
    await audit(session, {
      ...{ actor: actor(), action: 'rehearsal', tenant: source.tenant, batch: null },
      details: { verdict, batches: rehearsal.proof.batches, differences },
    });
  });
  checkpoint('rehearse.finished');
  await keepProof(runtime, world, rehearsal);
}

/** Keeps a proof where `cutover` finds it. */
export async function keepProof(
  { settings }: Runtime,
  { source }: World,
  rehearsal: Rehearsal,
): Promise<void> {
  const brief = rehearsalBrief(rehearsal);
  const left = rehearsal.proof.batches.again;
  if (brief?.verdict !== 'proven' || left === null) return;
  const { at, target, snapshot, records, reversed, batches, fingerprints, durationsMs } = brief;
  await rehearsalProofs.write(settings.workspace, left, {
    ...{ tenant: source.tenant, sourceDatabase: source.sourceDatabase, target, snapshot },
    ...{ mapping: rehearsal.mapping, verdict: brief.verdict, at, records, reversed, batches },
    ...{ fingerprints, durationsMs },
  });
}

/** A finished rehearsal as the commands print it. `undone` is known to the process that took the batch back. */
export function told(
  { snapshot, mapping, target, verdict, proof, fingerprints, durationsMs }: Rehearsal,
  found: {
    model: RunModel;
    report: ReportPaths;
    undone?: RollbackResult | null;
    repeated?: boolean;
  },
): RehearseResult {
  const { model, report, undone, repeated = false } = found;
  return {
    ...{ snapshot, mapping, target, verdict, repeated, ...proof, fingerprints, durationsMs },
    ...{ kept: undone?.kept ?? [], blocked: undone?.blocked ?? [] },
    ...{ loaded: model, report },
    status: verdict === 'proven' ? model.status : verdict === 'refused' ? 'refused' : 'failed',
  };
}
