import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyLine } from '../../src/database/copy.ts';
import { openSession } from '../../src/database/open.ts';
import { emptyPglite, emptyPostgres } from '../support/databases.ts';

test('escapes what COPY reads', () => {
  expect(copyLine(['a', null, '', '\\N', 'x\ty\nz\r'])).toBe('a\t\\N\t\t\\\\N\tx\\ty\\nz\\r\n');
  expect(copyLine([])).toBe('\n');
});

test.each([
  ['postgres', emptyPostgres],
  ['pglite', emptyPglite],
])('any text comes back as it went in: %s (P-PRIV-6)', async (_, make) => {
  const database = await make();
  const session = await openSession(database.target);
  await session.exec('CREATE SCHEMA odd; CREATE TABLE odd."Ta""ble" (place int, "a b" text, other text)');
  const character = fc.constantFrom(
    '\\',
    '\t',
    '\n',
    '\r',
    'N',
    '.',
    'x',
    '"',
    "'",
    'é',
    '🐕',
    '\u001f',
    '\u007f',
  );
  const value = fc.option(
    fc
      .oneof(fc.string({ unit: character }), fc.string({ unit: 'grapheme' }))
      .map((text) => text.replaceAll('\0', '')),
  );
  const rows = fc.sample(fc.tuple(value, value), { numRuns: 400, seed: 7 });
  const data = rows.map((row, place) => copyLine([String(place), ...row])).join('');
  await session.copyIn('"odd"."Ta""ble"', ['place', 'a b', 'other'], data);
  await session.copyIn('"odd"."Ta""ble"', ['place'], '');
  const { rows: found } = await session.query<{ a: string; b: string }>(
    `SELECT "a b" AS a, other AS b FROM odd."Ta""ble" ORDER BY place`,
  );
  expect(found.map((row) => [row.a, row.b])).toEqual(rows);
  await session.close();
  await database.drop();
});

test('a broken line is refused, and the session goes on', async () => {
  const database = await emptyPostgres();
  const session = await openSession(database.target);
  await session.exec('CREATE TABLE t (id int)');
  await expect(session.copyIn('t', ['id'], 'one\n')).rejects.toMatchObject({ code: '22P02' });
  await session.copyIn('public.t', ['id'], '1\n2\n');
  expect((await session.query('SELECT id FROM t')).rows).toEqual([{ id: 1 }, { id: 2 }]);
  await session.close();
  await database.drop();
});
