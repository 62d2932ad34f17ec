import type { StagedValue } from '../staging/record.ts';
import type { Cell } from './functions/step.ts';

/**
 * A cell as PostgreSQL reads it from text: booleans t/f, lists as array literals, objects as JSON.
 * The escapes of COPY itself are the writer's.
 */
export function encodeCell(cell: Cell): StagedValue {
  if (cell === null) return null;
  switch (typeof cell) {
    case 'string':
      return cell;
    case 'boolean':
      return cell ? 't' : 'f';
    case 'number':
      return Number.isFinite(cell) ? String(cell) : null;
    case 'object':
      return isList(cell) ? arrayLiteral(cell) : JSON.stringify(cell);
  }
}

/** `{"a","b"}`: every element quoted, so that NULL, braces and commas stay text. */
export function arrayLiteral(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
}

const isList = (cell: object): cell is readonly string[] => Array.isArray(cell);
