import { checkpoint } from '../core/checkpoint.ts';
import { RETENTION_KINDS, type RetentionKind } from '../core/settings.ts';
import type { Session } from '../database/session.ts';
import { audit, type Batch, listBatches } from '../ledger/batches.ts';
import { deleteImages, forgetValues, hasValues, IMAGES_PURGED, purgedImages } from '../ledger/purges.ts';
import type { RunStatus } from '../reconcile/model.ts';
import { dropStaging } from '../staging/tables.ts';
import { bytesOf, deleteFolders, filesOf, finishDeletions, type Kept } from './purge-files.ts';
import { type Needs, needsOf } from './purge-needs.ts';
import { actor } from './run.ts';
import type { Runtime } from './runtime.ts';
import { type World, withWorld } from './world.ts';

export interface PurgeOptions {
  dryRun: boolean;
  /** "Today": what is removed is as old as the retention allows on it. */
  now: Date;
}

export interface PurgedItem {
  kind: RetentionKind;
  id: string;
  /** Day (YYYY-MM-DD, UTC) on which it was made. */
  made: string;
  /** Rows of the target, or bytes of files. */
  rows?: number;
  bytes?: number;
}

export interface PurgeResult {
  status: RunStatus;
  dryRun: boolean;
  /** YYYY-MM-DD, UTC. */
  today: string;
  removed: PurgedItem[];
  /** Old enough to go, and still needed. */
  kept: { kind: RetentionKind; id: string; why: string }[];
  /** Batches that can no longer be taken back because of this purge. */
  noWayBack: string[];
  /** Kinds for which the config sets no end. */
  unlimited: RetentionKind[];
}

const DAY_MS = 86_400_000;

/** Thrown to end a dry run's transaction. */
class DryRun extends Error {}

/**
 * Removes what the retention of the config does not allow any more: staging sets, images, snapshots (and the API's
 * answers they were made of), values of rejects, reports, backups. Never what `needsOf` names. Rows go in one transaction,
 * with an audit event for each thing that is removed; files go behind it. The dry run does the same and rolls back.
 */
export function purge(runtime: Runtime, options: PurgeOptions): Promise<PurgeResult> {
  return withWorld(runtime, async (world) => {
    runtime.progress.stage('purge');
    const batches = await listBatches(world.session, world.source.tenant);
    const job = new Job(runtime, world, options, batches, await needsOf(runtime, world, batches));
    if (!options.dryRun) await finishDeletions(runtime);
    const files = await filesOf(
      runtime,
      world.source.tenant,
      batches.map(({ publicId }) => publicId),
    );
    try {
      await world.session.transaction(async () => {
        await job.purgeStaging();
        for (const batch of [...batches].reverse()) await job.purgeBatch(batch);
        for (const file of files) await job.purgeFile(file);
        if (options.dryRun) throw new DryRun('dry run');
        checkpoint('purge.noted');
      });
    } catch (error) {
      if (!(error instanceof DryRun)) throw error;
    }
    if (!options.dryRun) {
      checkpoint('purge.committed');
      await deleteFolders(job.folders);
      // What was deleted must not lie in the files of the server until somebody else needs the room.
      if (job.result.noWayBack.length > 0) await vacuum(world.session);
    }
    runtime.progress.done();
    const { removed, kept } = job.result;
    runtime.log.info({ stage: 'purge', removed: removed.length, kept: kept.length }, 'purged');
    return job.result;
  });
}

class Job {
  readonly result: PurgeResult;
  readonly folders: string[] = [];
  readonly #runtime: Runtime;
  readonly #world: World;
  readonly #now: number;
  readonly #needs: Needs;
  readonly #batches: readonly Batch[];

  constructor(
    runtime: Runtime,
    world: World,
    { dryRun, now }: PurgeOptions,
    batches: readonly Batch[],
    needs: Needs,
  ) {
    this.#runtime = runtime;
    this.#world = world;
    this.#now = now.getTime();
    this.#needs = needs;
    this.#batches = batches;
    const unlimited = RETENTION_KINDS.filter((kind) => runtime.settings.retentionDays[kind] === null);
    this.result = {
      ...{ status: 'ok', dryRun, today: dayOf(this.#now) },
      ...{ removed: [], kept: [], noWayBack: [], unlimited },
    };
  }

  async purgeStaging(): Promise<void> {
    const { session, source } = this.#world;
    const { rows } = await session.query<{ id: number; snapshot: string; made: number }>(
      `SELECT s.id, s.snapshot, (extract(epoch FROM greatest(s.created_at, max(g.finished_at))) * 1000)::float8 AS made
       FROM migration.stagings s LEFT JOIN migration.stages g ON g.staging = s.id WHERE s.tenant = $1 GROUP BY s.id ORDER BY s.id`,
      [source.tenant],
    );
    for (const { id, snapshot, made } of rows) {
      const item = { kind: 'staging' as const, id: snapshot, made };
      if (!this.#mayGo(item, this.#needs.snapshots.get(snapshot))) continue;
      await dropStaging(session, id);
      await session.query('DELETE FROM migration.stagings WHERE id = $1', [id]);
      await this.#note(item, {});
    }
  }

  async purgeBatch(batch: Batch): Promise<void> {
    const { session, shape, source } = this.#world;
    const id = batch.publicId;
    const made = Date.parse(`${batch.batchTime.replace(' ', 'T')}Z`);
    const why = this.#needs.batches.get(id);
    const purged = await purgedImages(session, source.tenant);
    if (!purged.some((known) => known.batch === id) && this.#mayGo({ kind: 'images', id, made }, why)) {
      const rows = await deleteImages(session, shape, batch);
      if (batch.state !== 'rolled_back') this.result.noWayBack.push(id);
      await this.#note({ kind: 'images', id, made }, { rows, batch });
    }
    if ((await hasValues(session, batch)) && this.#mayGo({ kind: 'rejects', id, made }, why))
      await this.#note({ kind: 'rejects', id, made }, { rows: await forgetValues(session, batch), batch });
  }

  async purgeFile(file: Kept): Promise<void> {
    const { snapshots, reports } = this.#needs;
    if (!this.#mayGo(file, snapshots.get(file.id) ?? reports.get(file.id))) return;
    this.folders.push(file.path);
    const batch = this.#batches.find(({ publicId }) => publicId === file.id);
    await this.#note(file, { bytes: await bytesOf(file.path), ...(batch ? { batch } : {}) });
  }

  /** Whether retention ends it; what would go and is needed is told. */
  #mayGo({ kind, id, made }: Omit<Kept, 'path'>, why: string | undefined): boolean {
    const days = this.#runtime.settings.retentionDays[kind];
    if (days === null || made + days * DAY_MS > this.#now) return false;
    if (why === undefined) return true;
    this.result.kept.push({ kind, id, why });
    return false;
  }

  async #note(
    { kind, id, made }: Omit<Kept, 'path'>,
    { batch, ...size }: { batch?: Batch; rows?: number; bytes?: number },
  ): Promise<void> {
    const item: PurgedItem = { kind, id, made: dayOf(made), ...size };
    this.result.removed.push(item);
    const { tenant } = this.#world.source;
    await audit(this.#world.session, {
      ...{ actor: actor(), action: kind === 'images' ? IMAGES_PURGED : 'purge', tenant },
      batch: batch?.id ?? null,
      details: { ...item, today: this.result.today, days: this.#runtime.settings.retentionDays[kind] },
    });
  }
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

async function vacuum(session: Session): Promise<void> {
  const { rows } = await session.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname = 'migration' AND tablename ~ '^(before|after)_'`,
  );
  for (const { name } of rows) await session.exec(`VACUUM ${name}`);
}
