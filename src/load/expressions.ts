import { type Unit, type UnitColumn, written } from '../staging/layout.ts';

/**
 * The value that the mapping wants in a target column, in its stored type, from staged row `s` and plan row `p`:
 * references resolved to target ids, overrides applied, and the target's own default where it insists on a value.
 */
export function wanted(column: UnitColumn): string {
  if (column.mapping.source.kind === 'reference') return `p.${column.sql}`;
  if (isGathered(column)) return `coalesce(s.${column.sql}, p.${column.sql})`;
  const staged = canBeOverridden(column)
    ? `coalesce((p._override ->> '${column.name.replaceAll("'", "''")}')::${column.type}, s.${column.sql})`
    : `s.${column.sql}`;
  return column.fallback && !readsClock(column.fallback)
    ? `coalesce(${staged}, (${column.fallback})::${column.type})`
    : staged;
}

/**
 * An object put together from other records, such as a pet's vaccinations. A snapshot that holds none of them for this
 * record says nothing of it (its export may be incomplete), so the plan carries what the last load made of them.
 */
export const isGathered = (column: UnitColumn): boolean =>
  column.mapping.source.kind === 'derive' && column.merge === 'json';

/** The value that stands in the target row `t`, in its stored type. */
export const standing = (column: UnitColumn): string =>
  column.enumValues ? `t.${column.sql}::${column.type}` : `t.${column.sql}`;

/** A stored value on its way into the target. */
export const toTarget = (column: UnitColumn, expression: string): string =>
  column.enumValues ? `(${expression})::${column.targetType ?? 'text'}` : expression;

/** `plan p` joined with its staged rows and, by default, its target rows. */
export const planned = (unit: Unit): string => `${unit.plan} p JOIN ${unit.staged} s ON s._n = p.n`;

/** Columns that a load may override because another row of the target already has their value. */
export const canBeOverridden = (column: UnitColumn): boolean =>
  column.mapping.forced === 'syntheticEmail' || column.name === 'portalEnabled' || isInvoiceMoney(column);

/** What an invoice owes and was paid, which payments of an earlier load may change. */
export const isInvoiceMoney = ({ mapping: { source } }: UnitColumn): boolean =>
  source.kind === 'derive' && source.step === 'invoiceMoney';

const readsClock = (expression: string): boolean =>
  /\bnow\(\)|current_timestamp|clock_timestamp|localtimestamp/i.test(expression);

export const columnList = (unit: Unit): string =>
  written(unit)
    .map((column) => column.sql)
    .join(', ');
