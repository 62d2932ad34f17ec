import { readLists } from '../transform/read-lists.ts';
import type { Prepared } from './stages.ts';

/** Labels of Gingr's locations by their id, as the snapshot's own list gives them. */
export async function locationLabels({ snapshot, mapping }: Prepared): Promise<ReadonlyMap<string, string>> {
  const entities = mapping.entities.filter(({ entity }) => entity === 'locations');
  const lists = await readLists(snapshot, { ...mapping, entities });
  return new Map([...(lists.get('locations') ?? [])].map(([id, { label }]) => [id, label]));
}
