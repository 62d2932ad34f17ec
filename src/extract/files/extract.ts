import { refusal, usageError } from '../../core/errors.ts';
import type { Settings } from '../../core/settings.ts';
import { type Zone, zoneOf } from '../../core/time.ts';
import { CATALOGUE, isFileEntity } from '../../gingr/catalogue.ts';
import type { FileFinding, Manifest, SnapshotFile } from '../../snapshot/format.ts';
import { listSnapshots, openSnapshot } from '../../snapshot/read.ts';
import { type SnapshotWriter, writeSnapshot } from '../../snapshot/write.ts';
import { encodingOf } from './encoding.ts';
import { exportDateOf, instantOf } from './export-date.ts';
import { findFiles, type InputFile } from './find.ts';
import { type InspectedFile, inspect } from './inspect.ts';
import { type Problem, problemsError } from './problems.ts';
import { type ReadTotals, readFile, Totals } from './read-file.ts';

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
  const files = await inspectAll(options);
  const known = await sameFiles(options, files, zone);
  if (known) return { manifest: withoutContradiction(known, settings), reused: true };

  const writer = await writeSnapshot(settings.workspace);
  try {
    const totals = new Totals();
    for (const [entity, columns] of columnsByEntity(files)) await writer.declare(entity, columns);
    await readAll(options, files, writer, totals);
    signal?.throwIfAborted();
    const sealed = await writer.seal(draftOf(options, files, totals, zone));
    return { manifest: withoutContradiction(sealed.manifest, settings), reused: sealed.reused };
  } finally {
    await writer.discard();
  }
}

async function inspectAll({ paths, settings, signal }: ExtractOptions): Promise<InspectedFile[]> {
  const found = await findFiles(paths);
  const files: InspectedFile[] = [];
  const problems: Problem[] = settingProblems(found, settings);
  for (const file of found) {
    signal?.throwIfAborted();
    const entity = settingFor(file, settings.fileEntities);
    const encoding = settingFor(file, settings.fileEncodings);
    const inspection = await inspect(file, {
      entity: entity !== undefined && isFileEntity(entity) ? entity : null,
      encoding: encoding === undefined ? null : encodingOf(encoding),
    });
    if (inspection.kind === 'file') files.push(inspection.file);
    if (inspection.kind === 'problem') problems.push(inspection.problem);
  }
  if (problems.length > 0) throw problemsError(problems);
  if (files.length === 0) {
    throw usageError(
      'NO_INPUT',
      'No export file was found',
      'Give --from a folder or files with Gingr exports.',
    );
  }
  return files;
}

const nameOf = (path: string): string => path.split('/').pop() ?? path;

const settingFor = (file: InputFile, byName: Record<string, string>): string | undefined =>
  byName[file.path] ?? byName[nameOf(file.path)];

/** A typo in `--as` or `--encoding` must not pass in silence. */
function settingProblems(found: readonly InputFile[], settings: Settings): Problem[] {
  const problems: Problem[] = [];
  const names = new Set(found.flatMap(({ path }) => [path, nameOf(path)]));
  const check = (
    byName: Record<string, string>,
    flag: string,
    isKnown: (word: string) => boolean,
    words: string,
  ) => {
    for (const [name, word] of Object.entries(byName)) {
      const hint = `Write ${flag} FILE=WORD with a file of the input and one of ${words}.`;
      if (!names.has(name))
        problems.push({
          path: name,
          code: 'SETTING_UNUSED',
          text: `is named by ${flag}, but is not in the input`,
          hint,
        });
      if (!isKnown(word))
        problems.push({
          path: name,
          code: 'SETTING_UNKNOWN',
          text: `is given ${flag} ${word}, which does not exist`,
          hint,
        });
    }
  };
  check(settings.fileEntities, '--as', isFileEntity, Object.keys(CATALOGUE).join(', '));
  const encodings = 'utf-8, utf-16le, utf-16be, windows-1252';
  check(settings.fileEncodings, '--encoding', (word) => encodingOf(word) !== null, encodings);
  return problems;
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
      'path' | 'sha256' | 'entity' | 'encoding' | 'delimiter' | 'exportDate'
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
      ]),
    );
  const wanted = fingerprint(files.map((file) => describe(file, zone, { lines: 0, unreadable: 0 })));
  const manifests = await listSnapshots(settings.workspace);
  const known = manifests.find(
    (manifest) =>
      manifest.tenant === settings.tenant.id &&
      manifest.sourceDatabase === settings.sourceDatabase &&
      manifest.toolVersion === toolVersion &&
      fingerprint(manifest.files) === wanted,
  );
  return known ? (await openSnapshot(settings.workspace, known.id)).manifest : null;
}

/** Columns of each entity over all its files: those of the catalogue in its order, then the unknown ones by name. */
function columnsByEntity(files: readonly InspectedFile[]): Map<string, string[]> {
  const byEntity = new Map<string, string[]>();
  for (const entity of new Set(files.map(({ match }) => match.entity))) {
    const present = new Set(
      files
        .filter(({ match }) => match.entity === entity)
        .flatMap(({ match, dropped }) => match.canonical.filter((_, index) => !dropped.has(index))),
    );
    const order = CATALOGUE[entity].columns.map(({ name }) => name).filter((name) => present.has(name));
    const rest = [...present].filter((name) => !order.includes(name)).sort();
    byEntity.set(entity, [...order, ...rest]);
  }
  return byEntity;
}

async function readAll(
  { onProgress, signal }: ExtractOptions,
  files: readonly InspectedFile[],
  writer: SnapshotWriter,
  totals: Totals,
): Promise<void> {
  const columns = columnsByEntity(files);
  const totalBytes = files.reduce((sum, { file }) => sum + file.bytes, 0);
  let before = 0;
  for (const [index, file] of files.entries()) {
    const { entity } = file.match;
    await readFile(file, index, columns.get(entity) ?? [], writer, totals, (bytes) => {
      signal?.throwIfAborted();
      onProgress?.({ entity, lines: totals.linesOf(entity), bytes: before + bytes, totalBytes });
    });
    before += file.file.bytes;
  }
}

function draftOf(
  { settings, toolVersion }: ExtractOptions,
  inspected: readonly InspectedFile[],
  totals: Totals,
  zone: Zone,
) {
  const files = inspected.map((file, index) => describe(file, zone, totals.ofFile(index)));
  const entities = [...new Set(files.map(({ entity }) => entity))];
  return {
    source: 'gingr-files' as const,
    sourceDatabase: settings.sourceDatabase,
    tenant: settings.tenant.id,
    ...asOfOf(files, settings.asOf, zone),
    toolVersion,
    files,
    entities: entities.map((entity) => ({
      entity,
      controls: totals.controlsOf(entity),
      completeness: settings.complete.includes(entity) ? ('complete' as const) : ('incomplete' as const),
    })),
    findings: findingsOf(files),
  };
}

function describe(inspected: InspectedFile, zone: Zone, counts: ReadTotals): SnapshotFile {
  const { file, match, header } = inspected;
  const kept = match.unknown.filter((index) => !inspected.dropped.has(index));
  return {
    path: file.path,
    entity: match.entity,
    sha256: inspected.sha256,
    bytes: file.bytes,
    modified: new Date(file.modifiedMs).toISOString(),
    exportDate: exportDateOf(file.path, zone),
    encoding: inspected.encoding,
    delimiter: inspected.delimiter,
    lines: counts.lines,
    unreadable: counts.unreadable,
    columns: [...header],
    canonical: [...match.canonical],
    unknownColumns: kept.map((index) => match.canonical[index] ?? ''),
    droppedColumns: [...inspected.dropped].map((index) => match.canonical[index] ?? ''),
  };
}

function asOfOf(
  files: readonly SnapshotFile[],
  operator: string | null,
  zone: Zone,
): Pick<Manifest, 'asOf' | 'asOfFrom'> {
  if (operator !== null) return { asOf: new Date(operator).toISOString(), asOfFrom: 'operator' };
  const declared = files.flatMap(({ exportDate }) =>
    exportDate === null ? [] : [instantOf(exportDate, zone)],
  );
  const newest = declared.length > 0 ? declared : files.map(({ modified }) => Date.parse(modified));
  return {
    asOf: new Date(newest.reduce((a, b) => Math.max(a, b))).toISOString(),
    asOfFrom: declared.length > 0 ? 'export-date' : 'modification-time',
  };
}

function findingsOf(files: readonly SnapshotFile[]): FileFinding[] {
  return files.flatMap((file, index): FileFinding[] => [
    ...(file.encoding === 'utf-8'
      ? []
      : [{ code: 'FILE_ENCODING_RECOGNISED', file: index, detail: file.encoding }]),
    ...file.unknownColumns.map((column) => ({ code: 'FILE_COLUMN_UNKNOWN', file: index, column })),
    ...(file.lines > 0 ? [] : [{ code: 'FILE_WITHOUT_LINES', file: index }]),
  ]);
}

/** What a snapshot was sealed with is never changed: other words about the same data are refused. */
function withoutContradiction(manifest: Manifest, settings: Settings): Manifest {
  const hint = `Leave the setting as it was when snapshot ${manifest.id.slice(0, 12)} was made, or use another --workspace.`;
  const refuse = (what: string) => refusal('SNAPSHOT_CONTRADICTED', what, hint, { stage: 'extract' });
  if (settings.asOf !== null && Date.parse(settings.asOf) !== Date.parse(manifest.asOf)) {
    throw refuse(`The same data was extracted before as of ${manifest.asOf}, not as of ${settings.asOf}`);
  }
  for (const { entity, completeness } of manifest.entities) {
    if ((completeness === 'complete') === settings.complete.includes(entity)) continue;
    throw refuse(`The same data was extracted before with ${entity} declared ${completeness}`);
  }
  return manifest;
}
