import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DumpProblem } from '../../../src/extract/dump/problem.ts';
import { type DumpStyle, dumpOf, type Literal, type WrittenTable } from '../../support/dump-writer.ts';
import { type ReadRows, readDump } from './support.ts';

/** What has ended rows and statements too early in other readers. */
const AWKWARD = [
  "'",
  '"',
  '\\',
  "\\'",
  '),(',
  ');',
  ';',
  ',',
  'INSERT INTO `owners` VALUES (',
  '-- ',
  '# ',
  '/*',
  '*/',
  '/*!40101 ',
  '\n',
  '\r\n',
  '\0',
  '\u001a',
  '😀',
  'é',
  '`',
  'NULL',
  '0x41',
  "_binary '",
  'DELIMITER ;;',
  '%',
  '_',
  '\t',
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...AWKWARD), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 8 })
  .map((parts) => parts.join(''));
const number = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }).map(String),
  fc.constantFrom('0', '-0.5', '.5', '1e10', '-1.5e-7', '1E+3', '00042', '123456789.00', '3.40282e38'),
);

interface Column {
  type: string;
  cell: fc.Arbitrary<{ literal: Literal; read: string | null }>;
}
const nothing = { literal: null, read: null };
const COLUMNS: Column[] = [
  { type: 'longtext', cell: text.map((value) => ({ literal: value, read: value })) },
  { type: 'double DEFAULT NULL', cell: number.map((value) => ({ literal: { number: value }, read: value })) },
  {
    type: "longblob COMMENT ', `x` int, )'",
    cell: fc.uint8Array({ maxLength: 40 }).map((bytes) => {
      const buffer = Buffer.from(bytes);
      const decoded = buffer.toString('utf8');
      const isText = Buffer.from(decoded, 'utf8').equals(buffer);
      return { literal: buffer, read: isText ? decoded : `0x${buffer.toString('hex').toUpperCase()}` };
    }),
  },
  {
    type: 'bit(12)',
    cell: fc
      .nat(4095)
      .map((value) => ({ literal: { number: `b'${value.toString(2)}'` }, read: String(value) })),
  },
  {
    type: 'timestamp NULL DEFAULT NULL',
    cell: fc
      .constantFrom('2025-03-04 14:15:00', '0000-00-00 00:00:00')
      .map((value) => ({ literal: value, read: value.startsWith('0000') ? value : `${value}+00:00` })),
  },
];

const table = fc
  .record({
    name: fc.constantFrom('owners', 'odd `name`', 'a "quoted" one', 'drop, (table)'),
    columns: fc.array(fc.constantFrom(...COLUMNS), { minLength: 1, maxLength: 6 }),
  })
  .chain(({ name, columns }) =>
    fc
      .array(
        fc.tuple(
          ...columns.map(({ cell }) =>
            fc.oneof({ weight: 6, arbitrary: cell }, { weight: 1, arbitrary: fc.constant(nothing) }),
          ),
        ),
        { maxLength: 12 },
      )
      .map((rows) => ({
        written: {
          name,
          columns: columns.map(({ type }, at) => ({ name: `column ${at}`, type })),
          rows: rows.map((row) => row.map((cell) => cell.literal)),
        } satisfies WrittenTable,
        read: rows.map((row) => row.map((cell) => cell.read)),
      })),
  );

const style: fc.Arbitrary<DumpStyle> = fc.record({
  rowsPerInsert: fc.integer({ min: 1, max: 5 }),
  rowPerLine: fc.boolean(),
  columnLists: fc.boolean(),
  hexBlob: fc.boolean(),
  plainBackslash: fc.boolean(),
  ansi: fc.boolean(),
  comments: fc.boolean(),
  verb: fc.constantFrom('INSERT INTO', 'INSERT IGNORE INTO', 'REPLACE INTO'),
  program: fc.constantFrom('MySQL', 'MariaDB'),
});

const cuts = (length: number) =>
  fc.array(fc.nat(length), { maxLength: 20 }).map((places) => places.sort((a, b) => a - b));
const fuzzed = fc
  .record({
    tables: fc.uniqueArray(table, { minLength: 1, maxLength: 3, selector: ({ written }) => written.name }),
    style,
  })
  .map(({ tables, style }) => ({
    tables,
    bytes: dumpOf(
      tables.map(({ written }) => written),
      style,
    ),
  }))
  .chain(({ tables, bytes }) =>
    fc.record({
      tables: fc.constant(tables),
      bytes: fc.constant(bytes),
      cuts: cuts(bytes.length),
      end: fc.nat(bytes.length - 1),
    }),
  );
const seed = Number(process.env['FUZZ_SEED'] ?? 1);
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 150);

it('random values written by a correct writer read back equal, wherever the bytes are cut (P-SQL-1)', () => {
  fc.assert(
    fc.property(fuzzed, ({ tables, bytes, cuts }) => {
      const read = readDump(bytes, cuts);
      expect(read.isMarked).toBe(true);
      for (const { written, read: wanted } of tables)
        expect(read.tables.get(written.name)?.rows ?? []).toEqual(wanted);
    }),
    { seed, numRuns },
  );
});

it('a beginning of a dump is refused wherever it ends, unless nothing but the end of its last line is missing (P-SQL-2)', () => {
  fc.assert(
    fc.property(fuzzed, ({ bytes, end, cuts }) => {
      const beginning = bytes.subarray(0, end);
      const rest = bytes.toString('utf8', end);
      expect(
        outcome(
          beginning,
          cuts.filter((cut) => cut < end),
        ),
      ).toBe(/^(?:[- \d:]{0,30}(?:on [\d :-]*)?\n|\s*)$/.test(rest) ? 'whole' : 'refused');
    }),
    { seed, numRuns },
  );
});

it('each beginning of one dump is refused', () => {
  const bytes = dumpOf(
    [
      {
        name: 'owners',
        columns: [
          { name: 'id', type: 'int' },
          { name: 'notes', type: 'text' },
        ],
        rows: [
          [{ number: '1' }, "it's ),("],
          [{ number: '2' }, null],
        ],
      },
    ],
    { rowsPerInsert: 1 },
  );
  const whole = Array.from({ length: bytes.length }, (_, end) => end).filter(
    (end) => outcome(bytes.subarray(0, end), []) === 'whole',
  );
  const behind = bytes.length - '-- Dump completed'.length - ' on 2026-03-15  3:00:05\n'.length;
  expect(whole.filter((end) => end < behind + '-- Dump completed'.length)).toEqual([]);
});

it('of a dump without marks of its end, each beginning is refused or said to be without (P-SQL-2)', () => {
  const bytes = Buffer.from(
    'CREATE TABLE `owners` (\n  `id` int\n);\nINSERT INTO `owners` VALUES (1),(2);\nINSERT INTO `owners` VALUES (3);\n',
  );
  for (let end = 0; end <= bytes.length; end += 1) {
    let read: { isMarked: boolean; tables: Map<string, ReadRows> } | null = null;
    try {
      read = readDump(bytes.subarray(0, end));
    } catch (error) {
      expect(error).toBeInstanceOf(DumpProblem);
    }
    expect(read?.isMarked ?? false).toBe(false);
    const behind = bytes.toString('utf8', 0, end);
    expect(read !== null).toBe(/(?:^|;)\s*$/.test(behind));
  }
});

function outcome(bytes: Buffer, cuts: readonly number[]): 'whole' | 'refused' {
  try {
    return readDump(bytes, cuts).isMarked ? 'whole' : 'refused';
  } catch (error) {
    if (error instanceof DumpProblem && error.code === 'DUMP_CUT') return 'refused';
    throw error;
  }
}
