import type { Snapshot } from '../../snapshot/read.ts';

/** Labels of Gingr's lists, by `list/id`. */
export type Labels = ReadonlyMap<string, string>;

/** The lists, with the columns of id and label as the source catalogue names them; `vet_phones` is a second label. */
const LISTS = [
  ...['species', 'breeds', 'temperaments', 'locations'].map((entity) => [entity, entity, 'value', 'label']),
  ['vets', 'vets', 'id', 'name'],
  ['vet_phones', 'vets', 'id', 'phone_number'],
  ['immunization_types', 'immunization_types', 'id', 'type'],
] as const;

/** The list of locations where it has more than one. */
export const SEVERAL_LOCATIONS = 'several_locations';

/** Reads the lists of a snapshot, by code that the mapping does not share. */
export async function readLabels(snapshot: Snapshot): Promise<Labels> {
  const labels = new Map<string, string>();
  // Of lines that differ the newest counts; this reading says nothing of them.
  const contested = new Set<string>();
  for (const [list = '', entity = '', id = '', label = ''] of LISTS) {
    const columns = snapshot.manifest.entities.find((extracted) => extracted.entity === entity)?.columns;
    if (!columns) continue;
    const [key, value] = [columns.indexOf(id), columns.indexOf(label)];
    for await (const lines of snapshot.readLines(entity)) {
      for (const { values } of lines) {
        // PostgreSQL takes no NUL, so no row can hold one.
        const text = (place: number) => (values[place] ?? '').replaceAll('\0', '');
        const name = `${list}/${text(key).trim()}`;
        if ((labels.get(name) ?? text(value)) !== text(value)) contested.add(name);
        labels.set(name, text(value));
      }
    }
  }
  // The location of a resort that has one alone is told nowhere.
  const places = [...labels].filter(([name]) => name.startsWith('locations/'));
  if (places.length > 1)
    for (const [name, label] of places)
      labels.set(name.replace('locations/', `${SEVERAL_LOCATIONS}/`), label);
  for (const name of contested)
    for (const one of [name, name.replace('locations/', `${SEVERAL_LOCATIONS}/`)]) labels.delete(one);
  return labels;
}
