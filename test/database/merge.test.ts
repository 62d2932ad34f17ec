import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSession } from '../../src/database/open.ts';
import type { Session } from '../../src/database/session.ts';
import { freshPglite } from '../support/databases.ts';

let session: Session;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await freshPglite();
  drop = database.drop;
  session = await openSession(database.target);
});

afterAll(async () => {
  await session.close();
  await drop();
});

type Json = unknown;

async function json(base: Json, source: Json, target: Json): Promise<Json> {
  const text = (value: Json) => (value === null ? null : JSON.stringify(value));
  const { rows } = await session.query<{ merged: Json }>(
    'SELECT migration.merge_jsonb($1::jsonb, $2::jsonb, $3::jsonb) AS merged',
    [text(base), text(source), text(target)],
  );
  return rows[0]?.merged;
}

async function array(
  base: string[] | null,
  source: string[] | null,
  target: string[] | null,
): Promise<unknown> {
  const { rows } = await session.query<{ merged: unknown }>(
    'SELECT migration.merge_array($1::text[], $2::text[], $3::text[]) AS merged',
    [base, source, target],
  );
  return rows[0]?.merged;
}

describe('merge_array', () => {
  test.each([
    ['Gingr changed nothing', ['a', 'b'], ['a', 'b'], ['b', 'x'], ['b', 'x']],
    ['people changed nothing', ['a', 'b'], ['c'], ['a', 'b'], ['c']],
    ['both added', ['a'], ['a', 's'], ['a', 't'], ['a', 't', 's']],
    ['both added the same', ['a'], ['a', 'n'], ['n', 'a'], ['n', 'a']],
    ['Gingr removed, people added', ['a', 'b'], ['b'], ['a', 'b', 't'], ['b', 't']],
    ['people removed, Gingr added', ['a', 'b'], ['a', 'b', 's'], ['b'], ['b', 's']],
    ['nothing known', null, ['a', 's'], ['t', 'a'], ['t', 'a', 's']],
    ['nothing known, target empty', null, ['s'], null, ['s']],
    ['nothing known, source empty', null, null, ['t'], ['t']],
    ['Gingr emptied it', ['a'], null, ['a', 't'], ['t']],
    ['all removed on both sides', ['a', 'b'], ['a'], ['b'], []],
    ['repeated items', ['a'], ['a', 's', 's'], ['a', 't', 't'], ['a', 't', 's']],
  ])('%s', async (_, base, source, target, merged) => {
    expect(await array(base, source, target)).toEqual(merged);
  });

  test('arrays of enums', async () => {
    const { rows } = await session.query(
      `SELECT migration.merge_array('{BLIND}'::"SpecialRequirement"[], '{BLIND,DEAF}', '{BLIND,BITER}') AS merged`,
    );
    expect(rows).toEqual([{ merged: ['BLIND', 'BITER', 'DEAF'] }]);
  });
});

describe('merge_jsonb', () => {
  test.each([
    ['Gingr changed nothing', { a: 1 }, { a: 1 }, { a: 2 }, { a: 2 }],
    ['people changed nothing', { a: 1 }, { b: 2 }, { a: 1 }, { b: 2 }],
    ['different keys', { a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 3 }, { a: 2, b: 3 }],
    ['one key on both sides: the target stays', { a: 1 }, { a: 2, n: 1 }, { a: 3 }, { a: 3, n: 1 }],
    ['Gingr removed a key', { a: 1, b: 1 }, { b: 1 }, { a: 1, b: 1, t: 1 }, { b: 1, t: 1 }],
    ['people removed a key that Gingr changed', { a: 1, b: 1 }, { a: 2, b: 1 }, { b: 1 }, { b: 1 }],
    ['people removed a key, Gingr changed another', { a: 1, b: 1 }, { a: 1, b: 2 }, { b: 1 }, { b: 2 }],
    ['nothing known', null, { a: 1, s: 1 }, { a: 2, t: 1 }, { a: 2, s: 1, t: 1 }],
    ['nothing known, target empty', null, { s: 1 }, null, { s: 1 }],
    ['Gingr emptied it', { a: 1, b: 1 }, null, { a: 1, b: 2 }, { b: 2 }],
    ['a key whose value is JSON null', { a: 1 }, { a: null }, { a: 1, t: 1 }, { a: null, t: 1 }],
    ['arrays', ['a', 'b'], ['b', 's'], ['a', 'b', 't'], ['b', 't', 's']],
    [
      'arrays of objects',
      [{ n: 1 }],
      [{ n: 1 }, { n: 2 }],
      [{ n: 1 }, { n: 3 }],
      [{ n: 1 }, { n: 3 }, { n: 2 }],
    ],
    ['arrays, nothing known', null, ['s'], ['t'], ['t', 's']],
    ['scalars', 1, 2, 3, 3],
    ['scalars that people left alone', 1, 2, 1, 2],
    ['differing kinds', { a: 1 }, ['a'], { a: 2 }, { a: 2 }],
    ['all empty', null, null, null, null],
  ])('%s', async (_, base, source, target, merged) => {
    expect(await json(base, source, target)).toEqual(merged);
  });
});
