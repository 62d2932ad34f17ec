import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSession } from '../../src/database/open.ts';
import type { Session } from '../../src/database/session.ts';
import { cents } from '../../src/database/sql.ts';
import { freshPglite } from '../support/databases.ts';

/** The short way to whole cents gives what the way over numeric gives, whatever stands in a column. */

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

/** Values for which the two ways differ, and those that the short way did not take at all. */
async function held(values: readonly string[], type: string) {
  const { rows } = await session.query<{ wrong: string[]; long: number }>(
    `SELECT coalesce(array_agg(x::text) FILTER (WHERE ${cents('x')} IS DISTINCT FROM round(x::numeric * 100)), '{}') AS wrong,
       count(*) FILTER (WHERE NOT (abs(x) < 1e13 AND round(x * 100.0) / 100.0 = x))::int AS long
     FROM (SELECT unnest($1::text[])::${type} AS x) v`,
    [values],
  );
  return rows[0] ?? { wrong: ['nothing'], long: 0 };
}

const amounts = fc.sample(fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }), {
  numRuns: 5_000,
  seed: 1,
});
const asText = (hundredths: bigint): string => {
  const digits = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(3, '0');
  return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

test.each(['double precision', 'numeric'])('amounts with two decimals, as %s', async (type) => {
  expect(await held(amounts.map(asText), type)).toEqual({ wrong: [], long: 0 });
});

test('whatever else a double may be', async () => {
  const odd = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), { numRuns: 5_000, seed: 2 });
  const near = amounts.map((hundredths) => `${asText(hundredths % 10n ** 9n)}5`);
  const values = [
    ...odd.map(String),
    ...near,
    '1.005',
    '0.285',
    '-0.005',
    '0',
    '-0',
    '1e13',
    '1e300',
    '-1e14',
  ];
  const { wrong, long } = await held(values, 'double precision');
  expect(wrong).toEqual([]);
  expect(long).toBeGreaterThan(5_000);
  expect(await held(['21474837', '-7', '0'], 'integer')).toEqual({ wrong: [], long: 0 });
});
