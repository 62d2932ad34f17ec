import { idColumnOf } from '../gingr/catalogue.ts';
import type { Batch } from '../ledger/batches.ts';
import type { SnapshotFile } from '../snapshot/format.ts';
import { openSnapshot, type Snapshot } from '../snapshot/read.ts';
import type { World } from './world.ts';

/** A line in the columns of the source file that it came from. */
export interface SourceRow {
  source: SnapshotFile;
  cells: string[];
}

/** The cell of a canonical column, trimmed; '' where the file has none. */
export const cellOf = ({ source, cells }: SourceRow, column: string): string =>
  cells[source.canonical.indexOf(column)]?.trim() ?? '';

/** `animals/501`; by all cells where the entity has no id of its own. */
export function recordOf(row: SourceRow): string {
  const id = cellOf(row, idColumnOf(row.source.entity));
  return `${row.source.entity}/${id === '' ? JSON.stringify(row.cells) : id}`;
}

interface Standing {
  snapshot: Snapshot;
  /** Outcomes of what did not move, by `recordOf` and by file and line. */
  fell: ReadonlyMap<string, string>;
}

interface Row extends Record<string, unknown> {
  id: number;
  snapshot: string;
  /** Whether it loaded mended records: its snapshot holds some of what is said of a record, any other all of it. */
  isReplay: boolean;
}

/** The batches of a source that stand. */
export interface Earlier {
  /**
   * By record, the lines that moved and whose column is one of `ids`, as the newest batch had them; with `fallen` those too
   * that did not move.
   */
  newest: (
    entity: string,
    column: string,
    ids: ReadonlySet<string>,
    fallen?: 'fallen',
  ) => Promise<Map<string, SourceRow[]>>;
  /** The lines of a list, as the newest batch that has it looked labels up in them. */
  list: (entity: string) => Promise<SourceRow[]>;
}

/**
 * The batches of the source that stand; a snapshot is opened when it is first read. One from before `of` may be gone.
 * Reading throws SNAPSHOT_MISSING and SNAPSHOT_ALTERED (exit 4) of a batch from `of` on.
 */
export async function earlierBatches(world: World, workspace: string, of: Batch): Promise<Earlier> {
  const { rows } = await world.session.query<Row>(
    `SELECT id, snapshot, result ->> 'belongsTo' IS NOT NULL AS "isReplay" FROM migration.batches
     WHERE tenant = $1 AND source_database = $2 AND state <> 'rolled_back' ORDER BY id`,
    [of.tenant, of.sourceDatabase],
  );
  const opened = new Map<number, Promise<Standing | null>>();
  const open = async ({ id, snapshot: name }: Row): Promise<Standing | null> => {
    const snapshot = await openSnapshot(workspace, name).catch((error: unknown) => {
      if (id >= of.id) throw error;
      return null;
    });
    return snapshot && { snapshot, fell: await fellIn(world, id) };
  };
  const standing = (row: Row): Promise<Standing | null> => {
    const known = opened.get(row.id) ?? open(row);
    opened.set(row.id, known);
    return known;
  };
  return {
    newest: async (entity, column, ids, fallen) => {
      const found = new Map<string, Map<string, SourceRow[]>>();
      for (const each of ids.size === 0 ? [] : rows) {
        const batch = await standing(each);
        const here = new Map<string, Map<string, SourceRow[]>>();
        for await (const { row, record, fell } of linesOf(batch, entity)) {
          const id = cellOf(row, column);
          if (!ids.has(id) || (fell !== undefined && fallen === undefined)) continue;
          const records = here.get(id) ?? new Map<string, SourceRow[]>();
          here.set(id, records.set(record, [...(records.get(record) ?? []), row]));
        }
        for (const [id, records] of here)
          found.set(id, each.isReplay ? new Map([...(found.get(id) ?? []), ...records]) : records);
      }
      return new Map([...found.values()].flatMap((records) => [...records]));
    },
    list: async (entity) => {
      const lines: SourceRow[] = [];
      for (const each of rows.filter(({ isReplay }) => !isReplay).reverse()) {
        for await (const { row, fell } of linesOf(await standing(each), entity))
          if (fell !== 'rejected') lines.push(row);
        if (lines.length > 0) break;
      }
      return lines;
    },
  };
}

/**
 * By record (`animals/501`), the batch of mended records that moved it, of those that stand and belong to this one, or to one
 * that does. A batch whose snapshot is gone tells none.
 */
export async function mendedSince(
  world: World,
  workspace: string,
  of: Batch,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await world.session.query<{ id: number; publicId: string; snapshot: string }>(
    `WITH RECURSIVE replays AS (
       SELECT $2::text AS public_id, NULL::int AS id, NULL::text AS snapshot
       UNION SELECT b.public_id::text, b.id, b.snapshot FROM replays r
       JOIN migration.batches b ON b.result ->> 'belongsTo' = r.public_id AND b.tenant = $1 AND b.state <> 'rolled_back'
     ) SELECT id, public_id AS "publicId", snapshot FROM replays WHERE id IS NOT NULL ORDER BY id`,
    [of.tenant, of.publicId],
  );
  const moved = new Map<string, string>();
  for (const { id, publicId, snapshot: name } of rows) {
    const snapshot = await openSnapshot(workspace, name).catch(() => null);
    if (snapshot === null) continue;
    const batch = { snapshot, fell: await fellIn(world, id) };
    for (const { entity } of snapshot.manifest.entities)
      for await (const { record, fell } of linesOf(batch, entity))
        if (fell === undefined) moved.set(record, publicId);
  }
  return moved;
}

async function fellIn({ session }: World, batch: number): Promise<Map<string, string>> {
  const { rows } = await session.query<{ record: string; place: string; outcome: string }>(
    `SELECT concat(entity, '/', source_id) AS record, concat(file, ':', line) AS place, outcome FROM migration.outcomes
     WHERE batch = $1 AND outcome IN ('rejected', 'excluded')`,
    [batch],
  );
  return new Map(
    rows.flatMap(({ record, place, outcome }) => [
      [record, outcome],
      [place, outcome],
    ]),
  );
}

/** An entity's lines, the record of each, and how it ended where it did not move. */
async function* linesOf(
  batch: Standing | null,
  entity: string,
): AsyncGenerator<{ row: SourceRow; record: string; fell: string | undefined }> {
  if (batch === null) return;
  const { manifest, readLines } = batch.snapshot;
  const columns = manifest.entities.find((candidate) => candidate.entity === entity)?.columns ?? [];
  const positions = manifest.files.map(({ canonical }) => canonical.map((name) => columns.indexOf(name)));
  for await (const lines of readLines(entity))
    for (const { file, line, values } of lines) {
      const source = manifest.files[file];
      if (!source) continue;
      const row = { source, cells: (positions[file] ?? []).map((position) => values[position] ?? '') };
      const record = recordOf(row);
      yield { row, record, fell: batch.fell.get(record) ?? batch.fell.get(`${source.path}:${line}`) };
    }
}
