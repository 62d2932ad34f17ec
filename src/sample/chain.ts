import path from 'node:path';
import { MAIN } from './catalogue.ts';
import { type Generated, type GenerateOptions, generateResort } from './generate.ts';

/**
 * Writes the resorts of a chain, each with a Gingr database of its own, into a folder of its own. Their ids are the same,
 * as those of several databases are: only `sourceDatabase` tells them apart.
 */
export async function generateChain(options: GenerateOptions & { databases: number }): Promise<Generated[]> {
  const { databases, ...each } = options;
  const resorts: Generated[] = [];
  for (let nth = 1; nth <= databases; nth += 1) {
    const database = nth === 1 ? MAIN : `site-${nth}`;
    const own = { ...each, seed: each.seed + nth - 1, out: path.join(each.out, database), database };
    resorts.push(await generateResort(own));
  }
  return resorts;
}
