import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { arrayLiteral, encodeCell } from '../../src/transform/encode.ts';

let database: PGlite;
beforeAll(async () => {
  database = await PGlite.create();
});
afterAll(() => database.close());

test.each([
  [null, null],
  ['', ''],
  ['text', 'text'],
  [true, 't'],
  [false, 'f'],
  [45.5, '45.5'],
  [0, '0'],
  [Number.NaN, null],
  [[], '{}'],
  [['a', 'NULL', 'b,c', '{d}', 'e"f', 'g\\h'], '{"a","NULL","b,c","{d}","e\\"f","g\\\\h"}'],
  [{ suiteNumber: 'A02', gingr: { area: null } }, '{"suiteNumber":"A02","gingr":{"area":null}}'],
])('%j is staged as %j', (cell, staged) => {
  expect(encodeCell(cell)).toBe(staged);
});

test('PostgreSQL reads every list of texts back as it was', async () => {
  const item = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
  await fc.assert(
    fc.asyncProperty(fc.array(item), async (items) => {
      const { rows } = await database.query<{ json: string[] }>('SELECT to_json($1::text::text[]) AS json', [
        arrayLiteral(items),
      ]);
      expect(rows[0]?.json).toEqual(items);
    }),
    { numRuns: 200 },
  );
});
