import type { RunModel } from '../reconcile/model.ts';
import { compareWithKey } from '../sample/check.ts';
import { readKey } from '../sample/key.ts';
import { targetLookup } from '../sample/lookup.ts';
import type { Runtime } from './runtime.ts';
import { withWorld } from './world.ts';

export interface KeyComparison {
  statements: number;
  /** Sentences; empty where the key holds. */
  differences: string[];
}

/** Holds a first load of a sample to its answer key: accounts, issues, single records, single values in the target. */
export async function compareWithSampleKey(
  runtime: Runtime,
  run: RunModel,
  file: string,
): Promise<KeyComparison> {
  const key = await readKey(file);
  return withWorld(runtime, ({ session, source }) => compareWithKey(run, key, targetLookup(session, source)));
}
