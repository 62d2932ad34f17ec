import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, sep } from 'node:path';
import { usageError } from '../../core/errors.ts';
import { type OpenPicture, PictureFailure } from './source.ts';
import type { WantedPicture } from './wanted.ts';

/** Pictures that somebody saved already, found by the path of their address, its end, or the id of their animal. */
export class PictureFolder {
  readonly #folder: string;
  /** Relative paths, with forward slashes, by path and by name. */
  readonly #paths: ReadonlySet<string>;
  readonly #names: ReadonlyMap<string, readonly string[]>;
  readonly #stems: ReadonlyMap<string, readonly string[]>;

  private constructor(folder: string, paths: readonly string[]) {
    this.#folder = folder;
    this.#paths = new Set(paths);
    this.#names = grouped(paths, (path) => basename(path));
    this.#stems = grouped(paths, (path) => basename(path, extname(path)));
  }

  /** Throws NO_INPUT (exit 2) where there is no such folder. */
  static async open(folder: string): Promise<PictureFolder> {
    const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
      throw usageError(
        'NO_INPUT',
        `${basename(folder)} is no folder that can be read`,
        'Name the folder that holds the pictures with --folder DIR.',
        { cause },
      );
    });
    const paths = names
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) =>
        join(entry.parentPath, entry.name).slice(join(folder, sep).length).split(sep).join('/'),
      );
    return new PictureFolder(folder, paths.sort());
  }

  /** The file of a picture; null where there is none. Throws PictureFailure where there are several: none is guessed. */
  find({ url, uses }: WantedPicture): string | null {
    const steps = pathOf(url)
      .split('/')
      .filter((step) => step !== '');
    for (let from = 0; from < steps.length - 1; from += 1) {
      const path = steps.slice(from).join('/');
      if (this.#paths.has(path)) return path;
    }
    const ids = uses.flatMap(({ entity, id }) => (entity === 'animals' ? [id] : []));
    const named = this.#names.get(steps.at(-1) ?? '') ?? [];
    const found = named.length > 0 ? named : [...new Set(ids.flatMap((id) => this.#stems.get(id) ?? []))];
    if (found.length > 1)
      throw new PictureFailure('ambiguous', `${found.length} files of the folder fit`, null);
    return found[0] ?? null;
  }

  async read(path: string): Promise<OpenPicture> {
    const absolute = join(this.#folder, path);
    return { chunks: createReadStream(absolute), length: (await stat(absolute)).size };
  }
}

function grouped(paths: readonly string[], keyOf: (path: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) groups.set(keyOf(path), [...(groups.get(keyOf(path)) ?? []), path]);
  return groups;
}

function pathOf(url: string): string {
  try {
    return decodeURIComponent(new URL(url).pathname);
  } catch {
    return '';
  }
}
