import type { EntityMapping } from '../core/mapping.ts';
import { FORM_COLUMN, formColumn, hasForm, isFormColumn, readForm } from '../gingr/form-data.ts';
import { columnsRead } from '../mapping/check.ts';
import type { Findings } from './findings.ts';

type Values = readonly (string | null)[];

export interface Form {
  /** Columns of the snapshot, and behind them the custom fields that the mapping reads. */
  columns: readonly string[];
  /** A line with the values of those fields behind its own. */
  expand(values: Values, findings: Findings): Values;
}

/** Makes columns of the custom fields that a mapping reads. One that the export has as a column of its own is none of them. */
export function compileForm(mapping: EntityMapping, columns: readonly string[]): Form {
  const form = hasForm(mapping.entity) ? columns.indexOf(FORM_COLUMN) : -1;
  // The API's objects become dotted columns of their own in some exports.
  const named = columns.map((column) => (isFormColumn(column) ? formColumn(column) : column));
  if (form < 0) return { columns: named, expand: (values) => values };
  const wanted = [...columnsRead(mapping)].filter((name) => isFormColumn(name) && !named.includes(name));
  return {
    columns: [...named, ...wanted],
    expand(values, findings) {
      const cell = values[form] ?? null;
      const fields = cell === null ? null : readForm(cell);
      if (fields === null && cell !== null) findings.issue('FORM_DATA_UNREADABLE', FORM_COLUMN, cell);
      return wanted.length === 0 ? values : [...values, ...wanted.map((name) => fields?.get(name) ?? null)];
    },
  };
}
