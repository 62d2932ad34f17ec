import { acquireEmbeddedLock } from '../database/file-lock.ts';
import { copyPictures } from '../extract/index.ts';
import type { FilesResult } from './results.ts';
import type { Runtime } from './runtime.ts';
import { chooseSnapshot } from './stages.ts';

export interface FilesCopyOptions {
  snapshot?: string;
  /** Absolute. */
  to: string;
  folder: string | null;
  download: boolean;
  concurrency: number;
  placeholders: readonly string[];
}

/**
 * Copies the pictures that a snapshot's records name into a folder with a manifest. Touches no target. Throws LOCK_HELD
 * (exit 4) where another run works in the same folder, and what `copyPictures` throws.
 */
export async function filesCopy(
  runtime: Runtime,
  { snapshot: id, ...options }: FilesCopyOptions,
): Promise<FilesResult> {
  const snapshot = await chooseSnapshot(runtime, id);
  const lock = await acquireEmbeddedLock(options.to, 'the folder of the files');
  const { log, progress, signal } = runtime;
  progress.stage('files');
  try {
    const result = await copyPictures({
      ...{ snapshot, signal, ...options },
      onProgress: (count, total) => progress.update({ entity: 'pictures', count, total, unit: 'files' }),
    });
    const { copied, placeholders, failed, kept, bytes, failures } = result;
    log.info({ stage: 'files', copied, placeholders, failed, kept, bytes, failures }, 'files copied');
    return { snapshot: snapshot.manifest.id, ...result };
  } finally {
    await lock.release();
  }
}
