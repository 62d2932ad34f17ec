import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { writeDump } from './dump-file.ts';
import { measure } from './measure.ts';

const CONFIG =
  'tenant: { id: 11111111-1111-4111-8111-111111111111, name: Bench, timeZone: America/Denver }\n';

export interface DumpFigures {
  plainMb: number;
  rows: number;
  gzipSeconds: number;
  extract: { seconds: number; mbPerSecond: number; peakMb: number };
  /** Loading the same file, packed, into a MariaDB server of its own, stock settings; where one is installed. */
  mariadb: { seconds: number; mbPerSecond: number } | 'NOT MEASURED';
}

/** `extract` of an invented dump of so many MB, beside `gzip -dc` alone and beside loading it into MariaDB. */
export async function benchDump(megabytes: number): Promise<DumpFigures> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-bench-dump-'));
  try {
    const plain = path.join(folder, 'backup.sql');
    const { rows, bytes } = await writeDump(plain, megabytes);
    execFileSync('gzip', ['-1', plain]);
    const packed = `${plain}.gz`;
    const plainMb = bytes / 1024 ** 2;
    const gzipSeconds = await timed(`gzip -dc '${packed}' > /dev/null`);
    const config = path.join(folder, 'config.yaml');
    await writeFile(config, CONFIG);
    const args = [
      'extract',
      '--from',
      packed,
      '--config',
      config,
      '--workspace',
      path.join(folder, 'workspace'),
    ];
    const { seconds, peakMb } = await measure(args, { url: '', folder, name: 'extract' });
    await rm(path.join(folder, 'workspace'), { recursive: true });
    const server = await loadIntoMariaDb(folder, packed);
    return {
      ...{ plainMb: Math.round(plainMb), rows, gzipSeconds: round(gzipSeconds) },
      extract: { seconds: round(seconds), mbPerSecond: round(plainMb / seconds), peakMb: Math.round(peakMb) },
      mariadb:
        server === null ? 'NOT MEASURED' : { seconds: round(server), mbPerSecond: round(plainMb / server) },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seconds that the load takes; null where no server is installed. As root the server runs as the system user `mysql`. */
async function loadIntoMariaDb(folder: string, packed: string): Promise<number | null> {
  const isInstalled = ['mariadbd', 'mariadb-install-db', 'mariadb'].every((program) => {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
  if (!isInstalled) return null;
  const data = path.join(folder, 'mariadb');
  const socket = path.join(folder, 's');
  const user = process.getuid?.() === 0 ? ['--user=mysql'] : [];
  await mkdir(data);
  // The server's own user must get at its folder.
  await chmod(folder, 0o711);
  if (user.length > 0) {
    execFileSync('chown', ['mysql', data]);
    await chmod(folder, 0o777);
  }
  execFileSync(
    'mariadb-install-db',
    [...user, `--datadir=${data}`, '--auth-root-authentication-method=normal'],
    { stdio: 'ignore' },
  );
  const server = spawn(
    'mariadbd',
    [
      '--no-defaults',
      ...user,
      `--datadir=${data}`,
      `--socket=${socket}`,
      '--skip-networking',
      `--pid-file=${socket}.pid`,
    ],
    { stdio: 'ignore' },
  );
  const ended = once(server, 'close');
  try {
    const client = `mariadb --no-defaults -uroot --socket='${socket}'`;
    for (let tries = 0; ; tries += 1) {
      try {
        execFileSync('sh', ['-c', `${client} -e 'CREATE DATABASE bench'`], { stdio: 'ignore' });
        break;
      } catch (error) {
        if (tries > 100) throw error;
        await wait(200);
      }
    }
    return await timed(`gzip -dc '${packed}' | ${client} bench`);
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
}

async function timed(command: string): Promise<number> {
  const began = performance.now();
  const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
  return (performance.now() - began) / 1000;
}

const round = (value: number): number => Math.round(value * 100) / 100;
