import { defineRules } from './define.ts';

export const valueRules = defineRules('values', {
  VALUE_ENUM_UNKNOWN: {
    severity: 'warning',
    title: 'Word that the mapping does not know',
    explanation: 'The cell holds a word outside the closed list of its column; the value stays unknown.',
    remedy: 'Add the word to the lookup in an overlay, or mend it in Gingr.',
  },
  VALUE_BOOLEAN_UNKNOWN: {
    severity: 'warning',
    title: 'Yes/no cell with another word',
    explanation: 'The cell is none of the yes and no words; the value stays unknown.',
    remedy: 'Mend the cell in Gingr.',
  },
  VALUE_DATE_UNREADABLE: {
    severity: 'warning',
    title: 'Date that cannot be read',
    explanation:
      'The cell is no date in a declared format; the value stays unknown. No date is ever set to the day of the run.',
    remedy: 'Mend the date in Gingr, or undo the damage a spreadsheet program has done.',
  },
  VALUE_YEAR_OUT_OF_RANGE: {
    severity: 'warning',
    title: 'Year outside 1990 to 2100',
    explanation:
      'The instant is outside the years in which a resort can have recorded anything; the value stays unknown.',
    remedy: 'Mend the date in Gingr.',
  },
  VALUE_NUMBER_UNREADABLE: {
    severity: 'warning',
    title: 'Number that cannot be read',
    explanation: 'The cell is not a number; the value stays unknown.',
    remedy: 'Mend the number in Gingr.',
  },
  VALUE_SUSPECT: {
    severity: 'warning',
    title: 'Value that a second reading of Gingr does not confirm',
    explanation:
      'Up to a thousand lines of each kind are read again by code that the mapping does not share, as far as their cells are plain, and held against what stands in Tailtown. Here the two disagree: the mapping may read the wrong column, shift a time, look up the wrong word or invert a flag.',
    remedy:
      'Compare the records named with Gingr. Mend the mapping, or accept the finding where the overlay wants just that.',
  },
  FORM_DATA_UNREADABLE: {
    severity: 'warning',
    title: 'Custom fields that cannot be read',
    explanation:
      'The column `form_data` holds the fields that the resort made up, as an object or a JSON text of one. This cell is none, so no field of the record moves; the cell stays in the snapshot.',
    remedy: 'Export the records again, or the custom fields as columns of a custom report.',
  },
  MONEY_UNREADABLE: {
    severity: 'error',
    title: 'Amount that cannot be read',
    explanation:
      'The cell is no amount of money in a declared form, or has more digits than Tailtown keeps exactly; an amount is never guessed.',
    remedy: 'Mend the amount, or undo the damage a spreadsheet program has done, and export again.',
  },
  MONEY_DECIMALS: {
    severity: 'error',
    title: 'Amount with more than two decimals',
    explanation: 'Money has two decimals; more say that the cell is something else, and nothing is rounded.',
    remedy: 'Mend the amount in the file, or export it again with two decimals.',
  },
  VALUE_TEXT_TOO_LONG: {
    severity: 'warning',
    title: 'Text longer than its column in Tailtown',
    explanation:
      'The column of this target has a length limit of its own or by an index; the text was cut there and the whole text is in the list of alterations.',
    remedy: 'Shorten the text in Gingr, or widen the column in Tailtown.',
  },
  VALUE_NUL_REMOVED: {
    severity: 'warning',
    title: 'NUL character in a text',
    explanation: 'PostgreSQL cannot store the NUL character; it was removed and nothing else.',
    remedy: 'Nothing to do.',
  },
  VALUE_TEXT_DAMAGED: {
    severity: 'warning',
    title: 'Text with replacement characters',
    explanation: 'The text holds U+FFFD: an accent was lost before this program saw it.',
    remedy: 'Mend the text in Gingr.',
  },
  PHONE_UNREADABLE: {
    severity: 'warning',
    title: 'Telephone number that cannot be read',
    explanation: 'The cell is not one telephone number; it was kept word for word.',
    remedy: 'Look at the number in Tailtown and tidy it there, or mend it in Gingr.',
  },
  STATE_UNKNOWN: {
    severity: 'warning',
    title: 'State that is not in the list',
    explanation: 'The state is neither a code nor a name of a state or province; it was kept word for word.',
    remedy: 'Mend the state in Gingr.',
  },
  LIST_ENTRY_UNKNOWN: {
    severity: 'warning',
    title: 'Id that its reference list does not hold',
    explanation:
      'A breed, vet, temperament or location id has no entry in its list; the value stays unknown. No first entry is taken.',
    remedy: 'Export the reference list again, inactive entries included.',
  },
});
