import { refusal, usageError } from '../core/errors.ts';
import { TOOL_VERSION } from '../core/version.ts';
import { audit, type Batch } from '../ledger/batches.ts';
import { addSignOff, addWaiver, waiversOf } from '../reconcile/acceptance.ts';
import type { RunModel } from '../reconcile/model.ts';
import { type Exception, readinessOf } from '../reconcile/readiness.ts';
import { reportHash } from '../reconcile/report-hash.ts';
import { verdictOf } from '../report/verdict.ts';
import { batchNamed } from './batch.ts';
import { figuresOf } from './figures.ts';
import { signOffs } from './proofs.ts';
import { writeBatchReport } from './publish.ts';
import type { SignOffResult } from './results.ts';
import { actor } from './run.ts';
import type { Runtime } from './runtime.ts';
import { storedModel } from './stored.ts';
import { changedSince } from './way-back.ts';
import { type World, withWorld } from './world.ts';

export interface SignOffOptions {
  batch: string;
  /** Who accepts. */
  name: string;
  /** Codes of exceptions that this person accepts now, and why. */
  accept: string[];
  reason: string | null;
}

/**
 * A person accepts exceptions and signs a batch. Waivers are kept in any case; the batch is signed once none of its
 * exceptions is left open. Throws BATCH_UNBALANCED, BATCH_ROLLED_BACK and BATCH_UNKNOWN (exit 4),
 * SIGNOFF_REASON_MISSING and SIGNOFF_CODE_UNKNOWN (exit 2); nothing is kept then.
 */
export function signOff(runtime: Runtime, options: SignOffOptions): Promise<SignOffResult> {
  return withWorld(runtime, async (world) => {
    const batch = await batchNamed(world, options.batch);
    const model = await storedModel(world.session, batch);
    refuseUnsound(batch, model);
    checkCodes(model, options);
    const since = await changedSince(runtime, world, batch);
    const changed = since && since.changed + since.deleted;
    const done = await world.session.transaction(() => accept(world, batch, model, options, changed));
    const { tenant, sourceDatabase } = world.source;
    const { target, snapshot, mapping } = batch;
    const report = reportHash(model);
    // After the commit: a file must not vouch for what the database does not hold.
    const file =
      done.signed === null
        ? null
        : await signOffs.write(runtime.settings.workspace, batch.publicId, {
            ...{ format: 2, tenant, sourceDatabase, target, batch: batch.publicId },
            ...{ verified: batch.state === 'verified', snapshot, mapping, report },
            ...{ asOf: model.context.asOf, name: options.name, at: done.signed.at, accepted: done.waivers },
            ...{ figures: figuresOf(model), toolVersion: TOOL_VERSION },
          });
    return {
      ...{
        batch: batch.publicId,
        signed: done.signed !== null,
        name: options.name,
        at: done.signed?.at ?? null,
      },
      hashes: { snapshot, mapping, report },
      accepted: done.waivers,
      open: done.open.map(({ code, kind, count }) => ({ code, kind, count })),
      file,
      report: await writeBatchReport(runtime, world, batch, { since }),
    };
  });
}

function refuseUnsound(batch: Batch, model: RunModel): void {
  if (batch.state === 'rolled_back')
    throw refusal(
      'BATCH_ROLLED_BACK',
      'The batch was rolled back: there is nothing to sign.',
      'Load again, and sign the batch that `tailtown-migrate status` shows.',
    );
  const { faults, status } = verdictOf(model);
  if (faults.length === 0 && status !== 'failed' && status !== 'refused') return;
  throw refusal(
    'BATCH_UNBALANCED',
    `The batch does not balance and cannot be signed: ${faults.map(({ text }) => text).join('; ') || status}.`,
    'Roll it back, mend what does not add up, and load again.',
  );
}

function checkCodes(model: RunModel, { accept: codes, reason }: SignOffOptions): void {
  if (codes.length > 0 && (reason ?? '').trim() === '')
    throw usageError(
      'SIGNOFF_REASON_MISSING',
      'It is not said why the exceptions are accepted.',
      'Add --reason "WHY" in your own words.',
    );
  const known = readinessOf(model, { waivers: [] }, 0).exceptions.map(({ code }) => code);
  const unknown = codes.filter((code) => !known.includes(code));
  if (unknown.length === 0) return;
  throw usageError(
    'SIGNOFF_CODE_UNKNOWN',
    `The batch has no exception ${unknown.join(', ')}.`,
    known.length === 0 ? 'It has none at all: leave --accept away.' : `Its exceptions: ${known.join(', ')}.`,
  );
}

interface Accepted {
  waivers: SignOffResult['accepted'];
  open: Exception[];
  signed: { name: string; at: string } | null;
}

/** In one transaction: waivers, the sign-off where nothing is open any more, and both in the audit trail. */
async function accept(
  { session, source }: World,
  batch: Batch,
  model: RunModel,
  { name, accept: codes, reason }: SignOffOptions,
  changed: number | null,
): Promise<Accepted> {
  const event = { actor: actor(), tenant: source.tenant, batch: batch.id };
  for (const code of new Set(codes)) {
    const waiver = { code, reason: (reason ?? '').trim(), name };
    await addWaiver(session, batch, waiver);
    await audit(session, { ...event, action: 'waiver', details: { batch: batch.publicId, ...waiver } });
  }
  const { exceptions } = readinessOf(model, { waivers: await waiversOf(session, batch) }, 0);
  const open = exceptions.filter(({ waiver }) => waiver === null);
  const waivers = exceptions.flatMap(({ waiver }) => (waiver === null ? [] : [waiver]));
  if (open.length > 0) return { waivers, open, signed: null };
  const report = reportHash(model);
  const accepted = waivers.map(({ code }) => code);
  const signed = await addSignOff(session, batch, {
    ...{ name, report, accepted, details: { waivers, changedSince: changed } },
  });
  const { snapshot, mapping } = batch;
  await audit(session, {
    ...{ ...event, action: 'sign-off' },
    details: { batch: batch.publicId, name, snapshot, mapping, report, accepted, changedSince: changed },
  });
  return { waivers, open, signed };
}
