import { headerKey } from '../../gingr/define.ts';
import { FORM_COLUMN } from '../../gingr/form-data.ts';
import { isObject } from './answer.ts';

/** A record as a line of a file would have it, by the names of the answer. Null: it says nothing. */
export type RawCells = Record<string, string | null>;

/** Objects that one cell holds whole, as JSON. */
const WHOLE: ReadonlySet<string> = new Set([FORM_COLUMN, 'icons', 'icons_string', 'owner_icons']);

/**
 * Nested objects become dotted names (`reservation_type.id`), arrays JSON. `[]` stands for an empty object too, so it says
 * nothing (gingr-sources.md 1.2).
 */
export function flatten(value: Readonly<Record<string, unknown>>, prefix = ''): RawCells {
  const cells: RawCells = {};
  for (const [key, inner] of Object.entries(value)) {
    const name = prefix + key;
    if (isObject(inner) && Object.keys(inner).length === 0) continue;
    if (isObject(inner) && !Array.isArray(inner) && !WHOLE.has(headerKey(key)))
      Object.assign(cells, flatten(inner, `${name}.`));
    else cells[name] = cellOf(inner);
  }
  return cells;
}

/** One value as the text of a cell. */
export function cellOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return String(value);
  return Object.keys(value).length === 0 ? null : JSON.stringify(value);
}
