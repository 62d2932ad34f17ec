import type { Mapping } from '../core/mapping.ts';
import { idColumnOf } from '../gingr/catalogue.ts';
import { gathersOf, namedBy } from '../mapping/steps.ts';
import { cellOf, type Earlier, recordOf, type SourceRow } from './replay-earlier.ts';
import type { World } from './world.ts';

/** What comes along; the records counted by entity. */
export interface Along {
  /** Records whose own rows hold what mended ones of the entities `with` say. */
  hosts: { rows: SourceRow[]; with: string[] }[];
  /** The other records that those rows are put together from. */
  rows: SourceRow[];
  records: Record<string, number>;
}

/** A column of an entity's lines that names a record of another entity. */
interface Link {
  from: string;
  column: string;
  to: string;
}

/** Steps that put columns of the entity's rows together from records of others. */
const stepsOf = ({ entities }: Mapping, entity: string): (readonly string[])[] =>
  (entities.find((candidate) => candidate.entity === entity)?.tables ?? []).flatMap(({ columns }) =>
    columns.flatMap(({ source }) => (source.kind === 'derive' ? [gathersOf(source.step)?.of ?? []] : [])),
  );

/**
 * How an entity's records lead to the host whose row holds what they say: a vaccination to its animal, a deposit to its
 * payment and by that to the invoice. Null where their own rows say all.
 */
function wayOf(mapping: Mapping, entity: string): Link[] | null {
  const { fold } = mapping.entities.find((candidate) => candidate.entity === entity) ?? {};
  const [folded] = fold?.columns ?? [];
  // A step finds where a record ends by other words than an id, or what it says stands elsewhere.
  if (fold && folded !== undefined && (fold.step === undefined || fold.step === 'noted'))
    return [{ from: entity, column: folded, to: fold.entity }];
  const gathers = ({ to }: Link) => stepsOf(mapping, to).some((of) => of.includes(entity));
  for (const link of linksOf(mapping, entity)) {
    if (gathers(link)) return [link];
    const next = linksOf(mapping, link.to).find(gathers);
    if (next) return [link, next];
  }
  return null;
}

function linksOf({ entities }: Mapping, entity: string): Link[] {
  const { fold, tables = [] } = entities.find((candidate) => candidate.entity === entity) ?? {};
  const named = [
    ...(fold?.step === 'depositOfPayment' ? [fold] : []),
    ...tables.flatMap(({ columns }) =>
      columns.flatMap(({ source }) => (source.kind === 'reference' ? [source] : [])),
    ),
  ];
  return named.flatMap(({ entity: to, columns: [column] }) =>
    column === undefined ? [] : [{ from: entity, column, to }],
  );
}

/** Everything that must be there for what the host's row gathers of these entities to be put together again. */
function gatheredWith(mapping: Mapping, host: string, mended: ReadonlySet<string>): string[] {
  const all = new Set(mended);
  for (let before = 0; before < all.size; ) {
    before = all.size;
    for (const of of stepsOf(mapping, host))
      if (of.some((entity) => all.has(entity))) for (const entity of of) all.add(entity);
  }
  return [...all];
}

/**
 * What must come along with mended records so that they reach the rows of their hosts, which earlier batches moved: each
 * host's own line, and all records that the same parts of its row are put together from. The other parts stay as they are
 * (`SnapshotFile.along`). Records that are taken anyway, and those that fell, stay away.
 */
export async function takeAlong(
  world: World,
  earlier: Earlier,
  mapping: Mapping,
  taken: readonly SourceRow[],
): Promise<Along> {
  const own = new Set(taken.map(recordOf));
  const hosts = new Map<string, { ids: Set<string>; mended: Set<string> }>();
  for (const entity of new Set(taken.map(({ source }) => source.entity))) {
    const way = wayOf(mapping, entity);
    const host = way?.at(-1)?.to;
    if (!way || host === undefined) continue;
    let rows = taken.filter(({ source }) => source.entity === entity);
    let ids = new Set<string>();
    for (const [place, { from, column }] of way.entries()) {
      if (place > 0) rows = await recordsOf(earlier, taken, from, idColumnOf(from), ids);
      ids = new Set(rows.map((row) => cellOf(row, column)).filter((id) => id !== ''));
    }
    const known = hosts.get(host) ?? { ids: new Set(), mended: new Set() };
    hosts.set(host, { ids: new Set([...known.ids, ...ids]), mended: known.mended.add(entity) });
  }
  const along: Along = { hosts: [], rows: [], records: {} };
  const seen = new Set(own);
  const add = (rows: SourceRow[], found: ReadonlyMap<string, SourceRow[]>) => {
    for (const [record, lines] of found) {
      const entity = lines[0]?.source.entity;
      if (entity === undefined || seen.has(record)) continue;
      seen.add(record);
      rows.push(...lines);
      along.records[entity] = (along.records[entity] ?? 0) + 1;
    }
  };
  for (const [host, { ids, mended }] of hosts) {
    const standing = await standingOf(
      world,
      host,
      [...ids].filter((id) => !own.has(`${host}/${id}`)),
    );
    const gathered = gatheredWith(mapping, host, mended);
    const rows: SourceRow[] = [];
    add(rows, await earlier.newest(host, idColumnOf(host), standing));
    if (rows.length > 0) along.hosts.push({ rows, with: gathered });
    for (const entity of gathered) {
      let named = standing;
      for (const { from, column } of (wayOf(mapping, entity) ?? []).toReversed()) {
        const found = await earlier.newest(from, column, named);
        add(along.rows, found);
        named = new Set(
          [...found.values()].flatMap((lines) => lines.map((row) => cellOf(row, idColumnOf(from)))),
        );
      }
    }
  }
  for (const [entity, ids] of namedIn(mapping, [...taken, ...along.rows])) {
    const named = await withMerged(world, entity, ids);
    add(along.rows, await earlier.newest(entity, idColumnOf(entity), named));
    // What did not move tells its name all the same, and is no more counted than the lists are.
    for (const [record, lines] of await earlier.newest(entity, idColumnOf(entity), named, 'fallen'))
      if (!seen.has(record)) along.rows.push(...lines);
  }
  return along;
}

/** By entity, the ids of records that the texts of these lines are told with. */
function namedIn({ entities }: Mapping, rows: readonly SourceRow[]): Map<string, Set<string>> {
  const named = new Map<string, Set<string>>();
  for (const { entity, fold } of entities) {
    const names = namedBy(fold?.step);
    const column = names && fold?.columns[names.place];
    if (!names || !column) continue;
    const ids = rows.filter(({ source }) => source.entity === entity).map((row) => cellOf(row, column));
    named.set(names.entity, new Set([...(named.get(names.entity) ?? []), ...ids.filter((id) => id !== '')]));
  }
  return named;
}

/** With the records that share a row with them: one of two that were merged would say of the row what the other decides. */
async function withMerged(
  { session, source }: World,
  entity: string,
  ids: ReadonlySet<string>,
): Promise<Set<string>> {
  const { rows } = await session.query<{ id: string }>(
    `SELECT o.source_id AS id FROM migration.crosswalk x JOIN migration.scopes s ON s.id = x.scope
     JOIN migration.crosswalk o ON o.scope = x.scope AND o.target_id = x.target_id
     WHERE s.tenant = $1 AND s.source_database = $2 AND s.entity = $3 AND x.source_id = ANY ($4::text[])`,
    [source.tenant, source.sourceDatabase, entity, [...ids]],
  );
  return new Set([...ids, ...rows.map(({ id }) => id)]);
}

/** Records by their id: of those that are taken anyway, and as the newest batch had them. */
const recordsOf = async (
  earlier: Earlier,
  taken: readonly SourceRow[],
  entity: string,
  column: string,
  ids: ReadonlySet<string>,
): Promise<SourceRow[]> => [
  ...taken.filter((row) => row.source.entity === entity && ids.has(cellOf(row, column))),
  ...[...(await earlier.newest(entity, column, ids)).values()].flat(),
];

/** Those of the records that have a row of their own in Tailtown. */
async function standingOf({ session, source }: World, entity: string, ids: string[]): Promise<Set<string>> {
  const { rows } = await session.query<{ id: string }>(
    `SELECT DISTINCT x.source_id AS id FROM migration.crosswalk x JOIN migration.scopes s ON s.id = x.scope
     WHERE s.tenant = $1 AND s.source_database = $2 AND s.entity = $3 AND x.kind <> 'merged' AND x.source_id = ANY ($4::text[])`,
    [source.tenant, source.sourceDatabase, entity, ids],
  );
  return new Set(rows.map(({ id }) => id));
}
