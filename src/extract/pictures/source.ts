/** Where the bytes of a picture come from, and why they may not come. */

/** Stable words; manifest and output name them. */
export type FailureReason =
  | 'gone'
  | 'refused'
  | 'server'
  | 'network'
  | 'timeout'
  | 'cut-short'
  | 'too-large'
  | 'no-picture'
  | 'ambiguous'
  | 'not-in-folder';

export class PictureFailure extends Error {
  readonly reason: FailureReason;
  /** Milliseconds after which another attempt may bring it; null where none would. */
  readonly retryAfter: number | null;

  constructor(reason: FailureReason, message: string, retryAfter: number | null, cause?: unknown) {
    super(message, { cause });
    this.name = 'PictureFailure';
    this.reason = reason;
    this.retryAfter = retryAfter;
  }
}

export interface OpenPicture {
  chunks: AsyncIterable<Uint8Array>;
  /** Bytes that were announced; null where none were. */
  length: number | null;
}

/** Photos have up to 5 MB, scanned certificates more. */
export const LARGEST = 64 * 1024 ** 2;

/** The kinds of files that Gingr keeps, by their first bytes: servers and names say anything. */
const KINDS: readonly { extension: string; at: number; bytes: string }[] = [
  { extension: 'jpg', at: 0, bytes: '\xff\xd8\xff' },
  { extension: 'png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { extension: 'gif', at: 0, bytes: 'GIF8' },
  { extension: 'webp', at: 8, bytes: 'WEBP' },
  { extension: 'heic', at: 4, bytes: 'ftyphei' },
  { extension: 'heic', at: 4, bytes: 'ftypmif1' },
  { extension: 'avif', at: 4, bytes: 'ftypavif' },
  { extension: 'bmp', at: 0, bytes: 'BM' },
  { extension: 'tif', at: 0, bytes: 'II*\0' },
  { extension: 'tif', at: 0, bytes: 'MM\0*' },
  { extension: 'pdf', at: 0, bytes: '%PDF' },
];

/** The usual ending of such a file; null where it is none: an error page with the status 200, say. */
export function extensionOf(head: Buffer): string | null {
  const found = KINDS.find(({ at, bytes }) => head.toString('latin1', at, at + bytes.length) === bytes);
  return found?.extension ?? null;
}
