/** A quoted identifier; each argument is one part of a qualified name. */
export const ident = (...names: readonly string[]): string =>
  names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.');

/** A quoted string constant that means the same whatever standard_conforming_strings says. */
export function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** `schema.table` or `table` as an identifier; a name that is quoted already is left alone. */
export const tableName = (table: string): string =>
  table.includes('"') ? table : ident(...table.split('.'));

/**
 * SQL for an amount of money in whole cents, exact, as numeric. The targets keep money as double precision, which becomes
 * numeric by way of its text: where hundredths are all there is to it, the same number is had without, at a quarter of the cost.
 */
export const cents = (amount: string): string =>
  `(CASE WHEN abs(${amount}) < 1e13 AND round(${amount} * 100.0) / 100.0 = ${amount} THEN round(${amount} * 100.0)::bigint::numeric
    ELSE round(${amount}::numeric * 100) END)`;
