import type { EntityMapping } from '../core/mapping.ts';
import type { ListEntry } from './context.ts';

/** Reads one line of a reference list; null where the line has no id. */
export function compileList(
  list: NonNullable<EntityMapping['list']>,
  columnsInSnapshot: readonly string[],
): (values: readonly (string | null)[]) => [id: string, entry: ListEntry] | null {
  const at = (column: string) => columnsInSnapshot.indexOf(column);
  const key = at(list.key);
  const label = at(list.label);
  const extra = list.extra.map((column) => [column, at(column)] as const);
  return (values) => {
    // As in the lines that refer to them: PostgreSQL takes no NUL.
    const text = (index: number) => values[index]?.replaceAll('\0', '') ?? null;
    const id = text(key)?.trim() ?? '';
    if (id === '') return null;
    const entries = extra.map(([column, index]) => [column, text(index)] as const);
    return [id, { label: text(label) ?? '', extra: Object.fromEntries(entries) }];
  };
}
