import { defineRules } from './define.ts';

export const fileRules = defineRules('files', {
  FILE_LINE_COLUMNS: {
    severity: 'error',
    title: 'Line with the wrong number of columns',
    explanation:
      'The line has more or fewer cells than the header, so no cell can be trusted to stand under its name.',
    remedy:
      'Export the file again, or mend the line in a text editor (a stray quote or delimiter is the usual cause).',
  },
  FILE_LINE_UNDECODABLE: {
    severity: 'error',
    title: 'Line with bytes that are no text',
    explanation: 'The line holds bytes that are not valid in the encoding of its file.',
    remedy: 'Export the file again as UTF-8; do not open and save it with a spreadsheet program.',
  },
  FILE_LINE_TOO_LONG: {
    severity: 'error',
    title: 'Line longer than a million characters',
    explanation: 'No record of Gingr is that long; the line was given up, and only its beginning is kept.',
    remedy: 'Export the file again; a file without line ends is the usual cause.',
  },
  FILE_QUOTE_UNCLOSED: {
    severity: 'error',
    title: 'Quote that is never closed',
    explanation:
      'A cell opens with a quote and has no closing one; only this line is given up, reading goes on behind it.',
    remedy: 'Close or double the quote in the line, or export the file again.',
  },
  FILE_QUOTE_MISPLACED: {
    severity: 'error',
    title: 'Quote in the middle of a cell',
    explanation: 'A quote stands inside an unquoted cell, or text follows a closing quote.',
    remedy: 'Double the quote inside the cell and put the cell in quotes, or export the file again.',
  },
  FILE_ENCODING_RECOGNISED: {
    severity: 'info',
    title: 'File that is not UTF-8',
    explanation:
      'The file was read as UTF-16 or Windows-1252 because of its marks or bytes; accents depend on it.',
    remedy:
      'Look at a few names with accents. If they are wrong, export again as UTF-8 or say `--encoding FILE=utf-8`.',
  },
  FILE_COLUMN_UNKNOWN: {
    severity: 'info',
    title: 'Column that the catalogue does not know',
    explanation: 'The column is kept in the snapshot but no mapping reads it.',
    remedy:
      'Map the column in an overlay if it matters (`mapping suggest` proposes one where the header is near to a known name), or accept that it stays behind.',
  },
  FILE_SHEET_UNKNOWN: {
    severity: 'warning',
    title: 'Sheet of a workbook that was not read',
    explanation:
      'Another sheet of the workbook was recognised; this one holds something, and its first row is no header of Gingr that is known.',
    remedy:
      'Look at the sheet. If it holds data of Gingr, give it column names in its first row, or say `--as WORKBOOK.xlsx#SHEET=ENTITY`.',
  },
  DUMP_TABLE_UNREAD: {
    severity: 'warning',
    title: 'Table of a database dump that was not read',
    explanation:
      'The table has rows and stays behind: its name is that of no table of Gingr that is known, another table is read in its place, or it lacks a column that every record needs. Its rows are counted, and none of them is in the snapshot.',
    remedy:
      'Look at the names. If one holds data that must move, say `--as DUMP.sql.gz#TABLE=ENTITY`, and name its columns in a mapping overlay where they are not known.',
  },
  DUMP_END_UNMARKED: {
    severity: 'warning',
    title: 'Database dump without a mark of its end',
    explanation:
      'The dump was written with options (`--compact`) that leave out what mysqldump writes at its end, so whether tables or rows are missing behind its last statement cannot be told.',
    remedy:
      'Compare the numbers of records in the report with those in Gingr, or ask for a dump that ends in "-- Dump completed".',
  },
  DUMP_READABLE_BY_OTHERS: {
    severity: 'warning',
    title: 'Database dump that others can read',
    explanation:
      "The file's mode lets other users of this machine read it. A dump holds the data of every customer, and password hashes and keys too.",
    remedy: 'Say `chmod 600` of the file, keep it on an encrypted disk, and delete it when the move is done.',
  },
  FILE_WITHOUT_LINES: {
    severity: 'warning',
    title: 'File with a header and no lines',
    explanation: 'The file was recognised but holds no record.',
    remedy: 'Check the filters of the export, above all the location.',
  },
});
