import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Crasher } from '../model/crash.ts';
import { Play } from '../model/play.ts';
import type { Step } from '../model/steps.ts';
import { SHAPES } from '../support/shapes/index.ts';
import { lyingProgram } from './lying-program.ts';
import { LIES, STATES } from './programs.ts';
import { sampled } from './score.ts';

/** Programs that lie, played against the model of test/model: each is caught by the words of the promise that it breaks. */

const TEN_MINUTES_MS = 600_000;
/** Lies that `npm test` tries in each state. */
const SHORT = 4;

describe.each(Object.keys(STATES) as (keyof typeof STATES)[])('%s', (state) => {
  // Each state stands in a database of another shape.
  const shape = SHAPES[Object.keys(STATES).indexOf(state)] ?? 'merged';
  const mine = sampled(
    LIES.filter((lie) => lie.state === state),
    SHORT,
    ({ name }) => name,
  );
  let crasher: Crasher;
  let standing: Play;
  beforeAll(async () => {
    crasher = await Crasher.open(inject('postgresUrl'));
    standing = await Play.open(crasher, shape);
    for (const step of STATES[state]) await standing.step(step);
  }, TEN_MINUTES_MS);
  afterAll(async () => {
    await standing?.close();
    await crasher?.close();
  });

  /** What is said of a history that goes on with this program; null: nothing is wrong. */
  async function verdictOn(steps: readonly Step[], ...program: Awaited<ReturnType<typeof lyingProgram>>[]) {
    const play = await Play.open(crasher, standing, ...program);
    try {
      for (const step of steps) await play.step(step);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await play.close();
    }
  }

  it(
    'holds where nobody lies',
    async () => {
      const ways = new Map(mine.map(({ steps }) => [JSON.stringify(steps), steps]));
      for (const steps of ways.values()) expect(await verdictOn(steps)).toBeNull();
    },
    TEN_MINUTES_MS,
  );

  it.each(mine)(
    'a program that $name',
    async ({ edits, steps, caught }) => {
      expect(await verdictOn(steps, await lyingProgram(edits))).toMatch(caught);
    },
    TEN_MINUTES_MS,
  );
});
