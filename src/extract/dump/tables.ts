import { type Catalogue, FILE_ENTITIES, type FileEntityName } from '../../gingr/catalogue.ts';
import { matchHeader } from '../files/header.ts';
import { type DumpTable, shownName } from './statements.ts';

/** A table of the dump with its rows. */
export interface CountedTable {
  table: DumpTable;
  rows: number;
  /** Where rows of it begin that are in a character set which is not read; null where there are none. */
  otherCharset: string | null;
}

export interface ReadTable extends CountedTable {
  entity: FileEntityName;
}

/** A table that stays unread, and why. */
export interface UnreadTable {
  name: string;
  rows: number;
  why: string;
}

/** Tables of which it is known that Gingr's dump has them (gingr-sources.md 1.3); one that lacks its id is no dump of Gingr. */
const DOCUMENTED: readonly FileEntityName[] = [
  'animals',
  'owners',
  'reservations',
  'reservation_types',
  'invoices',
];

/**
 * Which tables are read, and as what: by the whole name alone, which is the entity's or another word for it; never by the
 * columns, since a log may have those of its record. Where several names mean one entity, its own comes first, and the
 * others stay unread. `said` is the operator's word (`--as DUMP#TABLE=ENTITY`).
 */
export function chooseTables(
  tables: readonly CountedTable[],
  said: (table: DumpTable) => FileEntityName | null,
  catalogue: Catalogue,
): { read: ReadTable[]; unread: UnreadTable[] } {
  const read: ReadTable[] = [];
  const unread: UnreadTable[] = [];
  const leave = ({ table, rows }: CountedTable, why: string) =>
    unread.push({ name: shownName(table.name), rows, why });
  const named = tables.map((counted) => ({ counted, rank: rankOf(counted.table, said, catalogue) }));
  for (const { counted, rank } of named) {
    if (rank === null) {
      leave(counted, 'no table of Gingr that is known');
      continue;
    }
    const { entity } = rank;
    const same = named.filter(
      (other) => other.rank?.entity === entity && other.counted.table.database === counted.table.database,
    );
    const first = same.reduce((a, b) => ((b.rank?.place ?? 0) < (a.rank?.place ?? 0) ? b : a)).counted;
    const { missing, clashes } = matchHeader(
      catalogue,
      entity,
      counted.table.columns.map(({ name }) => name),
    );
    const lacks = missing.map(({ name }) => name).join(', ');
    if (rank.place !== SAID && first !== counted)
      leave(counted, `${shownName(first.table.name)} is read as ${entity}`);
    else if (rank.place === SAID || DOCUMENTED.includes(entity) || missing.length + clashes.length === 0)
      read.push({ ...counted, entity });
    else if (lacks !== '') leave(counted, `as ${entity} it lacks the column ${lacks}`);
    else leave(counted, `several of its columns mean the same of ${entity}`);
  }
  return { read, unread };
}

interface Rank {
  entity: FileEntityName;
  /** 0 for the entity's own name; before it comes what the operator said. */
  place: number;
}

const SAID = -1;

/** The entity that the operator or the name of a table says; null where it says none, or several. */
function rankOf(
  table: DumpTable,
  said: (table: DumpTable) => FileEntityName | null,
  catalogue: Catalogue,
): Rank | null {
  const forced = said(table);
  if (forced !== null) return { entity: forced, place: SAID };
  const name = table.name.toLowerCase();
  const ranks = FILE_ENTITIES.flatMap((entity): Rank[] => {
    const place = [entity, ...catalogue[entity].fileNames].indexOf(name);
    return place === -1 ? [] : [{ entity, place }];
  });
  const own = ranks.find(({ place }) => place === 0);
  return own ?? (ranks.length === 1 ? (ranks[0] ?? null) : null);
}
