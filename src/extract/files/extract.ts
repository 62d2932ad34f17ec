import type { Settings } from '../../core/settings.ts';
import { type Zone, zoneOf } from '../../core/time.ts';
import { CATALOGUE, type Catalogue } from '../../gingr/catalogue.ts';
import type { Manifest, SnapshotFile } from '../../snapshot/format.ts';
import { listSnapshots, openSnapshot } from '../../snapshot/read.ts';
import { type SnapshotWriter, writeSnapshot } from '../../snapshot/write.ts';
import { withoutContradiction } from '../contradiction.ts';
import { inspectAll } from './inputs.ts';
import type { InspectedFile } from './inspect.ts';
import { columnsByEntity, describe, draftOf } from './manifest.ts';
import { type Into, readDump, readFile, Totals } from './read-file.ts';

export interface ExtractProgress {
  entity: string;
  /** Lines of that entity read so far. */
  lines: number;
  /** Bytes of the files themselves, packed or not. */
  bytes: number;
  totalBytes: number;
}

export interface ExtractOptions {
  /** Files and folders. */
  paths: string[];
  settings: Settings;
  /** By name of a file: `along` of it (SnapshotFile). */
  along?: Readonly<Record<string, string[]>>;
  /** By which headers are read; Gingr's own without the resort's header names where it is absent. */
  catalogue?: Catalogue;
  /** IANA zone of the tenant; export dates in file names are local days in it. */
  timeZone: string;
  toolVersion: string;
  onProgress?: (progress: ExtractProgress) => void;
  signal?: AbortSignal;
}

/**
 * Export files to a sealed snapshot (DESIGN.md sections 4 and 6.4). The same data extracted before: that snapshot is
 * reused, with the `asOf` that it was given first. Bad lines are counted and kept as unreadable. Errors: NO_INPUT,
 * FILE_* and SETTING_* (exit 2, nothing written), SNAPSHOT_CONTRADICTED and SNAPSHOT_ALTERED (exit 4),
 * SNAPSHOT_DISK_FULL (exit 1).
 */
export async function extractFiles(
  options: ExtractOptions,
): Promise<{ manifest: Manifest; reused: boolean }> {
  const { settings, signal } = options;
  const zone = zoneOf(options.timeZone);
  const files = await inspectAll(options.paths, settings, options.catalogue ?? CATALOGUE, signal);
  const known = await sameFiles(options, files, zone);
  if (known) return { manifest: withoutContradiction(known, settings), reused: true };

  const writer = await writeSnapshot(settings.workspace);
  try {
    const totals = new Totals(options.timeZone);
    for (const [entity, columns] of columnsByEntity(files)) await writer.declare(entity, columns);
    await readAll(options, files, writer, totals);
    signal?.throwIfAborted();
    const sealed = await writer.seal(draftOf(options, files, totals, zone));
    return { manifest: withoutContradiction(sealed.manifest, settings), reused: sealed.reused };
  } finally {
    await writer.discard();
  }
}

/** The sealed snapshot of just these files, read by this version in the same way; null where there is none. */
async function sameFiles(
  options: ExtractOptions,
  files: readonly InspectedFile[],
  zone: Zone,
): Promise<Manifest | null> {
  const { settings, toolVersion } = options;
  const fingerprint = (
    list: readonly Pick<
      SnapshotFile,
      'path' | 'sha256' | 'entity' | 'encoding' | 'delimiter' | 'exportDate' | 'canonical' | 'along'
    >[],
  ) =>
    JSON.stringify(
      list.map((file) => [
        file.path,
        file.sha256,
        file.entity,
        file.encoding,
        file.delimiter,
        file.exportDate,
        file.canonical,
        file.along,
      ]),
    );
  const wanted = fingerprint(
    files.map((file) => describe(file, zone, { lines: 0, unreadable: 0 }, options.along)),
  );
  const manifests = await listSnapshots(settings.workspace);
  const known = manifests.find(
    (manifest) =>
      manifest.tenant === settings.tenant.id &&
      manifest.sourceDatabase === settings.sourceDatabase &&
      manifest.timeZone === zone.name &&
      manifest.toolVersion === toolVersion &&
      fingerprint(manifest.files) === wanted,
  );
  return known ? (await openSnapshot(settings.workspace, known.id)).manifest : null;
}

async function readAll(
  { onProgress, signal }: ExtractOptions,
  files: readonly InspectedFile[],
  writer: SnapshotWriter,
  totals: Totals,
): Promise<void> {
  const columns = columnsByEntity(files);
  const intoOf = (file: InspectedFile): Into => {
    const index = files.indexOf(file);
    return { index, columns: columns.get(file.match.entity) ?? [], writer, totals };
  };
  const tables = files.filter((file) => file.kind === 'table');
  /** The tables of a dump are read together, where the first of them stands. */
  const ofDump = (absolute: string) => tables.filter(({ file }) => file.absolute === absolute);
  const isRead = (file: InspectedFile) => file.kind === 'table' && ofDump(file.file.absolute)[0] !== file;
  const sources = files.filter((file) => !isRead(file));
  const totalBytes = sources.reduce((sum, { file }) => sum + file.bytes, 0);
  let before = 0;
  for (const source of sources) {
    const onBlock = ({ match: { entity } }: InspectedFile, bytes: number) => {
      signal?.throwIfAborted();
      onProgress?.({ entity, lines: totals.linesOf(entity), bytes: before + bytes, totalBytes });
    };
    if (source.kind === 'table') await readDump(ofDump(source.file.absolute), intoOf, onBlock);
    else await readFile(source, intoOf(source), (bytes) => onBlock(source, bytes));
    before += source.file.bytes;
  }
}
