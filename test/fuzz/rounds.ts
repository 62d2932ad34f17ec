import { effort } from '../support/effort.ts';

/** What one case gave: what is wrong, in words, and how it ended. */
export interface Judged {
  wrong: string[];
  ended: string;
}

const MOST_FAILURES = 20;

/**
 * Tries cases seed, seed + 1, ... by count or by the clock, says how they ended, and fails at the end naming each bad
 * one; `npm run test:fuzz -- --runs 1 --seed N` repeats that one alone.
 */
export async function rounds(
  name: string,
  runs: number,
  judge: (seed: number) => Promise<Judged>,
): Promise<void> {
  const { runs: wanted, seed, minutes } = effort(runs);
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const ended = new Map<string, number>();
  const failures: string[] = [];
  let tried = 0;
  for (; minutes === null ? tried < wanted : seconds() < minutes * 60; tried += 1) {
    const own = seed + tried;
    const { wrong, ended: how } = await judge(own).catch((error: unknown) => ({
      wrong: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
      ended: 'broken',
    }));
    ended.set(how, (ended.get(how) ?? 0) + 1);
    if (wrong.length === 0) continue;
    failures.push(`seed ${own} (npm run test:fuzz -- --runs 1 --seed ${own}):\n  ${wrong.join('\n  ')}`);
    process.stdout.write(`fuzz ${name}: FAILED ${failures.at(-1)}\n`);
    if (failures.length >= MOST_FAILURES) break;
  }
  const how = [...ended].sort(([, a], [, b]) => b - a).map(([word, count]) => `${word} ${count}`);
  process.stdout.write(
    `fuzz ${name}: ${tried} cases from seed ${seed} in ${seconds().toFixed(1)} s; ${failures.length} failed; ${how.join(', ')}\n`,
  );
  if (failures.length > 0) throw new Error(failures.join('\n'));
}

/** For vitest: room for what is asked. */
export const PATIENCE = ((effort(1).minutes ?? 0) + 10) * 60_000;
