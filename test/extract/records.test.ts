import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Delimiter } from '../../src/extract/files/csv.ts';
import type { Encoding } from '../../src/extract/files/encoding.ts';
import { LINE_LIMIT, textBlocks } from '../../src/extract/files/lines.ts';
import { type BadRecord, type ReadRecord, readRecords } from '../../src/extract/files/records.ts';

interface All {
  records: ReadRecord[];
  unreadable: BadRecord[];
  blank: number;
}

async function read(
  content: string | Buffer,
  delimiter: Delimiter,
  width: number,
  chunk = 7,
  encoding: Encoding = 'utf-8',
): Promise<All> {
  const bytes = Buffer.from(content);
  const chunks = async function* () {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  };
  const all: All = { records: [], unreadable: [], blank: 0 };
  for await (const batch of readRecords(textBlocks(chunks(), encoding), delimiter, width)) {
    all.records.push(...batch.records);
    all.unreadable.push(...batch.unreadable);
    all.blank += batch.blank;
  }
  return all;
}

const breaks = (text: string): number => text.split('\n').length - 1;

/** Physical lines that the result accounts for. */
const accounted = ({ records, unreadable, blank }: All): number =>
  blank +
  records.reduce((sum, { cells }) => sum + 1 + cells.reduce((all, cell) => all + breaks(cell), 0), 0) +
  unreadable.reduce((sum, { raw }) => sum + 1 + breaks(raw), 0);

const physical = (text: string): number => breaks(text) + (text === '' || text.endsWith('\n') ? 0 : 1);

it('reads quoted delimiters, newlines and doubled quotes, and numbers the lines', async () => {
  const { records } = await read('a,b\r\n1,"x, ""y""\r\nz"\r\n2,w\r\n', ',', 2);
  expect(records).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', 'x, "y"\r\nz'] },
    { line: 4, cells: ['2', 'w'] },
  ]);
});

it('reads a last line without its newline, and counts blank lines', async () => {
  const all = await read('a,b\n\n1,"x"\n  \n2,y', ',', 2);
  expect(all.records.map(({ line }) => line)).toEqual([1, 3, 5]);
  expect(all).toMatchObject({ unreadable: [], blank: 2 });
});

it.each([7, 100_000])(
  'gives up only the first line of an unclosed quote, in chunks of %i bytes',
  async (chunk) => {
    const all = await read('a,b,c\n1,"open,x\n2,"fine",y\n3,z,z\n4,"two\nlines",w\n', ',', 3, chunk);
    expect(all.unreadable).toEqual([{ line: 2, code: 'FILE_QUOTE_UNCLOSED', raw: '1,"open,x' }]);
    expect(all.records.map(({ line }) => line)).toEqual([1, 3, 4, 5]);
  },
);

it('sees that two unclosed quotes swallowed the records between them', async () => {
  const all = await read('id,b,c\n1,"open,x\n2,y,y\n3,z,z\n4,shut",w\n5,v,v\n', ',', 3);
  expect(all.unreadable.map(({ line, code }) => [line, code])).toEqual([
    [2, 'FILE_QUOTE_UNCLOSED'],
    [5, 'FILE_QUOTE_MISPLACED'],
  ]);
  expect(all.records.map(({ line }) => line)).toEqual([1, 3, 4, 6]);
});

it('does not take a note of several lines for swallowed records', async () => {
  const all = await read('id,b,c\n1,"a, b\nc, d",x\n2,"7 days\n3 of them, then, more",y\n', ',', 3);
  expect(all.unreadable).toEqual([]);
  expect(all.records).toHaveLength(3);
});

it('rejects a quote inside an unquoted cell and text behind a closing quote', async () => {
  const all = await read('a,b\n1,5" pipe\n2,"x" y\n3,z\n', ',', 2);
  expect(all.unreadable.map(({ line, code }) => [line, code])).toEqual([
    [2, 'FILE_QUOTE_MISPLACED'],
    [3, 'FILE_QUOTE_MISPLACED'],
  ]);
  expect(all.records).toHaveLength(2);
});

it('rejects a record with a wrong number of cells as one, over several lines too', async () => {
  const all = await read('a,b\n1\n2,x,y\n3,"p\nq",r\n4,z\n', ',', 2);
  expect(all.unreadable).toEqual([
    { line: 2, code: 'FILE_LINE_COLUMNS', raw: '1' },
    { line: 3, code: 'FILE_LINE_COLUMNS', raw: '2,x,y' },
    { line: 4, code: 'FILE_LINE_COLUMNS', raw: '3,"p\nq",r' },
  ]);
  expect(all.records.map(({ line }) => line)).toEqual([1, 6]);
});

it('rejects the record with an undecodable byte and leaves a genuine U+FFFD alone', async () => {
  const bytes = Buffer.concat([
    Buffer.from('a,b\n1,é\n2,"x\n'),
    Buffer.from([0xff]),
    Buffer.from('"\n3,\ufffd\n'),
  ]);
  const all = await read(bytes, ',', 2);
  expect(all.unreadable).toEqual([{ line: 3, code: 'FILE_LINE_UNDECODABLE', raw: '2,"x\n\ufffd"' }]);
  expect(all.records.map(({ cells }) => cells[1])).toEqual(['b', 'é', '\ufffd']);
});

it.each([5, 1000])('gives up a line beyond the limit and reads on, UTF-16 too (%i lines)', async (count) => {
  const text = `a,b\n1,"${'x'.repeat(LINE_LIMIT + 10)}\n${'2,y\n'.repeat(count)}`;
  for (const [bytes, encoding] of [
    [Buffer.from(text), 'utf-8'],
    [Buffer.from(text, 'utf16le'), 'utf-16le'],
  ] as const) {
    const all = await read(bytes, ',', 2, 65_536, encoding);
    expect(all.unreadable.map(({ line, code }) => [line, code])).toEqual([[2, 'FILE_LINE_TOO_LONG']]);
    expect(all.unreadable[0]?.raw.length).toBe(65_536);
    expect(all.records).toHaveLength(count + 1);
  }
});

it('stops looking for a closing quote after the limit', async () => {
  const filler = `2,${'y'.repeat(96)}\n`;
  const count = Math.ceil((LINE_LIMIT * 1.5) / filler.length);
  const all = await read(`a,b\n1,"open\n${filler.repeat(count)}3,"shut\n`, ',', 2, 65_536);
  expect(all.unreadable.map(({ line }) => line)).toEqual([2, count + 3]);
  expect(all.records).toHaveLength(count + 1);
});

const delimiters = fc.constantFrom<Delimiter>(',', '\t', ';');
const newlines = fc.constantFrom('\n', '\r\n');
const cell = fc.string({
  unit: fc.constantFrom('a', 'b', '7', ' ', '"', ',', '\t', ';', '\n', '\r\n', 'é', '😀'),
  maxLength: 8,
});
const table = fc
  .integer({ min: 2, max: 6 })
  .chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
  );
const written = (rows: string[][], delimiter: Delimiter, newline: string, always: boolean): string =>
  rows
    .map((cells, row) =>
      [`${row}x`, ...cells]
        .map((text) =>
          always || /["\r\n]/.test(text) || text.includes(delimiter)
            ? `"${text.replaceAll('"', '""')}"`
            : text,
        )
        .join(delimiter),
    )
    .join(newline) + newline;

it('reads back whatever a correct writer wrote', async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      delimiters,
      newlines,
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      async (rows, delimiter, newline, always, chunk) => {
        const text = written(rows, delimiter, newline, always);
        const width = (rows[0]?.length ?? 0) + 1;
        for (const encoding of ['utf-8', 'utf-16le'] as const) {
          const bytes = encoding === 'utf-8' ? Buffer.from(text) : Buffer.from(text, 'utf16le');
          const all = await read(bytes, delimiter, width, chunk, encoding);
          expect(all.unreadable).toEqual([]);
          expect(all.records.map(({ cells }) => cells.slice(1))).toEqual(rows);
          expect(accounted(all)).toBe(physical(text));
        }
      },
    ),
    { numRuns: 300 },
  );
});

it('loses no line to any damage, and reads the same in any chunks', async () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.constantFrom('"', '""', ',', '\n', '', 'x"')), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(
      table,
      delimiters,
      damage,
      fc.integer({ min: 1, max: 40 }),
      async (rows, delimiter, changes, chunk) => {
        let text = written(rows, delimiter, '\n', false);
        for (const [at, insert] of changes) {
          const place = at % text.length;
          text = text.slice(0, place) + insert + text.slice(place + 1);
        }
        const width = (rows[0]?.length ?? 0) + 1;
        const all = await read(text, delimiter, width, chunk);
        expect(accounted(all)).toBe(physical(text));
        expect(await read(text, delimiter, width, 1_000_000)).toEqual(all);
      },
    ),
    { numRuns: 500 },
  );
});
