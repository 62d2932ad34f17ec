import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pino } from 'pino';
import { silentProgress } from '../core/progress.ts';
import { documents } from '../pipeline/documents.ts';
import { generateSampleResort } from '../sample/resort.ts';

/** `npm run docs`: writes everything that is generated under `root` and gives the paths, relative to it. */
export async function writeDocuments(root: string): Promise<string[]> {
  const sample = path.join(root, 'samples', 'resort');
  await mkdir(sample, { recursive: true });
  await generateSampleResort(sample);
  const made = await documents({
    ...{ log: pino({ level: 'silent' }), progress: silentProgress },
    signal: new AbortController().signal,
  });
  for (const [name, text] of made) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return [...(await filesUnder(root, 'samples/resort')), ...made.keys()];
}

async function filesUnder(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}
