import type { EntityMapping, Mapping } from '../core/mapping.ts';
import { idColumnOf, idPartsOf, keyColumnsOf } from '../gingr/catalogue.ts';
import { readMapping } from '../mapping/read.ts';
import { openSnapshot, type Snapshot } from '../snapshot/read.ts';
import { compileMapping } from '../transform/compile.ts';
import type { TransformContext } from '../transform/context.ts';
import { readLists } from '../transform/read-lists.ts';
import { traceLine } from '../transform/trace.ts';
import type { Entry, Section, Shown } from './explain.ts';
import { readMerges } from './merges.ts';
import type { Runtime } from './runtime.ts';
import { mappingIdentity } from './stagings.ts';
import type { World } from './world.ts';

/** The raw values of a record in its newest snapshot, and each step of the mapping with what it took and gave. */
export async function recordSections(
  { settings }: Runtime,
  world: World,
  entry: Entry,
  shown: Shown,
): Promise<Section[]> {
  const snapshot = await openSnapshot(settings.workspace, entry.snapshot).catch(() => null);
  if (snapshot === null)
    return [
      gone('In Gingr', `The snapshot ${entry.snapshot.slice(0, 12)} is not in this workspace any more.`),
    ];
  const mapping = await readMapping(settings.mappingFolders);
  const own = mapping.entities.find(({ entity }) => entity === entry.entity);
  if (!own) return [gone('In Gingr', 'The mapping of today does not speak of this entity.')];
  const context: TransformContext = {
    ...{ tenant: world.source.tenant, sourceDatabase: world.source.sourceDatabase, timeZone: world.timeZone },
    ...{ reservationTimeMode: settings.reservationTimeMode, consentUnknown: settings.consentUnknown },
    ...{ asOf: snapshot.manifest.asOf, lists: await readLists(snapshot, mapping) },
  };
  const found = await lineOf(snapshot, own, mapping, context, entry);
  if (found === null) return [gone('In Gingr', 'Its line is not in the snapshot of that batch.')];
  const { columns, values, place } = found;
  const identity = mappingIdentity(mapping, settings, world.timeZone, await readMerges(settings));
  const { columns: traced } = traceLine(own, columns, context, mapping.lookups, values);
  const changed = identity === entry.mapping ? '' : ', as the mapping is now: it was another one then';
  return [
    {
      title: 'In Gingr',
      lines: [
        ...(place === null ? [] : [{ key: '(line)', value: place }]),
        ...columns.flatMap((key, index) => {
          const value = values[index];
          return value ? [{ key, value: shown(value, key) }] : [];
        }),
      ],
    },
    {
      title: `What the mapping makes of it, step by step${changed}`,
      lines: traced.flatMap(({ column, from, steps }) => {
        const read = from.flatMap(({ column: key, value }) =>
          value === null ? [] : [`${key} ${shown(value, key)}`],
        );
        // Constants and steps are the mapping's own words; what they give may be a person's.
        const taken = steps.map(({ name, value }) =>
          name === 'always'
            ? `always ${value}`
            : value === null
              ? name
              : `${name}: ${shown(value, column.split('.').at(-1))}`,
        );
        if (read.length === 0 && steps.every(({ value }) => value === null)) return [];
        return [{ key: column, value: [read.join(', ') || 'nothing', ...taken].join(' -> ') }];
      }),
    },
  ];
}

const gone = (title: string, why: string): Section => ({ title, lines: [{ key: 'not told', value: why }] });

interface Found {
  columns: readonly string[];
  values: readonly (string | null)[];
  /** `owners.csv:12`; null for a record of no line of its own. */
  place: string | null;
}

/**
 * The line of a record: the one that the entry names where it is of this snapshot, else the last one with its id. A derived
 * record is read from its labels.
 */
async function lineOf(
  snapshot: Snapshot,
  own: EntityMapping,
  mapping: Mapping,
  context: TransformContext,
  { entity, sourceId, file, line }: Entry,
): Promise<Found | null> {
  const { derivedFrom } = own;
  if (derivedFrom) {
    const { columns } = derivedFrom;
    return { columns, values: columns.length === 1 ? [sourceId] : JSON.parse(sourceId), place: null };
  }
  const { files, entities } = snapshot.manifest;
  const columns = entities.find((candidate) => candidate.entity === entity)?.columns ?? [];
  const id = columns.indexOf(own.list?.key ?? idColumnOf(entity));
  // Only the mapping knows the id of a record that several columns identify.
  const map =
    idPartsOf(entity) || keyColumnsOf(entity) ? compileMapping(own, columns, context, mapping.lookups) : null;
  const isIt = (values: readonly (string | null)[]) =>
    (map ? map(values).sourceId : values[id]?.trim()) === sourceId;
  let last: Found | null = null;
  for await (const lines of snapshot.readLines(entity))
    for (const { file: number, line: at, values } of lines) {
      if (!isIt(values)) continue;
      const path = files[number]?.path ?? '';
      last = { columns, values, place: `${path}:${at}` };
      if (path === file && at === line) return last;
    }
  return last;
}
