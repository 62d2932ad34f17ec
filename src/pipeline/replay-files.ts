import { readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { delimiterOf, unharmed } from '../core/csv.ts';
import { usageError } from '../core/errors.ts';
import type { Mapping } from '../core/mapping.ts';
import { idColumnOf } from '../gingr/catalogue.ts';
import type { SnapshotFile } from '../snapshot/format.ts';
import type { Snapshot } from '../snapshot/read.ts';
import { type Reject, rejectedCells, WHY_COLUMNS } from './rejects.ts';
import type { SourceRow } from './replay-along.ts';

/** A record of a file of rejects, as it stands there now. */
export interface Given {
  /** The source file and line that it came from. */
  file: string;
  line: number;
  /** In the columns of the source file. */
  cells: string[];
}

/**
 * Reads a file that `rejects export` wrote and people mended. Cells that were made harmless come back as they were.
 * Throws REJECTS_UNREADABLE (exit 2) for a file that is none.
 */
export async function readGiven(file: string, snapshot: Snapshot): Promise<Given[]> {
  const name = path.basename(file);
  const unreadable = (why: string, cause?: unknown) =>
    usageError(
      'REJECTS_UNREADABLE',
      `${name} cannot be read as a file of rejects: ${why}.`,
      'Give a file that `tailtown-migrate rejects export` wrote, saved as CSV with all its columns.',
      { file: name, cause },
    );
  let rows: string[][];
  try {
    const text = await readFile(file, 'utf8');
    rows = parse(text, {
      ...{ bom: true, skip_empty_lines: true, delimiter: delimiterOf(text) },
      record_delimiter: ['\r\n', '\n', '\r'],
    });
  } catch (cause) {
    throw unreadable('it is no CSV', cause);
  }
  const [head = [], ...body] = rows;
  const at = WHY_COLUMNS.map((column) => head.indexOf(column));
  const [fileAt = -1, lineAt = -1] = at;
  if (fileAt === -1 || lineAt === -1)
    throw unreadable(`it has no columns ${WHY_COLUMNS.slice(0, 2).join(' and ')}`);
  return body.map((cells, index): Given => {
    const of = cells[fileAt] ?? '';
    const source = snapshot.manifest.files.find(
      (candidate) => candidate.path === unharmed(of) || candidate.path === of,
    );
    const line = Number(cells[lineAt]);
    if (!source || !Number.isSafeInteger(line))
      throw unreadable(`line ${index + 2} does not say where it came from`);
    const own = cells.filter((_, place) => !at.includes(place)).map(unharmed);
    const names = head.filter((_, place) => !at.includes(place)).map(unharmed);
    if (names.join('\n') !== source.columns.join('\n'))
      throw unreadable(`its columns are not those of ${source.path}`);
    return { file: source.path, line, cells: own };
  });
}

/** What is loaded of a batch's rejects. */
export interface Taken {
  rows: SourceRow[];
  mended: number;
  /** Rejected for the sake of a record that is mended now. */
  waiting: number;
}

/**
 * Of the rejects of a batch, those that were mended, and those that only waited for one of them. A record counts as
 * mended when any of its cells is another one than in Gingr. Throws REJECTS_OTHER_BATCH (exit 2).
 */
export async function takeMended(
  snapshot: Snapshot,
  rejects: readonly Reject[],
  given: readonly Given[],
): Promise<Taken> {
  const originals = new Map<string, { cells: string[]; root: string | null }[]>();
  for await (const { reject, cells } of rejectedCells(snapshot, rejects)) {
    const key = keyOf(reject);
    originals.set(key, [...(originals.get(key) ?? []), { cells, root: reject.root }]);
  }
  const mended = given.filter((row) => {
    const known = originals.get(keyOf(row));
    if (known === undefined)
      throw usageError(
        'REJECTS_OTHER_BATCH',
        `Line ${row.line} of ${row.file} is no rejected record of this batch.`,
        'Give the files that `rejects export` wrote of this batch, or name the other one with --batch.',
      );
    return !known.some(({ cells }) => cells.join('\u0000') === row.cells.join('\u0000'));
  });
  const keys = new Set(mended.map(keyOf));
  const names = new Set(mended.map((row) => nameOf(snapshot, row)));
  const rows: SourceRow[] = [];
  const add = (path: string, cells: string[]) => {
    const source = snapshot.manifest.files.find((candidate) => candidate.path === path);
    if (source) rows.push({ source, cells });
  };
  for (const { file, cells } of mended) add(file, cells);
  let waiting = 0;
  for (const [key, lines] of originals)
    for (const { cells, root } of lines) {
      if (keys.has(key) || root === null || !names.has(root)) continue;
      add(key.slice(0, key.lastIndexOf(':')), cells);
      waiting += 1;
    }
  return { rows, mended: mended.length, waiting };
}

const keyOf = ({ file, line }: { file: string; line: number }): string => `${file}:${line}`;

/** `owners/40123`, as a root is named. */
function nameOf({ manifest }: Snapshot, { file, cells }: Given): string {
  const source = manifest.files.find((candidate) => candidate.path === file);
  const entity = source?.entity ?? '';
  const id = source?.canonical.indexOf(idColumnOf(entity)) ?? -1;
  return `${entity}/${cells[id]?.trim() ?? ''}`;
}

/**
 * Writes them as files that extract reads, with the lists that records are looked up in: without those, every label
 * would be unknown. Of lines that contradict each other the newest export decides, so each file says how old it is. Gives
 * the entity of each file by its name.
 */
export async function writeTaken(
  folder: string,
  snapshot: Snapshot,
  mapping: Mapping,
  rejects: readonly Reject[],
  taken: readonly SourceRow[],
): Promise<Record<string, string>> {
  const entities: Record<string, string> = {};
  let number = 0;
  const write = async (
    { entity, exportDate, modified }: Pick<SnapshotFile, 'entity' | 'exportDate' | 'modified'>,
    columns: readonly string[],
    rows: readonly string[][],
  ) => {
    number += 1;
    const day = exportDate === null ? '' : ` ${exportDate.replaceAll(':', '_')}`;
    const name = `${String(number).padStart(3, '0')}-${entity}${day}.csv`;
    const file = path.join(folder, name);
    await writeFile(file, [columns, ...rows].map(plainLine).join(''), { mode: 0o600 });
    await utimes(file, new Date(modified), new Date(modified));
    entities[name] = entity;
  };
  for (const source of new Set(taken.map((row) => row.source))) {
    const rows = taken.filter((row) => row.source === source).map(({ cells }) => cells);
    await write(source, source.columns, rows);
  }
  const rejected = new Set(rejects.map(keyOf));
  for (const { entity, list } of mapping.entities) {
    const extracted = snapshot.manifest.entities.find((candidate) => candidate.entity === entity);
    if (!list || !extracted) continue;
    const rows: string[][] = [];
    for await (const lines of snapshot.readLines(entity))
      for (const { file, line, values } of lines) {
        const of = snapshot.manifest.files[file]?.path ?? '';
        if (!rejected.has(keyOf({ file: of, line }))) rows.push(values.map((value) => value ?? ''));
      }
    const { asOf } = snapshot.manifest;
    if (rows.length > 0) await write({ entity, exportDate: null, modified: asOf }, extracted.columns, rows);
  }
  return entities;
}

const plainLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
