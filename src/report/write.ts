import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { checkpoint } from '../core/checkpoint.ts';
import { EXIT, MigrateError, messageOf } from '../core/errors.ts';
import { isAlive } from '../core/process.ts';
import { type Aftermath, NOTHING_AFTER } from '../reconcile/aftermath.ts';
import type { RunModel } from '../reconcile/model.ts';

/**
 * Writes `index.html`, `report.json` (the model as it is, with what is known since under `after`) and the lists as CSV
 * into the folder and gives the paths of the first two. The folder is
 * for its owner alone (0700), the files too (0600); each appears whole or not at all.
 * Errors: REPORT_NOT_WRITTEN.
 */
export async function writeReport(
  model: RunModel,
  folder: string,
  after: Aftermath = NOTHING_AFTER,
): Promise<{ html: string; json: string }> {
  const files = { html: path.join(folder, 'index.html'), json: path.join(folder, 'report.json') };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    await removeLeftovers(folder);
    // The library that draws is large, and most commands write no report.
    const [{ renderPage }, { csvOf, csvText }] = await Promise.all([import('./page.ts'), import('./csv.ts')]);
    const lists = csvOf(model);
    for (const list of lists) await writeWhole(path.join(folder, list.name), csvText(list));
    const downloads = [
      ...after.downloads,
      ...lists.map(({ name, what, rows }) => ({ path: name, what, lines: rows.length })),
    ];
    await writeWhole(files.json, `${JSON.stringify({ ...model, after }, null, 2)}\n`);
    await writeWhole(files.html, renderPage(model, { ...after, downloads }));
  } catch (cause) {
    throw notWritten(folder, cause);
  }
  return files;
}

/** What a file of a report that could not be written is told as. */
export const notWritten = (folder: string, cause: unknown): MigrateError =>
  new MigrateError('REPORT_NOT_WRITTEN', `The report could not be written: ${messageOf(cause)}`, {
    stage: 'report',
    file: folder,
    hint: 'Free some space or choose another folder, then run `tailtown-migrate report`; the load itself is not affected.',
    exit: EXIT.unexpected,
    cause,
  });

/** Drafts of processes that were killed while they wrote; nobody else would ever remove them. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid] = /^\..*\.(\d+)-[0-9a-f-]+\.tmp$/.exec(name) ?? [];
    if (pid && !isAlive(Number(pid))) await rm(path.join(folder, name), { force: true });
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = path.join(
    path.dirname(file),
    `.${path.basename(file)}.${process.pid}-${randomUUID()}.tmp`,
  );
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    checkpoint('report.draft');
    await rename(temporary, file);
    checkpoint('report.file');
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
}
