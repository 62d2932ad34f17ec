import type { Lexer } from './lexer.ts';
import {
  binaryDigits,
  binaryText,
  bitText,
  hexBytes,
  stampText,
  textOf,
  type UNDECODABLE,
  unescaped,
} from './literals.ts';
import { DumpProblem } from './problem.ts';
import { type Charset, charsetOf, type DumpSession } from './session.ts';
import type { ColumnKind } from './statements.ts';

/** What a word before a string says of it: `x'4A'`, `b'101'`, `_binary '...'`, `_latin1'...'`. */
export type Prefix = 'hex' | 'bits' | 'binary' | Charset;

export type Value = string | null | typeof UNDECODABLE;

/** The prefix that a word is, or null. Throws DUMP_CHARSET_UNKNOWN for a character set that is not read. */
export function prefixOf(word: string, place: string): Prefix | null {
  switch (word.toLowerCase()) {
    case 'x':
      return 'hex';
    case 'b':
      return 'bits';
    case 'n':
      return 'utf-8';
    case '_binary':
      return 'binary';
  }
  if (!word.startsWith('_')) return null;
  const charset = charsetOf(word.slice(1));
  if (charset !== null) return charset;
  throw new DumpProblem(
    'DUMP_CHARSET_UNKNOWN',
    `has text in a character set that is not read (${word.slice(1, 20)}), at ${place}`,
  );
}

/** The value of the string that the lexer has just read, in a column of a kind. */
export function stringValue(
  lexer: Lexer,
  kind: ColumnKind,
  prefix: Prefix | null,
  session: DumpSession,
): Value {
  const { buffer, start, end } = lexer;
  const charset = session.charset ?? 'utf-8';
  const isText = (kind === 'text' || kind === 'number') && (prefix === null || prefix === charset);
  if (isText && !lexer.escaped) {
    if (lexer.high < 0x80) return lexer.latin;
    return textOf(buffer.subarray(start, end), charset);
  }
  const content = buffer.subarray(start, end);
  const bytes = lexer.escaped ? unescaped(content, lexer.quote, session.backslashIsPlain) : content;
  switch (prefix) {
    case 'hex':
      return bytesValue(hexBytes(bytes.toString('latin1')), kind, lexer);
    case 'bits':
      return bytesValue(binaryDigits(bytes.toString('latin1')), kind, lexer);
    case 'binary':
      return kind === 'bit' ? bitText(bytes) : binaryText(bytes);
    case 'utf-8':
    case 'latin1':
      return textOf(bytes, prefix);
    case null:
      if (kind === 'bit') return bitText(bytes);
      if (kind === 'binary') return binaryText(bytes);
      if (kind === 'timestamp') return stampText(bytes.toString('latin1'), session.zone);
      return textOf(bytes, charset);
  }
}

/**
 * The value of a number, NULL, TRUE, FALSE, `0x4A` or `0b101`; undefined where the word is none of them. One that is not
 * wanted is '' instead of its text.
 */
export function wordValue(lexer: Lexer, kind: ColumnKind, isWanted: boolean): Value | undefined {
  if (areDigits(lexer)) return isWanted ? lexer.latin : '';
  const text = lexer.latin;
  if (text === 'NULL') return null;
  if (NUMBER.test(text)) return text;
  if (text.startsWith('0x')) return bytesValue(hexBytes(text.slice(2)), kind, lexer);
  if (text.startsWith('0b')) return bytesValue(binaryDigits(text.slice(2)), kind, lexer);
  switch (text.toUpperCase()) {
    case 'NULL':
      return null;
    case 'TRUE':
      return '1';
    case 'FALSE':
      return '0';
    default:
      return undefined;
  }
}

function areDigits({ buffer, start, end }: Lexer): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = buffer[at] ?? 0;
    if (byte < 0x30 || byte > 0x39) return false;
  }
  return true;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function bytesValue(bytes: Buffer | null, kind: ColumnKind, lexer: Lexer): string {
  if (bytes === null)
    throw new DumpProblem(
      'DUMP_UNREADABLE',
      `has a literal that is no number of its kind, at ${lexer.place}`,
    );
  return kind === 'bit' || kind === 'number' ? bitText(bytes) : binaryText(bytes);
}
