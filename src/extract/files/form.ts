import type { RuleCode } from '../../core/rules/index.ts';
import type { FileEntityName } from '../../gingr/catalogue.ts';
import type { Charset } from '../dump/session.ts';
import type { Sheet } from '../workbook/workbook.ts';
import type { Delimiter } from './csv.ts';
import type { Encoding } from './encoding.ts';
import type { InputFile } from './find.ts';

interface AnyForm {
  /** The path of one of several sheets, and of a table, says which: `owners.xlsx#Sheet2`, `backup.sql.gz#owners`. */
  file: InputFile;
  sha256: string;
  /** Physical line of the header, 1 unless blank lines come before it; of a sheet, its row; of a table 0, which no row has. */
  headerLine: number;
  header: string[];
}

export interface TextForm extends AnyForm {
  kind: 'text';
  encoding: Encoding;
  delimiter: Delimiter;
}

export interface SheetForm extends AnyForm {
  kind: 'sheet';
  sheet: Sheet;
}

/** A table of a database dump; its columns are the header. */
export interface TableForm extends AnyForm {
  kind: 'table';
  /** The dump itself. */
  dump: InputFile;
  /** By which it is found again in the dump. */
  table: string;
  /** What its name says that it holds. */
  entity: FileEntityName;
  /** Of the dump's text, until it says so itself. */
  charset: Charset;
  /** When the dump was completed, by its own last line: `YYYY-MM-DDTHH:MM:SS`. */
  completed: string | null;
}

/**
 * A file's form and header, before anything is said of what it holds. Each sheet of a workbook and each known table of a
 * dump is a file of its own.
 */
export type FileForm = TextForm | SheetForm | TableForm;

/** What is told of a file beside its columns and lines. */
export interface Remark {
  code: RuleCode;
  detail: string;
}
