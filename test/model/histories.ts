import fc from 'fast-check';
import { inject } from 'vitest';
import { effort } from '../support/effort.ts';
import { Crasher } from './crash.ts';
import { Play } from './play.ts';
import { FIRST_LOAD, history } from './steps.ts';

/** Histories that `npm test` plays, in both halves together. */
const SHORT = 24;
/** How long a failing history is made shorter. */
const SHRINK_MS = 5 * 60_000;

/** The promises of DESIGN.md section 3 in every history of one half; the halves run side by side. */
export async function playHalf(half: 0 | 1): Promise<void> {
  const { runs, seed, minutes } = effort(SHORT);
  const crasher = await Crasher.open(inject('postgresUrl'));
  const first = await Play.open(crasher);
  await first.step(FIRST_LOAD);
  const began = performance.now();
  const played = { histories: 0, steps: 0 };
  let told: string[] = [];
  let failedAt: number | null = null;
  const path = process.env['PROOF_PATH'];
  try {
    const details = await fc.check(
      fc.asyncProperty(history, async (steps) => {
        if (failedAt !== null && performance.now() - failedAt > SHRINK_MS) return;
        const play = await Play.open(crasher, first);
        try {
          for (const step of steps) {
            await play.step(step);
            played.steps += 1;
          }
          played.histories += 1;
          if (played.histories % 20 === 0) report(half, played, began);
        } catch (error) {
          told = play.told;
          failedAt ??= performance.now();
          throw error;
        } finally {
          await play.close();
        }
      }),
      {
        ...{ seed: seed * 2 + half, numRuns: minutes === null ? Math.ceil(runs / 2) : 1_000_000 },
        ...(minutes === null ? {} : { interruptAfterTimeLimit: minutes * 60_000 }),
        ...(path === undefined ? {} : { path }),
      },
    );
    report(half, played, began);
    if (!details.failed) return;
    const error =
      details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
    const tale = told.map((words, number) => `  ${number + 1}. ${words}`).join('\n');
    throw new Error(
      `${error}\nafter this history:\n${tale}\nseed ${seed}, half ${half}, path ${details.counterexamplePath}; again with PROOF_PATH=${details.counterexamplePath} npm run test:model -- --seed ${seed}`,
      { cause: details.errorInstance },
    );
  } finally {
    await first.close();
    await crasher.close();
  }
}

function report(
  half: number,
  { histories, steps }: { histories: number; steps: number },
  began: number,
): void {
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(`model, half ${half}: ${histories} histories, ${steps} steps, ${seconds} s\n`);
}
