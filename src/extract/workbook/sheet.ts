import { type CellText, cellText } from './cell.ts';
import type { Format } from './formats.ts';
import { damaged, oversized } from './problem.ts';
import { RichText, type SharedStrings } from './shared-strings.ts';
import { type Handlers, parseXml } from './xml.ts';

/** A row that holds anything. `line` is the number that the sheet shows beside it. */
export interface SheetRow {
  line: number;
  /** Up to the last cell that is not empty. */
  cells: string[];
  /** Indexes of cells in which a program may have made a date of a text. */
  doubtful: number[];
  /** The row has more text than a record may; only the beginning is kept. */
  tooLong: boolean;
}

/** What the cells of all sheets of a workbook refer to. */
export interface Shared {
  strings: SharedStrings;
  formats: readonly Format[];
  from1904: boolean;
}

/** Excel's own limits. */
const ROWS = 1_048_576;
const COLUMNS = 16_384;
/** Characters of one sheet: references can make any number of them out of few bytes. */
const CHARACTERS = 2 ** 31;

/** The rows of a sheet in their order, some at a time. `longest` is the number of characters a row may have. */
export async function* sheetRows(
  chunks: AsyncIterable<Buffer>,
  part: string,
  shared: Shared,
  longest: number,
): AsyncGenerator<SheetRow[]> {
  const reader = new SheetReader(shared, longest);
  for await (const _ of parseXml(chunks, part, reader)) {
    const rows = reader.take();
    if (rows.length > 0) yield rows;
  }
}

interface Cell {
  type: string;
  format: Format;
  formula: boolean;
  raw: string;
  rich: string | null;
}

class SheetReader implements Handlers {
  readonly #shared: Shared;
  readonly #longest: number;
  #rows: SheetRow[] = [];
  #row: SheetRow | null = null;
  #line = 0;
  #column = -1;
  #cell: Cell | null = null;
  #inValue = false;
  readonly #rich = new RichText();
  #inData = false;
  #rowCharacters = 0;
  #characters = 0;

  constructor(shared: Shared, longest: number) {
    this.#shared = shared;
    this.#longest = longest;
  }

  take(): SheetRow[] {
    const rows = this.#rows;
    if (rows.length > 0) this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'sheetData') this.#inData = true;
    if (!this.#inData) return;
    if (name === 'row') this.#openRow(attributes.r);
    else if (name === 'c') this.#openCell(attributes);
    else if (name === 'v') this.#inValue = true;
    else if (name === 'is') this.#rich.begin();
    else if (name === 'f' && this.#cell) this.#cell.formula = true;
    else this.#rich.open(name);
  }

  text(text: string): void {
    if (this.#inValue && this.#cell) this.#cell.raw += text;
    else this.#rich.text(text);
  }

  close(name: string): void {
    if (!this.#inData) return;
    if (name === 'sheetData') this.#inData = false;
    else if (name === 'v') this.#inValue = false;
    else if (name === 'is' && this.#cell) this.#cell.rich = this.#rich.end();
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
    else this.#rich.close(name);
  }

  #openRow(number: string | undefined): void {
    const line = number === undefined ? this.#line + 1 : Number(number);
    if (!Number.isInteger(line) || line <= this.#line)
      throw damaged(`row ${this.#line} is followed by no later row`);
    if (line > ROWS) throw damaged(`it has a row beyond ${ROWS}`);
    this.#line = line;
    this.#column = -1;
    this.#rowCharacters = 0;
    this.#row = { line, cells: [], doubtful: [], tooLong: false };
  }

  #openCell({ r, t = 'n', s }: Readonly<Record<string, string>>): void {
    if (!this.#row) throw damaged('a cell stands outside all rows');
    const column = r === undefined ? this.#column + 1 : columnOf(r, this.#line);
    if (column <= this.#column) throw damaged(`row ${this.#line} has its cells out of order`);
    if (column >= COLUMNS) throw damaged(`row ${this.#line} has a cell beyond column ${COLUMNS}`);
    this.#column = column;
    const format = this.#shared.formats[Number(s ?? 0)] ?? { kind: 'number' };
    this.#cell = { type: t, format, formula: false, raw: '', rich: null };
  }

  #closeCell(): void {
    const cell = this.#cell;
    const row = this.#row;
    this.#cell = null;
    if (!cell || !row) return;
    const { text, doubtful } = this.#textOf(cell);
    if (text === '') return;
    this.#rowCharacters += text.length;
    this.#characters += text.length;
    if (this.#characters > CHARACTERS) throw oversized('its texts come to more than two billion characters');
    if (this.#rowCharacters > this.#longest) {
      row.tooLong = true;
      return;
    }
    while (row.cells.length < this.#column) row.cells.push('');
    row.cells.push(text);
    if (doubtful) row.doubtful.push(this.#column);
  }

  #textOf(cell: Cell): CellText {
    const shown = this.#shown(cell);
    // The value of a formula was reckoned here and not by Gingr: it is marked as programs mark it in text exports. An
    // error word speaks for itself.
    if (cell.formula && cell.type !== 'e' && shown.text !== '')
      return { text: `="${shown.text}"`, doubtful: false };
    return shown;
  }

  #shown({ type, format, raw, rich }: Cell): CellText {
    if (type === 'inlineStr') return { text: rich ?? '', doubtful: false };
    if (type !== 's') return cellText(type, raw, format, this.#shared.from1904);
    if (raw === '') return { text: '', doubtful: false };
    const text = this.#shared.strings.get(Number(raw));
    if (text === undefined) throw damaged(`a cell of row ${this.#line} refers to a text that is not there`);
    return { text, doubtful: false };
  }

  #closeRow(): void {
    if (this.#row && (this.#row.cells.length > 0 || this.#row.tooLong)) this.#rows.push(this.#row);
    this.#row = null;
  }
}

/** The index of the column of a cell such as `AB12`, from 0; its row must be that row. */
function columnOf(place: string, line: number): number {
  const [, letters = '', row] = /^([A-Z]{1,3})([1-9]\d*)$/.exec(place) ?? [];
  if (letters === '' || Number(row) !== line)
    throw damaged(`row ${line} has a cell with the place ${place.slice(0, 12)}`);
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}
