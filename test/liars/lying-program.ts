import { cp, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inject } from 'vitest';
import type { Program } from '../model/play.ts';
import { compiled } from '../support/cli.ts';

/** A text of one file of src/, without types, which stands there once, and what a lie makes of it. */
export interface Edit {
  file: string;
  from: string;
  to: string;
}

/**
 * The compiled program with these edits, as what is played against the model. Below `node_modules`, so that it is read as it
 * is. Fails where a text is not there once: a lie that changes nothing proves nothing.
 */
export async function lyingProgram(edits: readonly Edit[]): Promise<Program> {
  const honest = path.resolve(await compiled(), '../..');
  const root = await mkdtemp(path.join(inject('runFolder'), 'liar-'));
  const folder = path.join(root, 'node_modules/liar');
  await cp(path.join(honest, 'dist'), path.join(folder, 'dist'), { recursive: true });
  for (const name of ['package.json', 'node_modules', 'mappings', 'prisma', 'samples'])
    await symlink(path.join(honest, name), path.join(folder, name));
  for (const { file, from, to } of edits) {
    const place = path.join(folder, 'dist', file.replace(/\.ts$/, '.js'));
    const parts = (await readFile(place, 'utf8')).split(from);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${from}`);
    await writeFile(place, parts.join(to));
  }
  const { runAll, extract, loadOnly } = await import(path.join(folder, 'dist/pipeline/run.js'));
  const { rollbackBatch } = await import(path.join(folder, 'dist/pipeline/rollback.js'));
  return { runAll, extract, loadOnly, rollbackBatch };
}
