import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../core/errors.ts';
import { type OpenPicture, PictureFailure } from './source.ts';

export interface DownloadOptions {
  /** Attempts per picture, the first included. */
  attempts: number;
  /** Milliseconds before the second attempt; each further pause is twice as long. */
  pause: number;
  /** Milliseconds that an answer, or the next piece of one, may take. */
  timeout: number;
}

export const DOWNLOAD: DownloadOptions = { attempts: 5, pause: 1000, timeout: 30_000 };

/** A server may ask for patience, but not for a day. */
const LONGEST_PAUSE = 60_000;

/** Fetches an address and hands the answer to `take`, again where another attempt may bring what the last one did not. */
export async function withRetries<Result>(
  take: () => Promise<Result>,
  { attempts, pause }: DownloadOptions,
  signal: AbortSignal,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await take();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof PictureFailure) || error.retryAfter === null || attempt >= attempts) throw error;
      const wait = Math.max(error.retryAfter, pause * 2 ** (attempt - 1));
      await sleep(Math.min(wait, LONGEST_PAUSE), undefined, { signal });
    }
  }
}

/** Opens an address. Throws PictureFailure, while iterating too. */
export async function openUrl(url: string, timeout: number, signal: AbortSignal): Promise<OpenPicture> {
  const watch = new Watch(timeout, signal);
  const response = await fetch(url, { signal: watch.signal }).catch((cause: unknown) => {
    throw watch.failure(cause);
  });
  if (!response.ok) {
    await response.body?.cancel();
    watch.end();
    throw statusFailure(response);
  }
  const packed = response.headers.has('content-encoding');
  const announced = Number(response.headers.get('content-length') ?? Number.NaN);
  return {
    chunks: pieces(response, watch),
    length: packed || !Number.isSafeInteger(announced) ? null : announced,
  };
}

async function* pieces(response: Response, watch: Watch): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      watch.again();
      yield chunk;
    }
  } catch (cause) {
    throw watch.failure(cause);
  } finally {
    watch.end();
  }
}

function statusFailure({ status, headers }: Response): PictureFailure {
  const message = `the server answered ${status}`;
  if (status === 404 || status === 410) return new PictureFailure('gone', message, null);
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const seconds = Number(headers.get('retry-after') ?? 0);
    return new PictureFailure('server', message, Number.isFinite(seconds) ? Math.max(0, seconds) * 1000 : 0);
  }
  return new PictureFailure('refused', message, null);
}

/** Gives up where nothing comes for too long, or where the command is to stop. */
class Watch {
  readonly #controller = new AbortController();
  readonly #timeout: number;
  readonly #outer: AbortSignal;
  readonly #stop = () => this.#controller.abort();
  #timer: NodeJS.Timeout;
  #late = false;

  constructor(timeout: number, outer: AbortSignal) {
    this.#timeout = timeout;
    this.#outer = outer;
    this.#timer = this.#start();
    if (outer.aborted) this.#stop();
    outer.addEventListener('abort', this.#stop);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  again(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#start();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this.#stop);
  }

  failure(cause: unknown): PictureFailure {
    this.end();
    if (cause instanceof PictureFailure) return cause;
    if (this.#late) return new PictureFailure('timeout', `nothing came for ${this.#timeout} ms`, 0, cause);
    return new PictureFailure('network', networkMessage(cause), 0, cause);
  }

  #start(): NodeJS.Timeout {
    return setTimeout(() => {
      this.#late = true;
      this.#controller.abort();
    }, this.#timeout);
  }
}

/** The error's code only: its text may hold the address. */
function networkMessage(thrown: unknown): string {
  const cause: unknown = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  return typeof code === 'string'
    ? `the connection failed (${code})`
    : `the connection failed (${messageOf(thrown).slice(0, 40)})`;
}
