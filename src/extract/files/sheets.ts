import { WorkbookProblem } from '../workbook/problem.ts';
import type { SheetRow } from '../workbook/sheet.ts';
import { Workbook } from '../workbook/workbook.ts';
import type { InputFile } from './find.ts';
import type { SheetForm } from './form.ts';
import { LINE_LIMIT } from './lines.ts';
import type { Problem } from './problems.ts';
import type { RecordBatch } from './records.ts';

/** The sheets of a workbook that hold anything. Where there are several, the path of each says which it is. */
export async function readSheetForms(
  file: InputFile,
  sha256: string,
): Promise<{ kind: 'forms'; forms: SheetForm[] } | { kind: 'problem'; problem: Problem }> {
  try {
    const forms = await withWorkbook(file, async (workbook) => {
      const found: SheetForm[] = [];
      for (const sheet of workbook.sheets) {
        const first = await firstRow(workbook.rows(sheet, LINE_LIMIT));
        if (!first) continue;
        if (first.tooLong) throw tooLong(sheet.name);
        found.push({ kind: 'sheet', file, sha256, sheet, headerLine: first.line, header: first.cells });
      }
      return found;
    });
    const several = forms.length > 1;
    const named = forms.map((form) => ({
      ...form,
      file: { ...file, path: several ? pathOf(form) : file.path },
    }));
    if (named.length > 0) return { kind: 'forms', forms: named };
    const hint = 'Export it again, or remove it from the input.';
    return {
      kind: 'problem',
      problem: { path: file.path, code: 'FILE_NOT_RECOGNISED', text: 'is empty', hint },
    };
  } catch (error) {
    return { kind: 'problem', problem: problemOf(file.path, error) };
  }
}

/** What a problem of a workbook means for the input; anything else that was thrown is thrown again. */
export function problemOf(path: string, error: unknown): Problem {
  if (!(error instanceof WorkbookProblem)) throw error;
  return { path, code: error.code, text: error.message, hint: error.hint };
}

/** A cell in which a spreadsheet program may have made a date of a text, by the index of its column. */
export type Doubtful = (column: number, line: number) => void;

/** The records of a sheet, strictly: a row with anything beyond the header's last column is none. */
export async function* readSheetRecords(
  { file, sheet, header }: SheetForm,
  onShare: (share: number) => void,
  onDoubtful: Doubtful,
): AsyncGenerator<RecordBatch> {
  const workbook = await Workbook.open(file.absolute);
  try {
    for await (const rows of workbook.rows(sheet, LINE_LIMIT, onShare)) {
      const batch: RecordBatch = { records: [], unreadable: [], blank: 0 };
      for (const { line, cells, doubtful, tooLong } of rows) {
        if (tooLong || cells.length > header.length) {
          const code = tooLong ? 'FILE_LINE_TOO_LONG' : 'FILE_LINE_COLUMNS';
          batch.unreadable.push({ line, code, raw: cells.join('\t').slice(0, KEPT_OF_LONG) });
          continue;
        }
        for (const column of doubtful) onDoubtful(column, line);
        while (cells.length < header.length) cells.push('');
        batch.records.push({ line, cells });
      }
      yield batch;
    }
  } finally {
    workbook.close();
  }
}

const KEPT_OF_LONG = 64 * 1024;

async function withWorkbook<T>(file: InputFile, work: (workbook: Workbook) => Promise<T>): Promise<T> {
  const workbook = await Workbook.open(file.absolute);
  try {
    return await work(workbook);
  } finally {
    workbook.close();
  }
}

async function firstRow(batches: AsyncIterable<readonly SheetRow[]>): Promise<SheetRow | null> {
  for await (const rows of batches) {
    const first = rows.find(({ cells, tooLong }) => tooLong || cells.some((cell) => cell.trim() !== ''));
    if (first) return first;
  }
  return null;
}

/** A sheet's name may hold anything that is no separator of its program; it goes into paths and messages. */
const pathOf = ({ file, sheet }: SheetForm): string =>
  `${file.path}#${sheet.name.replace(/[\p{Cc}/\\]/gu, '_')}`;

const tooLong = (name: string) =>
  new WorkbookProblem(
    'FILE_NOT_RECOGNISED',
    `has a sheet, ${name}, whose header has more than a million characters`,
    'Export it again.',
  );
