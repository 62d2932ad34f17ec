import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { TargetSettings } from '../../src/core/settings.ts';
import { applyPrepare } from '../../src/database/apply-prepare.ts';
import { openSession } from '../../src/database/open.ts';
import { type PrepareTenant, planPrepare } from '../../src/database/prepare.ts';
import type { Session } from '../../src/database/session.ts';
import { pgliteTarget, postgresTarget } from './targets.ts';

export { pgliteTarget, postgresTarget } from './targets.ts';

delete process.env['DATABASE_URL'];

export interface TestPostgres {
  url: string;
  /** The same as a target. */
  target: TargetSettings;
  drop(): Promise<void>;
}

export interface TestPglite {
  directory: string;
  target: TargetSettings;
  drop(): Promise<void>;
}

/** The tenant that every prepared test database holds. */
export const TEST_TENANT = {
  id: '11111111-1111-4111-8111-111111111111',
  name: 'Harbor Pet Resort',
  timeZone: 'America/Denver',
} as const satisfies PrepareTenant;

/** A database of its own with Tailtown's tables and the control tables: a copy of one that is prepared once per run. */
export async function freshPostgres(): Promise<TestPostgres> {
  return filledPostgres('prepared', async (target) => {
    const session = await openSession(target);
    await prepare(session).finally(() => session.close());
  });
}

/** A database of its own: a copy of one that is filled once per run, under this name. */
export async function filledPostgres(
  name: string,
  fill: (target: TargetSettings) => Promise<void>,
): Promise<TestPostgres> {
  const template = `${inject('databasePrefix')}${name}`;
  await once(name, async (client) => {
    const { rows } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rows.length > 0) return;
    const draft = `${template}_draft`;
    await client.query(`DROP DATABASE IF EXISTS "${draft}" WITH (FORCE)`);
    await client.query(`CREATE DATABASE "${draft}" TEMPLATE template0`);
    await fill(postgresTarget(databaseUrl(draft)));
    await client.query(`ALTER DATABASE "${draft}" RENAME TO "${template}"`);
  });
  return createDatabase(`TEMPLATE "${template}"`);
}

/** A database of its own with nothing in it. */
export const emptyPostgres = (): Promise<TestPostgres> => createDatabase('TEMPLATE template0');

/** A copy of a test's database as it is now. Nobody may be connected to it. */
export const copyPostgres = (url: string): Promise<TestPostgres> =>
  createDatabase(`TEMPLATE "${new URL(url).pathname.slice(1)}"`);

/** An embedded database of its own, prepared: a copy of a folder that is made once per run. */
export async function freshPglite(): Promise<TestPglite> {
  return copyPglite(await pgliteTemplate('prepared', prepare));
}

/** An embedded database of its own with nothing in it. */
export async function emptyPglite(): Promise<TestPglite> {
  const template = await pgliteTemplate('blank', async () => undefined);
  return copyPglite(template);
}

/** A template folder, made once per run. */
async function pgliteTemplate(name: string, fill: (session: Session) => Promise<void>): Promise<string> {
  const template = join(inject('runFolder'), name);
  if (existsSync(template)) return template;
  await once(name, async () => {
    if (existsSync(template)) return;
    const draft = await mkdtemp(`${template}-`);
    const session = await openSession(pgliteTarget(draft));
    await fill(session).finally(() => session.close());
    await rename(draft, template);
  });
  return template;
}

async function copyPglite(template: string): Promise<TestPglite> {
  const parent = await mkdtemp(join(inject('runFolder'), 'pglite-'));
  const directory = join(parent, 'database');
  await cp(template, directory, { recursive: true });
  return {
    directory,
    target: pgliteTarget(directory),
    drop: () => rm(parent, { recursive: true, force: true }),
  };
}

const prepare = async (session: Session): Promise<void> =>
  applyPrepare(session, await planPrepare(session, TEST_TENANT));

async function createDatabase(from: string): Promise<TestPostgres> {
  const name = `${inject('databasePrefix')}${randomBytes(5).toString('hex')}`;
  // Only one copy of a template can be made at a time. As files: a third of the time that copying through the log takes.
  await once('create', (client) =>
    client.query(`CREATE DATABASE "${name}" ${from} STRATEGY file_copy`).then(() => undefined),
  );
  const url = databaseUrl(name);
  const drop = () =>
    asAdmin((client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`).then(() => undefined));
  return { url, target: postgresTarget(url), drop };
}

function databaseUrl(name: string): string {
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return url.toString();
}

/** One at a time among all workers of the run. */
export const once = (what: string, work: (client: pg.Client) => Promise<void>): Promise<void> =>
  asAdmin(async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [`${inject('databasePrefix')}${what}`]);
    await work(client);
  });

async function asAdmin(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
