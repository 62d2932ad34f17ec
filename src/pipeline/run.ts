import { userInfo } from 'node:os';
import { checkpoint } from '../core/checkpoint.ts';
import { refusal } from '../core/errors.ts';
import { TOOL_VERSION } from '../core/version.ts';
import { storeDurations } from '../ledger/batches.ts';
import { Scopes } from '../ledger/scopes.ts';
import { type AdoptionDecision, type LoadInput, load } from '../load/index.ts';
import type { Snapshot } from '../snapshot/read.ts';
import { openSnapshot } from '../snapshot/read.ts';
import { readAdoption } from './adoption.ts';
import { describe } from './describe.ts';
import { refuseLong } from './duration.ts';
import { locationLabels } from './locations.ts';
import { readMerges } from './merges.ts';
import { ensureReports, publish, type Spooled, spool } from './publish.ts';
import {
  type Answered,
  overrides,
  refuseUndecided,
  sharedResort,
  stagedPeople,
  tenantQuestions,
} from './questions.ts';
import type { ExtractResult, RunResult, StageSummary } from './results.ts';
import type { Runtime } from './runtime.ts';
import { smallerSnapshot } from './smaller.ts';
import {
  chooseSnapshot,
  extractStage,
  keepValidated,
  openStages,
  type Prepared,
  transformStage,
  validateStage,
} from './stages.ts';
import { finishStage } from './stagings.ts';
import { summarize } from './summary.ts';
import { verifyLoaded } from './verify.ts';
import { type World, withWorld } from './world.ts';

/** Name of whoever runs this, for the audit trail. */
export const actor = (): string => userInfo().username;

/** All stages, continuing behind the last finished one of the same inputs. */
export async function runAll(
  runtime: Runtime,
  options: { command: 'run'; from: string[] },
): Promise<RunResult> {
  const adoption = await readAdoption(runtime.settings);
  // Used when the stages open, behind extract; what is wrong with it must come before.
  await readMerges(runtime.settings);
  return withWorld(runtime, async (world) => {
    refuseProduction(world);
    const answers = await askFirst(runtime, world);
    const clock = stopwatch();
    const extracted = await clock('extract', () => extractStage(runtime, options.from, world.timeZone));
    const snapshot = await openSnapshot(runtime.settings.workspace, extracted.id);
    return loadSnapshot(runtime, world, snapshot, {
      ...{ command: options.command, dryRun: false, clock, adoption, answers },
    });
  });
}

export function extract(runtime: Runtime, options: { from: string[] }): Promise<ExtractResult> {
  const { timeZone, bySubdomain } = runtime.settings.tenant;
  // A snapshot names its tenant by the id alone.
  if (timeZone && !bySubdomain) return extractStage(runtime, options.from, timeZone);
  return withWorld(runtime, (world) => extractStage(runtime, options.from, world.timeZone));
}

export const transformOnly = (runtime: Runtime, options: { snapshot?: string }): Promise<StageSummary> =>
  stageOnly(runtime, options, 'transform');

export const validateOnly = (runtime: Runtime, options: { snapshot?: string }): Promise<StageSummary> =>
  stageOnly(runtime, options, 'validate');

export async function loadOnly(
  runtime: Runtime,
  options: { snapshot?: string; dryRun: boolean },
): Promise<RunResult> {
  const adoption = await readAdoption(runtime.settings);
  const snapshot = await chooseSnapshot(runtime, options.snapshot);
  return withWorld(runtime, async (world) => {
    if (!options.dryRun) refuseProduction(world);
    return loadSnapshot(runtime, world, snapshot, {
      ...{ command: 'load', dryRun: options.dryRun, clock: stopwatch() },
      ...{ adoption, answers: await askFirst(runtime, world) },
    });
  });
}

async function stageOnly(
  runtime: Runtime,
  options: { snapshot?: string },
  stage: 'transform' | 'validate',
): Promise<StageSummary> {
  const snapshot = await chooseSnapshot(runtime, options.snapshot);
  return withWorld(runtime, async (world) => {
    const began = performance.now();
    const prepared = await openStages(runtime, world, snapshot);
    const transformed = await transformStage(runtime, world, prepared);
    const validated =
      stage === 'validate' ? await validateStage(runtime, world, prepared, transformed) : null;
    return summarize(world, prepared, {
      ...{ stage, reused: (validated ?? transformed).reused },
      durationMs: Math.round(performance.now() - began),
    });
  });
}

export interface LoadOptions {
  command: string;
  dryRun: boolean;
  /** Takes how long each stage took, from 'transform' on. */
  clock: Clock;
  /** What people decided of the tenant, and of records that several rows could be. */
  answers: Answered[];
  adoption: AdoptionDecision[];
  /** The batch whose mended rejects these are. */
  belongsTo?: string;
  /** What speaks against keeping a load that balances; nothing where it is absent. */
  objections?: LoadInput['objections'];
  /** By entity, the records that came along with them. */
  along?: Record<string, number>;
}

/** What people decided of the tenant; refuses where somebody still has to. */
export const askFirst = async ({ settings }: Runtime, { session, source }: World): Promise<Answered[]> => [
  ...refuseUndecided(await tenantQuestions(session, source.tenant), settings),
  ...overrides(settings),
];

/** The stages behind extract, in a target that is open. */
export async function loadSnapshot(
  runtime: Runtime,
  world: World,
  snapshot: Snapshot,
  options: LoadOptions,
): Promise<RunResult> {
  const { clock } = options;
  await refuseLong(runtime, world, snapshot.manifest);
  await ensureReports(runtime.settings.reports);
  const prepared = await openStages(runtime, world, snapshot);
  const transformed = await clock('transform', () => transformStage(runtime, world, prepared));
  const validated = await clock('validate', () => validateStage(runtime, world, prepared, transformed));
  const shared = await sharedResort(
    world.session,
    world.source.tenant,
    stagedPeople(prepared.staging.layout),
  );
  const smaller = await smallerSnapshot(
    world.session,
    prepared.staging.layout,
    snapshot.manifest,
    runtime.settings,
    await Scopes.open(world.session, world.source),
  );
  options.answers.push(...refuseUndecided([shared, smaller], runtime.settings));
  const left = { unmapped: transformed.unmapped, transformed: transformed.measures, validated };
  const { model, downloads } = await clock('load', () => loadStage(runtime, world, prepared, left, options));
  checkpoint(model.wrote ? 'load.committed' : 'load.ended');
  runtime.log.info(
    { stage: 'load', status: model.status, wrote: model.wrote, batch: model.batch?.id ?? null },
    model.status,
  );
  if (model.status !== 'failed' && model.status !== 'refused' && !options.dryRun && model.batch) {
    await finishStage(world.session, prepared.staging.number, 'load', { batch: model.batch.id });
    if (model.wrote) await keepValidated(world, prepared, validated);
    checkpoint('load.recorded');
    model.batch.state = await clock('verify', () => verifyLoaded(runtime, world));
    if (model.wrote) await storeDurations(world.session, model.batch.id, clock.durations());
  }
  return publish(runtime, world, snapshot, {
    ...{ model: { ...model, durationsMs: clock.durations() }, downloads },
  });
}

/** The load of a staging set that was transformed and validated. */
export async function loadStage(
  runtime: Runtime,
  world: World,
  prepared: Prepared,
  left: Pick<LoadInput, 'unmapped' | 'transformed' | 'validated'>,
  options: LoadOptions,
): Promise<Spooled> {
  const { command, dryRun, clock, answers, adoption, belongsTo, along, objections = () => [] } = options;
  const { settings, progress } = runtime;
  let spooled: Spooled | null = null;
  const { manifest } = prepared.snapshot;
  progress.stage('load');
  const model = await load({
    ...{
      session: world.session,
      layout: prepared.staging.layout,
      manifest,
      source: world.source,
      dryRun,
      ...left,
    },
    ...{
      mapping: prepared.mappingId,
      target: settings.target.name,
      toolVersion: TOOL_VERSION,
      actor: actor(),
    },
    alone: !world.production && ['embedded', 'rehearsal'].includes(settings.target.kind),
    ...{ adoption, answers },
    reservationTimeMode: settings.reservationTimeMode,
    balanceSign: settings.balanceSign,
    locations: await locationLabels(prepared),
    personal: settings.showPersonalData,
    refuse: settings.rejects.refuse,
    objections,
    ...{ vanished: settings.vanished, vanishedLimit: settings.vanishedLimit },
    onAgain: () => progress.retried(),
    onStep: (step) => {
      runtime.signal.throwIfAborted();
      progress.update({ entity: step, count: 0, unit: 'step' });
    },
    describe: (findings) =>
      describe(
        {
          command,
          runtime,
          world,
          manifest,
          dryRun,
          mappingId: prepared.mappingId,
          durationsMs: clock.durations(),
          ...(belongsTo === undefined ? {} : { belongsTo, along: along ?? {} }),
        },
        findings,
      ),
    // A batch stores its own findings; those of a load that is taken back must outlive the rollback.
    spool: async (found) => {
      if (!found.wrote) spooled = await spool(runtime, world, prepared, found);
    },
  });
  progress.done();
  return spooled ?? { model, downloads: [] };
}

/** A production target takes a load through `cutover` alone. */
export function refuseProduction(world: World): void {
  if (!world.production) return;
  throw refusal(
    'TARGET_PRODUCTION',
    'The target is production: its kind says so, or its tenants row is marked is_production.',
    'Load into a staging target, rehearse and sign there; production takes the signed batch through `tailtown-migrate cutover BATCH`.',
  );
}

export interface Clock {
  <T>(name: string, work: () => Promise<T>): Promise<T>;
  durations(): Record<string, number>;
}

export function stopwatch(): Clock {
  const durations: Record<string, number> = {};
  const clock = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    try {
      return await work();
    } finally {
      durations[name] = Math.round(performance.now() - began);
    }
  };
  return Object.assign(clock, { durations: () => ({ ...durations }) });
}
