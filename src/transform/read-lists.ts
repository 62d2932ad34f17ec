import type { Mapping } from '../core/mapping.ts';
import type { Snapshot } from '../snapshot/read.ts';
import type { ListEntry } from './context.ts';
import { compileList } from './lists.ts';

/** Reference lists of the snapshot by entity and id: the one thing that mapping functions know beside the record. */
export async function readLists(
  snapshot: Snapshot,
  mapping: Mapping,
): Promise<Map<string, Map<string, ListEntry>>> {
  const lists = new Map<string, Map<string, ListEntry>>();
  for (const { entity, list } of mapping.entities) {
    const extracted = snapshot.manifest.entities.find((candidate) => candidate.entity === entity);
    if (!list || !extracted) continue;
    const read = compileList(list, extracted.columns);
    const entries = new Map<string, ListEntry>();
    for await (const lines of snapshot.readLines(entity)) {
      for (const { values } of lines) {
        const entry = read(values);
        if (entry && !entries.has(entry[0])) entries.set(...entry);
      }
    }
    lists.set(entity, entries);
  }
  return lists;
}
