/** CSV that people open in a spreadsheet program. */

const FORMULA = /^'*[=+@\t\r\n-]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** A cell that a spreadsheet would run as a formula gets an apostrophe in front; `unharmed` takes it away again. */
export const harmless = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell);

/** The cell as it was before `harmless`, whatever it held. */
export const unharmed = (cell: string): string =>
  /^'/.test(cell) && FORMULA.test(cell) ? cell.slice(1) : cell;

/** One line, every cell quoted and harmless. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(harmless(cell))).join(',')}\r\n`;

/** The same for the program's own figures: a negative number stays a number. */
export const csvFigures = (cells: readonly (string | number | null)[]): string =>
  `${cells
    .map((cell) => String(cell ?? ''))
    .map((cell) => quoted(NUMBER.test(cell) ? cell : harmless(cell)))
    .join(',')}\r\n`;

/** In front of the first line, so that spreadsheet programs read the file as UTF-8. */
export const BOM = '\ufeff';

/**
 * What separates the cells of a CSV text that a spreadsheet program saved, by its first line. Only one does: the others
 * stand in cells, and not every program quotes those.
 */
export function delimiterOf(text: string): string {
  const [head = ''] = text.replaceAll(/"(?:[^"]|"")*"/g, '').split(/\r?\n/, 1);
  const often = (delimiter: string) => head.split(delimiter).length;
  return [',', ';', '\t'].reduce((most, delimiter) => (often(delimiter) > often(most) ? delimiter : most));
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
