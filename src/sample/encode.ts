import { crc32 } from 'node:zlib';

export type FileEncoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'windows-1252';

/** Marks that a file of the encoding begins with. */
export function markOf(encoding: FileEncoding): Buffer {
  switch (encoding) {
    case 'utf-8':
    case 'windows-1252':
      return Buffer.alloc(0);
    case 'utf-8-bom':
      return Buffer.from([0xef, 0xbb, 0xbf]);
    case 'utf-16le':
      return Buffer.from([0xff, 0xfe]);
  }
}

/** Text in the encoding; what Windows-1252 does not have becomes `?`, as a spreadsheet program writes it. */
export function encode(text: string, encoding: FileEncoding): Buffer {
  switch (encoding) {
    case 'utf-8':
    case 'utf-8-bom':
      return Buffer.from(text, 'utf8');
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'windows-1252':
      return Buffer.from(
        text.replace(NOT_LATIN, (character) => WINDOWS_1252[character] ?? '?'),
        'latin1',
      );
  }
}

const NOT_LATIN = /[^\p{ASCII}\u00a0-\u00ff]/gu;
const WINDOWS_1252: Record<string, string> = {
  '€': '\u0080',
  '…': '\u0085',
  '‘': '\u0091',
  '’': '\u0092',
  '“': '\u0093',
  '”': '\u0094',
  '–': '\u0096',
  '—': '\u0097',
};

const LARGEST_BLOCK = 0xffff;

/**
 * Gzip of stored blocks, written by hand: zlib's own output differs between versions and machines, and the same seed
 * must give the same bytes everywhere.
 */
export class StoredGzip {
  #crc = 0;
  #size = 0;

  header(): Buffer {
    return Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
  }

  blocks(data: Buffer): Buffer {
    this.#crc = crc32(data, this.#crc);
    this.#size = (this.#size + data.length) % 2 ** 32;
    const parts: Buffer[] = [];
    for (let at = 0; at < data.length; at += LARGEST_BLOCK) {
      const block = data.subarray(at, at + LARGEST_BLOCK);
      parts.push(blockHeader(0, block.length), block);
    }
    return Buffer.concat(parts);
  }

  trailer(): Buffer {
    const sums = Buffer.alloc(8);
    sums.writeUInt32LE(this.#crc, 0);
    sums.writeUInt32LE(this.#size, 4);
    return Buffer.concat([blockHeader(1, 0), sums]);
  }
}

function blockHeader(final: 0 | 1, length: number): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt8(final, 0);
  header.writeUInt16LE(length, 1);
  header.writeUInt16LE(length ^ 0xffff, 3);
  return header;
}
