import { refusal } from '../../core/errors.ts';
import { openTables, type TableBatch } from '../dump/read.ts';
import { openBytes } from './bytes.ts';
import type { FileForm, SheetForm, TableForm, TextForm } from './form.ts';
import { textBlocks } from './lines.ts';
import { problemsError } from './problems.ts';
import { type RecordBatch, readRecords } from './records.ts';
import { type Doubtful, problemOf, readSheetRecords } from './sheets.ts';

export interface Content {
  /** The records of the file, the header among them. */
  batches: AsyncIterable<RecordBatch>;
  /** Bytes of the file itself that were read so far. */
  position(): number;
}

/**
 * Opens a file to read its records. Throws FILE_CHANGED (exit 4), while iterating too, when the file is no longer the one
 * that was inspected, and FILE_DAMAGED or FILE_TOO_LARGE (exit 2) where a workbook turns out to be so.
 */
export async function openContent(form: FileForm, onDoubtful: Doubtful): Promise<Content> {
  switch (form.kind) {
    case 'text':
      return openText(form);
    case 'sheet':
      return openSheet(form, onDoubtful);
    case 'table': {
      const { batches, position } = await openDumpContent([form], () => true);
      return { batches: withTexts(batches), position };
    }
  }
}

/** Opens the tables of one dump to read their rows; `wanted` by form and index of the column. Throws FILE_CHANGED (exit 4), while iterating too. */
export async function openDumpContent(
  forms: readonly TableForm[],
  wanted: (form: TableForm, index: number) => boolean,
): Promise<{ batches: AsyncIterable<TableBatch>; position(): number }> {
  const [{ dump, sha256 } = { dump: { path: '' }, sha256: '' }] = forms;
  const content = await openTables(forms, wanted).catch((cause: unknown) => {
    throw changed(dump.path, cause);
  });
  const batches = async function* () {
    yield* steady(content.batches, dump.path);
    if (content.sha256() !== sha256) throw changed(dump.path);
  };
  return { batches: batches(), position: content.position };
}

async function* withTexts(batches: AsyncIterable<TableBatch>): AsyncGenerator<RecordBatch> {
  for await (const { records, unreadable } of batches)
    yield {
      records: records.map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell ?? '') })),
      unreadable,
      blank: 0,
    };
}

async function openText({ file, sha256, encoding, delimiter, header }: TextForm): Promise<Content> {
  const bytes = await openBytes(file.absolute).catch((cause: unknown) => {
    throw changed(file.path, cause);
  });
  const chunks = steady(bytes.chunks, file.path);
  const batches = async function* () {
    yield* readRecords(textBlocks(chunks, encoding), delimiter, header.length);
    if (bytes.sha256() !== sha256) throw changed(file.path);
  };
  return { batches: batches(), position: bytes.position };
}

function openSheet(form: SheetForm, onDoubtful: Doubtful): Content {
  const { file, sha256 } = form;
  let share = 0;
  const batches = async function* () {
    let failure: unknown = null;
    try {
      yield* readSheetRecords(form, (now) => (share = now), onDoubtful);
    } catch (error) {
      failure = error;
    }
    // A workbook is read from its end, so whether it is still the same shows when all is done.
    if ((await hashOf(file.absolute, file.path)) !== sha256) throw changed(file.path, failure);
    if (failure !== null) throw problemsError([problemOf(file.path, failure)]);
  };
  return { batches: batches(), position: () => Math.round(share * file.bytes) };
}

async function hashOf(absolute: string, path: string): Promise<string> {
  const bytes = await openBytes(absolute).catch((cause: unknown) => {
    throw changed(path, cause);
  });
  for await (const _ of steady(bytes.chunks, path)) void _;
  return bytes.sha256();
}

/** It was read to its end before, so whatever fails now has happened to it since. */
async function* steady<T>(chunks: AsyncIterable<T>, path: string): AsyncGenerator<T> {
  try {
    yield* chunks;
  } catch (cause) {
    throw changed(path, cause);
  }
}

const changed = (path: string, cause?: unknown) =>
  refusal(
    'FILE_CHANGED',
    `${path} changed while it was read`,
    'Run the command again when the file is at rest.',
    { stage: 'extract', file: path, cause },
  );
