import { createHash, randomBytes } from 'node:crypto';
import { access, chmod, type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, MigrateError } from '../../core/errors.ts';
import { extensionOf, LARGEST, type OpenPicture, PictureFailure } from './source.ts';

export interface StoredPicture {
  /** Relative to the folder, with forward slashes. */
  file: string;
  sha256: string;
  bytes: number;
}

const PARTIAL = '.partial-';

/** A folder in which each picture lies once, under the hash of its bytes. Readable by its owner alone. */
export class PictureStore {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the folder, and removes what a stopped run left half done. Only one run may work in it. */
  static async open(folder: string): Promise<PictureStore> {
    const files = join(folder, 'files');
    await mkdir(files, { recursive: true, mode: 0o700 });
    for (const name of await readdir(files))
      if (name.startsWith(PARTIAL)) await rm(join(files, name), { force: true });
    return new PictureStore(folder);
  }

  async has({ file }: StoredPicture): Promise<boolean> {
    return access(join(this.#folder, file)).then(
      () => true,
      () => false,
    );
  }

  /** Writes a picture; it gets its name when all its bytes are on the disk. Throws PictureFailure. */
  async put({ chunks, length }: OpenPicture): Promise<StoredPicture> {
    const partial = join(this.#folder, 'files', `${PARTIAL}${randomBytes(8).toString('hex')}`);
    try {
      const { head, sha256, bytes } = await written(partial, chunks);
      if (bytes === 0) throw new PictureFailure('cut-short', 'it is empty', 0);
      if (length !== null && bytes !== length)
        throw new PictureFailure('cut-short', `${bytes} of ${length} bytes came`, 0);
      const extension = extensionOf(head);
      if (extension === null) throw new PictureFailure('no-picture', 'what came is no picture', null);
      const file = `files/${sha256.slice(0, 2)}/${sha256}.${extension}`;
      await mkdir(join(this.#folder, 'files', sha256.slice(0, 2)), { recursive: true, mode: 0o700 });
      await chmod(partial, 0o600);
      await rename(partial, join(this.#folder, file));
      return { file, sha256, bytes };
    } catch (error) {
      throw diskFull(error);
    } finally {
      await rm(partial, { force: true });
    }
  }
}

async function written(path: string, chunks: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256');
  let handle: FileHandle | null = null;
  let head: Buffer = Buffer.alloc(0);
  let bytes = 0;
  try {
    handle = await open(path, 'wx', 0o600);
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > LARGEST) throw new PictureFailure('too-large', `it has more than ${LARGEST} bytes`, null);
      if (head.length < 32) head = Buffer.concat([head, chunk.subarray(0, 32)]);
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle?.close();
  }
  return { head, bytes, sha256: hash.digest('hex') };
}

function diskFull(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new MigrateError('FILES_DISK_FULL', 'There is no room left on the disk for the files', {
    hint: 'Free some space, or choose a folder on another disk with --to, and run the command again; what is there is kept.',
    exit: EXIT.unexpected,
    cause: error,
  });
}
