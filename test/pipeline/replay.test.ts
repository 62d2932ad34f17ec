import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, expect, it } from 'vitest';
import { csvLine, harmless, unharmed } from '../../src/core/csv.ts';
import { MigrateError } from '../../src/core/errors.ts';
import { reportAgain } from '../../src/pipeline/publish.ts';
import { rejectsExport } from '../../src/pipeline/rejects.ts';
import { rejectsReplay } from '../../src/pipeline/replay.ts';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const start = testRuns();
const folder = await mkdtemp(path.join(tmpdir(), 'rejects-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a spreadsheet would run. */
const NASTY = `=HYPERLINK("https://example.test","x") + 'quoted', "twice"`;

/** Two animals of nobody, whose stays wait for them. */
function broken(): Records {
  const records = smallResort();
  Object.assign(recordOf(records, 'animals', '502'), { owner_id: '999', notes: NASTY });
  recordOf(records, 'animals', '503')['owner_id'] = '998';
  return records;
}

async function exported(
  run: TestRun,
): Promise<Map<string, { file: string; rows: Record<string, string>[] }>> {
  const out = await mkdtemp(path.join(folder, 'out-'));
  const { files } = await rejectsExport(run.runtime, { out });
  const read = files.map(async ({ path: file }) => {
    const rows: Record<string, string>[] = parse(await readFile(file, 'utf8'), { bom: true, columns: true });
    return [path.basename(file).split(' ')[0] ?? '', { file, rows }] as const;
  });
  return new Map(await Promise.all(read));
}

/** Saves the file as a spreadsheet program would. */
async function save({ file, rows }: { file: string; rows: Record<string, string>[] }): Promise<string> {
  const columns = Object.keys(rows[0] ?? {});
  const quoted = (cells: string[]) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`;
  await writeFile(
    file,
    [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ''))].map(quoted).join(''),
  );
  return file;
}

const codeOf = (failure: unknown) =>
  failure instanceof MigrateError ? [failure.code, failure.exit] : failure;

it('makes formulas harmless, and gives every text back as it was', () => {
  for (const text of ['=1+1', '+1', '-1', '@x', '\t=1', "'=1", "''-", "'quoted'", '', 'plain', '\n=1']) {
    expect(unharmed(harmless(text))).toBe(text);
    expect(harmless(text)).not.toMatch(/^[=+@\t\r\n-]/);
  }
  expect(csvLine(['=1', 'a"b'])).toBe(`"'=1","a""b"\r\n`);
});

it('loads the mended records alone, and those that waited for them, with an account for both batches', async () => {
  const run = await start('postgres');
  const first = await runOn(run, broken());
  expect(first.entities.find(({ entity }) => entity === 'animals')).toMatchObject({
    inserted: 1,
    rejected: 2,
  });
  const files = await exported(run);
  const animals = files.get('animals');
  if (!animals) throw new Error('no file of animals');
  const [mine] = animals.rows.filter((row) => row['id'] === '502');
  expect(mine?.['notes']).toBe(`'${NASTY}`);
  expect(mine).toMatchObject({ reject_code: 'ANIMAL_OWNER_UNKNOWN', reject_line: '3' });
  if (mine) mine['owner_id'] = '102';

  const done = await rejectsReplay(run.runtime, { files: [await save(animals)] });
  // The stay of the animal was rejected only for its sake; the other animal is still as it was.
  expect(done).toMatchObject({ of: first.batch?.id, given: 2, mended: 1, waiting: 1 });
  expect(done.run).toMatchObject({ status: 'ok', wrote: true, belongsTo: first.batch?.id });
  const account = (entity: string) => done.run.entities.find((one) => one.entity === entity);
  expect(account('animals')).toMatchObject({ read: 1, inserted: 1, rejected: 0, balanced: true });
  expect(account('reservations')).toMatchObject({ read: 1, inserted: 1, balanced: true });
  expect(account('owners')).toBeUndefined();
  expect(done.run.context.asOf.slice(0, 10)).toBe(first.context.asOf.slice(0, 10));
  const pets = await rowsOf(run, `SELECT "externalId" AS id, type::text AS type, notes FROM pets ORDER BY 1`);
  expect(pets).toEqual([
    { id: '501', type: 'DOG', notes: null },
    { id: '502', type: 'DOG', notes: NASTY },
  ]);

  const { html } = await reportAgain(run.runtime, { batch: first.batch?.id ?? '' });
  const page = (await readFile(html, 'utf8')).replace(/\s*<[^<>]*>\s*/g, ' ');
  expect(page).toContain(`Batch ${done.run.batch?.id} moved`);

  // Taken back alone, the first batch stands as it was.
  await undo(run, done.run.batch);
  expect(await rowsOf(run, 'SELECT 1 FROM pets')).toHaveLength(1);
});

it('does nothing where nothing was mended, and refuses files that are none of the batch', async () => {
  const run = await start('postgres');
  await runOn(run, broken());
  const animals = (await exported(run)).get('animals');
  if (!animals) throw new Error('no file of animals');
  const replay = (file: string) =>
    rejectsReplay(run.runtime, { files: [file] }).then(
      () => null,
      (error: unknown) => codeOf(error),
    );
  expect(await replay(animals.file)).toEqual(['REPLAY_NOTHING', 2]);
  expect(await replay(await save(animals))).toEqual(['REPLAY_NOTHING', 2]);
  const [row] = animals.rows;
  if (row) row['reject_line'] = '77';
  expect(await replay(await save(animals))).toEqual(['REJECTS_OTHER_BATCH', 2]);
  await writeFile(animals.file, 'id,name\n1,x\n');
  expect(await replay(animals.file)).toEqual(['REJECTS_UNREADABLE', 2]);
  expect(await rowsOf(run, 'SELECT 1 FROM migration.batches')).toHaveLength(1);
});
