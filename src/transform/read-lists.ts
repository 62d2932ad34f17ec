import type { Mapping } from '../core/mapping.ts';
import type { Snapshot } from '../snapshot/read.ts';
import type { ListEntry } from './context.ts';
import { compileList } from './lists.ts';

interface Candidate {
  /** Of its file: export date, then time; the later one is greater. */
  age: string;
  entry: ListEntry;
}

/** What two lines of one age both say; where they differ, nothing. */
const agreed = (one: ListEntry, other: ListEntry): ListEntry => ({
  label: one.label === other.label ? one.label : '',
  extra: Object.fromEntries(
    Object.entries(one.extra).map(([column, text]) => [column, text === other.extra[column] ? text : null]),
  ),
});

/**
 * Reference lists of the snapshot by entity and id: the one thing that mapping functions know beside the record. Labels
 * are renamed and ids stay (P-G-7): the newest file speaks, as for records (DESIGN.md 6.4).
 */
export async function readLists(
  snapshot: Snapshot,
  mapping: Mapping,
): Promise<Map<string, Map<string, ListEntry>>> {
  const lists = new Map<string, Map<string, ListEntry>>();
  for (const { entity, list } of mapping.entities) {
    const extracted = snapshot.manifest.entities.find((candidate) => candidate.entity === entity);
    if (!list || !extracted) continue;
    const read = compileList(list, extracted.columns);
    const candidates = new Map<string, Candidate>();
    for await (const lines of snapshot.readLines(entity)) {
      for (const { file, values } of lines) {
        const found = read(values);
        if (!found) continue;
        const [id, entry] = found;
        const { exportDate = null, modified = '' } = snapshot.manifest.files[file] ?? {};
        const age = `${exportDate ?? ''} ${modified}`;
        const known = candidates.get(id);
        if (!known || age > known.age) candidates.set(id, { age, entry });
        else if (age === known.age) known.entry = agreed(known.entry, entry);
      }
    }
    lists.set(entity, new Map([...candidates].map(([id, { entry }]) => [id, entry])));
  }
  return lists;
}
