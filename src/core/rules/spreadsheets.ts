import { defineRules } from './define.ts';

const exportAgain =
  'Export the file from Gingr again and give it to this program as it is, without opening it in a spreadsheet program.';

/** What is left of a file that was opened and saved with Excel or its like (gingr-sources.md 1.1). Nothing is repaired. */
export const spreadsheetRules = defineRules('spreadsheets', {
  SPREADSHEET_ID: {
    severity: 'error',
    title: 'Id that a spreadsheet program rewrote',
    explanation:
      'The id is a number in scientific notation (`4.0123E+04`), a formatted number, a formula or an error word. Its digits may be lost and nobody knows which, so it identifies nothing.',
    remedy: exportAgain,
  },
  SPREADSHEET_REFERENCE: {
    severity: 'error',
    title: 'Reference that a spreadsheet program rewrote',
    explanation:
      'The id of the owner, animal, type, invoice or payment is in scientific notation (`4.0123E+04`), a formatted number, a formula or an error word. Whose the record is cannot be told.',
    remedy: exportAgain,
  },
  SPREADSHEET_SAFETY_LOST: {
    severity: 'error',
    title: 'Safety fact that a spreadsheet program lost',
    explanation:
      'The cell tells of allergies, medication, a ban or consent, and holds an error word of a spreadsheet program (`#NAME?`) where a text was: one that began with `+`, `-` or `=` was taken for a formula. Without the fact the record does not move.',
    remedy: exportAgain,
  },
  SPREADSHEET_TEXT_LOST: {
    severity: 'warning',
    title: 'Text that a spreadsheet program lost',
    explanation:
      'The cell holds an error word of a spreadsheet program (`#NAME?`, `#####`) where a text was: one that began with `+`, `-` or `=` was taken for a formula. It is taken as it stands.',
    remedy: exportAgain,
  },
  SPREADSHEET_FORMULA: {
    severity: 'warning',
    title: 'Text that a spreadsheet program made a formula',
    explanation:
      'The cell holds a formula (`=+2 scoops`, `="02134"`). What Gingr had before is not known for sure, so it is taken as it stands.',
    remedy: exportAgain,
  },
  SPREADSHEET_NUMBER: {
    severity: 'warning',
    title: 'Number that a spreadsheet program rounded',
    explanation:
      'The cell is in scientific notation (`9.85141E+14`): of a microchip or a telephone number only the first digits are left. It is treated like every cell of its column, and no digit is added.',
    remedy: exportAgain,
  },
  SPREADSHEET_DATE: {
    severity: 'warning',
    title: 'Date that a spreadsheet program rewrote',
    explanation:
      'The cell is the serial number of a day (`45720.30208`), which means days four years apart in two kinds of workbook, or a date with a two-digit year or a time without am and pm, as spreadsheet programs show them. The value stays unknown; a stay without its dates is rejected.',
    remedy: exportAgain,
  },
  SPREADSHEET_DAY: {
    severity: 'warning',
    title: 'Text that a spreadsheet program may have made a day',
    explanation:
      'Cells of a workbook are shown as a day and a month, or a month and a year (`4-Mar`, `Mar-25`), which is what spreadsheet programs make of texts such as `3/4` or `1-2`. What Gingr had before is not known, so they are taken as they are shown; as a date they count as unreadable.',
    remedy: exportAgain,
  },
  SPREADSHEET_ZIP: {
    severity: 'warning',
    title: 'ZIP code that lost its leading zero',
    explanation:
      'The ZIP code has three or four digits, or seven or eight. Spreadsheet programs drop leading zeros; but a mistyped code looks just so, and no zero is added.',
    remedy: exportAgain,
  },
});
