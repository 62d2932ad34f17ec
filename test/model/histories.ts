import fc from 'fast-check';
import { inject } from 'vitest';
import { effort } from '../support/effort.ts';
import { SHAPES, type ShapeName } from '../support/shapes/index.ts';
import { Crasher } from './crash.ts';
import { Play } from './play.ts';
import { FIRST_LOAD, history } from './steps.ts';

/** Histories that `npm test` plays on each shape. */
const SHORT = 2;
/** How long a failing history is made shorter. */
const SHRINK_MS = 5 * 60_000;

interface Played {
  histories: number;
  steps: number;
  happened: Map<string, number>;
}

/** The promises of DESIGN.md section 3 in histories of any order, on a database of one shape; `--runs` counts those of all shapes. */
export async function playOn(shape: ShapeName): Promise<void> {
  const { runs, seed, minutes } = effort(SHORT * SHAPES.length);
  const place = SHAPES.indexOf(shape);
  const crasher = await Crasher.open(inject('postgresUrl'));
  const first = await Play.open(crasher, shape);
  await first.step(FIRST_LOAD);
  const began = performance.now();
  const played: Played = { histories: 0, steps: 0, happened: new Map() };
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
          if (played.histories % 20 === 0) report(shape, played, began);
        } catch (error) {
          told = play.told;
          failedAt ??= performance.now();
          throw error;
        } finally {
          for (const [what, times] of play.happened)
            played.happened.set(what, (played.happened.get(what) ?? 0) + times);
          await play.close();
        }
      }),
      {
        ...{
          seed: seed * 3 + place,
          numRuns: minutes === null ? Math.ceil(runs / SHAPES.length) : 1_000_000,
        },
        ...(minutes === null ? {} : { interruptAfterTimeLimit: minutes * 60_000 }),
        ...(path === undefined ? {} : { path }),
      },
    );
    report(shape, played, began);
    if (!details.failed) return;
    const error =
      details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
    const tale = told.map((words, number) => `  ${number + 1}. ${words}`).join('\n');
    throw new Error(
      `${error}\nafter this history:\n${tale}\nseed ${seed}, shape ${shape}, path ${details.counterexamplePath}; again with PROOF_PATH=${details.counterexamplePath} npm run test:model -- --seed ${seed} (test/model/${shape}.test.ts)`,
      { cause: details.errorInstance },
    );
  } finally {
    await first.close();
    await crasher.close();
  }
}

function report(shape: ShapeName, { histories, steps, happened }: Played, began: number): void {
  const seconds = Math.round((performance.now() - began) / 1000);
  const did = [...happened].map(([what, times]) => `${what} ${times}`);
  process.stdout.write(
    `model, ${shape}: ${histories} histories, ${steps} steps, ${seconds} s: ${did.join(', ')}\n`,
  );
}
