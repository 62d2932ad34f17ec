import { refusal, usageError } from '../core/errors.ts';
import { TOOL_VERSION } from '../core/version.ts';
import { audit, type Batch } from '../ledger/batches.ts';
import { addSignOff, addWaiver, waiversOf } from '../reconcile/acceptance.ts';
import type { RunModel } from '../reconcile/model.ts';
import { covers, type Exception, readinessOf } from '../reconcile/readiness.ts';
import { reportHash } from '../reconcile/report-hash.ts';
import { verdictOf } from '../report/verdict.ts';
import { type Acceptance, readAcceptances, writeAcceptances } from './acceptances.ts';
import { batchNamed } from './batch.ts';
import { figuresOf } from './figures.ts';
import { rulesOf, signOffs } from './proofs.ts';
import { writeBatchReport } from './publish.ts';
import type { ExceptionsResult, SignOffResult } from './results.ts';
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
  /** A file of acceptances (`readAcceptances`); what `accept` says goes before it. */
  acceptFile?: string;
}

/**
 * A person accepts exceptions and signs a batch. Waivers are kept in any case; the batch is signed once none of its
 * exceptions is left open. Throws BATCH_UNBALANCED, BATCH_ROLLED_BACK and BATCH_UNKNOWN (exit 4),
 * SIGNOFF_REASON_MISSING, SIGNOFF_CODE_UNKNOWN and what the file is refused for (exit 2); nothing is kept then.
 */
export function signOff(runtime: Runtime, options: SignOffOptions): Promise<SignOffResult> {
  return withWorld(runtime, async (world) => {
    const batch = await batchNamed(world, options.batch);
    const model = await storedModel(world.session, batch);
    refuseUnsound(batch, model);
    checkCodes(model, options);
    const listed = options.acceptFile === undefined ? [] : await readAcceptances(options.acceptFile);
    const since = await changedSince(runtime, world, batch);
    const changed = since && since.changed + since.deleted;
    const done = await world.session.transaction(() => accept(world, batch, model, options, listed, changed));
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
            rules: rulesOf(runtime.settings),
            ...{ figures: figuresOf(model), toolVersion: TOOL_VERSION },
            ...(model.belongsTo === undefined ? {} : { belongsTo: model.belongsTo }),
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
      open: done.open.map(({ code, kind, count }) => ({ code, kind, count, why: whyOpen(code, listed) })),
      unneeded: done.unneeded,
      file,
      report: await writeBatchReport(runtime, world, batch, { since }),
    };
  });
}

/**
 * Writes what is to be accepted of a batch into a file, for people to fill in and give to `signOff`. Throws what that
 * refuses a batch for, and EXCEPTIONS_FILE_EXISTS (exit 2).
 */
export function writeExceptions(
  runtime: Runtime,
  options: { batch: string; file: string },
): Promise<ExceptionsResult> {
  return withWorld(runtime, async (world) => {
    const batch = await batchNamed(world, options.batch);
    const model = await storedModel(world.session, batch);
    refuseUnsound(batch, model);
    const { exceptions } = readinessOf(model, { waivers: await waiversOf(world.session, batch) }, 0);
    await writeAcceptances(options.file, exceptions);
    const open = exceptions.filter(({ waiver }) => waiver === null).length;
    return { batch: batch.publicId, file: options.file, exceptions: exceptions.length, open };
  });
}

function whyOpen(code: string, listed: readonly Acceptance[]): string {
  const said = listed.find((acceptance) => acceptance.code === code);
  if (!said) return 'nobody accepted it';
  return said.reason === '' ? 'its reason is empty' : `accepted up to ${said.upTo} only`;
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
  /** Codes of the file that are no exceptions of this batch. */
  unneeded: string[];
  signed: { name: string; at: string } | null;
}

/** In one transaction: waivers, the sign-off where nothing is open any more, and both in the audit trail. */
async function accept(
  { session, source }: World,
  batch: Batch,
  model: RunModel,
  { name, accept: codes, reason }: SignOffOptions,
  listed: readonly Acceptance[],
  changed: number | null,
): Promise<Accepted> {
  const event = { actor: actor(), tenant: source.tenant, batch: batch.id };
  const counts = new Map(
    readinessOf(model, { waivers: [] }, 0).exceptions.map(({ code, count }) => [code, count]),
  );
  const typed = [...new Set(codes)].map((code) => ({ code, reason: (reason ?? '').trim(), upTo: null }));
  const given = listed.filter((said) => {
    const count = counts.get(said.code);
    return said.reason !== '' && !codes.includes(said.code) && count !== undefined && covers(said, count);
  });
  for (const acceptance of [...typed, ...given]) {
    const waiver = { ...acceptance, name };
    await addWaiver(session, batch, waiver);
    await audit(session, { ...event, action: 'waiver', details: { batch: batch.publicId, ...waiver } });
  }
  const { exceptions } = readinessOf(model, { waivers: await waiversOf(session, batch) }, 0);
  const open = exceptions.filter(({ waiver }) => waiver === null);
  const waivers = exceptions.flatMap(({ waiver }) => (waiver === null ? [] : [waiver]));
  const unneeded = listed.map(({ code }) => code).filter((code) => !counts.has(code));
  if (open.length > 0) return { waivers, open, unneeded, signed: null };
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
  return { waivers, open, unneeded, signed };
}
