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
