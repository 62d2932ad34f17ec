import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Session } from '../database/session.ts';
import type { Batch } from '../ledger/batches.ts';
import { signOffsOf, waiversOf } from '../reconcile/acceptance.ts';
import { type Aftermath, type Download, NOTHING_AFTER, type ReplayAccount } from '../reconcile/aftermath.ts';
import type { EntityAccount, RunModel } from '../reconcile/model.ts';
import { reportHash } from '../reconcile/report-hash.ts';
import { notWritten } from '../report/write.ts';
import type { Snapshot } from '../snapshot/read.ts';
import { type Reject, writeRejects } from './rejects.ts';

/** Folder of the rejected records, beside a report. */
const REJECTS = 'rejects';

/**
 * Writes the rejected records beside a report, and says where. Those of an earlier report in the same place go.
 * Errors: REPORT_NOT_WRITTEN.
 */
export async function rejectsBeside(
  folder: string,
  snapshot: Snapshot,
  rejects: readonly Reject[],
): Promise<Download[]> {
  try {
    await rm(path.join(folder, REJECTS), { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const files = await writeRejects(snapshot, rejects, path.join(folder, REJECTS));
    return files.map((file) => ({ ...file, path: `${REJECTS}/${file.path}` }));
  } catch (cause) {
    throw notWritten(folder, cause);
  }
}

/** What is known of a batch besides what it stored when it was loaded. `stored` is that, as it was stored. */
export async function aftermathOf(
  session: Session,
  batch: Batch,
  stored: RunModel,
  found: Partial<Aftermath>,
): Promise<Aftermath> {
  return {
    ...NOTHING_AFTER,
    hash: reportHash(stored),
    waivers: await waiversOf(session, batch),
    signOffs: await signOffsOf(session, batch),
    replays: await replaysOf(session, batch),
    ...found,
  };
}

/** The batches of mended records that belong to a batch, by what they stored. */
async function replaysOf(session: Session, batch: Batch): Promise<ReplayAccount[]> {
  const { rows } = await session.query<{
    id: string;
    state: Batch['state'];
    entities: EntityAccount[];
    along: Record<string, number>;
  }>(
    `SELECT public_id AS id, state, result -> 'entities' AS entities, coalesce(result -> 'along', '{}') AS along FROM migration.batches
     WHERE tenant = $1 AND result ->> 'belongsTo' = $2 ORDER BY id`,
    [batch.tenant, batch.publicId],
  );
  return rows.map(({ id, state, entities, along }) => {
    const sum = (count: (account: EntityAccount) => number) =>
      entities.reduce((total, account) => total + count(account), 0);
    return {
      ...{ batch: id, state, read: sum(({ read }) => read) },
      // What came along had moved before.
      moved: sum(({ entity, inserted, updated, unchanged, merged }) => {
        const came = along[entity] ?? 0;
        return inserted + updated + merged + (came > 0 ? unchanged - came : 0);
      }),
      rejected: sum(({ rejected }) => rejected),
    };
  });
}
