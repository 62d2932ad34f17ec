import path from 'node:path';
import { usageError } from '../core/errors.ts';
import { GINGR_API } from '../core/sources.ts';
import { TOOL_VERSION } from '../core/version.ts';
import { acquireEmbeddedLock } from '../database/file-lock.ts';
import { extractApi } from '../extract/index.ts';
import type { Catalogue } from '../gingr/catalogue.ts';
import type { ExtractResult } from './results.ts';
import type { Runtime } from './runtime.ts';

/** Whether the source is Gingr's API. Throws FROM_MIXED (exit 2) where paths stand beside it. */
export function isGingrApi(from: readonly string[]): boolean {
  if (!from.includes(GINGR_API)) return false;
  if (from.length === 1) return true;
  throw usageError(
    'FROM_MIXED',
    'One snapshot comes from one source, and --from names the API and paths.',
    `Give --from ${GINGR_API} alone; a folder of that name is ./${GINGR_API}.`,
  );
}

/** Everything that the API says, sealed. Only one run takes from it in a workspace: throws LOCK_HELD (exit 4), and what `extractApi` throws. */
export async function extractFromApi(
  runtime: Runtime,
  catalogue: Catalogue,
  timeZone: string,
): Promise<ExtractResult> {
  const { settings, progress, log, signal } = runtime;
  const lock = await acquireEmbeddedLock(
    path.join(settings.workspace, GINGR_API),
    "what is kept of Gingr's API",
  );
  try {
    let retries = 0;
    const { manifest, reused } = await extractApi({
      ...{ settings, catalogue, timeZone, toolVersion: TOOL_VERSION, signal },
      onProgress: ({ phase, stored, total, retried }) => {
        for (; retries < retried; retries += 1) progress.retried();
        const unit = retried === 0 ? 'answers' : `answers (${retried.toLocaleString('en-US')} retries)`;
        progress.update({ entity: phase, count: stored, total, unit });
      },
      onNote: (text) => progress.note(text),
    });
    progress.done();
    log.info({ stage: 'extract', source: GINGR_API, retries, snapshot: manifest.id, reused }, 'taken');
    return { ...manifest, reused };
  } finally {
    await lock.release();
  }
}
