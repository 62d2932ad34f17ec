import { type Catalogue, FILE_ENTITIES, type FileEntityName } from '../../gingr/catalogue.ts';
import { matchHeader } from '../files/header.ts';
import { type DumpTable, shownName } from './statements.ts';

/** A table of the dump with its rows. */
export interface CountedTable {
  table: DumpTable;
  rows: number;
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
  const named = tables.map((counted) => ({
    counted,
    rank: rankOf(counted.table.name, catalogue),
    forced: said(counted.table),
  }));
  for (const { counted, rank, forced } of named) {
    if (forced !== null) read.push({ ...counted, entity: forced });
    else if (rank === null) leave(counted, 'no table of Gingr that is known');
    else {
      const first = named.find(
        (other) => (other.forced ?? other.rank?.entity) === rank.entity && before(other, rank.place),
      );
      const { missing, clashes } = matchHeader(
        catalogue,
        rank.entity,
        counted.table.columns.map(({ name }) => name),
      );
      const lacks = missing.map(({ name }) => name).join(', ');
      if (first && first.counted !== counted)
        leave(counted, `${shownName(first.counted.table.name)} is read as ${rank.entity}`);
      else if (DOCUMENTED.includes(rank.entity) || missing.length + clashes.length === 0)
        read.push({ ...counted, entity: rank.entity });
      else if (lacks !== '') leave(counted, `as ${rank.entity} it lacks the column ${lacks}`);
      else leave(counted, `several of its columns mean the same of ${rank.entity}`);
    }
  }
  return { read, unread };
}

interface Rank {
  entity: FileEntityName;
  /** 0 for the entity's own name. */
  place: number;
}

const before = (
  { forced, rank }: { forced: FileEntityName | null; rank: Rank | null },
  place: number,
): boolean => forced !== null || (rank?.place ?? place) <= place;

/** The entity that the name of a table says; null where it says none, or several. */
function rankOf(table: string, catalogue: Catalogue): Rank | null {
  const name = table.toLowerCase();
  const ranks = FILE_ENTITIES.flatMap((entity): Rank[] => {
    const place = [entity, ...catalogue[entity].fileNames].indexOf(name);
    return place === -1 ? [] : [{ entity, place }];
  });
  const own = ranks.find(({ place }) => place === 0);
  return own ?? (ranks.length === 1 ? (ranks[0] ?? null) : null);
}
