import { isIPv4 } from 'node:net';
import type { TargetTls } from '../settings.ts';

/** How a connection is protected. `ca`: file with the certificates that are trusted; null: those of Node.js. */
export type Tls = { mode: 'plain' } | { mode: 'checked'; ca: string | null } | { mode: 'unchecked' };

/** Parameters of a URL that say something about TLS: they are read here, and nothing else reads them. */
export const TLS_PARAMETERS = [
  ...['ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslnegotiation', 'uselibpqcompat'],
] as const;

/** What `sslmode` may say; libpq's words, and `no-verify`, which is the driver's. */
const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;
type Mode = (typeof MODES)[number];

/**
 * How the connection to the server of `url` must be protected, or null where the URL asks for less than may be.
 *
 * A host that is not this machine gets TLS with the certificate and the host name checked, whatever `sslmode` says: the
 * word may not weaken it (libpq's `prefer` and `require` check nothing, which is no protection from somebody in between).
 * `disable` and `no-verify` are refused there, unless the target's `tls.insecure` says why; then the certificate is not
 * checked, and `disable` means no TLS. This machine needs none, and gets a checked one where the URL or `tls.ca` asks for it.
 */
export function tlsOf(url: string, { ca, insecure }: TargetTls = NO_TLS_SETTINGS): Tls | null {
  const { searchParams } = new URL(url);
  const mode = modeOf(searchParams);
  if (mode === undefined) return null;
  const trusted = ca ?? searchParams.get('sslrootcert');
  const checked: Tls = { mode: 'checked', ca: trusted };
  if (!isLocal(hostOf(url))) {
    if (insecure !== null) return mode === 'disable' ? { mode: 'plain' } : { mode: 'unchecked' };
    return mode === 'disable' || mode === 'no-verify' ? null : checked;
  }
  switch (mode) {
    case 'disable':
      return { mode: 'plain' };
    case 'no-verify':
      return { mode: 'unchecked' };
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      return checked;
    case 'allow':
    case 'prefer':
    case null:
      return trusted === null ? { mode: 'plain' } : checked;
  }
}

export const NO_TLS_SETTINGS: TargetTls = { ca: null, insecure: null };

/** Host of a URL of PostgreSQL, the folder of a Unix socket included; `localhost` where it names none. */
export function hostOf(url: string): string {
  const { hostname, searchParams } = new URL(url);
  return searchParams.get('host') || decodeURIComponent(hostname) || 'localhost';
}

/** Whether nobody can stand between: the machine itself. */
export const isLocal = (host: string): boolean =>
  host.startsWith('/') ||
  ['localhost', '::1', '[::1]'].includes(host.toLowerCase()) ||
  (isIPv4(host) && host.startsWith('127.'));

/** Undefined where the word is not known. */
function modeOf(parameters: URLSearchParams): Mode | null | undefined {
  const asked = parameters.get('sslmode') ?? SSL[parameters.get('ssl') ?? ''] ?? parameters.get('ssl');
  return asked === null ? null : MODES.find((mode) => mode === asked);
}

const SSL: Record<string, Mode> = { true: 'verify-full', 1: 'verify-full', false: 'disable', 0: 'disable' };
