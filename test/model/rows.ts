/** The target as the model sees it: whole rows by `table/id`, cells as PostgreSQL writes them in JSON. */
export type Cell = string | number | boolean | null | Cell[] | { [key: string]: Cell };
export type Row = Record<string, Cell>;
export type Rows = ReadonlyMap<string, Row>;

/** Text that is equal where two cells are; cells of a row come in no order that counts. */
export function same(a: Cell | Row | undefined, b: Cell | Row | undefined): boolean {
  return text(a) === text(b);
}

function text(cell: Cell | Row | undefined): string {
  if (cell === undefined || cell === null) return 'null';
  if (Array.isArray(cell)) return `[${cell.map(text).join()}]`;
  if (typeof cell !== 'object') return JSON.stringify(cell);
  const keys = Object.keys(cell).sort();
  return `{${keys.map((key) => `${key}:${text(cell[key])}`).join()}}`;
}

/** Columns in which two rows differ. */
export function differing(a: Row, b: Row): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((column) => !same(a[column], b[column]));
}

/** Whole cents of an amount as Gingr or PostgreSQL writes it; null where it is none. */
export function cents(amount: Cell | undefined): bigint | null {
  const [, minus, whole, part = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(amount)) ?? [];
  if (whole === undefined) return null;
  const value = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'));
  return minus === '-' ? -value : value;
}

/** The amount in the way PostgreSQL writes a double in JSON. */
export function amount(value: bigint): number {
  const sign = value < 0n ? '-' : '';
  const digits = String(value < 0n ? -value : value).padStart(3, '0');
  return JSON.parse(`${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`) as number;
}

export const sameRows = (a: Rows, b: Rows): boolean =>
  a.size === b.size && [...a].every(([key, row]) => b.has(key) && same(row, b.get(key)));
