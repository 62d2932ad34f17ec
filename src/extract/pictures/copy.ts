import { join } from 'node:path';
import type { Snapshot } from '../../snapshot/read.ts';
import { DOWNLOAD, type DownloadOptions, openUrl, withRetries } from './download.ts';
import { PictureFolder } from './folder.ts';
import { Journal, writeWhole } from './journal.ts';
import { type FailureReason, PictureFailure } from './source.ts';
import { PictureStore, type StoredPicture } from './store.ts';
import { type PictureUse, type WantedPicture, wantedPictures } from './wanted.ts';

export interface CopyOptions {
  snapshot: Snapshot;
  /** Absolute; made where it is not there. */
  to: string;
  /** A folder with pictures that somebody saved; looked at before any address. */
  folder: string | null;
  /** Whether what the folder does not hold is fetched. */
  download: boolean;
  /** Pictures that are fetched at a time. */
  concurrency: number;
  /** Hashes of bytes that are known to be a placeholder, hexadecimal. */
  placeholders: readonly string[];
  retries?: DownloadOptions;
  signal: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** One line of the manifest: what became of an address, and whose picture it is. */
export interface CopiedPicture {
  url: string;
  state: 'copied' | 'placeholder' | 'failed';
  /** How a placeholder was told, or why a picture failed. */
  why?: 'address' | 'hash' | 'shared' | FailureReason;
  file?: string;
  sha256?: string;
  bytes?: number;
  records: PictureUse[];
}

export interface CopyResult {
  /** Addresses by what became of them. */
  copied: number;
  placeholders: number;
  failed: number;
  /** Of the copied ones, those that were there from an earlier run. */
  kept: number;
  /** Bytes of the different pictures in the folder. */
  bytes: number;
  failures: { reason: FailureReason; count: number }[];
  manifest: string;
}

/** As many different owners have no photo in common; fewer may be family. */
const OWNERS_OF_A_PLACEHOLDER = 3;

/**
 * Copies the pictures of a snapshot's records into a folder, each once: from a folder where it holds them, else from their
 * addresses. What an earlier run copied is kept; what it could not get is tried again. Nothing lies under its final name
 * before all its bytes are there. Throws FILES_DISK_FULL (exit 1), NO_INPUT and FILES_JOURNAL_DAMAGED (exit 2).
 */
export async function copyPictures(options: CopyOptions): Promise<CopyResult> {
  const { snapshot, to, signal } = options;
  const folder = options.folder === null ? null : await PictureFolder.open(options.folder);
  const wanted = await wantedPictures(snapshot);
  const store = await PictureStore.open(to);
  const { journal, stored } = await Journal.open(to);
  const known = new Map<string, StoredPicture>();
  const failed = new Map<string, FailureReason>();
  let done = 0;
  let kept = 0;
  try {
    await inParallel(wanted, options.concurrency, async (picture) => {
      signal.throwIfAborted();
      const before = stored.get(picture.url);
      if (before && (await store.has(before))) {
        known.set(picture.url, before);
        kept += 1;
      } else if (!picture.placeholder) {
        try {
          const put = await fetched(picture, store, folder, options);
          await journal.add({ url: picture.url, stored: put });
          known.set(picture.url, put);
        } catch (error) {
          signal.throwIfAborted();
          if (!(error instanceof PictureFailure)) throw error;
          await journal.add({ url: picture.url, failed: error.reason, why: error.message });
          failed.set(picture.url, error.reason);
        }
      }
      done += 1;
      options.onProgress?.(done, wanted.length);
    });
  } finally {
    await journal.close();
  }
  const pictures = judged(wanted, known, failed, options.placeholders);
  const manifest = join(to, 'manifest.json');
  const summary = summed(pictures, kept);
  const { id, sourceDatabase, tenant } = snapshot.manifest;
  const head = { format: 1, snapshot: id, tenant, sourceDatabase, ...summary };
  await writeWhole(manifest, manifestText(head, pictures));
  return { ...summary, manifest };
}

async function fetched(
  picture: WantedPicture,
  store: PictureStore,
  folder: PictureFolder | null,
  { download, retries = DOWNLOAD, signal }: CopyOptions,
): Promise<StoredPicture> {
  const path = folder?.find(picture) ?? null;
  if (folder && path !== null) return store.put(await folder.read(path));
  if (!download) throw new PictureFailure('not-in-folder', 'the folder does not hold it', null);
  return withRetries(
    async () => store.put(await openUrl(picture.url, retries.timeout, signal)),
    retries,
    signal,
  );
}

/** Says of each picture what it is: bytes that many owners share are nobody's photo, whatever their addresses say. */
function judged(
  wanted: readonly WantedPicture[],
  known: ReadonlyMap<string, StoredPicture>,
  failed: ReadonlyMap<string, FailureReason>,
  placeholders: readonly string[],
): CopiedPicture[] {
  const owners = new Map<string, Set<string>>();
  for (const { url, owners: mine } of wanted) {
    const sha256 = known.get(url)?.sha256;
    if (sha256 === undefined) continue;
    const all = owners.get(sha256) ?? new Set<string>();
    owners.set(sha256, all);
    for (const owner of mine) all.add(owner);
  }
  return wanted.map(({ url, placeholder, uses }): CopiedPicture => {
    const stored = known.get(url);
    const why = failed.get(url);
    if (placeholder) return { url, state: 'placeholder', why: 'address', ...stored, records: uses };
    if (!stored) return { url, state: 'failed', ...(why ? { why } : {}), records: uses };
    if (placeholders.includes(stored.sha256))
      return { url, state: 'placeholder', why: 'hash', ...stored, records: uses };
    const shared = (owners.get(stored.sha256)?.size ?? 0) >= OWNERS_OF_A_PLACEHOLDER;
    return shared
      ? { url, state: 'placeholder', why: 'shared', ...stored, records: uses }
      : { url, state: 'copied', ...stored, records: uses };
  });
}

function summed(pictures: readonly CopiedPicture[], kept: number): Omit<CopyResult, 'manifest'> {
  const count = (state: CopiedPicture['state']) =>
    pictures.filter((picture) => picture.state === state).length;
  const different = new Map(
    pictures.flatMap(({ sha256, bytes = 0 }) => (sha256 ? [[sha256, bytes] as const] : [])),
  );
  const failures = new Map<FailureReason, number>();
  for (const { state, why } of pictures) {
    if (state !== 'failed' || why === undefined || why === 'address' || why === 'hash' || why === 'shared')
      continue;
    failures.set(why, (failures.get(why) ?? 0) + 1);
  }
  return {
    ...{ copied: count('copied'), placeholders: count('placeholder'), failed: count('failed'), kept },
    bytes: [...different.values()].reduce((sum, bytes) => sum + bytes, 0),
    failures: [...failures]
      .map(([reason, number]) => ({ reason, count: number }))
      .sort((a, b) => b.count - a.count),
  };
}

/** One picture on a line, so that a person can read it and a tool can take it line by line. */
function manifestText(head: object, pictures: readonly CopiedPicture[]): string {
  const start = JSON.stringify(head, null, 2).replace(/\n\}$/, '');
  const lines = pictures.map((picture) => `    ${JSON.stringify(picture)}`);
  return `${start},\n  "pictures": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/** At most so many at a time; the first error stops those that have not begun, and is thrown when the others are done. */
async function inParallel<Item>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const errors: unknown[] = [];
  const worker = async () => {
    for (const item of queue) {
      if (errors.length > 0) return;
      await work(item).catch((error: unknown) => errors.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  if (errors.length > 0) throw errors[0];
}
