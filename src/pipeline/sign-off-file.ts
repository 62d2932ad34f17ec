import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { refusal } from '../core/errors.ts';

/**
 * A sign-off in the workspace: the production database cannot see the one of the staging target, so `cutover` reads
 * this. `sha256` is over everything else, in the order of the schema.
 */
const acceptance = z.strictObject({
  code: z.string(),
  reason: z.string(),
  name: z.string(),
  at: z.string(),
  /** The most that it covers; null for any number. */
  upTo: z.int().nullable(),
});
const content = z.strictObject({
  format: z.literal(1),
  tenant: z.string(),
  sourceDatabase: z.string(),
  target: z.string(),
  batch: z.string(),
  /** Hashes of what was signed. */
  snapshot: z.string(),
  mapping: z.string(),
  report: z.string(),
  name: z.string(),
  /** ISO instant. */
  at: z.string(),
  accepted: z.array(acceptance),
  toolVersion: z.string(),
});
const schema = content.extend({ sha256: z.string() });

export type SignOffFile = z.infer<typeof content>;

const folderOf = (workspace: string): string => path.join(workspace, 'sign-offs');

/** Writes the sign-off of a batch, whole or not at all, readable by its owner alone. A later one replaces it. */
export async function writeSignOff(workspace: string, signed: SignOffFile): Promise<string> {
  const folder = folderOf(workspace);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const file = path.join(folder, `${signed.batch}.json`);
  const draft = `${file}.${process.pid}.tmp`;
  const parsed = content.parse(signed);
  await writeFile(draft, `${JSON.stringify({ ...parsed, sha256: hashOf(parsed) }, null, 1)}\n`, {
    mode: 0o600,
  });
  await rename(draft, file);
  return file;
}

/** Every sign-off of the workspace, by batch. Throws SIGNOFF_ALTERED (exit 4) where one was changed since. */
export async function readSignOffs(workspace: string): Promise<SignOffFile[]> {
  const folder = folderOf(workspace);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (name) => proven(await readFile(path.join(folder, name), 'utf8'), name)),
  );
}

function proven(text: string, name: string): SignOffFile {
  try {
    const { sha256, ...signed } = schema.parse(JSON.parse(text));
    const parsed = content.parse(signed);
    if (sha256 === hashOf(parsed)) return parsed;
  } catch {
    // Told below: what is no sign-off was changed as well.
  }
  throw refusal(
    'SIGNOFF_ALTERED',
    `The sign-off ${name} was changed after it was written.`,
    'Sign the batch again with `tailtown-migrate signoff`.',
    { file: name },
  );
}

const hashOf = (signed: SignOffFile): string =>
  createHash('sha256').update(JSON.stringify(signed)).digest('hex');
