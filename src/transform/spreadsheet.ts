import type { RuleCode } from '../core/rules/index.ts';
import { columnOf, idColumnOf, keyColumnsOf, ownColumns } from '../gingr/catalogue.ts';
import { isSafetyColumn } from '../reconcile/safety.ts';
import type { Findings } from './findings.ts';

/**
 * What spreadsheet programs leave in a file that they opened and saved (gingr-sources.md 1.1 and 6.2). It is
 * recognised and told, never repaired: the lost digits, zeros and words are not in the file.
 */

type Values = readonly (string | null)[];

/** Excel and its like write a capital E and a sign; a hand that types `1e3` does not. */
const SCIENTIFIC = /^[+-]?\d(?:[.,]\d+)?E\+\d{1,3}$/;
const ERROR_WORD = /^#(?:NAME\?|VALUE!|REF!|DIV\/0!|N\/A|NUM!|NULL!|SPILL!|CALC!|#{2,})$/;
/** `="02134"`, `=+2 scoops`, `=SUM(A1)`, but not `=) happy dog`. */
const FORMULA = /^=(?:"[\s\S]*"$|[+-]|[A-Za-z][\w.]*[(|!])/;
/** Digits with decimals of nothing, or in groups of three. */
const FORMATTED = /^(?:\d+[.,]0+|\d{1,3}(?:,\d{3})+)$/;

/** Bytes of a snapshot without which no cell of a chunk holds any of this, ids apart; checked many lines at once. */
export const SPREADSHEET_MARKS = ['E+', '#NAME?', '#VALUE!', '#REF!', '#DIV/0!', '#N/A', '#NUM!'].concat([
  '#NULL!',
  '#SPILL!',
  '#CALC!',
  '###',
  '"=',
]);

/** Whether a spreadsheet program made another text of an id; Gingr's are strings of digits. */
export const isDamagedId = (id: string): boolean =>
  !/^\d+$/.test(id) && (SCIENTIFIC.test(id) || FORMATTED.test(id) || ERROR_WORD.test(id) || FORMULA.test(id));

/** The rule that a cell of a column without a format of its own breaks; null for a sound one. */
function damageOf(text: string, safety: boolean): RuleCode | null {
  if (ERROR_WORD.test(text)) return safety ? 'SPREADSHEET_SAFETY_LOST' : 'SPREADSHEET_TEXT_LOST';
  if (FORMULA.test(text)) return 'SPREADSHEET_FORMULA';
  return SCIENTIFIC.test(text) ? 'SPREADSHEET_NUMBER' : null;
}

/**
 * Tells of mandatory references that were damaged; with `closely`, of the record's other own cells as well. Its own id
 * is for the caller, who must not use it.
 */
export function compileDamage(
  entity: string,
  columns: readonly string[],
): (values: Values, findings: Findings, closely: boolean) => void {
  const own = new Set(ownColumns(entity, columns));
  const id = idColumnOf(entity);
  // Without ids, names and dates are required, and are no references.
  const keyed = keyColumnsOf(entity) !== null;
  const cells = columns
    .map((column, index) => ({ column, index, safety: isSafetyColumn(entity, column) }))
    .filter(({ column }) => own.has(column) && column !== id);
  const isMandatory = ({ column }: { column: string }) =>
    !keyed && (columnOf(entity, column)?.required ?? false);
  const mandatory = cells.filter(isMandatory);
  const others = cells.filter((cell) => !isMandatory(cell));
  return (values, findings, closely) => {
    for (const { column, index } of mandatory) {
      const text = values[index]?.trim();
      if (text && isDamagedId(text)) findings.issue('SPREADSHEET_REFERENCE', column, text);
    }
    if (!closely) return;
    for (const { column, index, safety } of others) {
      // Untrimmed, as the marks are looked for: a spreadsheet puts no blanks around what it made.
      const text = values[index];
      const code = text ? damageOf(text, safety) : null;
      if (code !== null) findings.issue(code, column, text ?? undefined);
    }
  };
}
