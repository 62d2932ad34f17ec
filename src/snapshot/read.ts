import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest, SnapshotEntity, SnapshotLine, UnreadableLine } from './format.ts';
import { sealedManifest, snapshotsFolder, verifiedManifest } from './seal.ts';

export interface Snapshot {
  readonly manifest: Manifest;
  readonly folder: string;
  /**
   * The readable lines of an entity in their order, in batches of at most about 1 MiB of text; nothing for an entity
   * that the snapshot does not have. `values` stand in the order of the entity's `columns`.
   */
  readLines(entity: string): AsyncIterable<SnapshotLine[]>;
  /** The lines of an entity that could not be read, in batches. */
  readUnreadable(entity: string): AsyncIterable<UnreadableLine[]>;
}

/**
 * Opens a sealed snapshot after proving its manifest and the hashes of all its files.
 * Throws SNAPSHOT_MISSING or SNAPSHOT_ALTERED (exit 4).
 */
export async function openSnapshot(workspace: string, id: string): Promise<Snapshot> {
  const folder = join(snapshotsFolder(workspace), id);
  const manifest = await verifiedManifest(folder, id);
  const entityOf = (name: string): SnapshotEntity | undefined =>
    manifest.entities.find((entity) => entity.entity === name);
  return {
    manifest,
    folder,
    async *readLines(name) {
      const entity = entityOf(name);
      if (!entity) return;
      let header = true;
      for await (const rows of parsedBatches(join(folder, entity.path))) {
        const lines = (header ? rows.slice(1) : rows).map(lineOf);
        header = false;
        if (lines.length > 0) yield lines;
      }
    },
    async *readUnreadable(name) {
      const path = entityOf(name)?.unreadablePath;
      if (!path) return;
      for await (const rows of parsedBatches(join(folder, path))) yield rows.map(unreadableOf);
    },
  };
}

/**
 * The manifests of all sealed snapshots of a workspace, by id. Seals are proven, data files are not (`openSnapshot`
 * does that). Throws SNAPSHOT_ALTERED.
 */
export async function listSnapshots(workspace: string): Promise<Manifest[]> {
  const names = await readdir(snapshotsFolder(workspace)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const ids = names.filter((name) => /^[0-9a-f]{64}$/.test(name)).sort();
  return Promise.all(ids.map((id) => sealedManifest(join(snapshotsFolder(workspace), id), id)));
}

// The casts below are safe: these files were written by write.ts and their hashes were proven when they were opened.

function lineOf(row: unknown[]): SnapshotLine {
  return { file: row[0] as number, line: row[1] as number, values: row.slice(2) as (string | null)[] };
}

function unreadableOf(row: unknown[]): UnreadableLine {
  return { file: row[0] as number, line: row[1] as number, code: row[2] as string, raw: row[3] as string };
}

const NEWLINE = 0x0a;

/** One JSON.parse per block of lines is several times faster than one per line. */
async function* parsedBatches(path: string): AsyncGenerator<unknown[][]> {
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end === -1) {
      rest.push(chunk);
      continue;
    }
    const block = Buffer.concat([...rest, chunk.subarray(0, end)]).toString('utf8');
    rest = [chunk.subarray(end + 1)];
    yield JSON.parse(`[${block.replaceAll('\n', ',')}]`) as unknown[][];
  }
}
