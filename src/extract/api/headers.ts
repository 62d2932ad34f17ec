import { CATALOGUE, type Catalogue, type FileEntityName, isSecret } from '../../gingr/catalogue.ts';
import type { SourceRecord } from './records.ts';
import type { Shapes } from './shapes.ts';

/** One file of the manifest: what all answers to one key say of one entity, or of those of its records that say less. */
export interface ApiFile {
  path: string;
  entity: FileEntityName;
  /** '' but for records that lack what others of their entity say. */
  part: string;
  /** Raw and canonical names, in the same order. */
  columns: string[];
  canonical: string[];
}

/** Entities that every resort has: a file without lines says that they are missing. */
const EXPECTED: readonly FileEntityName[] = ['owners', 'animals', 'reservation_types', 'reservations'];

const PARTS = ['', 'stay-unknown'] as const;

/** The name of the file that a record stands in, among those of its key. */
export const fileOf = ({
  entity,
  part = '',
}: {
  entity: FileEntityName;
  part?: string | undefined;
}): string => (part === '' ? entity : `${entity}-${part}`);

/** Collects the names of all records, and makes a header of them for each key and entity. */
export class Headers {
  readonly #shapes: Shapes;
  readonly #catalogue: Catalogue;
  /** By key, then by `fileOf`. */
  readonly #names = new Map<string, Map<string, Map<string, Set<string>>>>();

  constructor(shapes: Shapes, catalogue: Catalogue, keys: readonly string[]) {
    this.#shapes = shapes;
    this.#catalogue = catalogue;
    for (const key of keys)
      this.#names.set(
        key,
        new Map(EXPECTED.map((entity) => [fileOf({ entity }), new Map<string, Set<string>>()])),
      );
  }

  add(key: string, { entity, cells, part }: SourceRecord): void {
    const files = this.#names.get(key);
    const names = files?.get(fileOf({ entity, part })) ?? new Map<string, Set<string>>();
    files?.set(fileOf({ entity, part }), names);
    for (const [raw, canonical] of this.#shapes.namesOf(entity, cells)) {
      if (isSecret(entity, canonical)) continue;
      const all = names.get(canonical);
      if (all) all.add(raw);
      else names.set(canonical, new Set([raw]));
    }
  }

  /** By key, then in the order of the catalogue, so that the same answers give the same list. */
  files(): { key: string; file: ApiFile }[] {
    return [...this.#names].flatMap(([key, files]) =>
      (Object.keys(CATALOGUE) as FileEntityName[]).flatMap((entity) =>
        PARTS.flatMap((part) => {
          const names = files.get(fileOf({ entity, part }));
          return names ? [{ key, file: this.#file(key, entity, part, names) }] : [];
        }),
      ),
    );
  }

  #file(
    key: string,
    entity: FileEntityName,
    part: string,
    names: ReadonlyMap<string, ReadonlySet<string>>,
  ): ApiFile {
    const { columns } = this.#catalogue[entity];
    const known = columns.flatMap(({ name, aliases, required }) => {
      const raw = names.get(name);
      if (raw === undefined) return required ? [{ name, raw: name }] : [];
      const first = [name, ...aliases].find((alias) => raw.has(alias));
      return [{ name, raw: first ?? [...raw].sort()[0] ?? name }];
    });
    const unknown = [...names]
      .filter(([name]) => !columns.some((column) => column.name === name))
      .map(([name, raw]) => ({ name, raw: [...raw].sort()[0] ?? name }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const all = [...known, ...unknown];
    const folder = this.#names.size > 1 ? `gingr-api/${key}` : 'gingr-api';
    return {
      path: `${folder}/${fileOf({ entity, part })}`,
      ...{ entity, part },
      columns: all.map(({ raw }) => raw),
      canonical: all.map(({ name }) => name),
    };
  }
}
