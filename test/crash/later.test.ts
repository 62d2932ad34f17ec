import { afterAll, it } from 'vitest';
import { expectStatus, type Home, home } from '../support/cli.ts';
import { commandHere } from './here.ts';
import { laterCommands, writeExports } from './history.ts';
import { ON_POSTGRES } from './points.ts';
import { copyOf } from './scenes.ts';

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((each) => each.drop())));

it('dry run, second load and rollback end as undisturbed ones wherever they are killed', async () => {
  const calm = await home('postgres');
  homes.push(calm);
  const exports = await writeExports();
  expectStatus(await commandHere(calm, ['run', '--from', exports.from]), 0);
  const killed = await copyOf(calm);
  homes.push(killed);
  await laterCommands({ calm, killed }, exports, ON_POSTGRES);
}, 1_200_000);
