import { type Catalogue, type FileEntityName, headerKey } from '../../gingr/catalogue.ts';
import { matchHeader } from '../files/header.ts';
import type { RawCells } from './flatten.ts';

/** How the names of one kind of record are read. */
interface Shape {
  /** Raw name and canonical name, in the order of the record. */
  names: readonly (readonly [raw: string, canonical: string])[];
  /** Names that mean a column which another name of the record has taken. */
  others: readonly (readonly [raw: string, canonical: string])[];
}

/**
 * Reads records by the catalogue, as headers of files are read. Records of one entity need not have the same names; where a
 * record has two for one column, the catalogue's order decides, and the second fills what the first leaves empty.
 */
export class Shapes {
  readonly #catalogue: Catalogue;
  readonly #known = new Map<string, Shape>();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** Canonical name and cell of everything that the record says. */
  canonical(entity: FileEntityName, cells: RawCells): Map<string, string | null> {
    const { names, others } = this.#shape(entity, Object.keys(cells));
    const read = new Map(names.map(([raw, name]) => [name, cells[raw] ?? null]));
    for (const [raw, name] of others) if (isEmpty(read.get(name))) read.set(name, cells[raw] ?? null);
    return read;
  }

  /** The raw name of each canonical one. */
  namesOf(entity: FileEntityName, cells: RawCells): readonly (readonly [raw: string, canonical: string])[] {
    return this.#shape(entity, Object.keys(cells)).names;
  }

  #shape(entity: FileEntityName, header: readonly string[]): Shape {
    const key = `${entity}\0${header.join('\0')}`;
    const known = this.#known.get(key);
    if (known) return known;
    const { canonical } = matchHeader(this.#catalogue, entity, header);
    const names = header.map((raw, index) => [raw, canonical[index] ?? raw] as const);
    const others = names.flatMap(([raw, name]) => {
      const column = this.#catalogue[entity].columns.find(
        ({ aliases, copies }) => aliases.includes(headerKey(raw)) && !copies.includes(headerKey(raw)),
      );
      return column && column.name !== name ? [[raw, column.name] as const] : [];
    });
    const shape = { names, others };
    this.#known.set(key, shape);
    return shape;
  }
}

const isEmpty = (cell: string | null | undefined): boolean => (cell ?? '') === '';
