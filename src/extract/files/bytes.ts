import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const CHUNK = 256 * 1024;
/** What is made of one slice is garbage before the collector has to move it. */
export const SLICE = 64 * 1024;

export interface OpenBytes {
  /** The content, unpacked where the file is gzip. */
  chunks: AsyncIterable<Buffer>;
  /** Bytes of the file itself that were read so far. */
  position(): number;
  /** Hash of the file itself; only right after all chunks were taken. */
  sha256(): string;
}

/** Reads a file in chunks; gzip is told by its first bytes, not by its name. Errors surface in the iteration. */
export async function openBytes(path: string): Promise<OpenBytes> {
  const hash = createHash('sha256');
  let position = 0;
  // Before the stream is made: nobody would hear its errors meanwhile.
  const gzip = await isGzip(path);
  const source = createReadStream(path, { highWaterMark: CHUNK });
  source.on('data', (chunk: string | Buffer) => {
    hash.update(chunk);
    position += chunk.length;
  });
  source.pause();
  const chunks: Readable = gzip ? createGunzip({ chunkSize: CHUNK }) : new PassThrough();
  // The callback is needed, the error is not: iterating over `chunks` throws it.
  pipeline(source, chunks as PassThrough, () => {});
  return { chunks: sliced(chunks), position: () => position, sha256: () => hash.digest('hex') };
}

async function* sliced(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += SLICE) yield chunk.subarray(at, at + SLICE);
  }
}

/** Whether the file is packed, whatever its name says. */
export async function isGzip(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 1 }) as AsyncIterable<Buffer>) {
    return chunk[0] === 0x1f && chunk[1] === 0x8b;
  }
  return false;
}
