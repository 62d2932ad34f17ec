import type { Mapping } from '../core/mapping.ts';
import { type Catalogue, headerKey, isFileEntity, withAliases } from '../gingr/catalogue.ts';

/** The source catalogue with the header names that a resort's mapping adds. */
export const catalogueOf = ({ entities }: Mapping): Catalogue =>
  withAliases(
    Object.fromEntries(entities.flatMap(({ entity, aliases }) => (aliases ? [[entity, aliases]] : []))),
  );

/** A file's header as a snapshot keeps it: names as the file has them, and what they were read as. */
interface ReadHeader {
  entity: string;
  columns: readonly string[];
  canonical: readonly string[];
}

/**
 * Headers that the mapping reads otherwise than the snapshot did: its aliases changed after the extract, and the
 * snapshot would leave facts behind, or keep them under the wrong column.
 */
export function readOtherwise(files: readonly ReadHeader[], mapping: Mapping): string[] {
  const catalogue = catalogueOf(mapping);
  const headers = files.flatMap(({ entity, columns, canonical }) => {
    const known = isFileEntity(entity) ? catalogue[entity].columns : [];
    const own = mapping.entities.find((each) => each.entity === entity)?.aliases ?? {};
    const aliases = new Set(Object.values(own).flat().map(headerKey));
    return columns.filter((header, index) => {
      const column = known.find(({ name }) => name === canonical[index]);
      const key = headerKey(header);
      return column ? key !== column.name && !column.aliases.includes(key) : aliases.has(key);
    });
  });
  return [...new Set(headers)];
}
