import { afterAll, it } from 'vitest';
import { expectStatus, type Home, homeFor } from '../support/cli.ts';
import { preparedShape } from '../support/shapes/index.ts';
import { commandHere } from './here.ts';
import { laterCommands, writeExports } from './history.ts';
import { ON_POSTGRES, shapesFor } from './points.ts';
import { copyOf } from './scenes.ts';

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((each) => each.drop())));

it.each(shapesFor(1))(
  '%s: dry run, second load and rollbacks end as undisturbed ones wherever they are killed',
  async (shape) => {
    const calm = await homeFor(await preparedShape(shape));
    homes.push(calm);
    const exports = await writeExports();
    expectStatus(await commandHere(calm, ['run', '--from', exports.from]), 0);
    const killed = await copyOf(calm);
    homes.push(killed);
    await laterCommands({ calm, killed }, exports, ON_POSTGRES);
  },
  3_600_000,
);
