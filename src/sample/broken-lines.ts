import type { RuleCode } from '../core/rules/index.ts';
import type { KeyBuilder } from './key.ts';
import { type ExportFile, UNDECODABLE } from './writer.ts';

/** Lines that cannot be read; each is a record of its own, counted as read and rejected. */

export function shortLine(file: ExportFile, entity: string, book: KeyBuilder, id: string): void {
  file.row([id, 'cut off']);
  reject(book, entity, 'FILE_LINE_COLUMNS', 'the line has 2 cells');
}

export function undecodableLine(
  file: ExportFile,
  entity: string,
  book: KeyBuilder,
  cells: readonly string[],
): void {
  const why = 'a byte that is no UTF-8, in a file that says it is UTF-8';
  file.undecodable(cells);
  reject(book, entity, 'FILE_LINE_UNDECODABLE', why);
}

/** To be written where no quote follows in the file, so that nothing can close it. */
export function unclosedLine(
  file: ExportFile,
  entity: string,
  book: KeyBuilder,
  cells: readonly string[],
): void {
  const [id = '', ...rest] = cells;
  file.text([id, `"Brings own bed`, ...rest.slice(1)].join(file.format.delimiter));
  reject(book, entity, 'FILE_QUOTE_UNCLOSED', 'a cell opens with a quote that nothing closes');
}

export function misplacedQuote(
  file: ExportFile,
  entity: string,
  book: KeyBuilder,
  cells: readonly string[],
): void {
  const [id = '', ...rest] = cells;
  file.text([id, 'Needs a 24" door', ...rest.slice(1)].join(file.format.delimiter));
  reject(book, entity, 'FILE_QUOTE_MISPLACED', 'a quote inside a cell that is not quoted');
}

/** Cells of a made-up line of the given width. */
export const filler = (id: string, width: number, second = ''): string[] => [
  id,
  second,
  ...Array.from({ length: width - 2 }, () => ''),
];

export const undecodableName = `Jos${UNDECODABLE}`;

function reject(book: KeyBuilder, entity: string, code: RuleCode, why: string): void {
  book.ended(entity, null, 'rejected', code, why);
}
