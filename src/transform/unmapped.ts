import type { EntityMapping } from '../core/mapping.ts';
import { formatMoney } from '../core/money.ts';
import { ownColumns } from '../gingr/catalogue.ts';
import { addTo, formColumn, isFormColumn } from '../gingr/form-data.ts';
import { columnsRead } from '../mapping/check.ts';
import { centsOf } from '../reconcile/controls/amounts.ts';
import type { UnmappedColumn } from '../reconcile/model.ts';

/** A source column that no mapping reads: its data would stay behind unseen, so its filled cells are counted. */
export interface WatchedColumn {
  column: string;
  /** Place among the columns of the snapshot. */
  index: number;
  own: boolean;
  /** Whether its name says that it is money: then its cells are added up. */
  money: boolean;
}

/** Whole words of a header, such as `tip_amount`. */
const MONEY =
  /(?:^|_)(?:amount|total|subtotal|balance|tips?|surcharge|fees?|credits?|deposit|discount|price|cost|paid|value|commission)(?:_|$)/i;

export const isMoney = (column: string): boolean => MONEY.test(column);

export function watchedColumns(entity: EntityMapping, columns: readonly string[]): WatchedColumn[] {
  const read = columnsRead(entity);
  const own = new Set(ownColumns(entity.entity, columns));
  return columns.flatMap((column, index) =>
    read.has(isFormColumn(column) ? formColumn(column) : column)
      ? []
      : [{ column, index, own: own.has(column), money: isMoney(column) }],
  );
}

/** What some lines have in a watched column: filled cells, and their sum in cents; null where one is no amount. */
export interface Filled {
  cells: number;
  cents: bigint | null;
}

/** Nothing yet, per watched column. */
export const nothingFilled = (watched: readonly WatchedColumn[]): Filled[] =>
  watched.map(({ money }) => ({ cells: 0, cents: money ? 0n : null }));

/** Adds one filled cell. */
export function fill(filled: Filled, cell: string): void {
  filled.cells += 1;
  if (filled.cents === null) return;
  const cents = centsOf(cell);
  filled.cents = cents === null ? null : filled.cents + cents;
}

/** Adds up the filled cells of many lines. */
export class UnmappedColumns {
  readonly #counts = new Map<string, { column: WatchedColumn; filled: Filled }[]>();
  readonly #fields = new Map<string, Map<string, number>>();

  /** Must come before the counts of an entity. */
  watch(entity: string, watched: readonly WatchedColumn[]): void {
    this.#counts.set(
      entity,
      nothingFilled(watched).flatMap((filled, place) => {
        const column = watched[place];
        return column ? [{ column, filled }] : [];
      }),
    );
  }

  /** `filled` stands in the order of the watched columns. */
  add(entity: string, filled: readonly Filled[]): void {
    for (const [index, { filled: all }] of (this.#counts.get(entity) ?? []).entries()) {
      const more = filled[index];
      if (!more) continue;
      all.cells += more.cells;
      all.cents = all.cents === null || more.cents === null ? null : all.cents + more.cents;
    }
  }

  /** Custom fields that no mapping reads, with the number of lines that fill them. */
  addFields(entity: string, fields: ReadonlyMap<string, number>): void {
    const all = this.#fields.get(entity) ?? new Map<string, number>();
    this.#fields.set(entity, all);
    for (const [column, count] of fields) addTo(all, column, count);
  }

  result(): UnmappedColumn[] {
    const fields = [...this.#fields].flatMap(([entity, counts]) =>
      [...counts].map(([column, filled]) => ({ entity, column, filled, own: true, sum: null })),
    );
    return [...this.#columns(), ...fields];
  }

  #columns(): UnmappedColumn[] {
    return [...this.#counts].flatMap(([entity, columns]) =>
      columns.map(({ column: { column, own }, filled: { cells, cents } }) => ({
        ...{ entity, column, filled: cells, own },
        sum: cents === null || cells === 0 ? null : formatMoney(cents),
      })),
    );
  }
}
