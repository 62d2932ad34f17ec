import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MigrateError } from '../core/errors.ts';
import type { Manifest, SnapshotLine, UnreadableLine } from './format.ts';
import { sealedManifest, snapshotsFolder, verifiedManifest } from './seal.ts';

export interface Snapshot {
  readonly manifest: Manifest;
  readonly folder: string;
  /**
   * The readable lines of an entity in their order, in batches of about 256 KiB of text; nothing for an entity
   * that the snapshot does not have. `values` stand in the order of the entity's `columns`. With `wanted`, only the lines
   * at the places that it names by number of file and line; the others are not even parsed.
   */
  readLines(entity: string, wanted?: (file: number, line: number) => boolean): AsyncIterable<SnapshotLine[]>;
  /** The lines of an entity that could not be read, in batches. */
  readUnreadable(entity: string): AsyncIterable<UnreadableLine[]>;
  /** The same lines as they lie on the disk; `linesOf` and `unreadableOf` read them, in another thread say. */
  readChunks(entity: string, kind: SnapshotChunk['kind']): AsyncIterable<SnapshotChunk>;
}

/** Some hundred whole lines of a data file, without its header, in memory of their own that may be passed on. */
export interface SnapshotChunk {
  kind: 'lines' | 'unreadable';
  bytes: Uint8Array;
  lines: number;
}

/**
 * Opens a sealed snapshot after proving its manifest and the hashes of all its files.
 * Throws SNAPSHOT_MISSING or SNAPSHOT_ALTERED (exit 4).
 */
export async function openSnapshot(workspace: string, id: string): Promise<Snapshot> {
  const folder = join(snapshotsFolder(workspace), id);
  const manifest = await verifiedManifest(folder, id);
  async function* chunks(name: string, kind: SnapshotChunk['kind']): AsyncGenerator<SnapshotChunk> {
    const entity = manifest.entities.find((candidate) => candidate.entity === name);
    const path = kind === 'lines' ? entity?.path : entity?.unreadablePath;
    if (path === undefined) return;
    let header = kind === 'lines';
    for await (const block of wholeLines(join(folder, path))) {
      const bytes = header ? block.subarray(block.indexOf(NEWLINE) + 1) : block;
      header = false;
      if (bytes.length > 0) yield { kind, bytes, lines: countLines(bytes) };
    }
  }
  return {
    manifest,
    folder,
    async *readLines(name, wanted) {
      for await (const chunk of chunks(name, 'lines')) {
        const lines = linesOf(wanted ? { ...chunk, bytes: picked(chunk.bytes, wanted) } : chunk);
        if (lines.length > 0) yield lines;
      }
    },
    async *readUnreadable(name) {
      for await (const chunk of chunks(name, 'unreadable')) yield unreadableOf(chunk);
    },
    readChunks: chunks,
  };
}

/**
 * The manifests of all sealed snapshots of a workspace, by id. Seals are proven, data files are not (`openSnapshot`
 * does that). Those that another version of this program made are left out: nothing here can read them, and the same
 * files can be extracted again. Throws SNAPSHOT_ALTERED.
 */
export async function listSnapshots(workspace: string): Promise<Manifest[]> {
  const names = await readdir(snapshotsFolder(workspace)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const ids = names.filter((name) => /^[0-9a-f]{64}$/.test(name)).sort();
  const manifests = await Promise.all(
    ids.map((id) =>
      sealedManifest(join(snapshotsFolder(workspace), id), id).catch((error: unknown) => {
        if (error instanceof MigrateError && error.code === 'SNAPSHOT_FORMAT') return null;
        throw error;
      }),
    ),
  );
  return manifests.filter((manifest) => manifest !== null);
}

// The casts below are safe: these files were written by write.ts and their hashes were proven when they were opened.

/** The lines of a chunk of `lines`. */
export const linesOf = (chunk: SnapshotChunk): SnapshotLine[] =>
  parsed(chunk.bytes).map((row) => ({
    file: row[0] as number,
    line: row[1] as number,
    values: row.slice(2) as (string | null)[],
  }));

/** The lines of a chunk of `unreadable`. */
export const unreadableOf = (chunk: SnapshotChunk): UnreadableLine[] =>
  parsed(chunk.bytes).map((row) => ({
    file: row[0] as number,
    line: row[1] as number,
    code: row[2] as string,
    raw: row[3] as string,
  }));

/** A line after the other: the text of a whole block would be large enough to get memory of its own, which costs more than to read it. */
function parsed(bytes: Uint8Array): unknown[][] {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const rows: unknown[][] = [];
  for (let start = 0, end = 0; start < block.length; start = end + 1) {
    end = block.indexOf(NEWLINE, start);
    if (end === -1) end = block.length;
    rows.push(JSON.parse(block.toString('utf8', start, end)) as unknown[]);
  }
  return rows;
}

/** The wanted lines alone: each begins with the numbers of its file and line, `[3,17,`. */
function picked(bytes: Uint8Array, wanted: (file: number, line: number) => boolean): Uint8Array {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: Buffer[] = [];
  for (let start = 0, end = 0; start < block.length; start = end) {
    const newline = block.indexOf(NEWLINE, start);
    end = newline === -1 ? block.length : newline + 1;
    const file = numberAt(block, start + 1);
    const line = numberAt(block, file.end + 1);
    if (wanted(file.value, line.value)) parts.push(block.subarray(start, end));
  }
  return Buffer.concat(parts);
}

/** The digits that begin at a place; looked at as bytes, since a text of every line would be made for the few that are wanted. */
function numberAt(block: Buffer, begin: number): { value: number; end: number } {
  let value = 0;
  let end = begin;
  for (let digit = (block[end] ?? 0) - ZERO; digit >= 0 && digit <= 9; digit = (block[end] ?? 0) - ZERO) {
    value = value * 10 + digit;
    end += 1;
  }
  return { value, end };
}

const NEWLINE = 0x0a;
const ZERO = 0x30;
/** Small enough that what is made of one chunk is gone before the collector has to move it. */
const CHUNK = 256 * 1024;

/** Blocks of whole lines, each in memory of its own. */
async function* wholeLines(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const block = Buffer.allocUnsafeSlow(rest.length + CHUNK);
      rest.copy(block);
      const { bytesRead } = await file.read(block, rest.length, CHUNK, null);
      const size = rest.length + bytesRead;
      const end = bytesRead === 0 ? size : block.lastIndexOf(NEWLINE, size - 1) + 1;
      rest = Buffer.from(block.subarray(end, size));
      if (end > 0) yield block.subarray(0, end);
      if (bytesRead === 0) return;
    }
  } finally {
    await file.close();
  }
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
