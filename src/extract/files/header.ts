import {
  type Catalogue,
  type CatalogueColumn,
  type FileEntityName,
  headerKey,
} from '../../gingr/catalogue.ts';

/** A header read as that of one entity. Arrays stand in the order of the file. */
export interface HeaderMatch {
  entity: FileEntityName;
  /** How many columns the catalogue knows. */
  known: number;
  canonical: string[];
  /** Indexes of columns that the catalogue does not know. */
  unknown: number[];
  missing: CatalogueColumn[];
  /** Header names that mean the same column, or stand there twice. */
  clashes: string[][];
}

/** Reads the header as that of the entity, resolving aliases; nothing is guessed from the content. */
export function matchHeader(
  catalogue: Catalogue,
  entity: FileEntityName,
  header: readonly string[],
): HeaderMatch {
  const { columns } = catalogue[entity];
  const keys = placesOf(header, columns);
  const canonical = header.map((name, index) => (name.trim() === '' ? `column ${index + 1}` : name.trim()));
  const unknown = new Set(header.keys());
  const missing: CatalogueColumn[] = [];
  const clashes: string[][] = [];

  for (const column of columns) {
    const words = [column.name, ...column.aliases];
    const places = [...new Set(words)].flatMap((word) =>
      (keys.get(word) ?? []).map((index) => [index, word] as const),
    );
    const [first, ...others] = places;
    if (!first) {
      if (column.required) missing.push(column);
      continue;
    }
    for (const [index] of places) unknown.delete(index);
    canonical[first[0]] = column.name;
    for (const [index, key] of others) canonical[index] = key;
    const same = others.filter(([, key], at) => !column.copies.includes(key) || key === places[at]?.[1]);
    if (same.length > 0) clashes.push([first, ...same].map(([index]) => header[index] ?? ''));
  }
  const firsts = new Map<string, number>();
  for (const [index, name] of canonical.entries()) if (!firsts.has(name)) firsts.set(name, index);
  for (const index of unknown) {
    const twin = firsts.get(canonical[index] ?? '') ?? index;
    if (twin < index) clashes.push([header[twin] ?? '', header[index] ?? '']);
  }
  return { entity, known: header.length - unknown.size, canonical, unknown: [...unknown], missing, clashes };
}

/** Where each word for a column stands, in one pass: headers may have thousands of columns. */
function placesOf(header: readonly string[], columns: readonly CatalogueColumn[]): Map<string, number[]> {
  const places = new Map(
    columns.flatMap(({ name, aliases }) => [name, ...aliases].map((word) => [word, [] as number[]])),
  );
  for (const [index, name] of header.entries()) places.get(headerKey(name))?.push(index);
  return places;
}
