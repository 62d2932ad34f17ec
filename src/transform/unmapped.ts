import type { EntityMapping } from '../core/mapping.ts';
import { ownColumns } from '../gingr/catalogue.ts';
import { columnsRead } from '../mapping/check.ts';
import type { UnmappedColumn } from '../reconcile/model.ts';

/** A source column that no mapping reads: its data would stay behind unseen, so its filled cells are counted. */
export interface WatchedColumn {
  column: string;
  /** Place among the columns of the snapshot. */
  index: number;
  own: boolean;
}

export function watchedColumns(entity: EntityMapping, columns: readonly string[]): WatchedColumn[] {
  const read = columnsRead(entity);
  const own = new Set(ownColumns(entity.entity, columns));
  return columns.flatMap((column, index) =>
    read.has(column) ? [] : [{ column, index, own: own.has(column) }],
  );
}

/** Adds up the filled cells of many lines. */
export class UnmappedColumns {
  readonly #counts = new Map<string, UnmappedColumn[]>();

  /** Must come before the counts of an entity. */
  watch(entity: string, watched: readonly WatchedColumn[]): void {
    this.#counts.set(
      entity,
      watched.map(({ column, own }) => ({ entity, column, filled: 0, own })),
    );
  }

  /** `filled` stands in the order of the watched columns. */
  add(entity: string, filled: readonly number[]): void {
    for (const [index, count] of (this.#counts.get(entity) ?? []).entries()) {
      count.filled += filled[index] ?? 0;
    }
  }

  result(): UnmappedColumn[] {
    return [...this.#counts.values()].flat();
  }
}
