import { checkpoint } from '../../core/checkpoint.ts';
import { EXIT, MigrateError, messageOf } from '../../core/errors.ts';
import { audit, type Batch, standingBatch } from '../../ledger/batches.ts';
import type { AdoptionDecision } from '../../load/index.ts';
import type { RunModel } from '../../reconcile/model.ts';
import { exceptionsOf } from '../../reconcile/readiness.ts';
import { unaccepted } from '../figures.ts';
import { writeBatchReport } from '../publish.ts';
import type { CutoverResult, CutoverTold, RollbackResult, RunResult } from '../results.ts';
import { rollbackIn } from '../rollback.ts';
import { actor, askFirst, type Clock, loadSnapshot, stopwatch } from '../run.ts';
import type { Runtime } from '../runtime.ts';
import { changedSince } from '../way-back.ts';
import type { World } from '../world.ts';
import { keepActs } from './acts.ts';
import { type SmokeCheck, smokeChecks } from './checks.ts';
import type { Held } from './evidence.ts';
import { readKinds } from './kinds.ts';

/** What is told of a cutover that has not come to anything. */
export const NOTHING_YET = {
  ...{ batch: null, doneAt: null, repeated: false, headline: null, checks: [], durationsMs: {} },
  ...{ rolledBack: null, report: null },
} satisfies Partial<CutoverResult>;

export interface Going {
  held: Held;
  told: CutoverTold;
  adoption: AdoptionDecision[];
}

type Carried = Pick<CutoverResult, 'status' | 'headline' | 'batch' | 'checks' | 'rolledBack' | 'report'>;

/**
 * Loads, checks, and takes back what fails behind the commit. Throws CUTOVER_TAKEN_BACK, CUTOVER_NOT_TAKEN_BACK and
 * CUTOVER_INTERRUPTED (exit 1): the first where the program itself failed behind the commit, the last where the operator
 * stopped it, which leaves no time for a way back.
 */
export async function carryOut(runtime: Runtime, world: World, going: Going): Promise<CutoverResult> {
  const { session, source } = world;
  const { told, held } = going;
  const clock = stopwatch();
  const earlier = (await standingBatch(session, source))?.id ?? 0;
  await audit(session, {
    ...{ actor: actor(), action: 'cutover begun', tenant: source.tenant, batch: null },
    details: { ...hashesOf(held), gates: told.gates.map(({ name, found }) => ({ name, found })) },
  });
  checkpoint('cutover.begun');
  const carried = await loadAndCheck(runtime, world, { ...going, clock, earlier }).catch((error: unknown) =>
    failed(runtime, world, earlier, error),
  );
  // Behind the last commit: a report that cannot be written takes nothing back.
  if (carried.batch !== null && carried.rolledBack === null && carried.status !== 'failed')
    carried.report = await writeBatchReport(runtime, world, await standing(world));
  return { ...told, ...NOTHING_YET, ...carried, durationsMs: clock.durations() };
}

async function loadAndCheck(
  runtime: Runtime,
  world: World,
  { held, adoption, clock, earlier }: Going & { clock: Clock; earlier: number },
): Promise<Carried> {
  const open = (model: RunModel) => unaccepted(exceptionsOf(model), held.signed);
  const load = async (dryRun: boolean): Promise<RunResult> =>
    loadSnapshot(runtime, world, held.snapshot, {
      ...{ command: 'cutover', dryRun, adoption, answers: await askFirst(runtime, world) },
      // A second look takes as long again: its stages are no part of the first.
      clock: dryRun ? stopwatch() : clock,
      objections: (model) => open(model).map((text) => `an exception that nobody signed: ${text}`),
    });
  const { status, headline, report, ...loaded } = await load(false);
  if (status === 'failed' || status === 'refused')
    return { status, headline, report, batch: null, checks: [], rolledBack: null };
  checkpoint('cutover.loaded');
  const batch = await standing(world);
  const checks = await clock('checks', async () => {
    const look = await load(true);
    return smokeChecks(look, { ...loaded, status, headline }, open(look), await readKinds(world));
  });
  checkpoint('cutover.checked');
  const carried = { batch: batch.publicId, checks, report };
  const wrong = checks.filter(({ ok }) => ok === false);
  if (wrong.length === 0) {
    await keepActs(world, batch, held.signed, { ...hashesOf(held), checks });
    return { ...carried, status, headline, rolledBack: null };
  }
  const why = `The checks failed: ${wrong.map(toldOf).join('; ')}`;
  // An interrupted cutover may be continued when people work in Tailtown already: their day is not taken from them.
  const since = batch.id > earlier ? null : await changedSince(runtime, world, batch);
  const mayGo = since === null || since.changed + since.deleted === 0;
  const rolledBack = mayGo ? await clock('rollback', () => takeBack(runtime, world, batch, why)) : null;
  const left = rolledBack
    ? 'The batch was taken back.'
    : `It was not taken back by itself, since people changed rows meanwhile: tailtown-migrate rollback ${batch.publicId}`;
  return { ...carried, status: 'failed', headline: `${why}. ${left}`, rolledBack };
}

const toldOf = ({ name, found }: SmokeCheck): string => `${name} (${found})`;

/** What failed behind the commit is taken back; before it, nothing is there. */
async function failed(runtime: Runtime, world: World, earlier: number, error: unknown): Promise<never> {
  if (runtime.signal.aborted)
    throw new MigrateError(
      'CUTOVER_INTERRUPTED',
      'Stopped as you asked. If the load was committed already, it stands unchecked.',
      {
        hint: 'Repeat the command: it loads, or goes on with the checks. `status` names the batch, and `rollback BATCH` takes it back.',
        cause: error,
      },
    );
  const batch = await standingBatch(world.session, world.source).catch(() => null);
  if (batch === null || batch.id <= earlier) throw error;
  const { publicId } = batch;
  const told = `The cutover failed behind its load (${messageOf(error)})`;
  const undone = await takeBack(runtime, world, batch, messageOf(error)).catch((cause: unknown) => {
    throw new MigrateError(
      'CUTOVER_NOT_TAKEN_BACK',
      `${told}, and batch ${publicId} could not be taken back: ${messageOf(cause)}`,
      { hint: `Take it back by hand: tailtown-migrate rollback ${publicId}`, cause },
    );
  });
  const { reversed, kept, blocked } = undone.buckets;
  throw new MigrateError(
    'CUTOVER_TAKEN_BACK',
    `${told}, and batch ${publicId} was taken back: ${reversed} rows reversed, ${kept} kept, ${blocked} blocked.`,
    {
      hint: 'Mend the cause, take another backup, and repeat the command.',
      exit: EXIT.unexpected,
      cause: error,
    },
  );
}

async function standing({ session, source }: World): Promise<Batch> {
  const batch = await standingBatch(session, source);
  if (batch === null) throw new Error('a load that did not fail left no batch');
  return batch;
}

async function takeBack(runtime: Runtime, world: World, batch: Batch, why: string): Promise<RollbackResult> {
  const { session, source } = world;
  const done = await rollbackIn(runtime, world, {
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
