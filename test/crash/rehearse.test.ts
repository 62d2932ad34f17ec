import { afterAll, expect, it } from 'vitest';
import { expectStatus, type Home, home, jsonOf } from '../support/cli.ts';
import { writeResort } from '../support/resort.ts';
import { endOf } from './ends.ts';
import { troubledResort } from './export.ts';
import { commandHere } from './here.ts';
import { killAtEach } from './kills.ts';
import { REHEARSED } from './points.ts';

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((each) => each.drop())));

it('a rehearsal that is killed behind each of its steps ends as an undisturbed one, with the same proof', async () => {
  const [calm, killed] = [await home('postgres'), await home('postgres')];
  homes.push(calm, killed);
  const args = ['rehearse', '--from', await writeResort(troubledResort())];
  await killAtEach(killed, args, REHEARSED);
  const said = await commandHere(killed, [...args, '--json']);
  expectStatus(said, 0);
  const calmly = await commandHere(calm, [...args, '--json']);
  expect(proof(said)).toEqual(proof(calmly));
  expect(await endOf(killed)).toEqual(await endOf(calm));
}, 600_000);

/** All but seconds, hashes that clock columns go into, and that the killed one found itself finished. */
function proof(ended: Awaited<ReturnType<typeof commandHere>>): object {
  const { durationsMs: _, fingerprints: __, report: ___, repeated: ____, ...said } = jsonOf(ended);
  expect(said).toMatchObject({ verdict: 'proven', differences: [] });
  return said;
}
