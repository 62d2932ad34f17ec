import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { isAlive } from '../core/process.ts';
import type { ServerTarget } from '../core/settings.ts';
import { PostgresSession } from '../database/postgres.ts';
import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';

/** A server that a scratch database may be made on: `url` names the database to connect to first. */
export type ScratchServer = Pick<ServerTarget, 'url' | 'urlEnv' | 'tls' | 'timeouts'>;

/** A scratch database that an earlier check left, because it was killed. */
export interface Leftover {
  name: string;
  /** Whether it was dropped now: only where the process that made it is known to have ended. */
  dropped: boolean;
}

const PREFIX = 'tailtown_migrate_scratch_';
const TITLE = 'tailtown-migrate restore-check';

/**
 * Makes a database, lets `work` use it, and drops it whatever happens. What earlier checks left behind is dropped first
 * where its process has ended on this machine, and only named where that cannot be known.
 */
export async function withScratch<T>(
  server: ScratchServer,
  work: (scratch: ServerTarget, database: string) => Promise<T>,
): Promise<{ result: T; leftovers: Leftover[] }> {
  const target: ServerTarget = { ...server, name: 'for scratch databases', kind: 'rehearsal' };
  const session = await PostgresSession.open(target);
  try {
    const leftovers = await clear(session);
    const name = `${PREFIX}${randomBytes(6).toString('hex')}`;
    await session.exec(`CREATE DATABASE ${ident(name)} TEMPLATE template0 ENCODING 'UTF8'`);
    try {
      const title = `${TITLE} ${hostname()} pid ${process.pid}`;
      await session.exec(`COMMENT ON DATABASE ${ident(name)} IS ${literal(title)}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return { result: await work({ ...target, url: url.toString() }, name), leftovers };
    } finally {
      await drop(session, name);
    }
  } finally {
    await session.close();
  }
}

async function clear(session: Session): Promise<Leftover[]> {
  const { rows } = await session.query<{ name: string; title: string | null; mine: boolean }>(
    `SELECT datname::text AS name, shobj_description(oid, 'pg_database') AS title,
       pg_has_role(datdba, 'USAGE') AS mine
     FROM pg_database WHERE starts_with(datname::text, $1) ORDER BY 1`,
    [PREFIX],
  );
  const leftovers: Leftover[] = [];
  for (const { name, title, mine } of rows) {
    const [, host, pid] = /^tailtown-migrate restore-check (.+) pid (\d+)$/.exec(title ?? '') ?? [];
    const here = host === hostname();
    if (here && isAlive(Number(pid))) continue;
    if (here && mine) await drop(session, name);
    leftovers.push({ name, dropped: here && mine });
  }
  return leftovers;
}

const drop = (session: Session, name: string): Promise<void> =>
  session.exec(`DROP DATABASE IF EXISTS ${ident(name)} WITH (FORCE)`);
