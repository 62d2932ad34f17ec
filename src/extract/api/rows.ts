import { CATALOGUE, type FileEntityName } from '../../gingr/catalogue.ts';
import type { Row } from './endpoints.ts';

/** An id as text; null where the value is none. */
export function idText(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  return String(value).trim() || null;
}

/** The id of an entity's row, by the names that the catalogue knows; null where it has none. */
export function idOf(entity: FileEntityName, row: Row): string | null {
  const { id, columns } = CATALOGUE[entity];
  const aliases = columns.find(({ name }) => name === id)?.aliases ?? [];
  for (const name of [id, ...aliases]) {
    const found = idText(row[name]);
    if (found !== null) return found;
  }
  return null;
}

/** The id of a row; its whole content where it has none, so that equal rows are one. */
export const rowKey = (entity: FileEntityName, row: Row): string => idOf(entity, row) ?? JSON.stringify(row);

/** Ids in the order of numbers, whatever their length; other texts behind them. */
export function byId(one: string, other: string): number {
  const [left, right] = [digits(one), digits(other)];
  if (left === null || right === null) return left === right ? order(one, other) : left === null ? 1 : -1;
  return left.length - right.length || order(left, right) || order(one, other);
}

/** Rows in the order of their ids: the order of an answer says nothing, and may be another next time. */
export const sorted = (entity: FileEntityName, rows: readonly Row[]): Row[] =>
  rows
    .map((row) => ({ row, id: rowKey(entity, row) }))
    .sort((a, b) => byId(a.id, b.id) || order(JSON.stringify(a.row), JSON.stringify(b.row)))
    .map(({ row }) => row);

const digits = (id: string): string | null => (/^\d+$/.test(id) ? id.replace(/^0+(?=\d)/, '') : null);

const order = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
