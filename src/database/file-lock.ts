import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { refusal } from '../core/errors.ts';
import { isAlive } from '../core/process.ts';

export interface Lock {
  release(): Promise<void>;
}

/** Who holds a lock, as its file says it. */
interface Claim {
  file: string;
  pid: number;
  host: string;
  user: string;
  /** Start of the process in clock ticks and the boot it counts from; null where the system does not tell. */
  started: string | null;
  boot: string | null;
  /** ISO instant. */
  since: string;
}

const ATTEMPTS = 8;

/**
 * Takes the lock of an embedded database, or of another folder (`what`, in words): a file `<folder>.lock-<id>` beside its folder.
 *
 * Every process first puts down a claim of its own and then looks at the others' claims, so of two that come at once
 * at least one sees the other; whoever sees a living claim takes its own back. Claims have names of their own: to
 * remove a dead process's claim can never hit a newcomer's. Throws MigrateError LOCK_HELD (exit 4) with the holder.
 */
export async function acquireEmbeddedLock(
  directory: string,
  what = `the embedded database ${basename(resolve(directory))}`,
): Promise<Lock> {
  const folder = resolve(directory);
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  for (let attempt = 1; ; attempt += 1) {
    const mine = await putClaim(folder);
    const other = await findLiving(folder, mine);
    if (!other) return { release: () => rm(mine, { force: true }) };
    await rm(mine, { force: true });
    if (attempt === ATTEMPTS) throw lockHeld(what, describe(other), other.since, removal(other));
    await sleep(10 + Math.random() * 40 * attempt);
  }
}

/** The refusal that names who holds a lock and since when. */
export const lockHeld = (what: string, holder: string, since: string | null, hint: string) =>
  refusal('LOCK_HELD', `Another run works on ${what}: ${holder}, since ${since ?? 'an unknown time'}.`, hint);

/** This process, in words: `user@host pid 123`. */
export const thisProcess = (): string => `${userName()}@${hostname()} pid ${process.pid}`;

async function putClaim(folder: string): Promise<string> {
  const id = randomUUID();
  const file = `${folder}.lock-${id}`;
  const draft = `${folder}.draft-${id}`;
  const claim: Omit<Claim, 'file'> = {
    pid: process.pid,
    host: hostname(),
    user: userName(),
    started: startOf(process.pid),
    boot: bootId(),
    since: new Date().toISOString(),
  };
  await writeFile(draft, JSON.stringify(claim), { mode: 0o600, flag: 'wx' });
  // It appears under its name with its whole content or not at all; nobody else can have that name.
  await rename(draft, file);
  return file;
}

async function findLiving(folder: string, mine: string): Promise<Claim | null> {
  const prefix = `${basename(folder)}.lock-`;
  for (const name of await readdir(dirname(folder))) {
    const file = join(dirname(folder), name);
    if (!name.startsWith(prefix) || file === mine) continue;
    const claim = await readClaim(file);
    if (claim && isLiving(claim)) return claim;
    if (claim) await rm(file, { force: true });
  }
  return null;
}

async function readClaim(file: string): Promise<Claim | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : { ...(JSON.parse(text) as Omit<Claim, 'file'>), file };
}

/** A claim of another host is taken as alive: nothing here can tell. */
function isLiving(claim: Claim): boolean {
  if (claim.host !== hostname()) return true;
  if (claim.boot !== null && claim.boot !== bootId()) return false;
  if (!isAlive(claim.pid)) return false;
  const started = startOf(claim.pid);
  return started === null || claim.started === null || started === claim.started;
}

/** Field 22 of /proc/<pid>/stat; the command name before it may hold spaces and brackets. */
function startOf(pid: number): string | null {
  const stat = readText(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

const bootId = (): string | null => readText('/proc/sys/kernel/random/boot_id')?.trim() ?? null;

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** userInfo throws where the user has no entry, as in some containers. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`;
  }
}

const describe = (claim: Claim): string => `${claim.user}@${claim.host} pid ${claim.pid}`;

const removal = (claim: Claim): string =>
  claim.host === hostname()
    ? 'Wait until it has ended, or stop it, and run the same command again.'
    : `Wait until it has ended. If that host no longer runs it, delete ${basename(claim.file)} beside the database folder.`;
