import { readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RetentionKind } from '../core/settings.ts';
import { listSnapshots } from '../snapshot/read.ts';
import { snapshotsFolder } from '../snapshot/seal.ts';
import { backupsFolder, listBackups } from './backup-file.ts';
import type { Runtime } from './runtime.ts';

/** Something in the workspace, or beside a report, that retention may end. */
export interface Kept {
  kind: RetentionKind;
  /** Id of the snapshot, batch or backup, or the name of the folder. */
  id: string;
  /** Epoch milliseconds of when it was made. */
  made: number;
  path: string;
}

/** Marks what is being deleted: nothing takes it for a snapshot, a report or a backup any more, wherever a kill comes. */
const DOOMED = '.purged-';

/** Everything in files that belongs to this tenant, oldest first. `batches` are its public ids. */
export async function filesOf(
  { settings }: Runtime,
  tenant: string,
  batches: readonly string[],
): Promise<Kept[]> {
  const { workspace, reports } = settings;
  const snapshots = (await listSnapshots(workspace)).filter((manifest) => manifest.tenant === tenant);
  const takings = await names(path.join(workspace, 'gingr-api'));
  const pages = (await names(reports)).filter((name) => batches.includes(name) || UNKEPT.test(name));
  const backups = (await listBackups(workspace)).filter(({ stored }) => stored.tenant === tenant);
  const found = await Promise.all([
    ...snapshots.map(({ id }) => entry('snapshots', id, path.join(snapshotsFolder(workspace), id))),
    // The answers of Gingr's API, of which a snapshot was made.
    ...takings.map((name) =>
      entry('snapshots', `gingr-api/${name}`, path.join(workspace, 'gingr-api', name)),
    ),
    ...pages.map((name) => entry('reports', name, path.join(reports, name))),
    ...pages.map((name) => entry('rejects', name, path.join(reports, name, 'rejects'))),
    ...backups.map(async ({ folder, stored }) => ({
      ...{ kind: 'backups' as const, id: stored.id, made: Date.parse(stored.at), path: folder },
    })),
  ]);
  return found.flatMap((kept) => kept ?? []).sort((a, b) => a.made - b.made);
}

/** Reports of runs that kept nothing. */
const UNKEPT = /^(dry-run|failed|refused|unchanged)-[0-9a-f]{12}$/;

/** Deletes folders, each out of sight first. */
export async function deleteFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const doomed = path.join(path.dirname(folder), `${DOOMED}${path.basename(folder)}`);
    await rm(doomed, { recursive: true, force: true });
    await rename(folder, doomed);
    await rm(doomed, { recursive: true, force: true });
  }
}

/** What an interrupted deletion left. */
export async function finishDeletions({ settings }: Runtime): Promise<void> {
  const { workspace, reports } = settings;
  const parents = [
    ...[snapshotsFolder(workspace), path.join(workspace, 'gingr-api'), backupsFolder(workspace), reports],
    ...(await names(reports)).map((name) => path.join(reports, name)),
  ];
  for (const parent of parents)
    for (const name of await names(parent))
      if (name.startsWith(DOOMED)) await rm(path.join(parent, name), { recursive: true, force: true });
}

/** Bytes below a folder. */
export async function bytesOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((found) => found.isFile())
      .map(async (found) => (await stat(path.join(found.parentPath, found.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** By the time of the folder's last change: when it was sealed or written. Null where there is none. */
async function entry(kind: RetentionKind, id: string, folder: string): Promise<Kept | null> {
  const found = await stat(folder).catch(() => null);
  return found?.isDirectory() ? { kind, id, made: found.mtimeMs, path: folder } : null;
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
}
