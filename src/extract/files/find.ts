import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { usageError } from '../../core/errors.ts';

export interface InputFile {
  /** Where it lies; never stored. */
  absolute: string;
  /** Path relative to the folder that was extracted, with forward slashes; the name for a file given by itself. */
  path: string;
  bytes: number;
  modifiedMs: number;
  /** Whether the operator named the file itself rather than its folder. */
  named: boolean;
}

/** Left alone in a folder: answer keys, configs and read-mes lie beside exports. Named by themselves, they are read. */
const NOT_EXPORTS = new Set(['.md', '.yaml', '.yml', '.json']);

/**
 * All files under the paths, folders recursively, without hidden ones and Excel's locks, each once, sorted by relative path.
 * Throws NO_INPUT (exit 2) when a path does not exist or nothing is left.
 */
export async function findFiles(paths: readonly string[]): Promise<InputFile[]> {
  const found = new Map<string, InputFile>();
  for (const path of paths) {
    const before = found.size;
    await collect(resolve(path), basename(path), true, found, new Set());
    if (found.size === before && !(await alreadyFound(path, found)))
      throw noInput(`${basename(path)} holds no export file`);
  }
  if (found.size === 0) throw noInput('No path was given');
  return distinctPaths([...found.values()]);
}

async function alreadyFound(path: string, found: ReadonlyMap<string, InputFile>): Promise<boolean> {
  return found.has(await realpath(path));
}

async function collect(
  absolute: string,
  relative: string,
  named: boolean,
  found: Map<string, InputFile>,
  folders: Set<string>,
): Promise<void> {
  const place = await placeOf(absolute, relative, named);
  if (!place) return;
  const { real, info } = place;
  if (info.isFile()) {
    if (!named && NOT_EXPORTS.has(extname(relative).toLowerCase())) return;
    const file = {
      absolute: real,
      path: relative,
      bytes: info.size,
      modifiedMs: Math.trunc(info.mtimeMs),
      named,
    };
    if (!found.has(real)) found.set(real, file);
    return;
  }
  if (!info.isDirectory() || folders.has(real)) return;
  folders.add(real);
  const names = await readdir(real).catch((cause: unknown) => {
    throw unreadable(relative, cause);
  });
  for (const name of names.sort()) {
    // Excel puts a `~$` file beside a workbook that is open.
    if (name.startsWith('.') || name.startsWith('~$')) continue;
    await collect(join(real, name), named ? name : `${relative}/${name}`, false, found, folders);
  }
}

async function placeOf(absolute: string, relative: string, named: boolean) {
  try {
    return { real: await realpath(absolute), info: await stat(absolute) };
  } catch (cause) {
    // A path that the operator gave must exist; a dangling link inside a folder holds nothing.
    if (named) throw noInput(`${basename(absolute)} does not exist or cannot be read`, cause);
    const link = await lstat(absolute).catch(() => null);
    if (link?.isSymbolicLink()) return null;
    throw unreadable(relative, cause);
  }
}

/** Files of several folders may share a relative path; the folder's name then tells them apart. */
function distinctPaths(files: readonly InputFile[]): InputFile[] {
  const uses = new Map<string, number>();
  for (const file of files) uses.set(file.path, (uses.get(file.path) ?? 0) + 1);
  const distinct = files.map((file) => {
    if (uses.get(file.path) === 1) return file;
    const parent = file.absolute.split(/[\\/]/).slice(0, -file.path.split('/').length).pop() ?? '';
    return { ...file, path: `${parent}/${file.path}` };
  });
  return distinct.sort((a, b) => compare(a.path, b.path) || compare(a.absolute, b.absolute));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Also where the name itself is no UTF-8, as archives from Windows leave it: Node cannot open such a file. */
const unreadable = (path: string, cause: unknown) =>
  usageError(
    'FILE_DAMAGED',
    `${path} cannot be opened`,
    'See that you may read it, and give it a name of plain letters; or move it out of the folder.',
    { stage: 'extract', file: path, cause },
  );

const noInput = (what: string, cause?: unknown) =>
  usageError(
    'NO_INPUT',
    what,
    'Give --from a folder or files with Gingr exports (.csv, .tsv or .txt, also .gz; or .xlsx), or a database dump (.sql, .sql.gz).',
    {
      stage: 'extract',
      cause,
    },
  );
