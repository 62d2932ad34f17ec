import type { Sheet } from '../workbook/workbook.ts';
import type { Delimiter } from './csv.ts';
import type { Encoding } from './encoding.ts';
import type { InputFile } from './find.ts';

interface AnyForm {
  /** The path of one of several sheets says which: `owners.xlsx#Sheet2`. */
  file: InputFile;
  sha256: string;
  /** Physical line of the header, 1 unless blank lines come before it; of a sheet, its row. */
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

/** A file's form and header, before anything is said of what it holds. Each sheet of a workbook is a file of its own. */
export type FileForm = TextForm | SheetForm;
