import { literal } from '../database/sql.ts';
import { type Layout, type Unit, type UnitColumn, written } from '../staging/layout.ts';

/**
 * The value that the mapping wants in a target column, in its stored type, from staged row `s` and plan row `p`:
 * references resolved to target ids, overrides applied, and the target's own default where it insists on a value.
 */
export function wanted(column: UnitColumn): string {
  if (column.mapping.source.kind === 'reference') return `p.${column.sql}`;
  const name = literal(column.name);
  const override = `(p._override ->> ${name})::${column.type}`;
  const staged = mayBeSilent(column)
    ? `CASE WHEN p._override ? ${name} THEN ${override} ELSE s.${column.sql} END`
    : canBeOverridden(column)
      ? `coalesce(${override}, s.${column.sql})`
      : `s.${column.sql}`;
  const otherwise = defaultOf(column);
  return otherwise === null ? staged : `coalesce(${staged}, ${otherwise})`;
}

/** SQL for what stands where the mapping has no value: the target's default, where it has one that is no clock. */
export const defaultOf = ({ fallback, type }: UnitColumn): string | null =>
  fallback && !readsClock(fallback) ? `(${fallback})::${type}` : null;

/** The value that stands in the target row (`t`), in its stored type. */
export const standing = (column: UnitColumn, row = 't'): string =>
  column.cast ? `${row}.${column.sql}::${column.type}` : `${row}.${column.sql}`;

/** A stored value on its way into the target. */
export const toTarget = (column: UnitColumn, expression: string): string =>
  column.cast ? `(${expression})::${column.targetType ?? 'text'}` : expression;

/** `plan p` joined with its staged rows and, by default, its target rows. */
export const planned = (unit: Unit): string => `${unit.plan} p JOIN ${unit.staged} s ON s._n = p.n`;

/**
 * Columns that a load may override: what was put together from several records does not follow from this snapshot
 * alone where the target, or an earlier load, holds more of them; nor does what its files have no column for.
 */
const canBeOverridden = (column: UnitColumn): boolean =>
  column.mapping.source.kind === 'derive' || mayBeSilent(column);

/** Whether this snapshot says nothing of the column for some records. References of such are in the plan itself. */
export const mayBeSilent = ({ silentIn }: UnitColumn): boolean => silentIn.length > 0;

/** SQL, true where the record of line `l` only came along and keeps the column as the last load had it. */
export const cameAlong = ({ along }: Layout, { silentIn }: UnitColumn): string =>
  `l.file IN (${silentIn.filter((file) => along.has(file)).join(', ') || 'NULL'})`;

const readsClock = (expression: string): boolean =>
  /\bnow\(\)|current_timestamp|clock_timestamp|localtimestamp/i.test(expression);

export const columnList = (unit: Unit): string =>
  written(unit)
    .map((column) => column.sql)
    .join(', ');
