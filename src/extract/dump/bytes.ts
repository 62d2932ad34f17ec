import { type OpenBytes, openBytes } from '../files/bytes.ts';

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Opens a dump, packed or not; a UTF-8 byte order mark at its beginning is left out. */
export async function openDump(path: string): Promise<OpenBytes> {
  const bytes = await openBytes(path);
  return { ...bytes, chunks: withoutMark(bytes.chunks) };
}

async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of chunks) {
    yield isFirst && chunk.subarray(0, 3).equals(MARK) ? chunk.subarray(3) : chunk;
    isFirst = false;
  }
}

/** The first bytes of the text, at most a slice of them. */
export async function headOf(path: string): Promise<Buffer> {
  for await (const chunk of (await openDump(path)).chunks) return chunk;
  return Buffer.alloc(0);
}
