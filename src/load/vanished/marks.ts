import type { ColumnShape, TableShape } from '../../database/introspect.ts';
import { ident, literal } from '../../database/sql.ts';
import { ADDITIVE_COLUMNS } from '../../tailtown/tables.ts';

/** A column that soft-delete sets, and to what: SQL in the target's own type over its row `t`. */
export interface Mark {
  column: ColumnShape;
  value: string;
}

export interface Marks {
  marks: Mark[];
  /** Whether the application itself understands one of them: without, it shows the row as before. */
  understood: boolean;
}

const DELETED_AT: readonly string[] = ADDITIVE_COLUMNS.find(({ name }) => name === 'deletedAt')?.known ?? [];

/** The column that says when a row was soft-deleted, as far as the table has one. */
export const deletedAtOf = (table: TableShape): ColumnShape | undefined =>
  DELETED_AT.flatMap((name) => table.columns[name] ?? [])[0];

/**
 * What soft-delete makes of a row, by what the table has (DESIGN.md 4): `deletedAt`, and the state that the application
 * understands, `isActive = false` or CANCELLED, with time and reason beside it where nobody gave them before. `at` is the
 * snapshot's `asOf` (ISO), so that a load that is done again writes the same.
 */
export function marksOf(table: TableShape, at: string, reason: string): Marks {
  const marks: Mark[] = [];
  const set = (column: ColumnShape | undefined, value: (column: ColumnShape) => string) => {
    if (column && !column.generated) marks.push({ column, value: value(column) });
  };
  const named = (...names: string[]) => names.flatMap((name) => table.columns[name] ?? [])[0];
  const time = ({ type }: ColumnShape) =>
    `(${literal(at)}::timestamptz${type.includes('with time zone') ? '' : ` AT TIME ZONE 'UTC'`})::${type}`;
  const words = ({ type, maxLength }: ColumnShape) =>
    `${literal(reason.slice(0, maxLength ?? undefined))}::${type}`;
  const unlessSaid = (value: (column: ColumnShape) => string) => (column: ColumnShape) =>
    `coalesce(t.${ident(column.name)}, ${value(column)})`;
  set(deletedAtOf(table), time);
  const active = named('isActive', 'is_active');
  if (active?.type === 'boolean') {
    set(active, () => 'false');
    set(named('deactivatedAt', 'deactivated_at'), unlessSaid(time));
    set(named('deactivationReason', 'deactivation_reason'), unlessSaid(words));
    return { marks, understood: true };
  }
  const status = named('status');
  const cancels = status?.enumValues?.includes('CANCELLED') && !status.isArray;
  if (cancels) {
    set(status, ({ type }) => `'CANCELLED'::${type}`);
    set(named('cancelReason', 'cancel_reason'), unlessSaid(words));
    set(named('cancelDate', 'cancel_date'), unlessSaid(time));
  }
  return { marks, understood: cancels ?? false };
}
