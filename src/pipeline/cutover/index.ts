import { checkpoint } from '../../core/checkpoint.ts';
import { EXIT, MigrateError, messageOf, refusal } from '../../core/errors.ts';
import { audit, type Batch, standingBatch } from '../../ledger/batches.ts';
import { readMapping } from '../../mapping/read.ts';
import { exceptionsOf } from '../../reconcile/readiness.ts';
import { readAdoption } from '../adoption.ts';
import { batchNamed } from '../batch.ts';
import { doctor } from '../doctor/index.ts';
import { unaccepted } from '../figures.ts';
import { readMerges } from '../merges.ts';
import { writeBatchReport } from '../publish.ts';
import { tenantQuestions } from '../questions.ts';
import type { CutoverResult, CutoverTold, RollbackResult, RunResult } from '../results.ts';
import { rollbackIn } from '../rollback.ts';
import { actor, askFirst, loadSnapshot, stopwatch } from '../run.ts';
import type { Runtime } from '../runtime.ts';
import { mappingIdentity } from '../stagings.ts';
import { changedSince } from '../way-back.ts';
import { type World, withWorld } from '../world.ts';
import { cutOverBefore, finish } from './acts.ts';
import { smokeChecks } from './checks.ts';
import { type Held, heldFor } from './evidence.ts';
import { type Gate, gatesOf } from './gates.ts';
import { readKinds } from './kinds.ts';
import { COUNTERS, planOf } from './plan.ts';

export interface CutoverOptions {
  /** The signed batch, as it stands in the staging target. */
  batch: string;
  /** (The beginning of) the id of a later snapshot, to load in the place of the signed one. */
  snapshot?: string | undefined;
  /** Only tells gates and plan. */
  plan: boolean;
  /** Hears the plan, and throws where the operator does not want it. */
  confirm: (told: CutoverTold) => Promise<void>;
}

/**
 * Loads what was signed into production: every gate first, then the load, then the checks of the first morning, read from
 * production after the commit. What fails behind the commit is taken back at once. Killed, the same command goes on where
 * it stopped; finished, it says so and does nothing. Throws CUTOVER_NOT_READY (exit 4) with everything that is missing, and
 * CUTOVER_TAKEN_BACK (exit 1) where the program itself failed behind the commit.
 */
export async function cutover(runtime: Runtime, options: CutoverOptions): Promise<CutoverResult> {
  const held = await heldFor(runtime, options);
  const adoption = await readAdoption(runtime.settings);
  const doctored = (await doctor(runtime)).checks;
  return withWorld(runtime, async (world) => {
    const told = await tell(runtime, world, held, doctored);
    const { id } = held.snapshot.manifest;
    const before = await cutOverBefore(world, { snapshot: id, mapping: held.signed.mapping });
    if (before) {
      // A kill may have come between the last commit and the report.
      const report = await writeBatchReport(runtime, world, await batchNamed(world, before.batch));
      const { batch, at } = before;
      return { ...told, ...NOTHING_YET, status: 'ok', batch, doneAt: at, repeated: true, report };
    }
    const closed = told.gates.filter(({ open }) => !open);
    if (options.plan) return { ...told, ...NOTHING_YET, status: closed.length > 0 ? 'refused' : 'ok' };
    if (closed.length > 0) throw notReady(closed);
    await options.confirm(told);
    return carryOut(runtime, world, { held, told, adoption });
  });
}

const NOTHING_YET = {
  ...{ batch: null, doneAt: null, repeated: false, headline: null, checks: [], durationsMs: {} },
  ...{ rolledBack: null, report: null },
} satisfies Partial<CutoverResult>;

async function tell(
  runtime: Runtime,
  world: World,
  held: Held,
  doctored: Awaited<ReturnType<typeof doctor>>['checks'],
): Promise<CutoverTold> {
  const { settings } = runtime;
  const mapping = mappingIdentity(
    ...([await readMapping(settings.mappingFolders), settings, world.timeZone] as const),
    await readMerges(settings),
  );
  const questions = await tenantQuestions(world.session, world.source.tenant);
  const gates = await gatesOf({
    ...{ settings, world, held, mapping, doctor: doctored, questions, now: Date.now() },
  });
  const { signed, snapshot, rehearsal, backup } = held;
  const columns = world.shape.tables['tenants']?.columns ?? {};
  const plan = planOf({
    ...{ resort: world.tenantName, target: settings.target.name, tenant: world.source.tenant, signed },
    ...{ asOf: snapshot.manifest.asOf, figures: held.figures ?? signed.figures, rehearsal, backup },
    counters: Object.keys(COUNTERS).filter((column) => column in columns),
  });
  return {
    ...{ resort: world.tenantName, target: settings.target.name, signedBatch: signed.batch },
    ...{ snapshot: snapshot.manifest.id, mapping: signed.mapping, gates, plan },
  };
}

function notReady(closed: readonly Gate[]): Error {
  return refusal(
    'CUTOVER_NOT_READY',
    [
      `${closed.length === 1 ? 'One thing is' : `${closed.length} things are`} missing before production may be loaded:`,
      ...closed.map(({ name, found, remedy }) => `  ${name}: ${found}. ${remedy}`),
    ].join('\n'),
    'Supply what is missing, and repeat the command; nothing was written.',
  );
}

interface Going {
  held: Held;
  told: CutoverTold;
  adoption: Awaited<ReturnType<typeof readAdoption>>;
}

async function carryOut(runtime: Runtime, world: World, going: Going): Promise<CutoverResult> {
  const { session, source } = world;
  const { held, told } = going;
  const clock = stopwatch();
  const earlier = (await standingBatch(session, source))?.id ?? 0;
  await audit(session, {
    ...{ actor: actor(), action: 'cutover begun', tenant: source.tenant, batch: null },
    details: { ...hashesOf(held), gates: told.gates.map(({ name, found }) => ({ name, found })) },
  });
  checkpoint('cutover.begun');
  const open = (model: Parameters<typeof exceptionsOf>[0]) => unaccepted(exceptionsOf(model), held.signed);
  const load = async (dryRun: boolean): Promise<RunResult> =>
    loadSnapshot(runtime, world, held.snapshot, {
      ...{ command: 'cutover', dryRun, adoption: going.adoption, answers: await askFirst(runtime, world) },
      // A second look takes as long again: its stages are no part of the first.
      clock: dryRun ? stopwatch() : clock,
      objections: (model) => open(model).map((text) => `an exception that nobody signed: ${text}`),
    });
  try {
    const loaded = await load(false);
    if (loaded.status === 'failed' || loaded.status === 'refused') {
      const { status, headline, report } = loaded;
      return { ...told, ...NOTHING_YET, status, headline, report, durationsMs: clock.durations() };
    }
    checkpoint('cutover.loaded');
    const batch = await standing(world);
    const checks = await clock('checks', async () => {
      const look = await load(true);
      return smokeChecks(look, loaded, open(look), await readKinds(world));
    });
    checkpoint('cutover.checked');
    const result = { ...told, ...NOTHING_YET, batch: batch.publicId, checks, report: loaded.report };
    const failed = checks.filter(({ ok }) => ok === false);
    if (failed.length === 0) {
      const report = await finish(runtime, world, batch, held, { checks, hashes: hashesOf(held) });
      const { status, headline } = loaded;
      return { ...result, status, headline, report, durationsMs: clock.durations() };
    }
    const why = `The checks failed: ${failed.map(({ name, found }) => `${name} (${found})`).join('; ')}`;
    // An interrupted cutover may be continued when people work in Tailtown already: their day is not taken from them.
    const since = batch.id > earlier ? null : await changedSince(runtime, world, batch);
    const mayGo = since === null || since.changed + since.deleted === 0;
    const rolledBack = mayGo ? await clock('rollback', () => takeBack(runtime, world, batch, why)) : null;
    const left = rolledBack
      ? 'The batch was taken back.'
      : `It was not taken back by itself, since people changed rows meanwhile: tailtown-migrate rollback ${batch.publicId}`;
    return {
      ...{ ...result, status: 'failed', headline: `${why}. ${left}`, rolledBack },
      durationsMs: clock.durations(),
    };
  } catch (error) {
    const batch = await standingBatch(session, source).catch(() => null);
    if (batch === null || batch.id <= earlier) throw error;
    const { buckets } = await takeBack(runtime, world, batch, messageOf(error));
    throw new MigrateError(
      'CUTOVER_TAKEN_BACK',
      `The cutover failed behind its load, and batch ${batch.publicId} was taken back (${buckets.reversed} rows reversed, ${buckets.kept} kept, ${buckets.blocked} blocked, ${buckets.failed} failed): ${messageOf(error)}`,
      { hint: 'Mend the cause and repeat the command.', exit: EXIT.unexpected, cause: error },
    );
  }
}

async function standing({ session, source }: World): Promise<Batch> {
  const batch = await standingBatch(session, source);
  if (batch === null) throw new Error('a load that did not fail left no batch');
  return batch;
}

/** The way back, which nothing interrupts. */
async function takeBack(runtime: Runtime, world: World, batch: Batch, why: string): Promise<RollbackResult> {
  const { session, source } = world;
  const done = await rollbackIn({ ...runtime, signal: new AbortController().signal }, world, {
    ...{ batch: batch.publicId, dryRun: false, through: false },
  });
  await audit(session, {
    ...{ actor: actor(), action: 'cutover taken back', tenant: source.tenant, batch: batch.id },
    details: { batch: batch.publicId, why, buckets: done.buckets, proof: done.proof },
  });
  return done;
}

const hashesOf = ({ signed, snapshot, backup, rehearsal }: Held) => ({
  ...{ signedBatch: signed.batch, signedBy: signed.name, signedAt: signed.at, report: signed.report },
  ...{ snapshot: snapshot.manifest.id, mapping: signed.mapping },
  ...{ backup: backup && { id: backup.id, sha256: backup.sha256, reason: backup.reason } },
  rehearsal: rehearsal && { batch: rehearsal.batches.again, at: rehearsal.at },
});
