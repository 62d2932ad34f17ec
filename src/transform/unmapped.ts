import type { EntityMapping } from '../core/mapping.ts';
import { ownColumns } from '../gingr/catalogue.ts';
import { columnsRead } from '../mapping/check.ts';
import type { UnmappedColumn } from '../reconcile/model.ts';

/** Counts the filled cells of source columns that no mapping reads: data that would stay behind unseen. */
export class UnmappedColumns {
  readonly #counts: UnmappedColumn[] = [];

  /** A function that takes each line of one entity. */
  counter(entity: EntityMapping, columns: readonly string[]): (values: readonly (string | null)[]) => void {
    const read = columnsRead(entity);
    const watched = columns.flatMap((column, index) => {
      if (read.has(column)) return [];
      const count = { entity: entity.entity, column, filled: 0, own: isOwn(entity.entity, columns, column) };
      this.#counts.push(count);
      return [{ index, count }];
    });
    return (values) => {
      for (const { index, count } of watched) if ((values[index] ?? '').trim() !== '') count.filled += 1;
    };
  }

  result() {
    return this.#counts;
  }
}

const isOwn = (entity: string, columns: readonly string[], column: string): boolean =>
  ownColumns(entity, [...columns]).includes(column);
