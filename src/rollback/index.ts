import { checkpoint } from '../core/checkpoint.ts';
import { EXIT, MigrateError, refusal } from '../core/errors.ts';
import { againstOthers } from '../database/contention.ts';
import type { Shape } from '../database/introspect.ts';
import { replicaTables } from '../database/replica.ts';
import type { Session } from '../database/session.ts';
import { audit, type Batch, listBatches } from '../ledger/batches.ts';
import { fingerprint } from '../ledger/fingerprint.ts';
import { refusePurged } from '../ledger/purges.ts';
import { FILLED_TABLES } from '../tailtown/tables.ts';
import { closeLedger, forgetSoftDeletes } from './ledger.ts';
import { type Proof, prove } from './proof.ts';
import { refuseWithoutProvenance } from './provenance.ts';
import { deleteInserted, restoreDeferred, restoreUpdated } from './reverse.ts';
import { type RowFate, touchedTables, Work } from './work.ts';

export interface RollbackInput {
  session: Session;
  shape: Shape;
  tenant: string;
  /** Public id of the batch. */
  batch: string;
  /** Undo the newer batches on top of it as well, newest first. */
  through: boolean;
  dryRun: boolean;
  actor: string;
  /** Hears that it starts again, since others stood in its way. */
  onAgain: () => void;
}

export interface RollbackOutcome {
  batches: string[];
  buckets: { reversed: number; kept: number; blocked: number; failed: number };
  kept: RowFate[];
  blocked: RowFate[];
  proof: Proof;
  fingerprint: { before: string; after: string; equal: boolean };
}

/** Thrown to end a dry run's transaction. */
class DryRun extends Error {
  readonly outcome: RollbackOutcome;
  constructor(outcome: RollbackOutcome) {
    super('dry run');
    this.outcome = outcome;
  }
}

/**
 * Undoes one batch (promise 6) in one transaction: rows that it inserted go, rows that it changed get their
 * before-image back in all columns; rows that people changed since are kept, with the rows they need. Nothing
 * else is ever deleted: a row that any foreign key of the database still refers to is blocked. The dry run does
 * the same and rolls back. All touched rows are locked first, and each statement sees what was committed before it:
 * an edit that was still open when the rollback began is waited for, and kept. A deadlock starts it again.
 */
export async function rollback(input: RollbackInput): Promise<RollbackOutcome> {
  try {
    return await againstOthers(() => input.session.transaction(() => rollbackOnce(input)), input.onAgain);
  } catch (error) {
    if (error instanceof DryRun) return error.outcome;
    throw error;
  }
}

async function rollbackOnce(input: RollbackInput): Promise<RollbackOutcome> {
  const { session, shape, tenant } = input;
  const batches = await batchesToUndo(input);
  const outcome: RollbackOutcome = {
    batches: batches.map((batch) => batch.publicId),
    buckets: { reversed: 0, kept: 0, blocked: 0, failed: 0 },
    ...{ kept: [], blocked: [] },
    proof: { rows: 0, equal: 0, different: 0 },
    fingerprint: { before: '', after: '', equal: false },
  };
  for (const batch of batches) await refusePurged(session, batch);
  for (const batch of batches) await refuseWithoutProvenance(session, shape, batch);
  for (const batch of batches) await undo(input, batch, outcome);
  const after = await fingerprint(session, shape, tenant);
  const before = batches.at(-1)?.fingerprintBefore ?? '';
  outcome.fingerprint = { before, after, equal: before === after };
  checkpoint('rollback.before-commit');
  if (outcome.proof.different > 0) {
    throw new MigrateError(
      'ROLLBACK_NOT_PROVEN',
      `${outcome.proof.different} of ${outcome.proof.rows} rows would not equal their before-images, so nothing was rolled back.`,
      {
        stage: 'rollback',
        exit: EXIT.imbalance,
        hint: 'A trigger of the database may change rows on the way; look at the log and try again.',
      },
    );
  }
  if (input.dryRun) throw new DryRun(outcome);
  return outcome;
}

async function undo(input: RollbackInput, batch: Batch, outcome: RollbackOutcome): Promise<void> {
  const { session, shape } = input;
  // The work tables are joined whole and by their keys: their planner needs to know little more than their sizes.
  await session.exec('SET LOCAL default_statistics_target = 10');
  const work = await Work.create(
    session,
    shape,
    batch,
    inUndoOrder(await touchedTables(session, shape, batch)),
  );
  checkpoint('rollback.work');
  await work.lock(session);
  checkpoint('rollback.locked');
  const updated = work.tables.filter((table) => table.updated);
  const inserted = work.tables.filter((table) => table.inserted);
  const quiet = await replicaTables(
    session,
    inserted.map((table) => table.name),
  );
  // Restored first: a row that was changed to refer to an inserted one lets go of it.
  for (const table of updated) {
    await restoreUpdated(session, shape, table);
    checkpoint('rollback.restored');
  }
  for (const table of inserted) {
    await deleteInserted(session, shape, work, table, quiet.has(table.name));
    checkpoint('rollback.deleted');
  }
  for (const table of updated) await restoreDeferred(session, shape, table);
  checkpoint('rollback.deferred');
  const proof = await prove(session, work);
  checkpoint('rollback.proven');
  const fates = await work.fates(session);
  outcome.proof = {
    rows: outcome.proof.rows + proof.rows,
    equal: outcome.proof.equal + proof.equal,
    different: outcome.proof.different + proof.different,
  };
  for (const bucket of ['reversed', 'kept', 'blocked'] as const)
    outcome.buckets[bucket] += fates.counts[bucket];
  outcome.buckets.failed += proof.different;
  outcome.buckets.reversed -= proof.different;
  outcome.kept.push(...fates.kept);
  outcome.blocked.push(...fates.blocked);
  await closeLedger(session, batch, { buckets: outcome.buckets, proof });
  for (const table of updated) await forgetSoftDeletes(session, batch, table.work);
  checkpoint('rollback.ledger');
  await audit(session, {
    ...{ actor: input.actor, action: 'rollback', tenant: input.tenant, batch: batch.id },
    details: { batch: batch.publicId, buckets: outcome.buckets, proof },
  });
  await work.drop(session);
  checkpoint('rollback.undone');
}

/** The batch and, with `through`, the newer ones on top of it, newest first. */
async function batchesToUndo(input: RollbackInput): Promise<Batch[]> {
  const all = await listBatches(input.session, input.tenant);
  const batch = all.find((candidate) => candidate.publicId === input.batch);
  if (!batch) {
    throw refusal(
      'BATCH_UNKNOWN',
      `There is no batch ${input.batch} of this tenant in this target.`,
      'List the batches with `tailtown-migrate status`.',
    );
  }
  if (batch.state === 'rolled_back') {
    throw refusal(
      'BATCH_ROLLED_BACK',
      `Batch ${input.batch} was rolled back already.`,
      'Nothing to do; `tailtown-migrate run` loads again.',
    );
  }
  const newer = all.filter((candidate) => candidate.id > batch.id && candidate.state !== 'rolled_back');
  if (newer.length > 0 && !input.through) {
    throw refusal(
      'BATCH_NOT_NEWEST',
      `${newer.length} newer batch(es) stand on top of ${input.batch}: ${newer.map((candidate) => candidate.publicId).join(', ')}.`,
      'Roll the newest back first, or undo them together with --through.',
    );
  }
  return [...newer, batch];
}

/** Children before parents. */
function inUndoOrder(tables: string[]): string[] {
  const order: readonly string[] = FILLED_TABLES;
  return [...tables].sort((a, b) => order.indexOf(b) - order.indexOf(a));
}
