import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { rejectsExport } from '../../src/pipeline/rejects.ts';
import { rejectsReplay } from '../../src/pipeline/replay.ts';
import type { ReplayResult } from '../../src/pipeline/results.ts';
import type { TestRun } from './runtime.ts';

export interface RejectsFile {
  file: string;
  rows: Record<string, string>[];
}

/** What a batch rejected, as its files stand after `rejects export`: by entity. */
export async function exportedRejects(run: TestRun, batch?: string): Promise<Map<string, RejectsFile>> {
  const out = await mkdtemp(path.join(tmpdir(), 'rejects-'));
  const { files } = await rejectsExport(run.runtime, { out, ...(batch === undefined ? {} : { batch }) });
  const read = files.map(async ({ path: file }) => {
    const rows: Record<string, string>[] = parse(await readFile(file, 'utf8'), { bom: true, columns: true });
    return [path.basename(file).split(' ')[0] ?? '', { file, rows }] as const;
  });
  return new Map(await Promise.all(read));
}

/** Saves the file as a spreadsheet program would. */
export async function saveMended({ file, rows }: RejectsFile): Promise<string> {
  const columns = Object.keys(rows[0] ?? {});
  const quoted = (cells: string[]) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`;
  await writeFile(
    file,
    [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ''))].map(quoted).join(''),
  );
  return file;
}

/** Exports, gives every row of the entity's file that has these cells (`from`) others (`to`), and replays that file. */
export async function mend(
  run: TestRun,
  entity: string,
  batch: string,
  from: Record<string, string>,
  to: Record<string, string>,
): Promise<ReplayResult> {
  const found = (await exportedRejects(run, batch)).get(entity);
  if (found === undefined) throw new Error(`no rejects of ${entity}`);
  try {
    for (const row of found.rows)
      if (Object.entries(from).every(([column, cell]) => row[column] === cell)) Object.assign(row, to);
    return await rejectsReplay(run.runtime, { files: [await saveMended(found)], batch });
  } finally {
    await rm(path.dirname(found.file), { recursive: true, force: true });
  }
}
