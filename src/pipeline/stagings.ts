import { createHash } from 'node:crypto';
import { checkpoint } from '../core/checkpoint.ts';
import type { ColumnSource, Mapping } from '../core/mapping.ts';
import type { MergeDecision } from '../core/merges.ts';
import type { Settings } from '../core/settings.ts';
import { TOOL_VERSION } from '../core/version.ts';
import { type Shape, shapeHash } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { isShared } from '../mapping/steps.ts';
import type { Snapshot } from '../snapshot/read.ts';
import { type Layout, layoutOf } from '../staging/layout.ts';
import { dropStaging, LINE_COLUMNS } from '../staging/tables.ts';
import type { World } from './world.ts';

export type StagedStage = 'transform' | 'validate' | 'load';

/**
 * Everything that decides what the mapping makes of a record: mapping files, lookups, the settings that functions
 * read, the merges that people reviewed, and this program's version. Batches record it, and a staging set is only used again for the same one.
 */
export function mappingIdentity(
  mapping: Mapping,
  settings: Settings,
  timeZone: string,
  merges: readonly MergeDecision[],
): string {
  const parts = [mapping.hash, timeZone, settings.reservationTimeMode, settings.consentUnknown, TOOL_VERSION];
  if (merges.length > 0) parts.push(JSON.stringify(merges));
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

export interface StagingSet {
  number: number;
  layout: Layout;
}

/** The staging set for one snapshot, mapping and shape of target; other sets of the same source are dropped. */
export async function openStaging(
  world: World,
  settings: Settings,
  mapping: Mapping,
  { manifest }: Snapshot,
  identity: string,
): Promise<StagingSet> {
  const { session, source, shape } = world;
  const values = [source.tenant, source.sourceDatabase, manifest.id, identity, setShape(shape)];
  await session.query(
    `INSERT INTO migration.stagings (tenant, source_database, snapshot, mapping, shape)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    values,
  );
  const { rows } = await session.query<{ id: number; mine: boolean }>(
    `SELECT id, (tenant, source_database, snapshot, mapping, shape) = ($1, $2, $3, $4, $5) AS mine
     FROM migration.stagings WHERE tenant = $1 AND source_database = $2`,
    values,
  );
  for (const old of rows.filter((row) => !row.mine)) {
    await dropStaging(session, old.id);
    checkpoint('staging.dropped');
    await session.query('DELETE FROM migration.stagings WHERE id = $1', [old.id]);
  }
  checkpoint('staging.opened');
  const number = rows.find((row) => row.mine)?.id ?? 0;
  const files = manifest.files.map(({ along, ...file }) =>
    along ? { ...file, keeps: (from: ColumnSource) => isShared(from, along) } : file,
  );
  const columns = { files, before: await earlierColumns(world) };
  return { number, layout: layoutOf(number, mapping, shape, settings.conflicts, columns) };
}

/** By entity, the columns that all its files of some load had which still stands. */
async function earlierColumns({ session, source }: World): Promise<Record<string, string[]>> {
  const { rows } = await session.query<{ entity: string; files: string[][] }>(
    `SELECT f ->> 'entity' AS entity, jsonb_agg(coalesce(f -> 'columns', '[]')) AS files
     FROM migration.batches b CROSS JOIN jsonb_array_elements(b.result -> 'files') f
     WHERE b.tenant = $1 AND b.source_database = $2 AND b.state <> 'rolled_back' GROUP BY b.id, 1`,
    [source.tenant, source.sourceDatabase],
  );
  const before: Record<string, string[]> = {};
  for (const { entity, files } of rows) {
    const [first = [], ...others] = files;
    const inAll = first.filter((name) => others.every((columns) => columns.includes(name)));
    before[entity] = [...(before[entity] ?? []), ...inAll];
  }
  return before;
}

/** The target's shape and this program's own: a set that an older version made has other columns. */
const setShape = (shape: Shape): string =>
  createHash('sha256')
    .update([shapeHash(shape), ...LINE_COLUMNS].join('\n'))
    .digest('hex');

/** What a finished stage left behind, or null where it has not been finished. */
export async function finishedStage<T>(
  session: Session,
  staging: number,
  stage: StagedStage,
): Promise<T | null> {
  const { rows } = await session.query<{ counts: T }>(
    `SELECT counts FROM migration.stages WHERE staging = $1 AND stage = $2 AND state = 'finished'`,
    [staging, stage],
  );
  return rows[0]?.counts ?? null;
}

export async function startStage(session: Session, staging: number, stage: StagedStage): Promise<void> {
  await session.query(
    `INSERT INTO migration.stages (staging, stage, state, counts, started_at) VALUES ($1, $2, 'started', '{}', now())
     ON CONFLICT (staging, stage) DO UPDATE SET state = 'started', started_at = now(), finished_at = NULL, counts = '{}'`,
    [staging, stage],
  );
}

export async function finishStage(
  session: Session,
  staging: number,
  stage: StagedStage,
  counts: object,
): Promise<void> {
  await session.query(
    `INSERT INTO migration.stages (staging, stage, state, counts, started_at, finished_at)
       VALUES ($1, $2, 'finished', $3::jsonb, now(), now())
     ON CONFLICT (staging, stage) DO UPDATE SET state = 'finished', finished_at = now(), counts = $3::jsonb`,
    [staging, stage, JSON.stringify(counts)],
  );
}
