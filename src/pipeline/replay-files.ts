import { readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { delimiterOf, unharmed } from '../core/csv.ts';
import { usageError } from '../core/errors.ts';
import type { Mapping } from '../core/mapping.ts';
import { idColumnOf } from '../gingr/catalogue.ts';
import type { Snapshot } from '../snapshot/read.ts';
import { type Reject, rejectedCells, WHY_COLUMNS } from './rejects.ts';
import type { Along } from './replay-along.ts';
import type { Earlier, SourceRow } from './replay-earlier.ts';

/** A record of a file of rejects, as it stands there now. */
export interface Given {
  /** The source file and line that it came from. */
  file: string;
  line: number;
  /** In the columns of the source file. */
  cells: string[];
}

/** A file that `rejects export` wrote and people mended, as it was saved. */
export interface Sheet {
  name: string;
  /** The columns of the source file. */
  columns: string[];
  /** `files`: the names that the source file may have, the likelier first. */
  lines: { files: string[]; line: number; cells: string[] }[];
}

const unreadable = (name: string, why: string, cause?: unknown) =>
  usageError(
    'REJECTS_UNREADABLE',
    `${name} cannot be read as a file of rejects: ${why}.`,
    'Give a file that `tailtown-migrate rejects export` wrote, saved as CSV with all its columns.',
    { file: name, cause },
  );

/** Cells that were made harmless come back as they were. Throws REJECTS_UNREADABLE (exit 2) for a file that is none. */
export async function readSheet(file: string): Promise<Sheet> {
  const name = path.basename(file);
  let rows: string[][];
  try {
    const text = await readFile(file, 'utf8');
    rows = parse(text, {
      ...{ bom: true, skip_empty_lines: true, delimiter: delimiterOf(text) },
      record_delimiter: ['\r\n', '\n', '\r'],
    });
  } catch (cause) {
    throw unreadable(name, 'it is no CSV', cause);
  }
  const [head = [], ...body] = rows;
  const at = WHY_COLUMNS.map((column) => head.indexOf(column));
  const [fileAt = -1, lineAt = -1] = at;
  if (fileAt === -1 || lineAt === -1)
    throw unreadable(name, `it has no columns ${WHY_COLUMNS.slice(0, 2).join(' and ')}`);
  const own = (cells: string[]) => cells.filter((_, place) => !at.includes(place)).map(unharmed);
  const lines = body.map((cells, index) => {
    const of = cells[fileAt] ?? '';
    const line = Number(cells[lineAt]);
    if (of === '' || !Number.isInteger(line) || line < 1 || line > 2_147_483_647)
      throw unreadable(name, `line ${index + 2} does not say where it came from`);
    return { files: [unharmed(of), of], line, cells: own(cells) };
  });
  return { name, columns: own(head), lines };
}

/** The lines of a sheet in the files of a batch. Throws REJECTS_OTHER_BATCH and REJECTS_UNREADABLE (exit 2). */
export function givenOf({ name, columns, lines }: Sheet, { manifest }: Snapshot): Given[] {
  return lines.map(({ files: [file, asIs], line, cells }) => {
    const source = manifest.files.find((candidate) => candidate.path === file || candidate.path === asIs);
    if (!source) throw otherBatch(`Line ${line} of ${file}`);
    if (columns.join('\n') !== source.columns.join('\n'))
      throw unreadable(name, `its columns are not those of ${source.path}`);
    return { file: source.path, line, cells };
  });
}

const otherBatch = (place: string) =>
  usageError(
    'REJECTS_OTHER_BATCH',
    `${place} is no rejected record of this batch.`,
    'Give the files that `rejects export` wrote of this batch, or name the other one with --batch.',
  );

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
    if (known === undefined) throw otherBatch(`Line ${row.line} of ${row.file}`);
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
 * Writes what is taken as files that extract reads, with what comes along and the lists that records are looked up in:
 * without those, every label would be unknown. Of lines that contradict each other the newest export decides, so each file
 * says how old it is. Gives by the name of each file its entity, and for those of hosts what came with them.
 */
export async function writeTaken(
  folder: string,
  mapping: Mapping,
  earlier: Earlier,
  taken: readonly SourceRow[],
  along: Along,
): Promise<{ entities: Record<string, string>; along: Record<string, string[]> }> {
  const written: { entities: Record<string, string>; along: Record<string, string[]> } = {
    entities: {},
    along: {},
  };
  let number = 0;
  const write = async (rows: readonly SourceRow[], kinds?: string[]) => {
    for (const source of new Set(rows.map((row) => row.source))) {
      const lines = rows.filter((row) => row.source === source);
      const { entity, exportDate, modified, columns } = source;
      number += 1;
      const day = exportDate === null ? '' : ` ${exportDate.replaceAll(':', '_')}`;
      const name = `${String(number).padStart(3, '0')}-${entity}${kinds ? '-along' : ''}${day}.csv`;
      const file = path.join(folder, name);
      await writeFile(file, [columns, ...lines.map(({ cells }) => cells)].map(plainLine).join(''), {
        mode: 0o600,
      });
      await utimes(file, new Date(modified), new Date(modified));
      written.entities[name] = entity;
      if (kinds) written.along[name] = kinds;
    }
  };
  await write([...taken, ...along.rows]);
  for (const { rows, with: kinds } of along.hosts) await write(rows, kinds);
  for (const { entity, list } of mapping.entities) if (list) await write(await earlier.list(entity));
  return written;
}

const plainLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
