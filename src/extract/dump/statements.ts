import { DumpProblem } from './problem.ts';

/** A token of a statement; `name` is quoted with backticks, `string` with quotes. */
export interface Token {
  kind: 'word' | 'name' | 'string' | 'sign';
  /** Without its quotes; of a sign, the sign. */
  text: string;
}

/** How the literals of a column are read. */
export type ColumnKind = 'text' | 'number' | 'bit' | 'binary' | 'timestamp';

export interface DumpColumn {
  name: string;
  kind: ColumnKind;
}

export interface DumpTable {
  /** The database that the dump names before the table; '' where it names none. */
  database: string;
  name: string;
  columns: readonly DumpColumn[];
}

/** What a table is called in a dump of several databases. */
export const tableKey = ({ database, name }: Pick<DumpTable, 'database' | 'name'>): string =>
  `${database}.${name}`.toLowerCase();

/** A name as people may see it: it goes into paths and messages. */
export const shownName = (name: string): string => name.replace(/[\p{Cc}/\\#]/gu, '_').slice(0, 64);

const isWord = (token: Token | undefined, ...words: string[]): boolean =>
  token?.kind === 'word' && words.includes(token.text.toUpperCase());
const isSign = (token: Token | undefined, sign: string): boolean =>
  token?.kind === 'sign' && token.text === sign;

/** A database's, table's or column's name: in backticks, in quotes (ANSI), or bare. */
const isName = (token: Token | undefined): token is Token => token !== undefined && token.kind !== 'sign';

/** The table that stands at a place of a statement, with the place behind it; null where there is none. */
export function tableAt(
  tokens: readonly Token[],
  at: number,
  database: string,
): { table: Pick<DumpTable, 'database' | 'name'>; next: number } | null {
  const first = tokens[at];
  if (!isName(first)) return null;
  const second = tokens[at + 2];
  if (isSign(tokens[at + 1], '.') && isName(second))
    return { table: { database: unquoted(first), name: unquoted(second) }, next: at + 3 };
  if (first.kind === 'word' && first.text.includes('.')) {
    const [owner = '', name = ''] = first.text.split('.');
    return { table: { database: owner, name }, next: at + 1 };
  }
  return { table: { database, name: unquoted(first) }, next: at + 1 };
}

const unquoted = ({ kind, text }: Token): string =>
  kind === 'name' ? text.replaceAll('``', '`') : kind === 'string' ? text.replaceAll('""', '"') : text;

/** What stands at the beginning of a column's definition and is none. */
const NO_COLUMN = [
  'PRIMARY',
  'KEY',
  'INDEX',
  'UNIQUE',
  'FULLTEXT',
  'SPATIAL',
  'CONSTRAINT',
  'FOREIGN',
  'CHECK',
  'PERIOD',
];
const KINDS: Record<string, ColumnKind> = {
  ...{ bit: 'bit', timestamp: 'timestamp', binary: 'binary', varbinary: 'binary' },
  ...{ tinyint: 'number', smallint: 'number', mediumint: 'number', int: 'number', integer: 'number' },
  ...{
    bigint: 'number',
    decimal: 'number',
    numeric: 'number',
    float: 'number',
    double: 'number',
    year: 'number',
  },
  ...{ tinyblob: 'binary', blob: 'binary', mediumblob: 'binary', longblob: 'binary' },
};

/** The table that a CREATE TABLE makes; null where it makes none with columns of its own (views, LIKE, SELECT). */
export function createdTable(tokens: readonly Token[], database: string): DumpTable | null {
  let at = 1;
  if (isWord(tokens[at], 'OR')) at += 2;
  if (isWord(tokens[at], 'TEMPORARY')) at += 1;
  if (!isWord(tokens[at], 'TABLE')) return null;
  at += 1;
  if (isWord(tokens[at], 'IF')) at += 3;
  const named = tableAt(tokens, at, database);
  if (!named || !isSign(tokens[named.next], '(')) return null;
  const columns: DumpColumn[] = [];
  let depth = 0;
  for (let place = named.next; place < tokens.length; place += 1) {
    const token = tokens[place];
    if (isSign(token, ')')) depth -= 1;
    if (depth === 0 && place > named.next) break;
    const begins = (isSign(token, '(') && depth === 0) || (isSign(token, ',') && depth === 1);
    if (isSign(token, '(')) depth += 1;
    const name = tokens[place + 1];
    if (!begins || !isName(name) || isWord(name, ...NO_COLUMN)) continue;
    const type = tokens[place + 2]?.text.toLowerCase() ?? '';
    columns.push({ name: unquoted(name), kind: KINDS[type] ?? 'text' });
  }
  return columns.length === 0 ? null : { ...named.table, columns };
}

/** What an INSERT or REPLACE up to its VALUES says: the table, and its columns where it lists them. */
export function insertHead(
  tokens: readonly Token[],
  database: string,
): { table: Pick<DumpTable, 'database' | 'name'>; columns: string[] | null } | null {
  let at = 1;
  while (isWord(tokens[at], 'LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'IGNORE', 'INTO')) at += 1;
  const named = tableAt(tokens, at, database);
  if (!named) return null;
  const rest = tokens.slice(named.next);
  if (rest.length === 0) return { table: named.table, columns: null };
  if (!isSign(rest[0], '(') || !isSign(rest.at(-1), ')')) return null;
  const names = rest.slice(1, -1).filter((token) => !isSign(token, ','));
  return names.every(isName) ? { table: named.table, columns: names.map(unquoted) } : null;
}

export interface Assignment {
  /** In lower case, without `@@` and without its scope; of a variable of the user's with its `@`. */
  name: string;
  value: readonly Token[];
}

/** The assignments of a SET statement; `SET NAMES x` and `SET CHARACTER SET x` set `names`. */
export function assignments(tokens: readonly Token[]): Assignment[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(1)) {
    if (isSign(token, '(')) depth += 1;
    if (isSign(token, ')')) depth -= 1;
    if (depth === 0 && isSign(token, ',')) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.flatMap((part): Assignment[] => {
    if (isWord(part[0], 'NAMES')) return [{ name: 'names', value: part.slice(1, 2) }];
    if (isWord(part[0], 'CHARACTER', 'CHARSET'))
      return [{ name: 'names', value: part.slice(isWord(part[0], 'CHARSET') ? 1 : 2) }];
    const words = part.filter((token) => !isWord(token, 'GLOBAL', 'SESSION', 'LOCAL'));
    const [name, ...others] = words;
    const equals = others.findIndex((token) => isSign(token, '='));
    if (!name || equals === -1) return [];
    const plain = name.text.toLowerCase().replace(/^@@(?:session\.|global\.|local\.)?/, '');
    return [{ name: plain, value: others.slice(equals + 1) }];
  });
}

/** Statements that change no row and no column, by their first word; those of `READ` are looked at closer. */
const HARMLESS = [
  ...[
    'DROP',
    'LOCK',
    'UNLOCK',
    'USE',
    'SET',
    'CREATE',
    'COMMIT',
    'BEGIN',
    'START',
    'ANALYZE',
    'FLUSH',
    'CHANGE',
  ],
  ...['GRANT', 'REVOKE', 'RESET', 'STOP'],
];
/** What an ALTER TABLE may do without changing a column or a value: keys, and what mysqldump says of them. */
const ALTER = ['DISABLE', 'ENABLE', 'ADD', 'MODIFY', 'AUTO_INCREMENT', 'IMPORT', 'DISCARD'];
const ADDED = ['CONSTRAINT', 'KEY', 'INDEX', 'UNIQUE', 'PRIMARY', 'FULLTEXT', 'SPATIAL', 'FOREIGN'];

/** Throws DUMP_UNREADABLE for a statement of which it is not known that it leaves the rows as INSERTs said. */
export function checkStatement(tokens: readonly Token[], place: string): void {
  const [first] = tokens;
  if (isWord(first, ...HARMLESS)) return;
  if (isWord(first, 'ALTER') && !isWord(tokens[1], 'TABLE')) return;
  const named = isWord(first, 'ALTER') ? tableAt(tokens, 2, '') : null;
  if (named && isHarmlessAlter(tokens.slice(named.next))) return;
  // The word may be anybody's name where the file is no dump.
  const word =
    first?.kind === 'word' &&
    /^(?:UPDATE|DELETE|TRUNCATE|LOAD|ALTER|CALL|SELECT|WITH|INSERT|REPLACE)$/i.test(first.text);
  const what = word
    ? `has a statement (${first.text.toUpperCase()}) that mysqldump does not write`
    : 'is not written as mysqldump writes';
  throw new DumpProblem('DUMP_UNREADABLE', `${what}, at ${place}`);
}

function isHarmlessAlter(actions: readonly Token[]): boolean {
  let depth = 0;
  let begins = true;
  for (const [at, token] of actions.entries()) {
    if (begins && !isWord(token, ...ALTER)) return false;
    if (begins && isWord(token, 'ADD') && !isWord(actions[at + 1], ...ADDED)) return false;
    if (isSign(token, '(')) depth += 1;
    if (isSign(token, ')')) depth -= 1;
    begins = depth === 0 && isSign(token, ',');
  }
  return true;
}
