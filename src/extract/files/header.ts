import { CATALOGUE, type CatalogueColumn, type FileEntityName, headerKey } from '../../gingr/catalogue.ts';

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
export function matchHeader(entity: FileEntityName, header: readonly string[]): HeaderMatch {
  const { columns } = CATALOGUE[entity];
  const keys = header.map(headerKey);
  const canonical = header.map((name, index) => (name.trim() === '' ? `column ${index + 1}` : name.trim()));
  const unknown = new Set(header.keys());
  const missing: CatalogueColumn[] = [];
  const clashes: string[][] = [];

  for (const column of columns) {
    const words = [column.name, ...column.aliases];
    const places = [...keys.entries()]
      .filter(([, key]) => words.includes(key))
      .sort(([, a], [, b]) => words.indexOf(a) - words.indexOf(b));
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
  for (const index of unknown) {
    const twin = canonical.indexOf(canonical[index] ?? '');
    if (twin < index) clashes.push([header[twin] ?? '', header[index] ?? '']);
  }
  return { entity, known: header.length - unknown.size, canonical, unknown: [...unknown], missing, clashes };
}
