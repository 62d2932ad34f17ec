import type { EntityMapping } from '../mapping/model.ts';

/** Counts the filled cells of source columns that no mapping reads: data that would stay behind unseen. */
export class UnmappedColumns {
  readonly #counts: { entity: string; column: string; filled: number }[] = [];

  /** A function that takes each line of one entity. */
  counter(entity: EntityMapping, columns: readonly string[]): (values: readonly (string | null)[]) => void {
    const read = new Set(columnsRead(entity));
    const watched = columns.flatMap((column, index) => {
      if (read.has(column)) return [];
      const count = { entity: entity.entity, column, filled: 0 };
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

/** Every source column that a mapping of an entity looks at; the id always counts. */
export function columnsRead(entity: EntityMapping): string[] {
  const columns = entity.tables.flatMap((table) =>
    table.columns.flatMap(({ source }) => (source.kind === 'value' ? [] : source.columns)),
  );
  const list = entity.list ? [entity.list.key, entity.list.label, ...entity.list.extra] : [];
  return ['id', ...columns, ...list, ...entity.exclude.flatMap((rule) => rule.when.columns)];
}
