import { generateResort } from '../sample/index.ts';
import type { SampleResult } from './results.ts';
import type { Runtime } from './runtime.ts';

/** Writes an invented Gingr export of any size, with its answer key. */
export async function sample(
  _runtime: Runtime,
  options: { seed: number; owners: number; out: string },
): Promise<SampleResult> {
  const { files, answerKey } = await generateResort(options);
  return { files: [...files, answerKey] };
}
