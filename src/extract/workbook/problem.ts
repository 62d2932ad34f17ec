/** Why a workbook cannot be read; `message` is a sentence part that follows the file's path. */
export class WorkbookProblem extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'WorkbookProblem';
    this.code = code;
    this.hint = hint;
  }
}

const AGAIN =
  'Download the file from Gingr again; if that fails too, export it as CSV or tab-separated text.';

/** A workbook whose bytes are not in order. */
export const damaged = (what: string, cause?: unknown): WorkbookProblem =>
  new WorkbookProblem('FILE_DAMAGED', `is a damaged workbook: ${what}`, AGAIN, cause);

/** A workbook that asks for more than any export does: memory, disk or time would be its to spend. */
export const oversized = (what: string): WorkbookProblem =>
  new WorkbookProblem('FILE_TOO_LARGE', `is a workbook that is not read: ${what}`, AGAIN);

/** A spreadsheet of a kind that is not read. */
export const otherSpreadsheet = (what: string): WorkbookProblem =>
  new WorkbookProblem(
    'FILE_SPREADSHEET',
    `is ${what}; of workbooks only .xlsx without a password is read`,
    'Download the report from Gingr as CSV or tab-separated text. If Gingr gives it as such a workbook alone, open that workbook itself and save it once as an Excel workbook (.xlsx) without a password; what is damaged on the way is told by the SPREADSHEET rules.',
  );
