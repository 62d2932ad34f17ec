import { isAscii, isUtf8 } from 'node:buffer';
import type { SnapshotFile } from '../../snapshot/format.ts';

/** The encodings of text. */
export type Encoding = Exclude<SnapshotFile['encoding'], 'xlsx' | 'sql' | 'json'>;

const NAMES: Record<string, Encoding> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'utf-16le': 'utf-16le',
  utf16le: 'utf-16le',
  'utf-16be': 'utf-16be',
  utf16be: 'utf-16be',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
};

/** The encoding that a word names, or null. */
export const encodingOf = (word: string): Encoding | null => NAMES[word.trim().toLowerCase()] ?? null;

/** Bytes at the start of a file that say its encoding and are no text. */
export function byteOrderMark(head: Buffer): { encoding: Encoding; length: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

/** UTF-16 without a mark: headers are ASCII, so every other byte is NUL. A few others may be: U+3000 holds one too. */
export function utf16Pattern(head: Buffer): Encoding | null {
  const nuls: [number, number] = [0, 0];
  const length = Math.min(head.length, 4096) & ~1;
  for (let at = 0; at < length; at += 1) if (head[at] === 0) nuls[(at & 1) as 0 | 1] += 1;
  const many = length * 0.3;
  if (length < 4) return null;
  if (nuls[1] > many && nuls[0] * 20 < nuls[1]) return 'utf-16le';
  if (nuls[0] > many && nuls[1] * 20 < nuls[0]) return 'utf-16be';
  return null;
}

/** The bytes that Windows-1252 leaves undefined. */
const UNDEFINED_1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

export const isWindows1252 = (bytes: Buffer): boolean => !UNDEFINED_1252.some((byte) => bytes.includes(byte));

const C1_OF_1252 =
  '\u20ac\ufffd\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\ufffd\u017d\ufffd' +
  '\ufffd\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\ufffd\u017e\u0178';

// Node's own windows-1252 decoder reads some of these as Latin-1 in several releases, so the table is kept here.
export const decodeWindows1252 = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (c) => C1_OF_1252[c.charCodeAt(0) - 0x80] ?? c);

/**
 * Judges the bytes of a file block by block (blocks must end at a line's end): valid UTF-8 is UTF-8; so is a file
 * with any valid multi-byte sequence, whose other lines are then damaged; else, where all bytes are defined there,
 * Windows-1252.
 */
export class EncodingJudge {
  #multiByte = false;
  #invalid = false;
  #defined1252 = true;

  take(block: Buffer): void {
    if (isAscii(block)) return;
    if (isUtf8(block)) {
      this.#multiByte = true;
      return;
    }
    this.#invalid = true;
    this.#multiByte ||= hasMultiByte(block);
    this.#defined1252 &&= isWindows1252(block);
  }

  verdict(): Encoding {
    return this.#invalid && !this.#multiByte && this.#defined1252 ? 'windows-1252' : 'utf-8';
  }
}

function hasMultiByte(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
    if (length > 1 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length))) return true;
  }
  return false;
}
