import { DELIMITER, END, type Kind, Lexer, NAME, NEED, PUNCTUATION, STRING, WORD } from './lexer.ts';
import { UNDECODABLE } from './literals.ts';
import { DumpProblem } from './problem.ts';
import { type Charset, DumpSession } from './session.ts';
import {
  type ColumnKind,
  checkStatement,
  createdTable,
  type DumpTable,
  insertHead,
  shownName,
  type Token,
  tableKey,
} from './statements.ts';
import { type Prefix, prefixOf, stringValue, type Value, wordValue } from './values.ts';

/** What is wrong with single rows; the row counts all the same. */
export type RowFault = 'FILE_LINE_UNDECODABLE' | 'FILE_LINE_TOO_LONG';

/** Takes the rows of one table. */
export interface RowTaker {
  /** By the table's columns: whether the values are wanted. What is not wanted is never made a text. */
  wanted: readonly boolean[];
  /** One row, by the table's columns; what the dump says NULL of, and what is not wanted, is null. `number`: from 1, in its table. */
  row(number: number, cells: (string | null)[], fault: RowFault | null): void;
}

export interface DumpOptions {
  /** Of literals before the dump itself says it. */
  charset: Charset;
  /** Whether and how the rows of a table are wanted; null: they are counted. */
  takerOf(table: DumpTable): RowTaker | null;
}

interface Known {
  table: DumpTable;
  rows: number;
  /** Where rows of it begin that are in a character set which is not read. */
  otherCharset: string | null;
}

/** Of a statement that is not looked at closer, so many tokens are held. */
const HELD = 400;
/** A table of MySQL has up to 4096 columns. */
const HELD_OF_TABLE = 200_000;
/** Longest row that is taken, in characters (files: LINE_LIMIT). */
const ROW_LIMIT = 1 << 20;
const [OPEN, CLOSE, COMMA] = [0x28, 0x29, 0x2c] as const;

/** Where in the grammar of INSERT the next token stands. */
type At = 'statement' | 'delimiter' | 'row' | 'value' | 'behind value' | 'behind row';

/**
 * Reads what mysqldump and mariadb-dump write (gingr-sources.md 1.3), fed with bytes that may be cut anywhere. Rows go to the
 * takers as they end; nothing else is held. Throws a DumpProblem for whatever it cannot follow: rows are never guessed.
 */
export class DumpReader {
  readonly #lexer: Lexer;
  readonly #session: DumpSession;
  readonly #options: DumpOptions;
  readonly #tables = new Map<string, Known>();
  /** Rows of tables of which no CREATE TABLE was seen. */
  readonly #nameless = new Map<string, number>();
  #database = '';
  #at: At = 'statement';
  #tokens: Token[] = [];
  #depth = 0;
  /** The INSERT that is being read. */
  #known: Known | null = null;
  #taker: RowTaker | null = null;
  /** By value: the table's column. */
  #places: readonly number[] = [];
  #kinds: readonly ColumnKind[] = [];
  #wanted: readonly boolean[] = [];
  #width = 0;
  #value = 0;
  #prefix: Prefix | null = null;
  #cells: (string | null)[] = [];
  #size = 0;
  #fault: RowFault | null = null;

  constructor(options: DumpOptions) {
    this.#options = options;
    this.#session = new DumpSession(options.charset);
    this.#lexer = new Lexer((text) => {
      if (this.#at === 'statement' && this.#tokens.length === 0) this.#session.comment(text);
    });
  }

  /** The tables with their rows so far, in the dump's order. */
  get tables(): Readonly<Known>[] {
    return [...this.#tables.values()];
  }

  /** Tables with rows and without CREATE TABLE: which columns they have, nobody says. */
  get tablesWithoutColumns(): { name: string; rows: number }[] {
    return [...this.#nameless].map(([name, rows]) => ({ name, rows }));
  }

  /** `line 12 (byte 3456), in table animals`. */
  get place(): string {
    const table = this.#known?.table.name;
    return `${this.#lexer.place}${table === undefined ? '' : `, in table ${shownName(table)}`}`;
  }

  take(chunk: Buffer): void {
    this.#lexer.feed(chunk);
    this.#read();
  }

  /** When the dump says that it was completed, as `YYYY-MM-DDTHH:MM:SS` by the clock of its server; null where it does not. */
  get completed(): string | null {
    return this.#session.completed;
  }

  /** Throws DUMP_CUT where the text cannot be all of the dump. Returns whether a mark of its end was seen. */
  finish(): { isMarked: boolean } {
    this.#lexer.finish();
    try {
      this.#read();
    } catch (error) {
      // Half a word or a name is no wrong one.
      if (error instanceof DumpProblem && this.#lexer.isAtEnd) throw this.#cut();
      throw error;
    }
    const inStatement = this.#at !== 'statement' || this.#tokens.length > 0 || this.#lexer.isOpen;
    if (inStatement || this.#lexer.hasOwnDelimiter) throw this.#cut();
    const { missing } = this.#session;
    if (missing !== null) throw new DumpProblem('DUMP_CUT', `ends at ${this.place} without ${missing}`);
    return { isMarked: this.#session.isEnded };
  }

  #read(): void {
    const lexer = this.#lexer;
    for (;;) {
      if (this.#at === 'delimiter') {
        const text = lexer.restOfLine();
        if (text === null) return;
        lexer.delimiter = text;
        this.#at = 'statement';
        continue;
      }
      const kind = lexer.next();
      if (kind === NEED || kind === END) return;
      if (this.#at === 'statement') this.#inStatement(kind);
      else this.#inRows(kind);
    }
  }

  #inStatement(kind: Kind): void {
    const lexer = this.#lexer;
    if (kind === DELIMITER) {
      this.#endStatement();
      return;
    }
    const [first] = this.#tokens;
    const word = first?.text.toUpperCase();
    const token = this.#token(kind);
    if (kind === PUNCTUATION && token.text === '(') this.#depth += 1;
    if (kind === PUNCTUATION && token.text === ')') this.#depth -= 1;
    if (!first && kind === WORD && /^DELIMITER$/i.test(token.text)) {
      this.#at = 'delimiter';
      return;
    }
    if (word === 'INSERT' || word === 'REPLACE') {
      if (kind === WORD && this.#depth === 0 && /^VALUES?$/i.test(token.text)) {
        this.#beginRows();
        return;
      }
    }
    if (this.#tokens.length < (word === 'CREATE' || word === 'INSERT' ? HELD_OF_TABLE : HELD))
      this.#tokens.push(token);
    if (this.#tokens.length === 1) checkFirst(token, () => this.place);
    // Bodies of routines and comments may be long, and are of no use.
    lexer.keep = this.#tokens.length < HELD || word === 'CREATE';
  }

  #token(kind: Kind): Token {
    const lexer = this.#lexer;
    switch (kind) {
      case WORD:
        return { kind: 'word', text: lexer.text };
      case NAME:
        return { kind: 'name', text: lexer.text };
      case STRING:
        return { kind: 'string', text: lexer.dropped ? '' : lexer.text };
      default:
        return { kind: 'sign', text: lexer.text };
    }
  }

  #endStatement(): void {
    const tokens = this.#tokens;
    this.#tokens = [];
    this.#depth = 0;
    this.#lexer.keep = true;
    if (tokens.length === 0) return;
    checkStatement(tokens, this.place);
    this.#session.statement(tokens);
    this.#lexer.backslashIsPlain = this.#session.backslashIsPlain;
    const [first, second] = tokens;
    if (/^USE$/i.test(first?.text ?? '') && second) this.#database = second.text;
    if (!/^CREATE$/i.test(first?.text ?? '')) return;
    const table = createdTable(tokens, this.#database);
    if (table) this.#create(table);
  }

  #create(table: DumpTable): void {
    const key = tableKey(table);
    const known = this.#tables.get(key);
    if (!known) {
      this.#tables.set(key, { table, rows: 0, otherCharset: null });
      return;
    }
    if (known.rows > 0 && JSON.stringify(known.table.columns) !== JSON.stringify(table.columns))
      throw this.#unreadable(`makes table ${shownName(table.name)} twice, with other columns`);
    known.table = table;
  }

  #beginRows(): void {
    const head = insertHead(this.#tokens, this.#database);
    this.#tokens = [];
    this.#session.isEnded = false;
    if (!head) throw this.#unreadable('has an INSERT that mysqldump does not write');
    const key = tableKey(head.table);
    this.#known = this.#tables.get(key) ?? null;
    this.#at = 'row';
    if (!this.#known) {
      if (!this.#nameless.has(head.table.name)) this.#nameless.set(head.table.name, 0);
      const rows = this.#nameless.get(head.table.name) ?? 0;
      this.#known = { table: { ...head.table, columns: [] }, rows, otherCharset: null };
      this.#columns(null, -1);
      return;
    }
    const { table } = this.#known;
    this.#columns(this.#options.takerOf(table), head.columns?.length ?? table.columns.length);
    if (this.#session.charset === null) this.#known.otherCharset ??= this.place;
    const places = new Map(table.columns.map(({ name }, place) => [name.toLowerCase(), place]));
    this.#places = head.columns?.map((name) => places.get(name.toLowerCase()) ?? -1) ?? [...places.values()];
    if (this.#places.includes(-1) || new Set(this.#places).size !== this.#width)
      throw this.#unreadable('has an INSERT with columns that its table does not have');
    this.#kinds = this.#places.map((place) => table.columns[place]?.kind ?? 'text');
    this.#wanted = this.#places.map((place) => this.#taker?.wanted[place] ?? false);
  }

  /** `width`: the values of a row; -1 where nobody says. */
  #columns(taker: RowTaker | null, width: number): void {
    this.#taker = taker;
    this.#width = width;
    this.#places = [];
    this.#kinds = [];
    this.#wanted = [];
  }

  #inRows(kind: Kind): void {
    const lexer = this.#lexer;
    switch (this.#at) {
      case 'value':
        this.#takeValue(kind);
        return;
      case 'behind value':
        if (kind !== PUNCTUATION) break;
        if (lexer.byte === COMMA) {
          this.#value += 1;
          lexer.keep = this.#wanted[this.#value] === true;
          this.#at = 'value';
          return;
        }
        if (lexer.byte !== CLOSE) break;
        this.#endRow();
        return;
      case 'row':
        if (kind !== PUNCTUATION || lexer.byte !== OPEN) break;
        this.#value = 0;
        this.#size = 0;
        this.#fault = null;
        lexer.keep = this.#wanted[0] === true;
        if (this.#taker)
          this.#cells = new Array<string | null>(this.#known?.table.columns.length ?? 0).fill(null);
        this.#at = 'value';
        return;
      case 'behind row':
        if (kind === PUNCTUATION && lexer.byte === COMMA) {
          this.#at = 'row';
          return;
        }
        if (kind !== DELIMITER) break;
        this.#at = 'statement';
        this.#known = null;
        this.#taker = null;
        lexer.keep = true;
        return;
    }
    throw this.#unreadable('has an INSERT that mysqldump does not write');
  }

  #takeValue(kind: Kind): void {
    const lexer = this.#lexer;
    const isWanted = this.#wanted[this.#value] === true;
    if (kind === STRING) {
      if (lexer.quote === 0x22 && this.#session.hasAnsiQuotes) throw this.#noLiteral();
      if (isWanted) {
        if (lexer.dropped) this.#fault = 'FILE_LINE_TOO_LONG';
        else this.#keep(stringValue(lexer, this.#kinds[this.#value] ?? 'text', this.#prefix, this.#session));
      }
    } else if (kind === WORD) {
      const value = this.#wordValue(isWanted);
      if (value === undefined) return;
      if (isWanted) this.#keep(value);
    } else throw this.#noLiteral();
    this.#prefix = null;
    this.#at = 'behind value';
  }

  /** Undefined where the word is the prefix of a string. */
  #wordValue(isWanted: boolean): Value | undefined {
    const lexer = this.#lexer;
    if (this.#prefix !== null) throw this.#noLiteral();
    if (lexer.dropped) {
      if (isWanted) this.#fault = 'FILE_LINE_TOO_LONG';
      return null;
    }
    const value = wordValue(lexer, this.#kinds[this.#value] ?? 'text', isWanted);
    if (value !== undefined) return value;
    this.#prefix = prefixOf(lexer.text, this.place);
    if (this.#prefix === null) throw this.#noLiteral();
    return undefined;
  }

  #keep(value: Value): void {
    if (value === UNDECODABLE) {
      this.#fault ??= 'FILE_LINE_UNDECODABLE';
      return;
    }
    if (value === null) return;
    this.#size += value.length;
    if (this.#size > ROW_LIMIT) this.#fault = 'FILE_LINE_TOO_LONG';
    else this.#cells[this.#places[this.#value] ?? 0] = value;
  }

  #endRow(): void {
    const known = this.#known;
    if (!known) return;
    if (this.#width >= 0 && this.#value + 1 !== this.#width)
      throw this.#unreadable(`has a row of ${this.#value + 1} values where there are ${this.#width} columns`);
    known.rows += 1;
    if (this.#width < 0) this.#nameless.set(known.table.name, known.rows);
    this.#taker?.row(known.rows, this.#cells, this.#fault);
    this.#at = 'behind row';
  }

  #cut = (): DumpProblem =>
    new DumpProblem('DUMP_CUT', `ends in the middle of a statement, at ${this.place}`);

  #noLiteral = (): DumpProblem => this.#unreadable('has a value that is no literal of mysqldump');

  #unreadable(what: string): DumpProblem {
    return new DumpProblem('DUMP_UNREADABLE', `${what}, at ${this.place}`);
  }
}

/** What is no dump at all is told by its first word, before a statement of it is waited for. */
function checkFirst(token: Token, place: () => string): void {
  if (token.kind === 'word' && /^[A-Za-z]+$/.test(token.text) && STATEMENTS.has(token.text.toUpperCase()))
    return;
  throw new DumpProblem('DUMP_UNREADABLE', `is not written as mysqldump writes, at ${place()}`);
}

const STATEMENTS = new Set(
  (
    'DROP LOCK UNLOCK USE SET CREATE COMMIT BEGIN START ANALYZE FLUSH CHANGE GRANT REVOKE RESET STOP ALTER INSERT REPLACE ' +
    'UPDATE DELETE TRUNCATE LOAD CALL SELECT WITH'
  ).split(' '),
);
