import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { usageError } from '../../core/errors.ts';
import type { FailureReason } from './source.ts';
import type { StoredPicture } from './store.ts';

/** What became of one address; a later line about the same address replaces an earlier one. */
export type Entry = { url: string } & ({ stored: StoredPicture } | { failed: FailureReason; why: string });

const entry = z.union([
  z.object({
    url: z.string(),
    stored: z.object({ file: z.string(), sha256: z.string(), bytes: z.number() }),
  }),
  z.object({ url: z.string(), failed: z.string(), why: z.string() }),
]);

const JOURNAL = 'journal.ndjson';

/** A line for each address as soon as it is done, so that a run which stops is taken up where it stood. */
export class Journal {
  readonly #file: FileHandle;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Opens the journal of a folder and gives what is stored there already. Throws FILES_JOURNAL_DAMAGED (exit 2). */
  static async open(folder: string): Promise<{ journal: Journal; stored: Map<string, StoredPicture> }> {
    const path = join(folder, JOURNAL);
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const stored = new Map<string, StoredPicture>();
    const lines = text.split('\n');
    // A process that was stopped may have written half a line; what it was about is done again.
    const torn = lines.pop() ?? '';
    for (const line of lines) {
      const read = entryOf(line, folder);
      if ('stored' in read) stored.set(read.url, read.stored);
    }
    const file = await open(path, 'a', 0o600);
    if (torn !== '') await file.truncate(Buffer.byteLength(text) - Buffer.byteLength(torn));
    return { journal: new Journal(file), stored };
  }

  async add(entry: Entry): Promise<void> {
    await this.#file.appendFile(`${JSON.stringify(entry)}\n`);
  }

  async close(): Promise<void> {
    await this.#file.sync();
    await this.#file.close();
  }
}

function entryOf(line: string, folder: string) {
  try {
    return entry.parse(JSON.parse(line));
  } catch (cause) {
    throw usageError(
      'FILES_JOURNAL_DAMAGED',
      `${folder.split(/[\\/]/).pop()}/${JOURNAL} is not as this program wrote it`,
      'Copy into another folder with --to.',
      { cause },
    );
  }
}

/** Writes a file whole or not at all. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const partial = `${path}.partial`;
  const file = await open(partial, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
}
