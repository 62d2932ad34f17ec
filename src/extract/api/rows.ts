import type { Row } from './endpoints.ts';

/** Names of the id in rows of the different endpoints, the surest first. */
const ID_NAMES = ['id', 'reservation_id', 'r_id', 'value', 'system_id', 'owner_id', 'animal_id'];

/** An id as text; null where the value is none. */
export function idText(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  return String(value).trim() || null;
}

/** The id of a row; its whole content where it has none, so that equal rows are one. */
export function rowId(row: Row): string {
  for (const name of ID_NAMES) {
    const id = idText(row[name]);
    if (id !== null) return id;
  }
  return JSON.stringify(row);
}

/** Ids in the order of numbers, whatever their length; other texts behind them. */
export function byId(one: string, other: string): number {
  const [left, right] = [digits(one), digits(other)];
  if (left === null || right === null) return left === right ? order(one, other) : left === null ? 1 : -1;
  return left.length - right.length || order(left, right) || order(one, other);
}

/** Rows in the order of their ids: the order of an answer says nothing, and may be another next time. */
export const sorted = (rows: readonly Row[]): Row[] =>
  rows
    .map((row) => ({ row, id: rowId(row) }))
    .sort((a, b) => byId(a.id, b.id) || order(JSON.stringify(a.row), JSON.stringify(b.row)))
    .map(({ row }) => row);

const digits = (id: string): string | null => (/^\d+$/.test(id) ? id.replace(/^0+(?=\d)/, '') : null);

const order = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
