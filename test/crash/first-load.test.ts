import { afterAll, expect, it } from 'vitest';
import { CHECKPOINTS } from '../../src/core/checkpoint.ts';
import { type Home, home } from '../support/cli.ts';
import { firstLoad, writeExports } from './history.ts';
import { pointOf } from './kills.ts';
import { ALL, ON_POSTGRES } from './points.ts';

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((each) => each.drop())));

it('has every point of the program in the matrix', () => {
  expect([...new Set(ALL.map(pointOf))].sort()).toEqual([...CHECKPOINTS].sort());
});

it('killed at every point up to its report, one recovery after the other, a load ends as an undisturbed one', async () => {
  const [calm, killed] = [await home('postgres'), await home('postgres')];
  homes.push(calm, killed);
  await firstLoad({ calm, killed }, await writeExports(), ON_POSTGRES);
}, 1_200_000);
