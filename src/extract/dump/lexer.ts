import { DumpProblem } from './problem.ts';

/** Kinds of tokens. `NEED`: the window ends before the token does. `END`: the text ends. */
export const NEED = 0;
export const END = 1;
export const WORD = 2;
export const STRING = 3;
export const NAME = 4;
export const PUNCTUATION = 5;
export const DELIMITER = 6;
export type Kind = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** A string that is kept at all is kept up to this many bytes: what no cell of the snapshot may have (LINE_LIMIT), in UTF-8. */
export const KEPT_BYTES = 4 << 20;
/** Names, numbers and key words are short; what is longer is no SQL. */
const LONGEST_WORD = 4096;
/** Comments are skipped; of one that begins with two dashes this much is read. */
const COMMENT_HEAD = 120;
/** MySQL executes what stands in `/*!NNNNNN`; this number and above are for no server that exists. */
const NO_SERVER = 900_000;

const SPACE = 1;
const LETTER = 2;
const CLASS = classes();
const [QUOTE, DOUBLE, BACKTICK, BACKSLASH] = [0x27, 0x22, 0x60, 0x5c] as const;
const [DASH, PLUS, DOT, HASH, SLASH, STAR, SEMICOLON] = [0x2d, 0x2b, 0x2e, 0x23, 0x2f, 0x2a, 0x3b] as const;
const [NEWLINE, ZERO, NINE] = [0x0a, 0x30, 0x39] as const;

/** What was begun and goes on behind the window. */
type Open = '' | 'string' | 'hex' | 'line' | 'block';

/**
 * Cuts SQL text as MySQL reads it into tokens (MySQL manual, chapter "Language structure"). It is fed with bytes that may be cut anywhere,
 * and holds no more of them than the token that it is in; content that nobody wants is not held at all. Conditional
 * comments (`/*!40101 ... *\/`) are read as what they hold.
 */
export class Lexer {
  /** Strings of the coming tokens are kept; else only their end is looked for. */
  keep = true;
  /** SQL mode NO_BACKSLASH_ESCAPES. */
  backslashIsPlain = false;
  /** Where the content of the last token stands in `buffer`, without its quotes. */
  start = 0;
  end = 0;
  /** Of the last string: whether it holds escapes, all of its bytes or-ed, its quote, and whether its content was given up. */
  escaped = false;
  high = 0;
  quote = 0;
  dropped = false;
  /** Of the last PUNCTUATION: its byte. */
  byte = 0;
  buffer: Buffer = Buffer.alloc(0);
  /** `buffer` byte by byte as a text, made when it is first asked for. */
  #latin: string | null = null;
  readonly #onComment: (text: string) => void;
  #position = 0;
  #final = false;
  #open: Open = '';
  #scan = 0;
  /** Open conditional comments. */
  #conditions = 0;
  #delimiter: Buffer | null = null;
  /** Bytes and newlines that left the window. */
  #bytes = 0;
  #lines = 0;

  /** `onComment` hears the beginning of each comment that begins with two dashes. */
  constructor(onComment: (text: string) => void) {
    this.#onComment = onComment;
  }

  /** Bytes that follow; `start` and `end` of the last token are void then. */
  feed(chunk: Buffer): void {
    const from = this.#open === '' ? this.#position : this.dropped ? this.#scan : this.start;
    for (
      let at = this.buffer.indexOf(NEWLINE);
      at !== -1 && at < from;
      at = this.buffer.indexOf(NEWLINE, at + 1)
    )
      this.#lines += 1;
    this.#bytes += from;
    this.buffer = from === this.buffer.length ? chunk : Buffer.concat([this.buffer.subarray(from), chunk]);
    this.#latin = null;
    this.#position = 0;
    this.start = 0;
    this.#scan -= from;
  }

  /** No more bytes follow. */
  finish(): void {
    this.#final = true;
  }

  /** Whether the text ends inside a string, a comment or a conditional comment. */
  get isOpen(): boolean {
    return (this.#open !== '' && this.#open !== 'line') || this.#conditions > 0;
  }

  get isAtEnd(): boolean {
    return this.#final && this.#position >= this.buffer.length;
  }

  /** What ends a statement: a semicolon unless the dump says otherwise for a while. */
  get hasOwnDelimiter(): boolean {
    return this.#delimiter !== null;
  }

  set delimiter(text: string) {
    this.#delimiter = text === ';' || text === '' ? null : Buffer.from(text, 'utf8');
  }

  /** `line 12 (byte 3456)`: the place that was reached, counted from 1. */
  get place(): string {
    const at = this.#open === '' ? this.#position : Math.max(0, this.#scan);
    let line = this.#lines + 1;
    for (
      let next = this.buffer.indexOf(NEWLINE);
      next !== -1 && next < at;
      next = this.buffer.indexOf(NEWLINE, next + 1)
    )
      line += 1;
    return `line ${line} (byte ${this.#bytes + at})`;
  }

  /** The content of the last token byte by byte: its text, where it is ASCII. One decoding serves all tokens of a window. */
  get latin(): string {
    this.#latin ??= this.buffer.toString('latin1');
    return this.#latin.slice(this.start, this.end);
  }

  /** The content of the last token, escapes as they stand, read as UTF-8. */
  get text(): string {
    return this.buffer.toString('utf8', this.start, this.end);
  }

  /** What is left of the line, or null when the window ends before it does. */
  restOfLine(): string | null {
    const newline = this.buffer.indexOf(NEWLINE, this.#position);
    if (newline === -1 && !this.#final) {
      if (this.buffer.length - this.#position > LONGEST_WORD)
        throw this.#unreadable('has a line that never ends');
      return null;
    }
    const end = newline === -1 ? this.buffer.length : newline;
    const text = this.buffer.toString('utf8', this.#position, end).trim();
    this.#position = end;
    return text;
  }

  next(): Kind {
    switch (this.#open) {
      case 'string':
        return this.#string();
      case 'hex':
        return this.#hex();
      case 'line':
      case 'block':
        if (!this.#skipComment()) return this.#final ? END : NEED;
    }
    const { buffer } = this;
    const size = buffer.length;
    for (;;) {
      const at = this.#position;
      if (at >= size) return this.#final ? END : NEED;
      const byte = buffer[at] ?? 0;
      const kind = CLASS[byte];
      if (kind === SPACE) {
        this.#position = at + 1;
        continue;
      }
      if (this.#delimiter !== null) {
        const found = this.#delimiterAt(at);
        if (found === null) return NEED;
        if (found) {
          this.#position = at + this.#delimiter.length;
          return DELIMITER;
        }
      }
      if (kind === LETTER) return this.#word(at);
      switch (byte) {
        case QUOTE:
        case DOUBLE:
          this.#position = at + 1;
          this.#open = 'string';
          this.start = at + 1;
          this.#scan = at + 1;
          this.escaped = false;
          this.high = 0;
          this.quote = byte;
          this.dropped = false;
          return this.#string();
        case BACKTICK:
          return this.#name(at);
        case SEMICOLON:
          if (this.#delimiter === null) {
            this.#position = at + 1;
            return DELIMITER;
          }
          return this.#punctuation(at);
        case DASH:
        case PLUS:
        case HASH:
        case SLASH:
        case STAR: {
          const step = this.#special(at, byte);
          if (step === null) continue;
          return step;
        }
        default:
          return this.#punctuation(at);
      }
    }
  }

  #punctuation(at: number): Kind {
    this.byte = this.buffer[at] ?? 0;
    this.start = at;
    this.end = at + 1;
    this.#position = at + 1;
    return PUNCTUATION;
  }

  /** Signs, comments, and what ends a conditional comment; null where it was skipped. */
  #special(at: number, byte: number): Kind | null {
    const { buffer } = this;
    // `/*M!100616 ` is the longest thing to tell here.
    const ahead = byte === SLASH ? 12 : 3;
    if (!this.#final && buffer.length - at < ahead) return NEED;
    const next = buffer[at + 1] ?? 0;
    if (byte === STAR) {
      if (next !== SLASH || this.#conditions === 0) return this.#punctuation(at);
      this.#conditions -= 1;
      this.#position = at + 2;
      return null;
    }
    if (byte === DASH && next === DASH && (at + 2 >= buffer.length || CLASS[buffer[at + 2] ?? 0] === SPACE))
      return this.#lineComment(at);
    if (byte === HASH) return this.#lineComment(at);
    if (byte === SLASH) return next === STAR ? this.#blockComment(at) : this.#punctuation(at);
    if (next === DOT || (next >= ZERO && next <= NINE)) return this.#word(at);
    return this.#punctuation(at);
  }

  #lineComment(at: number): Kind | null {
    const newline = this.buffer.indexOf(NEWLINE, at);
    if (newline === -1 && !this.#final && this.buffer.length - at < COMMENT_HEAD) return NEED;
    const end = newline === -1 ? this.buffer.length : newline;
    this.#onComment(this.buffer.toString('utf8', at, Math.min(end, at + COMMENT_HEAD)));
    if (newline === -1) this.#skip('line', end);
    else this.#position = end;
    return newline === -1 ? (this.#final ? END : NEED) : null;
  }

  #blockComment(at: number): Kind | null {
    const [, maria = '', version] =
      /^\/\*(M?)!(\d{5,6})?/.exec(this.buffer.toString('latin1', at, at + 12)) ?? [];
    const length = version === undefined ? 0 : version.length;
    const isCode = this.buffer[at + 2 + maria.length] === 0x21;
    if (isCode && Number(version ?? 0) < NO_SERVER) {
      this.#conditions += 1;
      this.#position = at + 3 + maria.length + length;
      return null;
    }
    this.#skip('block', at + 2);
    return this.#skipComment() ? null : this.#final ? END : NEED;
  }

  #skip(open: 'line' | 'block', from: number): void {
    this.#open = open;
    this.dropped = true;
    this.#scan = from;
  }

  /** True when the comment is over. */
  #skipComment(): boolean {
    const end =
      this.#open === 'line'
        ? this.buffer.indexOf(NEWLINE, this.#scan)
        : this.buffer.indexOf('*/', this.#scan);
    if (end === -1) {
      // The star may be the last byte of the window.
      this.#scan = Math.max(this.#scan, this.buffer.length - (this.#open === 'block' ? 1 : 0));
      return false;
    }
    this.#position = end + (this.#open === 'block' ? 2 : 0);
    this.#open = '';
    this.dropped = false;
    return true;
  }

  #word(at: number): Kind {
    const { buffer } = this;
    const size = buffer.length;
    const first = buffer[at] ?? 0;
    const isNumber = first === DASH || first === PLUS || first === DOT || (first >= ZERO && first <= NINE);
    let end = at + 1;
    for (; end < size; end += 1) {
      const byte = buffer[end] ?? 0;
      if (CLASS[byte] !== LETTER) {
        // The sign of an exponent.
        const isSign =
          isNumber && (byte === DASH || byte === PLUS) && ((buffer[end - 1] ?? 0) | 0x20) === 0x65;
        if (!isSign || (buffer[at + 1] ?? 0) === 0x78) break;
      }
      if (this.#delimiter !== null && byte === this.#delimiter[0] && this.#delimiterAt(end) !== false) break;
    }
    if (end - at > LONGEST_WORD || (end === size && !this.#final)) {
      if (isNumber && (buffer[at + 1] ?? 0) === 0x78) {
        this.#open = 'hex';
        this.start = at;
        this.#scan = end;
        this.dropped = false;
        return this.#hex();
      }
      if (end - at > LONGEST_WORD) throw this.#unreadable('has a word that never ends');
      return NEED;
    }
    this.dropped = false;
    this.start = at;
    this.end = end;
    this.#position = end;
    return WORD;
  }

  /** The rest of a long `0x...`. */
  #hex(): Kind {
    const { buffer } = this;
    let at = this.#scan;
    while (at < buffer.length && CLASS[buffer[at] ?? 0] === LETTER) at += 1;
    this.#scan = at;
    if (!this.keep || at - this.start > KEPT_BYTES) this.dropped = true;
    if (at === buffer.length && !this.#final) return NEED;
    this.end = at;
    this.#position = at;
    this.#open = '';
    return WORD;
  }

  #name(at: number): Kind {
    const { buffer } = this;
    let end = at + 1;
    for (;;) {
      end = buffer.indexOf(BACKTICK, end);
      if (end === -1 || (end + 1 === buffer.length && !this.#final)) {
        if (buffer.length - at > LONGEST_WORD) throw this.#unreadable('has a name that never ends');
        return this.#final ? this.#cutName(at) : NEED;
      }
      if (buffer[end + 1] !== BACKTICK) break;
      end += 2;
    }
    this.start = at + 1;
    this.end = end;
    this.#position = end + 1;
    return NAME;
  }

  #cutName(at: number): Kind {
    this.#open = 'string';
    this.#scan = this.buffer.length;
    this.start = at;
    return END;
  }

  #string(): Kind {
    const { buffer, quote } = this;
    const size = buffer.length;
    const plain = this.backslashIsPlain;
    let at = this.#scan;
    let high = this.high;
    for (; at < size; at += 1) {
      const byte = buffer[at] ?? 0;
      if (byte === quote) {
        if (at + 1 === size && !this.#final) break;
        if (buffer[at + 1] !== quote) {
          this.high = high;
          this.end = at;
          this.#scan = at;
          this.#position = at + 1;
          this.#open = '';
          return STRING;
        }
        this.escaped = true;
        at += 1;
      } else if (byte === BACKSLASH && !plain) {
        if (at + 1 >= size) break;
        this.escaped = true;
        at += 1;
        high |= buffer[at] ?? 0;
      } else high |= byte;
    }
    this.high = high;
    this.#scan = at;
    if (!this.keep || at - this.start > KEPT_BYTES) this.dropped = true;
    return this.#final ? END : NEED;
  }

  /** Null where the window ends before it shows. */
  #delimiterAt(at: number): boolean | null {
    const delimiter = this.#delimiter ?? Buffer.alloc(0);
    const there = this.buffer.subarray(at, at + delimiter.length);
    if (there.length < delimiter.length && !this.#final && delimiter.subarray(0, there.length).equals(there))
      return null;
    return there.equals(delimiter);
  }

  #unreadable(what: string): DumpProblem {
    return new DumpProblem('DUMP_UNREADABLE', `${what}, at ${this.place}`);
  }
}

/** Letters, digits and what else a bare word of MySQL may hold; every byte above ASCII is part of one. */
function classes(): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of Buffer.from(' \t\r\n\f\v\0')) table[byte] = SPACE;
  for (const byte of Buffer.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$@.'))
    table[byte] = LETTER;
  table.fill(LETTER, 0x80);
  return table;
}
