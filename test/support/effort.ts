/** How much a proof tries. */
export interface Effort {
  runs: number;
  /** Whole number that every choice follows from. */
  seed: number;
  /** Ends it by the clock instead, where asked; null: by `runs`. */
  minutes: number | null;
}

/** Whether somebody asked for more than `npm test` tries. */
export const isLong = (): boolean =>
  process.env['PROOF_RUNS'] !== undefined || process.env['PROOF_MINUTES'] !== undefined;

/**
 * What a test of SQL that is the same on both runs on: the server, and in `npm run test:embedded` the embedded database
 * too, which takes four times as long. What is its own (sessions, files, locks, crashes, a first load) is always tested on both.
 */
export const ENGINES: readonly ('pglite' | 'postgres')[] = isLong() ? ['pglite', 'postgres'] : ['postgres'];

/** What `npm run test:NAME -- --runs N --seed S --minutes M` asks for; `npm test` tries `runs` with seed 1. */
export function effort(runs: number): Effort {
  const asked = (name: string): number | null => {
    const text = process.env[`PROOF_${name}`];
    return text === undefined ? null : Number(text);
  };
  return { runs: asked('RUNS') ?? runs, seed: asked('SEED') ?? 1, minutes: asked('MINUTES') };
}
