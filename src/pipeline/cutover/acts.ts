import { checkpoint } from '../../core/checkpoint.ts';
import { audit, type Batch } from '../../ledger/batches.ts';
import { addSignOff, addWaiver } from '../../reconcile/acceptance.ts';
import type { SignOffFile } from '../proofs.ts';
import { actor } from '../run.ts';
import type { World } from '../world.ts';

/** The cutover of the same snapshot and mapping that came to its end and stands, or null. `at` is UTC. */
export async function cutOverBefore(
  { session, source }: World,
  { snapshot, mapping }: { snapshot: string; mapping: string },
): Promise<{ batch: string; at: string } | null> {
  const { rows } = await session.query<{ batch: string; at: string }>(
    `SELECT b.public_id AS batch, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS at
     FROM migration.audit_events e JOIN migration.batches b ON b.id = e.batch
     WHERE e.action = 'cutover' AND e.tenant = $1 AND b.source_database = $2 AND b.snapshot = $3 AND b.mapping = $4
       AND b.state <> 'rolled_back' ORDER BY e.id DESC LIMIT 1`,
    [source.tenant, source.sourceDatabase, snapshot, mapping],
  );
  return rows[0] ?? null;
}

/**
 * Whether the signed batch was cut over here and stands: a cutover that came to its end writes the sign-off into
 * production's own control tables, with the batch that was signed.
 */
export async function isCutOver({ session, source }: World, signedBatch: string): Promise<boolean> {
  const { rows } = await session.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM migration.sign_offs s JOIN migration.batches b ON b.id = s.batch
       WHERE b.tenant = $1 AND b.state <> 'rolled_back' AND s.details ->> 'batch' = $2) AS found`,
    [source.tenant, signedBatch],
  );
  return rows[0]?.found === true;
}

/** The signed batch of a cutover that was begun, left its load behind, and came to no end; null where there is none. */
export async function unfinishedCutover({ session, source }: World): Promise<string | null> {
  const { rows } = await session.query<{ action: string; signed: string | null; loaded: boolean }>(
    `SELECT e.action, e.details ->> 'signedBatch' AS signed, EXISTS (SELECT FROM migration.batches b
       WHERE b.tenant = e.tenant AND b.state <> 'rolled_back' AND b.snapshot = e.details ->> 'snapshot'
         AND b.mapping = e.details ->> 'mapping') AS loaded
     FROM migration.audit_events e WHERE e.tenant = $1 AND e.action IN ('cutover begun', 'cutover', 'cutover taken back')
     ORDER BY e.id DESC LIMIT 1`,
    [source.tenant],
  );
  const [last] = rows;
  return last?.action === 'cutover begun' && last.loaded ? last.signed : null;
}

/**
 * The last load or rollback of the tenant in this target that a backup does not hold: by the order of the audit trail,
 * since the clocks of server and program differ. A backup from before there were control tables was not noted, and holds
 * none. The own load of a cutover that is continued does not count: its backup was looked at when it began. `at` is UTC.
 */
export async function changedBehind(
  world: World,
  backup: string,
  signed: { batch: string; snapshot: string; mapping: string } | null,
): Promise<{ action: string; at: string } | null> {
  const goesOn = signed !== null && (await unfinishedCutover(world)) === signed.batch;
  const { rows } = await world.session.query<{ action: string; at: string }>(
    `SELECT e.action, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS at
     FROM migration.audit_events e JOIN migration.batches b ON b.id = e.batch
     WHERE e.tenant = $1 AND e.action IN ('load', 'rollback') AND e.id > coalesce((SELECT max(id) FROM migration.audit_events
         WHERE tenant = $1 AND action = 'backup' AND details ->> 'id' = $2), 0)
       AND NOT ($3 AND e.action = 'load' AND b.state <> 'rolled_back' AND b.snapshot = $4 AND b.mapping = $5)
     ORDER BY e.id DESC LIMIT 1`,
    [world.source.tenant, backup, goesOn, signed?.snapshot ?? '', signed?.mapping ?? ''],
  );
  return rows[0] ?? null;
}

/**
 * In one transaction: what was accepted in staging is written into production's own control tables, with the names and
 * reasons of whoever accepted it, and the cutover into the audit trail.
 */
export async function keepActs(
  { session, source }: World,
  batch: Batch,
  signed: SignOffFile,
  details: Record<string, unknown>,
): Promise<void> {
  await session.transaction(async () => {
    for (const waiver of signed.accepted) await addWaiver(session, batch, waiver);
    await addSignOff(session, batch, {
      ...{ name: signed.name, at: signed.at, report: signed.report },
      accepted: signed.accepted.map(({ code }) => code),
      details: { batch: signed.batch, target: signed.target },
    });
    await audit(session, {
      ...{ actor: actor(), action: 'cutover', tenant: source.tenant, batch: batch.id },
      details: { batch: batch.publicId, ...details },
    });
  });
  checkpoint('cutover.finished');
}
