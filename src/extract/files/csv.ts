import { CsvError, type Options, parse } from 'csv-parse/sync';
import type { SnapshotFile } from '../../snapshot/format.ts';
import { parseQuoted } from './quoted.ts';

export type Delimiter = Exclude<SnapshotFile['delimiter'], ''>;
export type Cells = readonly string[];

/** `unclosed`: a quoted cell is still open at the end. `misplaced`: a quote stands where none may. */
export type Parsed = { kind: 'record'; cells: Cells } | { kind: 'unclosed' } | { kind: 'misplaced' };

/** Parses whole lines; null when any quote in them is out of order. A blank line gives one empty cell. */
export function parseBlock(text: string, delimiter: Delimiter): Cells[] | null {
  if (!text.includes('"')) return splitLines(text).map((line) => line.split(delimiter));
  const records = parseQuoted(text, delimiter);
  if (records) return records;
  try {
    return parse(text, options(delimiter));
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/** Parses the text of exactly one record. */
export function parseOne(text: string, delimiter: Delimiter): Parsed {
  if (!text.includes('"')) return { kind: 'record', cells: text.split(delimiter) };
  try {
    const records = parse(text, options(delimiter));
    const [cells] = records;
    return cells && records.length === 1 ? { kind: 'record', cells } : { kind: 'misplaced' };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { kind: error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'unclosed' : 'misplaced' };
  }
}

/**
 * Whether a cell looks as if two quotes that belong to different records had closed each other: a line inside it is a
 * whole record with its id, or it has just the delimiters that whole records have and each of its lines begins with an
 * id. Strict grammar allows such a cell, and would swallow every record between the two quotes without a word.
 */
export function isSwallowing(cells: Cells, delimiter: Delimiter): boolean {
  // The id itself may be the cell that swallows.
  if (!/^\d+(?!\w)/.test(cells[0] ?? '')) return false;
  const width = cells.length;
  const beginsWithId = (line: string) => /^"?\d+"?$/.test(line.split(delimiter, 1)[0] ?? '');
  const isWhole = (line: string) => width > 3 && beginsWithId(line) && line.split(delimiter).length === width;
  return cells.some((cell) => {
    if (!cell.includes('\n')) return false;
    // Some programs put a blank line between two records.
    const behind = cell
      .split('\n')
      .slice(1)
      .filter((line) => line.trim() !== '');
    if (behind.length === 0) return false;
    if (behind.slice(0, -1).some(isWhole)) return true;
    return cell.split(delimiter).length - 1 === behind.length * (width - 1) && behind.every(beginsWithId);
  });
}

const options = (delimiter: Delimiter) =>
  ({
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    quote: '"',
    escape: '"',
    relax_column_count: true,
    skip_empty_lines: false,
  }) satisfies Options;

function splitLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return text.includes('\r') ? lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line)) : lines;
}
