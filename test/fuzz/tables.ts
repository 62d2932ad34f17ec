import type { Records } from '../support/resort.ts';
import type { Random } from './random.ts';
import { hostileText, hostileValue } from './values.ts';

/** One export file before it is written. */
export interface Table {
  /** Without extension. */
  name: string;
  columns: string[];
  rows: string[][];
}

export const tablesOf = (records: Records, exportDate: string): Table[] =>
  Object.entries(records).map(([entity, rows]) => {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return {
      name: `${entity} (exported ${exportDate})`,
      columns,
      rows: rows.map((row) => columns.map((column) => row[column] ?? '')),
    };
  });

/** Says what it did. */
type Mutation = (random: Random, table: Table) => string;

/** Mutations of cells, rows and headers. The first stands often: most evil lies in values. */
const MUTATIONS: [number, Mutation][] = [
  [10, hostileCells],
  [2, hostileColumn],
  [2, repeatedRows],
  [2, twinIds],
  [1, raggedRows],
  [1, blankRows],
  [1, renamedColumn],
  [1, doubledColumn],
  [1, shuffledColumns],
  [1, moreColumns],
  [1, manyRows],
  [1, withoutRows],
  [1, swappedTables],
];

export function mutateTable(random: Random, table: Table): string {
  let at = random.int(
    1,
    MUTATIONS.reduce((sum, [weight]) => sum + weight, 0),
  );
  const found = MUTATIONS.find(([weight]) => {
    at -= weight;
    return at <= 0;
  });
  return found ? `${table.name}: ${found[1](random, table)}` : '';
}

function hostileCells(random: Random, table: Table): string {
  return spoilCells(random, table, random.pick([0.05, 0.2, 0.6]));
}

/** Many rows, many of whose cells are hostile; nothing that refuses the file. */
export function spoilTable(random: Random, table: Table): string {
  const at = table.columns.indexOf('id');
  table.rows = Array.from({ length: 15 }, (_, turn) =>
    table.rows.map((row) => row.map((cell, index) => (index === at && turn > 0 ? `${cell}${turn}` : cell))),
  ).flat();
  return `${table.name}: ${spoilCells(random, table, random.pick([0.02, 0.1, 0.3]))}`;
}

function spoilCells(random: Random, table: Table, share: number): string {
  let changed = 0;
  for (const row of table.rows) {
    for (const [index, column] of table.columns.entries()) {
      // A broken id breaks the record: seldom, so that the rest of it is looked at.
      if (!random.chance(column === 'id' ? share / 5 : share)) continue;
      row[index] = hostileValue(random, column);
      changed += 1;
    }
  }
  return `${changed} hostile cells`;
}

function hostileColumn(random: Random, table: Table): string {
  const index = random.int(0, table.columns.length - 1);
  const column = table.columns[index] ?? '';
  for (const row of table.rows) row[index] = hostileValue(random, column);
  return `hostile column ${index}`;
}

function repeatedRows(random: Random, table: Table): string {
  const row = table.rows[0];
  if (!row) return 'nothing to repeat';
  const copy = [...row];
  if (random.chance(0.5)) copy[random.int(0, copy.length - 1)] = hostileText(random, 'id');
  table.rows.push(copy);
  return 'a repeated row';
}

function twinIds(random: Random, table: Table): string {
  const row = table.rows[0];
  const at = table.columns.indexOf('id');
  if (!row || at === -1) return 'no ids';
  const [one, two] = random.pick([
    ['ab', 'AB'],
    ['\u00e9', 'e\u0301'],
    ['7', '07'],
    ['7', '7\u200b'],
    ['7', '\uff17'],
    ['7', ' 7 '],
  ] as const);
  for (const id of [one, two]) table.rows.push(row.map((cell, index) => (index === at ? id : cell)));
  return `twin ids ${JSON.stringify([one, two])}`;
}

function raggedRows(random: Random, table: Table): string {
  for (const row of table.rows) {
    if (random.chance(0.3)) row.splice(random.int(0, row.length), random.int(0, 3));
    if (random.chance(0.3))
      row.push(...Array.from({ length: random.int(1, 5) }, () => hostileText(random, 'id')));
  }
  return 'ragged rows';
}

function blankRows(random: Random, table: Table): string {
  for (let count = random.int(1, 5); count > 0; count -= 1) {
    table.rows.splice(random.int(0, table.rows.length), 0, [
      random.pick(['', ' ', '\t', '\u00a0', '\u0000']),
    ]);
  }
  return 'blank rows';
}

function renamedColumn(random: Random, table: Table): string {
  const index = random.int(0, table.columns.length - 1);
  const before = table.columns[index] ?? '';
  const after = random.pick([
    ...[
      before.toUpperCase(),
      ` ${before} `,
      before.replaceAll('_', ' '),
      `${before}\u200b`,
      `${before}\u0000`,
    ],
    ...['', 'x'.repeat(70_000), '<script>x</script>', '=1+1', 'a"b', '__proto__', 'constructor', 'column 1'],
  ]);
  table.columns[index] = after;
  return `column ${before} renamed to ${JSON.stringify(after.slice(0, 40))}`;
}

function doubledColumn(random: Random, table: Table): string {
  const index = random.int(0, table.columns.length - 1);
  const name = table.columns[index] ?? '';
  table.columns.push(random.pick([name, name.toUpperCase(), ` ${name}`]));
  for (const row of table.rows) row.push(random.chance(0.5) ? (row[index] ?? '') : hostileText(random, 'id'));
  return `column ${name} twice`;
}

function shuffledColumns(random: Random, table: Table): string {
  const order = table.columns.map((_, index) => index);
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = random.int(0, at);
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  table.columns = order.map((index) => table.columns[index] ?? '');
  table.rows = table.rows.map((row) => order.map((index) => row[index] ?? ''));
  return 'shuffled columns';
}

function moreColumns(random: Random, table: Table): string {
  const count = random.pick([1, 30, 3000]);
  const name = random.pick(['custom_', 'Field ', '<b>', '=', '\u202e']);
  for (let at = 0; at < count; at += 1) table.columns.push(`${name}${at}`);
  for (const row of table.rows) for (let at = 0; at < count; at += 1) row.push(at % 7 === 0 ? `v${at}` : '');
  return `${count} more columns`;
}

function manyRows(random: Random, table: Table): string {
  const row = table.rows[0];
  if (!row) return 'nothing to multiply';
  const at = table.columns.indexOf('id');
  const count = random.pick([200, 1500]);
  for (let n = 0; n < count; n += 1) {
    table.rows.push(row.map((cell, index) => (index === at ? String(100_000 + n) : cell)));
  }
  return `${count} more rows`;
}

function withoutRows(_: Random, table: Table): string {
  table.rows = [];
  return 'only the header';
}

function swappedTables(random: Random, table: Table): string {
  table.name = random.pick([
    'animals',
    'owners and animals',
    'export',
    'species',
    'invoice_lines 2026-02-31',
  ]);
  return 'another name';
}
