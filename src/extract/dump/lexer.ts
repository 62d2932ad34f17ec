import {
  BACKSLASH,
  BACKTICK,
  CLASS,
  DASH,
  DOT,
  DOUBLE,
  HASH,
  LETTER,
  NEWLINE,
  NINE,
  PLUS,
  QUOTE,
  SEMICOLON,
  SLASH,
  SPACE,
  STAR,
  ZERO,
} from './characters.ts';
import { DumpProblem } from './problem.ts';
import { Window } from './window.ts';

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

/**
 * Cuts SQL text as MySQL reads it into tokens (MySQL manual, chapter "Language structure"). It is fed with bytes that may be cut anywhere,
 * and holds no more of them than the token that it is in; content that nobody wants is not held at all. Conditional
 * comments (`/*!40101 ... *\/`) are read as what they hold.
 */
export class Lexer extends Window {
  /** Strings of the coming tokens are kept; else only their end is looked for. */
  keep = true;
  /** SQL mode NO_BACKSLASH_ESCAPES. */
  backslashIsPlain = false;
  /** Of the last string: whether it holds escapes, all of its bytes or-ed, and its quote. */
  escaped = false;
  high = 0;
  quote = 0;
  /** Of the last PUNCTUATION: its byte. */
  byte = 0;
  readonly #onComment: (text: string) => void;
  /** Open conditional comments. */
  #conditions = 0;
  #delimiter: Buffer | null = null;

  /** `onComment` hears the beginning of each comment that begins with two dashes. */
  constructor(onComment: (text: string) => void) {
    super();
    this.#onComment = onComment;
  }

  /** Whether the text ends inside a string, a comment or a conditional comment. */
  get isOpen(): boolean {
    return (this.open !== '' && this.open !== 'line') || this.#conditions > 0;
  }

  /** What ends a statement: a semicolon unless the dump says otherwise for a while. */
  get hasOwnDelimiter(): boolean {
    return this.#delimiter !== null;
  }

  set delimiter(text: string) {
    this.#delimiter = text === ';' || text === '' ? null : Buffer.from(text, 'utf8');
  }

  /** What is left of the line, or null when the window ends before it does. */
  restOfLine(): string | null {
    const newline = this.buffer.indexOf(NEWLINE, this.position);
    if (newline === -1 && !this.isFinal) {
      if (this.buffer.length - this.position > LONGEST_WORD)
        throw this.#unreadable('has a line that never ends');
      return null;
    }
    const end = newline === -1 ? this.buffer.length : newline;
    const text = this.buffer.toString('utf8', this.position, end).trim();
    this.position = end;
    return text;
  }

  next(): Kind {
    switch (this.open) {
      case 'string':
        return this.#string();
      case 'hex':
        return this.#hex();
      case 'line':
      case 'block':
        if (!this.#skipComment()) return this.isFinal ? END : NEED;
    }
    const { buffer } = this;
    const size = buffer.length;
    for (;;) {
      const at = this.position;
      if (at >= size) return this.isFinal ? END : NEED;
      const byte = buffer[at] ?? 0;
      const kind = CLASS[byte];
      if (kind === SPACE) {
        this.position = at + 1;
        continue;
      }
      if (this.#delimiter !== null) {
        const found = this.#delimiterAt(at);
        if (found === null) return NEED;
        if (found) {
          this.position = at + this.#delimiter.length;
          return DELIMITER;
        }
      }
      if (kind === LETTER) return this.#word(at);
      switch (byte) {
        case QUOTE:
        case DOUBLE:
          this.position = at + 1;
          this.open = 'string';
          this.start = at + 1;
          this.scan = at + 1;
          this.escaped = false;
          this.high = 0;
          this.quote = byte;
          this.dropped = false;
          return this.#string();
        case BACKTICK:
          return this.#name(at);
        case SEMICOLON:
          if (this.#delimiter === null) {
            this.position = at + 1;
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
    this.position = at + 1;
    return PUNCTUATION;
  }

  /** Signs, comments, and what ends a conditional comment; null where it was skipped. */
  #special(at: number, byte: number): Kind | null {
    const { buffer } = this;
    // `/*M!100616 ` is the longest thing to tell here.
    const ahead = byte === SLASH ? 12 : 3;
    if (!this.isFinal && buffer.length - at < ahead) return NEED;
    const next = buffer[at + 1] ?? 0;
    if (byte === STAR) {
      if (next !== SLASH || this.#conditions === 0) return this.#punctuation(at);
      this.#conditions -= 1;
      this.position = at + 2;
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
    if (newline === -1 && !this.isFinal && this.buffer.length - at < COMMENT_HEAD) return NEED;
    const end = newline === -1 ? this.buffer.length : newline;
    this.#onComment(this.buffer.toString('utf8', at, Math.min(end, at + COMMENT_HEAD)));
    if (newline === -1) this.#skip('line', end);
    else this.position = end;
    return newline === -1 ? (this.isFinal ? END : NEED) : null;
  }

  #blockComment(at: number): Kind | null {
    const [, maria = '', version] =
      /^\/\*(M?)!(\d{5,6})?/.exec(this.buffer.toString('latin1', at, at + 12)) ?? [];
    const length = version === undefined ? 0 : version.length;
    const isCode = this.buffer[at + 2 + maria.length] === 0x21;
    if (isCode && Number(version ?? 0) < NO_SERVER) {
      this.#conditions += 1;
      this.position = at + 3 + maria.length + length;
      return null;
    }
    this.#skip('block', at + 2);
    return this.#skipComment() ? null : this.isFinal ? END : NEED;
  }

  #skip(open: 'line' | 'block', from: number): void {
    this.open = open;
    this.dropped = true;
    this.scan = from;
  }

  /** True when the comment is over. */
  #skipComment(): boolean {
    const end =
      this.open === 'line' ? this.buffer.indexOf(NEWLINE, this.scan) : this.buffer.indexOf('*/', this.scan);
    if (end === -1) {
      // The star may be the last byte of the window.
      this.scan = Math.max(this.scan, this.buffer.length - (this.open === 'block' ? 1 : 0));
      return false;
    }
    this.position = end + (this.open === 'block' ? 2 : 0);
    this.open = '';
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
    if (end - at > LONGEST_WORD || (end === size && !this.isFinal)) {
      if (isNumber && (buffer[at + 1] ?? 0) === 0x78) {
        this.open = 'hex';
        this.start = at;
        this.scan = end;
        this.dropped = false;
        return this.#hex();
      }
      if (end - at > LONGEST_WORD) throw this.#unreadable('has a word that never ends');
      return NEED;
    }
    this.dropped = false;
    this.start = at;
    this.end = end;
    this.position = end;
    return WORD;
  }

  /** The rest of a long `0x...`. */
  #hex(): Kind {
    const { buffer } = this;
    let at = this.scan;
    while (at < buffer.length && CLASS[buffer[at] ?? 0] === LETTER) at += 1;
    this.scan = at;
    if (!this.keep || at - this.start > KEPT_BYTES) this.dropped = true;
    if (at === buffer.length && !this.isFinal) return NEED;
    this.end = at;
    this.position = at;
    this.open = '';
    return WORD;
  }

  #name(at: number): Kind {
    const { buffer } = this;
    let end = at + 1;
    for (;;) {
      end = buffer.indexOf(BACKTICK, end);
      if (end === -1 || (end + 1 === buffer.length && !this.isFinal)) {
        if (buffer.length - at > LONGEST_WORD) throw this.#unreadable('has a name that never ends');
        return this.isFinal ? this.#cutName(at) : NEED;
      }
      if (buffer[end + 1] !== BACKTICK) break;
      end += 2;
    }
    this.start = at + 1;
    this.end = end;
    this.position = end + 1;
    return NAME;
  }

  #cutName(at: number): Kind {
    this.open = 'string';
    this.scan = this.buffer.length;
    this.start = at;
    return END;
  }

  #string(): Kind {
    const { buffer, quote } = this;
    const size = buffer.length;
    const plain = this.backslashIsPlain;
    let at = this.scan;
    let high = this.high;
    for (; at < size; at += 1) {
      const byte = buffer[at] ?? 0;
      if (byte === quote) {
        if (at + 1 === size && !this.isFinal) break;
        if (buffer[at + 1] !== quote) {
          this.high = high;
          this.end = at;
          this.scan = at;
          this.position = at + 1;
          this.open = '';
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
    this.scan = at;
    if (!this.keep || at - this.start > KEPT_BYTES) this.dropped = true;
    return this.isFinal ? END : NEED;
  }

  /** Null where the window ends before it shows. */
  #delimiterAt(at: number): boolean | null {
    const delimiter = this.#delimiter ?? Buffer.alloc(0);
    const there = this.buffer.subarray(at, at + delimiter.length);
    if (there.length < delimiter.length && !this.isFinal && delimiter.subarray(0, there.length).equals(there))
      return null;
    return there.equals(delimiter);
  }

  #unreadable(what: string): DumpProblem {
    return new DumpProblem('DUMP_UNREADABLE', `${what}, at ${this.place}`);
  }
}
