import type { Settings } from '../../core/settings.ts';
import { type Catalogue, type FileEntityName, isSecret } from '../../gingr/catalogue.ts';
import { openContent } from './content.ts';
import { findFiles } from './find.ts';
import type { FileForm } from './form.ts';
import { overridesOf } from './inputs.ts';
import { readForms } from './inspect.ts';
import { type Problem, problemsError } from './problems.ts';
import { describeHeader, recogniseEntity } from './recognise.ts';

/** A column that the catalogue does not know. `texts` may be personal data: for judging, never for showing. */
export interface UnknownColumn {
  header: string;
  /** Cells that are not empty. */
  filled: number;
  /** The first filled cells, at most as many as asked for. */
  texts: string[];
}

/** What stands in a file beside the columns that are known, whether or not it could be extracted as it is. */
export interface FileColumns {
  path: string;
  entity: FileEntityName;
  lines: number;
  /** Canonical names of the columns that the catalogue knows. */
  known: string[];
  unknown: UnknownColumn[];
  /** Columns without which the file is refused. */
  missing: string[];
  /** UTC, milliseconds: when the file was written. */
  modifiedMs: number;
}

export interface ColumnsOptions {
  paths: readonly string[];
  /** For all files; else the settings, the name or the header say it. */
  entity: FileEntityName | null;
  settings: Settings;
  catalogue: Catalogue;
  /** Filled cells that are kept of each unknown column. */
  most: number;
  signal?: AbortSignal;
}

/** Reads the unknown columns of export files; secret ones are passed over. All problems come in one error (exit 2). */
export async function readUnknownColumns(options: ColumnsOptions): Promise<FileColumns[]> {
  const { settings, catalogue, signal } = options;
  const problems: Problem[] = [];
  const files: FileColumns[] = [];
  for (const file of await findFiles(options.paths)) {
    signal?.throwIfAborted();
    const said = overridesOf(file, settings);
    const overrides = { ...said, entity: options.entity ?? said.entity };
    const read = await readForms(file, () => overrides, catalogue);
    if (read.kind === 'problem') problems.push(read.problem);
    if (read.kind !== 'forms') continue;
    for (const form of read.forms) {
      const columns = await columnsOf(form, overrides.entity, options);
      if ('problem' in columns) problems.push(columns.problem);
      else files.push(columns);
    }
  }
  if (problems.length > 0) throw problemsError(problems);
  return files;
}

async function columnsOf(
  form: FileForm,
  said: FileEntityName | null,
  options: ColumnsOptions,
): Promise<FileColumns | { problem: Problem }> {
  const { file, header } = form;
  const recognised = recogniseEntity(file.path, header, said, options.catalogue);
  if (recognised.kind === 'problem')
    return { problem: { ...recognised.problem, hint: 'Say what the files hold with --entity NAME.' } };
  const { entity, known, canonical, unknown, missing } = recognised.match;
  if (known === 0) return { problem: headless(file.path, entity, header) };
  const wanted = unknown.filter(
    (index) => header[index]?.trim() !== '' && !isSecret(entity, canonical[index] ?? ''),
  );
  const columns = wanted.map((index) => ({ index, header: canonical[index] ?? '', filled: 0, texts: [] }));
  const lines = await countFilled(form, columns, options);
  return {
    ...{ path: file.path, entity, lines, modifiedMs: file.modifiedMs },
    known: canonical.filter((_, index) => !unknown.includes(index)),
    unknown: columns.map(({ header, filled, texts }) => ({ header, filled, texts })),
    missing: missing.map(({ name }) => name),
  };
}

/** Where no name is known, the first line may be a record: its cells are no headers, and are not shown. */
const headless = (path: string, entity: FileEntityName, header: readonly string[]): Problem => ({
  path,
  code: 'FILE_NOT_RECOGNISED',
  text: `has no column of ${entity} that is known: ${describeHeader(header)}`,
  hint: 'See that its first line holds the names of the columns, and name the entity that it holds.',
});

/** Fills the columns, and gives how many lines could be read. */
async function countFilled(
  form: FileForm,
  columns: (UnknownColumn & { index: number })[],
  { most, signal }: ColumnsOptions,
): Promise<number> {
  let lines = 0;
  const { batches } = await openContent(form, () => {});
  for await (const { records } of batches) {
    signal?.throwIfAborted();
    for (const { line, cells } of records) {
      if (line === form.headerLine) continue;
      lines += 1;
      for (const column of columns) {
        const text = cells[column.index] ?? '';
        if (text.trim() === '') continue;
        column.filled += 1;
        if (column.texts.length < most) column.texts.push(text);
      }
    }
  }
  return lines;
}
