import { afterAll, expect, it } from 'vitest';
import { expectStatus, type Home, home } from '../support/cli.ts';
import { smallResort, writeResort } from '../support/resort.ts';
import { withSession } from '../support/state.ts';
import { endOf } from './ends.ts';
import { commandHere } from './here.ts';
import { killAtEach } from './kills.ts';
import { LARGE } from './points.ts';

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((each) => each.drop())));

/** The numbers by which the database knows the plain indexes of the services. */
const indexes = (here: Home): Promise<unknown[]> =>
  withSession(here.target, async (session) => {
    const { rows } = await session.query<{ index: string }>(
      `SELECT indexrelid::text AS index FROM pg_index WHERE indrelid = 'public.services'::regclass AND NOT indisunique ORDER BY 1`,
    );
    return rows.map(({ index }) => index);
  });

it('killed while the indexes of a table are set aside, it finds them all in their places', async () => {
  const [calm, killed] = [await home('postgres'), await home('postgres')];
  homes.push(calm, killed);
  const records = smallResort();
  const [type] = records['reservation_types'] ?? [];
  records['reservation_types'] = Array.from({ length: 5100 }, (_, index) => ({
    ...type,
    ...{ id: String(index + 11), type: `Boarding | Suite ${index}` },
  }));
  const args = ['run', '--from', await writeResort(records)];
  const before = await indexes(killed);
  await killAtEach(killed, args, LARGE);
  expect(await indexes(killed)).toEqual(before);
  for (const here of [calm, killed]) expectStatus(await commandHere(here, args), 0);
  expect(await endOf(killed)).toEqual(await endOf(calm));
  // They were really taken off, and made again.
  expect(await indexes(killed)).not.toEqual(before);
}, 300_000);
