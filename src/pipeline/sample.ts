import type { GenerateOptions } from '../sample/index.ts';
import type { SampleResult } from './results.ts';
import type { Runtime } from './runtime.ts';

/** Writes an invented Gingr export of any size with its answer key, or one for each database of a chain. */
export async function sample(
  _runtime: Runtime,
  { databases, ...options }: GenerateOptions & { databases: number },
): Promise<SampleResult> {
  // The lists of invented names are large, and no other command wants them.
  const { generateChain, generateResort } = await import('../sample/index.ts');
  const resorts =
    databases > 1 ? await generateChain({ ...options, databases }) : [await generateResort(options)];
  return { files: resorts.flatMap(({ files, answerKey }) => [...files, answerKey]) };
}
