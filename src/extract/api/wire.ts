import type { GingrSettings } from '../../core/settings.ts';
import type { RawAnswer } from './answer.ts';
import type { Asked } from './client.ts';
import { ApiFailure } from './failure.ts';

/**
 * Sends one request and reads its answer to the end, within the time that a call may take. The key goes in the query of a
 * GET and in the form of a POST (gingr-sources.md 1.2), so no address may ever get into a message. Redirects are not followed.
 */
export async function openCall(
  { url, timeoutMs }: GingrSettings,
  { path, method }: { path: string; method: 'GET' | 'POST' },
  { key, parameters }: Asked,
  signal: AbortSignal,
): Promise<RawAnswer> {
  const form = new URLSearchParams({ key: key.key ?? '', ...parameters });
  const controller = new AbortController();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, timeoutMs);
  const stop = () => controller.abort();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    const response = await fetch(method === 'GET' ? `${url}${path}?${form}` : `${url}${path}`, {
      ...(method === 'POST' ? { method, body: form } : {}),
      ...{ redirect: 'manual', signal: controller.signal, headers: { accept: 'application/json' } },
    });
    const body = await response.text();
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body };
  } catch (cause) {
    if (late) throw new ApiFailure('timeout', `nothing came within ${timeoutMs} ms`);
    throw new ApiFailure('network', `the connection failed${codeOf(cause)}`);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** The code only: texts of such errors hold the address, and with it the key. */
function codeOf(thrown: unknown): string {
  const cause: unknown = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  return typeof code === 'string' ? ` (${code})` : '';
}
