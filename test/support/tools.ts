import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { applyPrepare } from '../../src/database/apply-prepare.ts';
import { openSession } from '../../src/database/open.ts';
import { planPrepare } from '../../src/database/prepare.ts';
import { TEST_TENANT, type TestPostgres } from './databases.ts';
import { startServer } from './server.ts';
import { postgresTarget } from './targets.ts';

/** A server of the version of the machine's pg_dump: the npm package's is newer, brings no pg_dump, and an older one refuses it. */
export interface ToolsServer {
  /** Folder of pg_dump, pg_restore and psql. */
  bin: string;
  url: string;
  /** A database of its own: prepared for TEST_TENANT, or with nothing in it. */
  database(kind: 'prepared' | 'empty'): Promise<TestPostgres>;
  admin<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** Fails where the machine has none: nothing skips itself in silence. */
export function toolsFolder(): string {
  const given = process.env['TEST_PG_BIN'];
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = given ? [given] : versions.map((version) => path.join(root, version, 'bin'));
  const found = folders.find((folder) =>
    ['initdb', 'postgres', 'pg_dump', 'pg_restore', 'psql'].every((name) =>
      existsSync(path.join(folder, name)),
    ),
  );
  if (found !== undefined) return found;
  throw new Error(
    'The tests of backups need pg_dump and a server of its version: install the package postgresql, or name their folder in TEST_PG_BIN.',
  );
}

export async function startToolsServer(): Promise<ToolsServer> {
  const bin = toolsFolder();
  const server = await startServer(bin);
  const admin = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  return {
    ...{ bin, url: server.url, admin, stop: server.stop },
    async database(kind) {
      const name = `tools_${randomBytes(5).toString('hex')}`;
      await admin((client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`));
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      const target = postgresTarget(url.toString());
      if (kind === 'prepared') {
        const session = await openSession(target);
        await applyPrepare(session, await planPrepare(session, TEST_TENANT)).finally(() => session.close());
      }
      const drop = () =>
        admin((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)).then(() => undefined);
      return { url: url.toString(), target, drop };
    },
  };
}
