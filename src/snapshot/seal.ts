import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { refusal } from '../core/errors.ts';
import { type Manifest, SNAPSHOT_FORMAT, SNAPSHOT_SOURCES } from './format.ts';

/** Folder of the snapshots in a workspace, and the names inside one. */
export const snapshotsFolder = (workspace: string): string => join(workspace, 'snapshots');
export const MANIFEST_FILE = 'manifest.json';
/** Holds the sha256 of the manifest, so that an edited total or `asOf` shows. */
export const SEAL_FILE = 'seal.json';

export const sha256 = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

/** Manifest as it lies on disk. */
export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 1)}\n`;

export const sealText = (manifest: string): string => `${JSON.stringify({ manifest: sha256(manifest) })}\n`;

/**
 * The id of a snapshot: sha256 over whose data it is, in which time zone it was read, the names of the extracted files
 * (they declare export dates) and the names and hashes of the data files. Modification times and `asOf` do not count, so the same export gives
 * the same id wherever it lies.
 */
export function snapshotId(manifest: Omit<Manifest, 'id'>): string {
  const data = manifest.entities.flatMap((entity) => [
    [entity.path, entity.sha256],
    ...(entity.unreadablePath ? [[entity.unreadablePath, entity.unreadableSha256 ?? '']] : []),
  ]);
  const files = manifest.files.map((file) => [file.path, file.entity]);
  const { tenant, sourceDatabase, timeZone } = manifest;
  return sha256(JSON.stringify([SNAPSHOT_FORMAT, tenant, sourceDatabase, timeZone, files, data]));
}

/**
 * Reads the manifest of a sealed snapshot and proves seal, id and the hash of every data file.
 * Throws SNAPSHOT_MISSING, SNAPSHOT_FORMAT or SNAPSHOT_ALTERED (exit 4), naming the file.
 */
export async function verifiedManifest(folder: string, id: string): Promise<Manifest> {
  const manifest = await sealedManifest(folder, id);
  for (const entity of manifest.entities) {
    await proveFile(folder, id, entity.path, entity.sha256);
    if (entity.unreadablePath)
      await proveFile(folder, id, entity.unreadablePath, entity.unreadableSha256 ?? '');
  }
  return manifest;
}

/** The manifest, with seal and id proven but not the data files. Throws as `verifiedManifest` does. */
export async function sealedManifest(folder: string, id: string): Promise<Manifest> {
  const text = await readOr(join(folder, MANIFEST_FILE), () =>
    refusal('SNAPSHOT_MISSING', `There is no snapshot ${id} in this workspace`, 'Run `extract` again.', {
      file: MANIFEST_FILE,
    }),
  );
  const seal = await readOr(join(folder, SEAL_FILE), () => altered(id, SEAL_FILE, 'is missing'));
  if (seal !== sealText(text)) throw altered(id, MANIFEST_FILE, 'does not match its seal');
  const manifest = parsed(text);
  if (!manifest) {
    throw refusal(
      'SNAPSHOT_FORMAT',
      `Snapshot ${id.slice(0, 12)} was made by another version of this program: its manifest is not of format ${SNAPSHOT_FORMAT}`,
      'Run `extract` on the same files again.',
      { file: MANIFEST_FILE },
    );
  }
  if (manifest.id !== id || snapshotId(manifest) !== id)
    throw altered(id, MANIFEST_FILE, 'belongs to another id');
  return manifest;
}

function parsed(text: string): Manifest | null {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

async function proveFile(folder: string, id: string, path: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  try {
    const file = await open(join(folder, path), 'r');
    try {
      // One buffer for all of it: a stream leaves each of its buffers to the collector.
      const buffer = Buffer.allocUnsafe(256 * 1024);
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
        if (bytesRead === 0) break;
        hash.update(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  } catch {
    throw altered(id, path, 'cannot be read');
  }
  if (hash.digest('hex') !== expected) throw altered(id, path, 'does not match its hash');
}

async function readOr(path: string, failure: () => Error): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw failure();
  }
}

const altered = (id: string, file: string, what: string) =>
  refusal(
    'SNAPSHOT_ALTERED',
    `Snapshot ${id.slice(0, 12)} was altered after it was sealed: ${file} ${what}`,
    'Remove the folder of this snapshot and run `extract` on the same files again.',
    { file },
  );

const text = z.string();
const count = z.int().nonnegative();

const manifestSchema: z.ZodType<Manifest> = z.strictObject({
  format: z.literal(SNAPSHOT_FORMAT),
  id: text,
  source: z.enum(SNAPSHOT_SOURCES),
  sourceDatabase: text,
  tenant: text,
  asOf: text,
  asOfFrom: z.enum(['operator', 'export-date', 'modification-time', 'first-call']),
  timeZone: text,
  toolVersion: text,
  files: z.array(
    z.strictObject({
      path: text,
      entity: text,
      sha256: text,
      bytes: count,
      modified: text,
      exportDate: text.nullable(),
      encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'xlsx', 'sql', 'json']),
      delimiter: z.enum([',', '\t', ';', '']),
      lines: count,
      unreadable: count,
      columns: z.array(text),
      canonical: z.array(text),
      unknownColumns: z.array(text),
      droppedColumns: z.array(text),
      along: z.array(text).exactOptional(),
    }),
  ),
  entities: z.array(
    z.strictObject({
      entity: text,
      path: text,
      sha256: text,
      bytes: count,
      lines: count,
      unreadable: count,
      unreadablePath: text.exactOptional(),
      unreadableSha256: text.exactOptional(),
      columns: z.array(text),
      controls: z.array(z.strictObject({ name: text, group: text, value: text })),
      completeness: z.enum(['incomplete', 'complete']),
      completeAt: z.array(text).exactOptional(),
    }),
  ),
  findings: z.array(
    z.strictObject({ code: text, file: count, column: text.exactOptional(), detail: text.exactOptional() }),
  ),
});
