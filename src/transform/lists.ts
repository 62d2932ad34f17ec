import type { EntityMapping, Mapping } from '../mapping/model.ts';
import type { ListEntry, TransformContext } from './context.ts';

/** The part of a snapshot that reference lists are read from. */
export interface ListSource {
  manifest: { entities: readonly { entity: string; columns: readonly string[] }[] };
  readLines(entity: string): AsyncIterable<readonly { values: readonly (string | null)[] }[]>;
}

type Lists = Map<string, Map<string, ListEntry>>;

/**
 * All reference lists of the mapping, by entity and trimmed id. They are small (the largest chain has tens of
 * thousands of vets), so they stay in memory. The last line of an id that says something wins; whether its lines
 * differ is the business of the identity rules.
 */
export async function readLists(snapshot: ListSource, mapping: Mapping): Promise<TransformContext['lists']> {
  const lists: Lists = new Map();
  for (const { entity, list } of mapping.entities) {
    const extracted = snapshot.manifest.entities.find((candidate) => candidate.entity === entity);
    if (!list || !extracted) continue;
    const read = compileList(list, extracted.columns);
    const entries = new Map<string, ListEntry>();
    for await (const lines of snapshot.readLines(entity)) {
      for (const { values } of lines) {
        const found = read(values);
        if (found) entries.set(...found);
      }
    }
    lists.set(entity, entries);
  }
  return lists;
}

/** Reads one line of a reference list; null where the line has no id. */
export function compileList(
  list: NonNullable<EntityMapping['list']>,
  columnsInSnapshot: readonly string[],
): (values: readonly (string | null)[]) => [id: string, entry: ListEntry] | null {
  const at = (column: string) => columnsInSnapshot.indexOf(column);
  const key = at(list.key);
  const label = at(list.label);
  const extra = list.extra.map((column) => [column, at(column)] as const);
  return (values) => {
    const id = values[key]?.trim() ?? '';
    if (id === '') return null;
    const entries = extra.map(([column, index]) => [column, values[index] ?? null] as const);
    return [id, { label: values[label] ?? '', extra: Object.fromEntries(entries) }];
  };
}
