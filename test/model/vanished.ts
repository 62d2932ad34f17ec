import type { VanishedPolicy } from '../../src/core/settings.ts';
import type { VanishedAccount } from '../../src/reconcile/model.ts';
import type { Constraints } from './check-rollback.ts';
import { type Cell, type Row, type Rows, same } from './rows.ts';
import { type Ledger, type Plan, placeOf, primaryOf } from './wanted.ts';

/** What the operator says of a load beside its export. */
export interface Asked {
  complete: ReadonlySet<string>;
  vanished: VanishedPolicy;
  /** Owners merged into others. */
  merges: ReadonlyMap<string, string>;
}

/** That a batch soft-deleted the row of a place of the ledger, or revived it; the row before and after. */
export interface Mark {
  place: string;
  /** The row's. */
  key: string;
  batch: string;
  deleted: boolean;
  before: Row;
  after: Row;
}

/** A record of an earlier load for which an export gives no reason any more. */
interface Gone {
  entity: string;
  id: string;
  why: VanishedAccount['why'];
  merged: boolean;
  /** Places of its rows that stand, with the row's key. */
  rows: [place: string, key: string][];
  fate: 'gone' | 'before' | 'kept' | 'edited' | 'needed' | 'soft-deleted' | null;
}

/** What a load does to rows that stand on no line of its export. */
export interface Amendments {
  records: Gone[];
  /** Keys of the rows that are soft-deleted, with their places. */
  deleted: Map<string, string>;
  /** New references of rows that hung on a merged owner, by key, with the place of each. */
  moves: Map<string, { place: string; column: string; to: string }[]>;
  /** Merged owners with the row that their entry leads to from now on. */
  merged: Map<string, string>;
}

/** What earlier loads did, as far as it counts here. */
export interface Past {
  ledger: Ledger;
  marks: readonly Mark[];
  /** The row as the newest standing batch that touched it left it. */
  lastWritten: (key: string) => Row | undefined;
}

const MONEY = ['invoices', 'invoice_line_items', 'payments'];
const OWNERS = 'owners';

/** Columns in which a table says that a row is deleted. */
export const markColumns = (table: string, row: Row): string[] => {
  const state =
    'isActive' in row
      ? ['isActive']
      : table === 'reservations'
        ? ['status', 'cancelReason', 'cancelDate']
        : [];
  return ['deletedAt', 'deleted_at', ...state].filter((column) => column in row);
};

/** Cells of a row that is soft-deleted; null: any value, but one. */
export function markedCells(table: string, row: Row): Row {
  const said = (column: string, otherwise: Cell) => row[column] ?? otherwise;
  const all: Row = {
    ...{ deletedAt: null, deleted_at: null, isActive: false, status: 'CANCELLED' },
    cancelReason: said('cancelReason', 'Not in Gingr any more (tailtown-migrate)'),
    cancelDate: said('cancelDate', null),
  };
  return Object.fromEntries(markColumns(table, row).map((column) => [column, all[column] ?? null]));
}

export const tableIn = (text: string): string => text.slice(0, text.indexOf('/'));

/** A place of the ledger in its parts; the id of a lodging may hold a slash. */
function partsOf(place: string): { entity: string; id: string; table: string } {
  const parts = place.split('/');
  return {
    entity: parts[0] ?? '',
    id: parts.slice(1, -2).join('/'),
    table: parts.at(-2) ?? '',
  };
}

const newest = (marks: readonly Mark[], place: string): Mark | undefined =>
  marks.findLast((mark) => mark.place === place);

/** The rows as they count for decisions: those that are back are as before their soft-delete, where that still stands. */
export function revived(
  plan: Plan,
  rows: Rows,
  marks: readonly Mark[],
): Map<string, { place: string; row: Row }> {
  const back = new Map<string, { place: string; row: Row }>();
  for (const { place, table, id, how } of plan.rows) {
    const mark = newest(marks, place);
    const row = rows.get(`${table}/${id}`);
    if (how !== 'known' || !mark?.deleted || !row) continue;
    const columns = markColumns(table, row).filter(
      (column) => same(row[column], mark.after[column]) && !same(mark.after[column], mark.before[column]),
    );
    if (columns.length === 0) continue;
    const restored = Object.fromEntries(columns.map((column) => [column, mark.before[column] ?? null]));
    back.set(`${table}/${id}`, { place, row: { ...row, ...restored } });
  }
  return back;
}

/** What becomes of the records of earlier loads for which this one gives no reason (docs/runbooks/incremental-loads.md). */
export function amend(
  plan: Plan,
  rows: Rows,
  past: Past,
  asked: Asked,
  constraints: Constraints,
): Amendments {
  const merged = mergedAway(plan, past.ledger, asked.merges);
  const records = found(plan, rows, past, asked, merged);
  for (const record of records) record.fate = fateOf(record, plan, rows, past, asked);
  keepNeeded(records, plan, rows, past, constraints);
  for (const record of records) record.fate ??= 'soft-deleted';
  const deleted = records.filter(({ fate }) => fate === 'soft-deleted').flatMap((record) => record.rows);
  return {
    ...{ records, merged, moves: movesOf(plan, rows, past.ledger, merged) },
    deleted: new Map(deleted.map(([place, key]) => [key, place])),
  };
}

/** Owners with a row of their own whose survivor has another. */
function mergedAway(plan: Plan, ledger: Ledger, merges: ReadonlyMap<string, string>): Map<string, string> {
  const away = new Map<string, string>();
  for (const [id, survivor] of merges) {
    const mine = ledger.get(placeOf(OWNERS, id));
    const place = placeOf(OWNERS, survivor);
    const theirs = plan.rows.find((row) => row.place === place)?.id ?? ledger.get(place)?.id;
    if (mine?.base && theirs !== undefined && theirs !== mine.id) away.set(id, theirs);
  }
  return away;
}

function found(
  plan: Plan,
  rows: Rows,
  { ledger }: Past,
  asked: Asked,
  merged: ReadonlyMap<string, string>,
): Gone[] {
  const records: Gone[] = [];
  const places = [...ledger].filter(([, { base }]) => base !== null).map(([place]) => place);
  for (const place of places) {
    const { entity, id } = partsOf(place);
    if (entity === 'lodgings' || place !== placeOf(entity, id)) continue;
    const source = plan.sources.get(`${entity}/${id}`);
    const isMerged = entity === OWNERS && merged.has(id);
    // Of a row that people deleted it is told already.
    const stands = rows.has(`${primaryOf(entity)}/${ledger.get(place)?.id}`);
    const outdated =
      isMerged ||
      (source !== undefined && source.fate.state !== 'ready' && (stands || source.fate.state !== 'excluded'));
    const vanished = !source && !isMerged && asked.complete.has(entity);
    if (!outdated && !vanished) continue;
    const own = places.filter((one) => one.startsWith(`${entity}/`) && partsOf(one).id === id);
    const standing = own.flatMap((one): [string, string][] => {
      const key = `${partsOf(one).table}/${ledger.get(one)?.id}`;
      return rows.has(key) ? [[one, key]] : [];
    });
    records.push({
      ...{ entity, id, why: vanished ? 'vanished' : 'outdated' },
      ...{ merged: isMerged, rows: standing, fate: null },
    });
  }
  return records;
}

/** Null: it is soft-deleted, unless somebody needs it. */
function fateOf(record: Gone, plan: Plan, rows: Rows, past: Past, asked: Asked): Gone['fate'] {
  const { entity, id, merged } = record;
  if (record.rows.length === 0) return 'gone';
  const place = placeOf(entity, id);
  const mark = newest(past.marks, place);
  const row = rows.get(`${primaryOf(entity)}/${past.ledger.get(place)?.id}`);
  if (
    mark?.deleted &&
    row &&
    markColumns(primaryOf(entity), row).every((column) => same(row[column], mark.after[column]))
  )
    return 'before';
  if (record.rows.some(([, key]) => MONEY.includes(tableIn(key)))) return 'kept';
  if (asked.vanished === 'keep' && !merged) return 'kept';
  if (!merged && plan.sources.get(`${entity}/${id}`)?.fate.state === 'rejected') return 'kept';
  const edited = record.rows.some(([, key]) => !same(rows.get(key), past.lastWritten(key)));
  return edited ? 'edited' : null;
}

/** Who is needed stays: by a record of this export, by a row that people made, by one that stays because people changed it. */
function keepNeeded(records: Gone[], plan: Plan, rows: Rows, past: Past, { foreignKeys }: Constraints): void {
  const ours = new Set([...past.ledger].map(([place, { id }]) => `${partsOf(place).table}/${id}`));
  const goes = new Map(records.flatMap((record) => record.rows.map(([, key]) => [key, record] as const)));
  const planned = new Set(plan.rows.map(({ table, id }) => `${table}/${id}`));
  const needs = (key: string): boolean => {
    const table = tableIn(key);
    const id = key.slice(table.length + 1);
    if (planned.has(key)) return true;
    return foreignKeys.some(({ table: from, column, to }) => {
      if (to !== table) return false;
      if (plan.rows.some((row) => row.table === from && row.want[column] === id)) return true;
      return [...rows].some(([other, row]) => {
        if (tableIn(other) !== from || row[column] !== id || (row['deletedAt'] ?? null) !== null)
          return false;
        const theirs = goes.get(other);
        return theirs ? ['edited', 'needed'].includes(theirs.fate ?? '') : !ours.has(other);
      });
    });
  };
  for (let again = true; again; ) {
    again = false;
    for (const record of records) {
      if (record.fate !== null || !record.rows.some(([, key]) => needs(key))) continue;
      record.fate = 'needed';
      again = true;
    }
  }
}

/** Rows of earlier loads that hang on a merged owner, where people did not give them to somebody else. */
function movesOf(
  plan: Plan,
  rows: Rows,
  ledger: Ledger,
  merged: ReadonlyMap<string, string>,
): Amendments['moves'] {
  const moves: Amendments['moves'] = new Map();
  const planned = new Set(plan.rows.map(({ place }) => place));
  for (const [owner, to] of merged) {
    const old = ledger.get(placeOf(OWNERS, owner))?.id;
    for (const [place, { id, base }] of ledger) {
      const { entity, table } = partsOf(place);
      const column = 'customerId';
      const key = `${table}/${id}`;
      const hangs = base?.[column] === old && rows.get(key)?.[column] === old;
      if (entity === OWNERS || planned.has(place) || !hangs) continue;
      moves.set(key, [...(moves.get(key) ?? []), { place, column, to }]);
    }
  }
  return moves;
}

/** The marks that a load leaves. */
export function marksOf(
  batch: string,
  { deleted }: Amendments,
  back: ReadonlyMap<string, { place: string }>,
  before: Rows,
  after: Rows,
): Mark[] {
  const mark = (key: string, place: string, isDeleted: boolean): Mark => ({
    ...{ place, key, batch, deleted: isDeleted, before: before.get(key) ?? {}, after: after.get(key) ?? {} },
  });
  return [
    ...[...deleted].map(([key, place]) => mark(key, place, true)),
    ...[...back].map(([key, { place }]) => mark(key, place, false)),
  ];
}
