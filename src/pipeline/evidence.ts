import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { refusal } from '../core/errors.ts';

/**
 * What was proven in one target and another must know of: the production database cannot see the staging one, so it is
 * kept as hashed files in a folder of the workspace. `sha256` is over everything else, in the order of the schema.
 */
export interface Evidence<T> {
  /** Writes one, whole or not at all, readable by its owner alone; a later one of the same name replaces it. */
  write(workspace: string, name: string, content: T): Promise<string>;
  /** Every one in the workspace, by name. Throws EVIDENCE_ALTERED (exit 4) where one was changed since. */
  read(workspace: string): Promise<T[]>;
}

export interface HashedKind<T> {
  content: z.ZodType<T>;
  /** What one is called: `sign-off`. */
  what: string;
  /** How to make it anew. */
  remedy: string;
  /** Name of the field with the hash, where `sha256` is one of the content's own. */
  hash?: string;
}

export interface EvidenceKind<T> extends HashedKind<T> {
  /** Folder in the workspace. */
  folder: string;
}

/** Texts of files that say what was proven, with a hash over all of it: one that was changed since is not believed. */
export interface Hashed<T> {
  text(content: T): string;
  /** Throws EVIDENCE_ALTERED (exit 4) where it is not the text that was written; `file` is named then. */
  proven(text: string, file: string): T;
}

export function hashed<T extends object>({
  content,
  what,
  remedy,
  hash = 'sha256',
}: HashedKind<T>): Hashed<T> {
  const schema = z.record(z.string(), z.unknown());
  return {
    text(given) {
      const parsed = content.parse(given);
      return `${JSON.stringify({ ...parsed, [hash]: hashOf(parsed) }, null, 1)}\n`;
    },
    proven(text, file) {
      try {
        const { [hash]: sealed, ...rest } = schema.parse(JSON.parse(text));
        const parsed = content.parse(rest);
        if (sealed === hashOf(parsed)) return parsed;
      } catch {
        // Told below: what is none was changed as well, or an older version wrote it.
      }
      throw refusal(
        'EVIDENCE_ALTERED',
        `The ${what} ${path.basename(file)} in the workspace was changed after it was written, or an older version wrote it.`,
        remedy,
        { file },
      );
    },
  };
}

export function evidence<T extends object>({ folder, ...kind }: EvidenceKind<T>): Evidence<T> {
  const { text, proven } = hashed(kind);
  return {
    async write(workspace, name, given) {
      const place = path.join(workspace, folder);
      await mkdir(place, { recursive: true, mode: 0o700 });
      await chmod(place, 0o700);
      const file = path.join(place, `${name}.json`);
      const draft = `${file}.${process.pid}.tmp`;
      await writeFile(draft, text(given), { mode: 0o600 });
      await rename(draft, file);
      return file;
    },
    async read(workspace) {
      const place = path.join(workspace, folder);
      const names = await readdir(place).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      const files = names.filter((name) => name.endsWith('.json')).sort();
      return Promise.all(
        files.map(async (name) =>
          proven(await readFile(path.join(place, name), 'utf8'), path.join(place, name)),
        ),
      );
    },
  };
}

const hashOf = (content: object): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');
