import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { tlsOf } from '../core/config/tls.ts';
import type { ServerTarget } from '../core/settings.ts';

/** Variables of the caller's that would lead a program of PostgreSQL's to another place, or make it answer otherwise. */
const MISLEADING = ['PGSERVICE', 'PGSERVICEFILE', 'PGHOSTADDR', 'PGOPTIONS', 'PGTARGETSESSIONATTRS'];

/** Parameters of a connection URL, and the variable that says the same. */
const PARAMETERS: Readonly<Record<string, string>> = {
  ...{ host: 'PGHOST', port: 'PGPORT', user: 'PGUSER', password: 'PGPASSWORD', dbname: 'PGDATABASE' },
  ...{ sslcert: 'PGSSLCERT', sslkey: 'PGSSLKEY', options: 'PGOPTIONS' },
};

/** A server as our own connections reach it. */
export type Reached = Pick<ServerTarget, 'url' | 'tls'>;

/** Whether `libpqEnvironment` needs a file of root certificates for this server. */
export function needsRoots({ url, tls }: Reached): boolean {
  const rule = tlsOf(url, tls);
  return rule?.mode === 'checked' && rule.ca === null;
}

/**
 * The environment in which programs of PostgreSQL's (pg_dump, pg_restore) reach the same server with the same login
 * and at least the same care about TLS as our own connection: a URL on the command line could be seen by everybody on the machine.
 * `roots`: a file with the root certificates that Node.js trusts, where `needsRoots`; their library knows none by itself.
 */
export function libpqEnvironment({ url, tls }: Reached, roots: string | null): NodeJS.ProcessEnv {
  const parsed = new URL(url);
  const rule = tlsOf(url, tls);
  const environment: NodeJS.ProcessEnv = { ...process.env };
  for (const name of MISLEADING) delete environment[name];
  const set = (name: string, value: string) => {
    if (value !== '') environment[name] = value;
  };
  set('PGHOST', decodeURIComponent(parsed.hostname).replace(/^\[(.*)\]$/, '$1'));
  set('PGPORT', parsed.port);
  set('PGUSER', decodeURIComponent(parsed.username));
  set('PGPASSWORD', decodeURIComponent(parsed.password));
  set('PGDATABASE', decodeURIComponent(parsed.pathname.slice(1)));
  for (const [parameter, name] of Object.entries(PARAMETERS))
    set(name, parsed.searchParams.get(parameter) ?? '');
  // A server that may not be reached at all is refused before; nothing weaker than the rule may come from elsewhere.
  environment['PGSSLMODE'] = rule === null ? 'verify-full' : SSL_MODES[rule.mode];
  const trusted = rule?.mode === 'checked' ? (rule.ca ?? roots) : null;
  if (trusted !== null) environment['PGSSLROOTCERT'] = trusted;
  return { ...environment, PGAPPNAME: 'tailtown-migrate', PGCONNECT_TIMEOUT: '10' };
}

/** The certificates that our own connections trust, in one text. */
export function trustedRoots(): string {
  const more = process.env['NODE_EXTRA_CA_CERTS'];
  return [...rootCertificates, ...(more ? [readFileSync(more, 'utf8')] : [])].join('\n');
}

/** The rule of core/config/tls.ts in libpq's words. */
const SSL_MODES = { plain: 'disable', checked: 'verify-full', unchecked: 'require' } as const;
