import { afterAll, it } from 'vitest';
import { type Home, home } from '../support/cli.ts';
import { firstLoad, laterCommands, writeExports } from './history.ts';
import { ON_PGLITE } from './points.ts';

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((each) => each.drop())));

it('killed together with its embedded database, every command ends as an undisturbed one', async () => {
  const pair = { calm: await home('pglite'), killed: await home('pglite') };
  homes.push(...Object.values(pair));
  const exports = await writeExports();
  await firstLoad(pair, exports, ON_PGLITE);
  await laterCommands(pair, exports, ON_PGLITE);
}, 3_600_000);
