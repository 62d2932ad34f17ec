import type { RuleCode } from '../../core/rules/index.ts';
import { type Cells, type Delimiter, isSwallowing, parseBlock, parseOne } from './csv.ts';
import { LINE_LIMIT, type LineMark, type TextBlock } from './lines.ts';

export interface ReadRecord {
  /** Physical line on which the record starts; the first line of the file is 1. */
  line: number;
  cells: Cells;
}

export interface BadRecord {
  line: number;
  code: RuleCode;
  /** The physical lines of the record without the last newline, as far as they could be decoded. */
  raw: string;
}

/** What one block of text gave, in the order of the file; blank lines are counted only. */
export interface RecordBatch {
  records: ReadRecord[];
  unreadable: BadRecord[];
  blank: number;
}

/**
 * Reads records strictly. Every physical line ends up in a readable record, in an unreadable one, or as blank.
 * Pieces of many lines are parsed at once; a piece that holds anything wrong is read again record by record, where a
 * broken quote gives up its first physical line only. `width` is the number of cells that a record must have.
 */
export async function* readRecords(
  blocks: AsyncIterable<TextBlock>,
  delimiter: Delimiter,
  width: number,
): AsyncGenerator<RecordBatch> {
  const reader = new RecordReader(delimiter, width);
  for await (const block of blocks) yield reader.take(block, false);
  yield reader.take({ text: '', marks: new Map() }, true);
}

/** What became of the text at one place: how far it goes, or null when more text is needed to tell. */
type Step = { end: number; lines: number } | null;

/** Characters that are parsed at once: enough to be fast, and few enough to be read twice where one line is broken. */
const PIECE = 32 * 1024;

class RecordReader {
  readonly #delimiter: Delimiter;
  readonly #width: number;
  /** Text that was not settled yet; begins where a record begins. */
  #rest = '';
  /** Marks by physical line, of lines that were not settled yet. */
  readonly #marks = new Map<number, LineMark>();
  /** Physical line at which `#rest` begins. */
  #line = 1;
  /** Physical line at which the next block begins. */
  #nextBlock = 1;
  #batch: RecordBatch = { records: [], unreadable: [], blank: 0 };

  constructor(delimiter: Delimiter, width: number) {
    this.#delimiter = delimiter;
    this.#width = width;
  }

  take(block: TextBlock, final: boolean): RecordBatch {
    for (const [offset, mark] of block.marks) this.#marks.set(this.#nextBlock + offset, mark);
    this.#nextBlock += countOf(block.text, '\n');
    this.#batch = { records: [], unreadable: [], blank: 0 };
    this.#rest = this.#read(this.#rest + block.text, final);
    return this.#batch;
  }

  /** Settles all that can be settled, and returns what must wait for more text. */
  #read(text: string, final: boolean): string {
    let at = 0;
    while (at < text.length) {
      const piece = this.#marks.size === 0 ? wholeRecords(text.slice(at, at + PIECE)) : '';
      if (piece !== '' && this.#readPiece(piece)) {
        at += piece.length;
        continue;
      }
      for (const stop = Math.min(at + PIECE, text.length); at < stop; ) {
        const step = this.#readOne(text, at, final);
        if (!step) return text.slice(at);
        for (let line = 0; line < step.lines; line += 1) this.#marks.delete(this.#line + line);
        at = step.end;
        this.#line += step.lines;
      }
    }
    return '';
  }

  /** True when the whole piece was in order; else nothing was taken from it. */
  #readPiece(text: string): boolean {
    const parsed = parseBlock(text, this.#delimiter);
    if (!parsed) return false;
    const records: ReadRecord[] = [];
    let line = this.#line;
    let blank = 0;
    const multiLine = parsed.length < countOf(text, '\n');
    for (const cells of parsed) {
      const at = line;
      line += 1;
      if (isBlank(cells)) blank += 1;
      else if (cells.length !== this.#width) return false;
      else records.push({ line: at, cells });
      if (!multiLine) continue;
      for (const cell of cells) line += countOf(cell, '\n');
      if (line - at > 1 && isSwallowing(cells, this.#delimiter)) return false;
    }
    for (const record of records) this.#batch.records.push(record);
    this.#batch.blank += blank;
    this.#line = line;
    return true;
  }

  #readOne(text: string, at: number, final: boolean): Step {
    const first = lineAt(text, at);
    const mark = this.#marks.get(this.#line);
    const one = { end: first.next, lines: 1 };
    if (mark === 'FILE_LINE_TOO_LONG') return this.#reject(mark, first.text, one);
    const parsed = parseOne(first.text, this.#delimiter);
    switch (parsed.kind) {
      case 'record':
        return this.#settle(parsed.cells, first.text, one);
      case 'misplaced':
        return this.#reject(mark ?? 'FILE_QUOTE_MISPLACED', first.text, one);
      case 'unclosed':
        return this.#readMultiLine(text, at, first, mark ?? 'FILE_QUOTE_UNCLOSED', final);
    }
  }

  #readMultiLine(text: string, at: number, first: Line, code: RuleCode, final: boolean): Step {
    const one = { end: first.next, lines: 1 };
    const span = this.#closingLine(text, at, first);
    if (span === 'open') return final ? this.#reject(code, first.text, one) : null;
    if (span === 'never') return this.#reject(code, first.text, one);
    const raw = withoutNewline(text.slice(at, span.end));
    const parsed = parseOne(raw, this.#delimiter);
    if (parsed.kind !== 'record') return this.#reject(code, first.text, one);
    const swallowed =
      parsed.cells.length === this.#width
        ? isSwallowing(parsed.cells, this.#delimiter)
        : this.#holdsRecord(text, first.next, span.end);
    if (swallowed) return this.#reject(code, first.text, one);
    return this.#settle(parsed.cells, raw, span);
  }

  /** Where the quote that the first line leaves open is closed; `open` when the text ends before it is. */
  #closingLine(text: string, at: number, first: Line): { end: number; lines: number } | 'open' | 'never' {
    let quotes = countOf(first.text, '"');
    let end = first.next;
    for (let lines = 1; end - at <= LINE_LIMIT; lines += 1) {
      if (quotes % 2 === 0) return { end, lines };
      if (end >= text.length) return 'open';
      if (this.#marks.get(this.#line + lines) === 'FILE_LINE_TOO_LONG') return 'never';
      const next = lineAt(text, end);
      quotes += countOf(next.text, '"');
      end = next.next;
    }
    return 'never';
  }

  /** Whether any line in the range is a record of its own, so that a broken quote before it swallowed it. */
  #holdsRecord(text: string, begin: number, end: number): boolean {
    for (let at = begin; at < end; ) {
      const line = lineAt(text, at);
      const parsed = parseOne(line.text, this.#delimiter);
      if (parsed.kind === 'record' && parsed.cells.length === this.#width) return true;
      at = line.next;
    }
    return false;
  }

  #settle(cells: Cells, raw: string, step: { end: number; lines: number }): Step {
    let mark: LineMark | undefined;
    for (let line = 0; line < step.lines; line += 1) mark ??= this.#marks.get(this.#line + line);
    if (mark) return this.#reject(mark, raw, step);
    if (isBlank(cells)) this.#batch.blank += 1;
    else if (cells.length !== this.#width) return this.#reject('FILE_LINE_COLUMNS', raw, step);
    else this.#batch.records.push({ line: this.#line, cells });
    return step;
  }

  #reject(code: RuleCode, raw: string, step: { end: number; lines: number }): Step {
    this.#batch.unreadable.push({ line: this.#line, code, raw });
    return step;
  }
}

/**
 * The whole records at the beginning of the text, if its quotes are in order: up to the last newline that has an even
 * number of quotes before it. If they are not, parsing fails and says so.
 */
function wholeRecords(text: string): string {
  let quotes = countOf(text, '"');
  for (let end = text.length; end > 0; ) {
    const newline = text.lastIndexOf('\n', end - 1);
    quotes -= countOf(text.slice(newline + 1, end), '"');
    if (quotes % 2 === 0) return text.slice(0, newline + 1);
    end = newline;
  }
  return '';
}

interface Line {
  text: string;
  next: number;
}

function lineAt(text: string, at: number): Line {
  const newline = text.indexOf('\n', at);
  if (newline === -1) return { text: text.slice(at), next: text.length };
  return { text: withoutNewline(text.slice(at, newline + 1)), next: newline + 1 };
}

const withoutNewline = (text: string): string => text.replace(/\r?\n$/, '');

const isBlank = (cells: Cells): boolean => cells.length === 1 && /^[^\S\n]*$/.test(cells[0] ?? '');

function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}
