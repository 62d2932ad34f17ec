import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { databaseFolder } from './memory.ts';
import { startServer, type TestServer } from './server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of a superuser on the run's PostgreSQL server. */
    postgresUrl: string;
    /** The run's own folder, for template databases. */
    runFolder: string;
    /** Prefix of every database of this run. */
    databasePrefix: string;
  }
}

/** One PostgreSQL server for the whole run: the one that TEST_DATABASE_URL names, else one of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  delete process.env['DATABASE_URL'];
  const given = process.env['TEST_DATABASE_URL'];
  const server: Pick<TestServer, 'url' | 'stop'> = given
    ? { url: given, stop: async () => undefined }
    : await startServer();
  const runFolder = await mkdtemp(join(await databaseFolder(), 'tailtown-migrate-tests-'));
  const databasePrefix = `tm_test_${process.pid}_`;
  project.provide('postgresUrl', server.url);
  project.provide('runFolder', runFolder);
  project.provide('databasePrefix', databasePrefix);
  return async () => {
    if (given) await dropDatabases(given, databasePrefix);
    await server.stop();
    await rm(runFolder, { recursive: true, force: true });
  };
}

async function dropDatabases(url: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)',
    [prefix],
  );
  for (const { name } of rows) await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  await client.end();
}
