import { readFile } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import { CHECKPOINTS } from '../../src/core/checkpoint.ts';
import { type Home, homeFor } from '../support/cli.ts';
import { preparedShape } from '../support/shapes/index.ts';
import { firstLoad, writeExports } from './history.ts';
import { pointOf } from './kills.ts';
import { ALL, LONG_ONLY, ON_POSTGRES, shapesFor } from './points.ts';

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((each) => each.drop())));

it('has every point of the program in the matrix, and says which ones only a longer run kills', async () => {
  expect([...new Set(ALL.map(pointOf))].sort()).toEqual([...CHECKPOINTS].sort());
  const page = await readFile(new URL('../../docs/proofs.md', import.meta.url), 'utf8');
  const [, told = ''] = /<!-- long only -->([\s\S]*?)<!-- end -->/.exec(page) ?? [];
  expect([...told.matchAll(/`([a-z.-]+)`/g)].map(([, point]) => point).sort()).toEqual([...LONG_ONLY].sort());
});

it.each(shapesFor(0))(
  '%s: killed at every point up to its report, one recovery after the other, a load ends as an undisturbed one',
  async (shape) => {
    const [calm, killed] = [
      await homeFor(await preparedShape(shape)),
      await homeFor(await preparedShape(shape)),
    ];
    homes.push(calm, killed);
    await firstLoad({ calm, killed }, await writeExports(), ON_POSTGRES);
  },
  3_600_000,
);
