import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { cutsEvery, type ReadRows, readDump, realDump, type Truth, truth } from './support.ts';

/** What MariaDB wrote in each of its modes, held to what the same server said of every value (samples/dumps). */
const MODES = [
  ...[
    'default',
    'skip-extended-insert',
    'complete-insert',
    'hex-blob',
    'compact',
    'skip-quote-names',
    'skip-tz-utc',
  ],
  ...[
    'skip-comments',
    'skip-opt',
    'no-autocommit',
    'latin1',
    'replace',
    'insert-ignore',
    'routines',
    'databases',
  ],
];
const UNDECODABLE = 'FILE_LINE_UNDECODABLE';
const TABLES = Object.entries(truth());

/** Of these the dump does not say in which zone it was written. */
const hasZone = (mode: string) => !['skip-tz-utc', 'compact'].includes(mode);

/** The cells of a table as the snapshot should have them. */
function expected({ columns, rows, latin1, local }: Truth, mode: string): (string | null)[][] {
  const said = mode === 'latin1' ? latin1 : mode === 'skip-tz-utc' ? local : rows;
  return (said ?? rows).map((row) =>
    row.map((hex, at) => {
      if (hex === null) return null;
      const bytes = Buffer.from(hex, 'hex');
      const text = bytes.toString('utf8');
      switch (columns[at]?.kind) {
        case 'binary':
          return isUtf8(bytes) ? text : `0x${hex}`;
        case 'timestamp':
          return hasZone(mode) && !text.startsWith('0000') ? `${text}+00:00` : text;
        default:
          return text;
      }
    }),
  );
}

/** Where cells differ, and how; rows are told apart by their first cell. */
function differences(read: ReadRows | undefined, wanted: readonly (string | null)[][]): string[] {
  const rows = new Map(read?.rows.map((row) => [row[0], row]));
  const found = wanted.flatMap((cells) => {
    const row = rows.get(cells[0] ?? null);
    return cells.flatMap((cell, at) =>
      row?.[at] === cell
        ? []
        : [`${cells[0]}, cell ${at}: ${row?.[at]?.slice(0, 80)} for ${cell?.slice(0, 80)}`],
    );
  });
  return (read?.rows.length ?? 0) === wanted.length
    ? found
    : [...found, `${read?.rows.length} rows for ${wanted.length}`];
}

describe.each(MODES)('a dump written by a real server: %s', (mode) => {
  const dump = realDump(mode);
  const whole = readDump(dump);

  it('has every value as the server has it (P-SQL-4)', () => {
    expect(whole.isMarked).toBe(mode !== 'compact');
    let values = 0;
    for (const [name, said] of TABLES) {
      if (mode === 'skip-quote-names' && name.startsWith('odd')) continue;
      const read = whole.tables.get(name);
      const wanted = expected(said, mode);
      expect(differences(read, wanted), name).toEqual([]);
      expect(read?.faults.filter((fault) => fault !== null) ?? []).toEqual([]);
      if (read)
        expect(read.table.columns.map((column) => column.name)).toEqual(
          said.columns.map((column) => column.name),
        );
      values += wanted.flat().length;
    }
    expect(values).toBeGreaterThan(180);
  });

  it.each([5, 61, 1009])('is the same in pieces of %i bytes', (size) => {
    const cut = readDump(dump, cutsEvery(size, dump.length));
    expect(JSON.stringify([...cut.tables]) === JSON.stringify([...whole.tables])).toBe(true);
  });
});

it('is the same byte by byte', () => {
  const dump = realDump('routines');
  const cut = readDump(dump, cutsEvery(1, dump.length));
  expect(JSON.stringify([...cut.tables]) === JSON.stringify([...readDump(dump).tables])).toBe(true);
});

it('of a dump that does not say its character set, what is no UTF-8 is told, and read right where the operator says it', () => {
  const dump = realDump('ansi');
  const faults = readDump(dump).tables.get('texts')?.faults;
  expect(faults).toEqual([null, UNDECODABLE, null, null, UNDECODABLE, null, null, null]);
  const { tables } = readDump(dump, [], 'latin1');
  for (const [name, said] of TABLES)
    expect(
      differences(tables.get(name), expected(said, name === 'moments' ? 'ansi' : 'latin1')),
      name,
    ).toEqual([]);
});

it('rows without CREATE TABLE are counted and not read (P-SQL-3)', () => {
  const { tables, nameless } = readDump(realDump('no-create-info'));
  expect([...tables]).toEqual([]);
  expect(nameless.map(({ name }) => name)).toContain('texts');
});
