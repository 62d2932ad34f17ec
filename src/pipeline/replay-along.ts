import type { Mapping } from '../core/mapping.ts';
import { idColumnOf } from '../gingr/catalogue.ts';
import type { Batch } from '../ledger/batches.ts';
import { gathersOf } from '../mapping/steps.ts';
import type { SnapshotFile } from '../snapshot/format.ts';
import { openSnapshot, type Snapshot } from '../snapshot/read.ts';
import type { World } from './world.ts';

/** A line in the columns of the source file that it came from. */
export interface SourceRow {
  source: SnapshotFile;
  cells: string[];
}

/** What comes along; the records counted by entity. */
export interface Along {
  rows: SourceRow[];
  records: Record<string, number>;
}

/** The cell of a canonical column, trimmed; '' where the file has none. */
export const cellOf = ({ source, cells }: SourceRow, column: string): string =>
  cells[source.canonical.indexOf(column)]?.trim() ?? '';

/** Whose row holds what a record says, and the column that names it: a vaccination stands in the row of its animal. */
interface Host {
  entity: string;
  column: string;
}

/**
 * The host of an entity's records, or null. Only one whose own row alone can be put together again from its line and
 * these records: everything else that other records say of it must be kept by itself (`gathers`, load/carry.ts).
 */
function hostOf({ entities }: Mapping, entity: string): Host | null {
  const mapping = entities.find((candidate) => candidate.entity === entity);
  const stepsOf = (name: string) =>
    (entities.find((candidate) => candidate.entity === name)?.tables ?? []).flatMap(({ columns }) =>
      columns.flatMap(({ source }) => (source.kind === 'derive' ? [source.step] : [])),
    );
  const fold = mapping?.fold;
  const folded =
    fold && (fold.step === undefined || fold.step === 'noted')
      ? { entity: fold.entity, columns: fold.columns }
      : undefined;
  const gathered = mapping?.tables
    .flatMap(({ columns }) => columns.flatMap(({ source }) => (source.kind === 'reference' ? [source] : [])))
    .find((reference) => stepsOf(reference.entity).some((step) => gathersOf(step)?.of === entity));
  const host = folded ?? gathered;
  const [column] = host?.columns ?? [];
  if (!host || column === undefined || stepsOf(host.entity).some((step) => gathersOf(step) === null))
    return null;
  return { entity: host.entity, column };
}

/**
 * What must come along with mended records so that they reach the rows of their hosts, which earlier batches moved: each
 * host's own line, and its other records of the same kind, as the newest batch had them. Records that are taken anyway,
 * and those that fell, stay away. Throws SNAPSHOT_MISSING and SNAPSHOT_ALTERED (exit 4) of a batch from `of` on.
 */
export async function takeAlong(
  world: World,
  workspace: string,
  mapping: Mapping,
  of: Batch,
  taken: readonly SourceRow[],
): Promise<Along> {
  const wanted = new Map<string, { host: Host; ids: Set<string> }>();
  for (const entity of new Set(taken.map(({ source }) => source.entity))) {
    const host = hostOf(mapping, entity);
    if (host === null) continue;
    const ids = taken.filter(({ source }) => source.entity === entity).map((row) => cellOf(row, host.column));
    wanted.set(entity, { host, ids: new Set(ids.filter((id) => id !== '')) });
  }
  const own = new Set(taken.map((row) => recordOf(row)));
  for (const { host, ids } of wanted.values()) {
    const standing = await standingOf(world, host.entity, [...ids]);
    for (const id of ids) if (own.has(`${host.entity}/${id}`) || !standing.has(id)) ids.delete(id);
  }
  if ([...wanted.values()].every(({ ids }) => ids.size === 0)) return { rows: [], records: {} };
  /** By host, then by record: its lines in the newest batch that has it. */
  const found = new Map<string, Map<string, SourceRow[]>>();
  for (const { batch, isReplay } of await batchesOf(world, of)) {
    const snapshot = await openSnapshot(workspace, batch.snapshot).catch((error: unknown) => {
      if (batch.id >= of.id) throw error;
      return null;
    });
    if (snapshot === null) continue;
    const fell = await fellIn(world, batch);
    for (const [entity, { host, ids }] of wanted) {
      if (ids.size === 0) continue;
      for (const [name, column] of [
        [host.entity, idColumnOf(host.entity)],
        [entity, host.column],
      ] as const) {
        const here = await rowsOf(snapshot, name, column, ids, fell);
        for (const [id, records] of here) {
          const key = `${name}/${id}`;
          // A batch of mended records holds some of what is said of a host, any other all of it.
          found.set(key, isReplay ? new Map([...(found.get(key) ?? []), ...records]) : records);
        }
      }
    }
  }
  const along: Along = { rows: [], records: {} };
  // By record alone: one may have been found by two ways.
  for (const [record, rows] of new Map([...found.values()].flatMap((records) => [...records]))) {
    const [first] = rows;
    if (!first || own.has(record)) continue;
    along.rows.push(...rows);
    along.records[first.source.entity] = (along.records[first.source.entity] ?? 0) + 1;
  }
  return along;
}

/** `animals/501`; by all cells where the entity has no id of its own. */
function recordOf(row: SourceRow): string {
  const id = cellOf(row, idColumnOf(row.source.entity));
  return `${row.source.entity}/${id === '' ? JSON.stringify(row.cells) : id}`;
}

/** Those of the records that have a row of their own in Tailtown. */
async function standingOf({ session, source }: World, entity: string, ids: string[]): Promise<Set<string>> {
  const { rows } = await session.query<{ id: string }>(
    `SELECT DISTINCT x.source_id AS id FROM migration.crosswalk x JOIN migration.scopes s ON s.id = x.scope
     WHERE s.tenant = $1 AND s.source_database = $2 AND s.entity = $3 AND x.kind <> 'merged' AND x.source_id = ANY ($4::text[])`,
    [source.tenant, source.sourceDatabase, entity, ids],
  );
  return new Set(rows.map(({ id }) => id));
}

type Standing = { batch: Pick<Batch, 'id' | 'snapshot'>; isReplay: boolean };

/** The batches of the same source that stand, oldest first. */
async function batchesOf({ session }: World, { tenant, sourceDatabase }: Batch): Promise<Standing[]> {
  const { rows } = await session.query<{ id: number; snapshot: string; isReplay: boolean }>(
    `SELECT id, snapshot, result ->> 'belongsTo' IS NOT NULL AS "isReplay" FROM migration.batches
     WHERE tenant = $1 AND source_database = $2 AND state <> 'rolled_back' ORDER BY id`,
    [tenant, sourceDatabase],
  );
  return rows.map(({ isReplay, ...batch }) => ({ batch, isReplay }));
}

/** Records of a batch that were rejected or left out, by `recordOf` and by file and line. */
async function fellIn({ session }: World, { id }: Pick<Batch, 'id'>): Promise<Set<string>> {
  const { rows } = await session.query<{ record: string; place: string }>(
    `SELECT concat(entity, '/', source_id) AS record, concat(file, ':', line) AS place FROM migration.outcomes
     WHERE batch = $1 AND outcome IN ('rejected', 'excluded')`,
    [id],
  );
  return new Set(rows.flatMap(({ record, place }) => [record, place]));
}

/** An entity's lines whose column is one of `ids`: by that id, then by record. */
async function rowsOf(
  { manifest, readLines }: Snapshot,
  entity: string,
  column: string,
  ids: ReadonlySet<string>,
  fell: ReadonlySet<string>,
): Promise<Map<string, Map<string, SourceRow[]>>> {
  const found = new Map<string, Map<string, SourceRow[]>>();
  const columns = manifest.entities.find((candidate) => candidate.entity === entity)?.columns ?? [];
  const at = columns.indexOf(column);
  if (at === -1) return found;
  const positions = manifest.files.map(({ canonical }) => canonical.map((name) => columns.indexOf(name)));
  for await (const lines of readLines(entity))
    for (const { file, line, values } of lines) {
      const id = values[at]?.trim() ?? '';
      const source = manifest.files[file];
      if (!source || !ids.has(id)) continue;
      const row = { source, cells: (positions[file] ?? []).map((position) => values[position] ?? '') };
      const record = recordOf(row);
      if (fell.has(record) || fell.has(`${source.path}:${line}`)) continue;
      const records = found.get(id) ?? new Map<string, SourceRow[]>();
      records.set(record, [...(records.get(record) ?? []), row]);
      found.set(id, records);
    }
  return found;
}
