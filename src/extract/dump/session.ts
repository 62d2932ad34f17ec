import type { Token } from './statements.ts';
import { type Assignment, assignments } from './statements.ts';

/** How the bytes of a literal are read: what MySQL calls latin1 is nearly Windows-1252. */
export type Charset = 'utf-8' | 'latin1';

const CHARSETS: Record<string, Charset> = {
  ...{ utf8mb4: 'utf-8', utf8: 'utf-8', utf8mb3: 'utf-8', ascii: 'utf-8', binary: 'utf-8' },
  ...{ latin1: 'latin1', cp1252: 'latin1' },
};
/** Combinations that hold ANSI_QUOTES (MySQL and MariaDB manuals, "SQL modes"). */
const ANSI = ['ANSI_QUOTES', 'ANSI', 'DB2', 'MAXDB', 'MSSQL', 'ORACLE', 'POSTGRESQL'];

export const charsetOf = (word: string): Charset | null => CHARSETS[word.toLowerCase()] ?? null;

interface Variables {
  /** Null for a character set that is not read. */
  charset: Charset | null;
  modes: readonly string[];
  /** `+00:00`; '' where the server's own zone held, which nobody knows. */
  zone: string;
}

/**
 * What the SET statements of a dump say of the literals behind them, and which marks of its end are still due: mysqldump
 * takes back, at the end, what it set at the beginning.
 */
export class DumpSession {
  #now: Variables;
  readonly #first: Variables;
  readonly #saved = new Map<string, Variables>();
  /** What is saved before the first table is set back behind the last one. */
  readonly #frame = new Set<string>();
  #inBody = false;
  /** What was begun and must be ended: by what is missing, in words. */
  readonly #due = new Map<string, string>();
  /** Whether a mark of the end stands behind the last row. */
  isEnded = false;
  completed: string | null = null;

  constructor(charset: Charset) {
    this.#now = { charset, modes: [], zone: '' };
    this.#first = this.#now;
  }

  get charset(): Charset | null {
    return this.#now.charset;
  }

  get zone(): string {
    return this.#now.zone;
  }

  get backslashIsPlain(): boolean {
    return this.#now.modes.includes('NO_BACKSLASH_ESCAPES');
  }

  get hasAnsiQuotes(): boolean {
    return this.#now.modes.some((mode) => ANSI.includes(mode));
  }

  /** What is still due where the text ends, or null. */
  get missing(): string | null {
    const [first] = this.#due.values();
    return first ?? null;
  }

  comment(text: string): void {
    if (/^-- (?:MySQL|MariaDB) dump /.test(text))
      this.#due.set('comment', 'its last line, "-- Dump completed"');
    if (!/^-- Dump completed\b/.test(text)) return;
    this.#due.delete('comment');
    this.isEnded = true;
    const [, day, hour = '', rest] =
      /^-- Dump completed on (\d{4}-\d\d-\d\d) +(\d{1,2})(:\d\d:\d\d)/.exec(text) ?? [];
    this.completed = day === undefined ? null : `${day}T${hour.padStart(2, '0')}${rest}`;
  }

  statement(tokens: readonly Token[]): void {
    const words = tokens.slice(0, 4).map(({ text }) => text.toUpperCase());
    const [first, second] = words;
    if (first === 'SET') for (const assignment of assignments(tokens)) this.#assign(assignment);
    if (first === 'CREATE' && second === 'TABLE') {
      this.#inBody = true;
      this.isEnded = false;
    }
    if (first === 'LOCK') this.#due.set('lock', 'UNLOCK TABLES');
    if (first === 'UNLOCK') this.#due.delete('lock');
    if (first === 'COMMIT') this.#due.delete('commit');
    if (first === 'ALTER' && second === 'TABLE') {
      const last = tokens.slice(-2).map(({ text }) => text.toUpperCase());
      if (last.join(' ') === 'DISABLE KEYS') this.#due.set('keys', 'ENABLE KEYS');
      if (last.join(' ') === 'ENABLE KEYS') this.#due.delete('keys');
    }
  }

  #assign({ name, value }: Assignment): void {
    const [token] = value;
    if (!token) return;
    const text = token.text;
    if (name.startsWith('@')) {
      if (!text.startsWith('@@')) return;
      this.#saved.set(name, this.#now);
      if (!this.#inBody && name.startsWith('@old_')) this.#frame.add(name);
      this.#due.set(name, `the statement that sets ${text.replace(/^@@(?:SESSION\.)?/i, '')} back`);
      return;
    }
    const saved = text.startsWith('@') ? (this.#saved.get(text.toLowerCase()) ?? this.#first) : null;
    if (saved) {
      this.#due.delete(text.toLowerCase());
      if (this.#frame.has(text.toLowerCase())) this.isEnded = true;
    }
    switch (name) {
      case 'names':
      case 'character_set_client':
        this.#now = { ...this.#now, charset: saved ? saved.charset : charsetOf(text) };
        break;
      case 'sql_mode':
        this.#now = { ...this.#now, modes: saved ? saved.modes : modesIn(value) };
        break;
      case 'time_zone':
        this.#now = { ...this.#now, zone: saved ? saved.zone : offsetIn(text) };
        break;
      case 'autocommit':
        if (text === '0') this.#due.set('commit', 'COMMIT');
    }
  }
}

/** Also of `concat(@@sql_mode, ',NO_BACKSLASH_ESCAPES')`. */
const modesIn = (value: readonly Token[]): string[] =>
  value.filter(({ kind }) => kind === 'string').flatMap(({ text }) => text.toUpperCase().split(/\s*,\s*/));

const offsetIn = (text: string): string =>
  /^[+-]\d\d:\d\d$/.test(text) ? text : /^UTC$/i.test(text) ? '+00:00' : '';
