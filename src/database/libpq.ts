import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

/** Variables of the caller's that would lead a program of PostgreSQL's to another place, or make it answer otherwise. */
const MISLEADING = ['PGSERVICE', 'PGSERVICEFILE', 'PGHOSTADDR', 'PGOPTIONS', 'PGTARGETSESSIONATTRS'];

/** Parameters of a connection URL, and the variable that says the same. */
const PARAMETERS: Readonly<Record<string, string>> = {
  ...{ host: 'PGHOST', port: 'PGPORT', user: 'PGUSER', password: 'PGPASSWORD', dbname: 'PGDATABASE' },
  ...{ sslcert: 'PGSSLCERT', sslkey: 'PGSSLKEY', sslrootcert: 'PGSSLROOTCERT', options: 'PGOPTIONS' },
};

/** Whether `libpqEnvironment` needs a file of root certificates for this URL. */
export const needsRoots = (url: string): boolean => {
  const { mode, roots } = tlsOf(new URL(url));
  return mode.startsWith('verify') && roots === null;
};

/**
 * The environment in which programs of PostgreSQL's (pg_dump, pg_restore) reach the same server with the same login
 * and at least the same care about TLS as our own connection: a URL on the command line could be seen by everybody on the machine.
 * `roots`: a file with the root certificates that Node.js trusts, where `needsRoots`; their library knows none by itself.
 */
export function libpqEnvironment(url: string, roots: string | null): NodeJS.ProcessEnv {
  const parsed = new URL(url);
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
  const { mode } = tlsOf(parsed);
  set('PGSSLMODE', mode);
  if (roots !== null) set('PGSSLROOTCERT', roots);
  return { ...environment, PGAPPNAME: 'tailtown-migrate', PGCONNECT_TIMEOUT: '10' };
}

/** The certificates that our own connections trust, in one text. */
export function trustedRoots(): string {
  const more = process.env['NODE_EXTRA_CA_CERTS'];
  return [...rootCertificates, ...(more ? [readFileSync(more, 'utf8')] : [])].join('\n');
}

/** The driver checks the certificate in every mode but these, and knows `no-verify` besides; libpq's `require` does not. */
function tlsOf(url: URL): { mode: string; roots: string | null } {
  const asked = url.searchParams.get('sslmode') ?? '';
  const roots = url.searchParams.get('sslrootcert');
  const own = url.searchParams.get('uselibpqcompat') === 'true';
  if (asked === 'no-verify') return { mode: 'require', roots };
  const checked = !own && ['prefer', 'require', 'verify-ca'].includes(asked);
  return { mode: checked ? 'verify-full' : asked, roots };
}
