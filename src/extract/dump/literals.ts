import { isUtf8 } from 'node:buffer';
import { decodeLatin1 } from './charsets.ts';
import type { Charset } from './session.ts';

/** Bytes that could not be read as text. */
export const UNDECODABLE = Symbol('undecodable');

const BACKSLASH = 0x5c;
/** What stands behind a backslash and is not itself (MySQL manual, "String literals"). `\%` and `\_` keep their backslash. */
const ESCAPES = new Map<number, number>([
  ...([
    [0x30, 0x00],
    [0x27, 0x27],
    [0x22, 0x22],
    [0x62, 0x08],
  ] as const),
  ...([
    [0x6e, 0x0a],
    [0x72, 0x0d],
    [0x74, 0x09],
    [0x5a, 0x1a],
  ] as const),
]);

/** The bytes that a string between quotes stands for. */
export function unescaped(content: Buffer, quote: number, backslashIsPlain: boolean): Buffer {
  const bytes = Buffer.allocUnsafe(content.length);
  let size = 0;
  for (let at = 0; at < content.length; at += 1) {
    let byte = content[at] ?? 0;
    if (byte === quote) at += 1;
    else if (byte === BACKSLASH && !backslashIsPlain) {
      at += 1;
      const next = content[at] ?? 0;
      // Both stand for themselves in a pattern alone, and elsewhere for the backslash too.
      if (next === 0x25 || next === 0x5f) bytes[size++] = BACKSLASH;
      byte = ESCAPES.get(next) ?? next;
    }
    bytes[size++] = byte;
  }
  return bytes.subarray(0, size);
}

/** Text in the character set of its literal. */
export function textOf(bytes: Buffer, charset: Charset): string | typeof UNDECODABLE {
  if (charset === 'latin1') return decodeLatin1(bytes);
  return isUtf8(bytes) ? bytes.toString('utf8', 0, bytes.length) : UNDECODABLE;
}

/** Bytes of a binary column as text, where they are text; else as MySQL writes them in hexadecimal, `0xFF00`. */
export const binaryText = (bytes: Buffer): string =>
  isUtf8(bytes) ? bytes.toString('utf8', 0, bytes.length) : `0x${bytes.toString('hex').toUpperCase()}`;

/** The number that a column of bits holds. */
export const bitText = (bytes: Buffer): string =>
  bytes.length === 0 ? '0' : BigInt(`0x${bytes.toString('hex')}`).toString();

/** The bytes of `4A4B`; null where it is no such thing. */
export function hexBytes(digits: string): Buffer | null {
  if (!/^[0-9A-Fa-f]*$/.test(digits)) return null;
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
}

/** The bytes of `101`; null where it is no such thing. */
export function binaryDigits(digits: string): Buffer | null {
  if (!/^[01]*$/.test(digits) || digits === '') return digits === '' ? Buffer.alloc(0) : null;
  const hex = BigInt(`0b${digits}`).toString(16);
  return hexBytes(hex.padStart(Math.ceil(digits.length / 8) * 2, '0'));
}

const STAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?$/;

/** A moment of a TIMESTAMP column: the dump says in which zone it is written, and so does the text from here on. */
export const stampText = (text: string, zone: string): string =>
  zone !== '' && STAMP.test(text) && !text.startsWith('0000') ? text + zone : text;
