import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { isAlive } from '../core/process.ts';
import { type Hashed, hashed } from './evidence.ts';

/** Rows and hash of a table as the dump holds it, read in the dump's own snapshot (src/ledger/fingerprint.ts). */
const table = z.strictObject({
  schema: z.string(),
  name: z.string(),
  rows: z.number(),
  sum: z.string(),
});

const restored = z.strictObject({
  /** ISO instant. */
  at: z.string(),
  equal: z.boolean(),
  tables: z.number(),
  rows: z.number(),
  differences: z.array(z.string()),
  restoreMs: z.number(),
  compareMs: z.number(),
});

const common = {
  format: z.literal(1),
  id: z.string(),
  target: z.string(),
  tenant: z.string(),
  /** ISO instant: of a dump, that of its snapshot of the database. */
  at: z.string(),
  actor: z.string(),
  toolVersion: z.string(),
};

/** `<workspace>/backups/<id>/backup.json`. A folder without one is no backup. */
const record = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('dumped'),
    /** Path of the file, relative to the folder of the record. */
    file: z.string(),
    sha256: z.string(),
    bytes: z.number(),
    serverVersion: z.string(),
    dumpVersion: z.string(),
    /** Whether the rows of every table are in it, or only those of the tables that a migration touches. */
    all: z.boolean(),
    tables: z.array(table),
    /** What `pg_restore --list` found in the file: entries in all, and tables with rows. */
    listed: z.strictObject({ entries: z.number(), tables: z.number() }),
    durationMs: z.number(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('named'),
    /** What whoever keeps it calls it. */
    name: z.string(),
    reason: z.string(),
  }),
]);

export type StoredBackup = z.infer<typeof record>;
export type DumpedBackup = Extract<StoredBackup, { kind: 'dumped' }>;
export type BackupTable = z.infer<typeof table>;
export type RestoreProof = z.infer<typeof restored>;

const RECORD = 'backup.json';
const CHECKED = 'restore-check.json';

/** Each with a hash over itself: rows and fingerprints that a restore is held against are not to be edited into agreement. */
export const backupRecords = hashed<StoredBackup>({
  ...{ content: record, what: 'record of a backup', hash: 'recordSha256' },
  remedy:
    'Take another backup with `tailtown-migrate backup`, and move the folder of this one out of the workspace.',
});
const restoreProofs = hashed<RestoreProof>({
  ...{ content: restored, what: 'proof of a restored backup' },
  remedy: 'Restore and compare it again with `tailtown-migrate restore-check`.',
});
export const DUMP = 'database.dump';

export const backupsFolder = (workspace: string): string => path.join(workspace, 'backups');
export const backupFolder = (workspace: string, id: string): string =>
  path.join(backupsFolder(workspace), id);

/** `20260314T020000123Z-staging`, from an ISO instant and a target's name. */
export const backupId = (at: string, target: string): string => `${at.replace(/[-:.]/g, '')}-${target}`;

/**
 * A folder in which a backup comes to be. It gets its name when all of it is there, in one step: what a killed process
 * leaves has another name and no record, and the next backup takes it away.
 */
export async function openDraft(workspace: string, id: string): Promise<string> {
  const folder = backupsFolder(workspace);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    const pid = /^\.draft-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(path.join(folder, name), { recursive: true });
  }
  const draft = path.join(folder, `.draft-${process.pid}-${id}`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  return draft;
}

/** Writes the record into the draft, and gives the draft its name. */
export async function keepDraft(workspace: string, draft: string, backup: StoredBackup): Promise<void> {
  await writeFile(path.join(draft, RECORD), backupRecords.text(backup), { mode: 0o600 });
  await rename(draft, backupFolder(workspace, backup.id));
}

/** A backup, and the folder that it lies in. */
export interface KeptBackup {
  folder: string;
  stored: StoredBackup;
}

/** Every backup of the workspace, newest first. Throws EVIDENCE_ALTERED (exit 4) where the record of one was changed. */
export async function listBackups(workspace: string): Promise<KeptBackup[]> {
  const folder = backupsFolder(workspace);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found = await Promise.all(
    names.filter((name) => !name.startsWith('.')).map((name) => readBackup(path.join(folder, name))),
  );
  return found.flatMap((kept) => kept ?? []).sort((a, b) => b.stored.at.localeCompare(a.stored.at));
}

/** The backup in a folder, or of the dump that a path names; null where there is none. Throws EVIDENCE_ALTERED (exit 4). */
export async function readBackup(given: string): Promise<KeptBackup | null> {
  const folder = path.basename(given) === DUMP ? path.dirname(given) : given;
  const stored = await readProven(path.join(folder, RECORD), backupRecords);
  return stored === null ? null : { folder, stored };
}

/** What the last `restore-check` of a backup found, or null. Throws EVIDENCE_ALTERED (exit 4). */
export const restoreProof = (folder: string): Promise<RestoreProof | null> =>
  readProven(path.join(folder, CHECKED), restoreProofs);

export async function keepRestoreProof(folder: string, proof: RestoreProof): Promise<void> {
  const file = path.join(folder, CHECKED);
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, restoreProofs.text(proof), { mode: 0o600 });
  await rename(draft, file);
}

async function readProven<T>(file: string, kind: Hashed<T>): Promise<T | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  return text === null ? null : kind.proven(text, file);
}

/** sha256 and size of a file, read as a stream. */
export async function hashFile(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}
