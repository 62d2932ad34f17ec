import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { TLS_PARAMETERS, type Tls, tlsOf } from '../core/config/tls.ts';
import { MigrateError, refusal } from '../core/errors.ts';
import type { ServerTarget } from '../core/settings.ts';
import { codeOf } from './failure.ts';

/**
 * How the driver reaches a target: address, login and TLS, for every connection of this program. What the URL says about
 * TLS is taken out of it: the driver reads `sslmode` in its own way, which differs from libpq's and between its versions.
 * Throws MigrateError TARGET_TLS (exit 4).
 */
export function connectionOf(target: ServerTarget): pg.ClientConfig {
  const tls = tlsOf(target.url, target.tls);
  if (tls === null) {
    throw refusal(
      'TARGET_TLS',
      `The URL of target ${target.name} asks for a connection to another machine without a checked certificate.`,
      `Leave sslmode out of ${target.urlEnv}.`,
    );
  }
  const url = new URL(target.url);
  const [cert, key] = [url.searchParams.get('sslcert'), url.searchParams.get('sslkey')];
  for (const name of TLS_PARAMETERS) url.searchParams.delete(name);
  // Else variables of libpq would name the host, and the rule above was asked about this one.
  if (url.hostname === '' && !url.searchParams.get('host')) url.searchParams.set('host', 'localhost');
  return { connectionString: url.toString(), ssl: socketOf(target, tls, { cert, key }) };
}

function socketOf(
  target: ServerTarget,
  tls: Tls,
  own: { cert: string | null; key: string | null },
): pg.ClientConfig['ssl'] {
  const read = (file: string | null, what: string) => {
    if (file === null) return undefined;
    try {
      return readFileSync(file, 'utf8');
    } catch (cause) {
      throw refusal(
        'TARGET_TLS',
        `Target ${target.name}: the file of ${what} cannot be read.`,
        `Correct tls.ca of the target, or the file that ${target.urlEnv} names.`,
        { cause },
      );
    }
  };
  if (tls.mode === 'plain') return false;
  const ca = tls.mode === 'checked' ? read(tls.ca, 'certificates to trust') : undefined;
  const cert = read(own.cert, 'our certificate');
  const key = read(own.key, 'our key');
  return {
    rejectUnauthorized: tls.mode === 'checked',
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

export interface Patience {
  /** Milliseconds for which it is tried. */
  within: number;
  signal?: AbortSignal | undefined;
  /** Hears, once, that it did not work at once. */
  onWait?: ((reason: string) => void) | undefined;
}

const FIRST_PAUSE_MS = 250;

/**
 * Connects, and tries again while a server may still come up or get a connection free, each pause twice as long as the one
 * before. What another attempt cannot mend is never tried again: a refused login least of all, which locks accounts.
 */
export async function connectPatiently<T>(
  attempt: () => Promise<T>,
  { within, signal, onWait }: Patience,
): Promise<T> {
  const until = Date.now() + within;
  for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
    try {
      return await attempt();
    } catch (error) {
      const code = codeOf(error) ?? '';
      if (!mayPass(error, code) || Date.now() + pause > until) throw error;
      if (pause === FIRST_PAUSE_MS) onWait?.(code);
      await sleep(pause, undefined, { signal }).catch(() => {
        throw new MigrateError('INTERRUPTED', 'Stopped as you asked.');
      });
    }
  }
}

const PASSING =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOENT|08...|57P0[123]|53300)$/;

const mayPass = (error: unknown, code: string): boolean =>
  !(error instanceof MigrateError) && PASSING.test(code);
