import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../../src/sample/random.ts';
import { effort } from '../support/effort.ts';
import { FAULTS, type Moment } from '../support/proxy.ts';
import { stateOf } from '../support/state.ts';
import {
  atLivePlace,
  atPlace,
  calmHistory,
  type Disturbance,
  disturb,
  type History,
  hasten,
  preparedState,
  prepareTarget,
} from './support.ts';

hasten();

/** One run is one fault; a history has one in each of its steps. */
const { runs, seed, minutes } = effort(6);

/** Every so many histories prepare a live Tailtown instead, and take that back. */
const PREPARE_EVERY = 6;

const found: Record<string, number> = {};
let faults = 0;
let calm: History;
let calmPrepare: { messages: number; prepared: unknown };

beforeAll(async () => {
  calm = await calmHistory();
  calmPrepare = await atLivePlace(async ({ run, runtime, proxy }) => {
    await prepareTarget(runtime);
    return { messages: proxy.messages, prepared: await preparedState(run) };
  });
});

function disturbance(random: Random, messages: number): Disturbance {
  const message = 1 + random.int(messages);
  const moments: Moment[] = [
    { message },
    { answerToMessage: message },
    { answerTo: /^COMMIT/, nth: 1 + random.int(2) },
    { bytes: 1 + random.int(60_000), from: random.pick(['client', 'server']) },
  ];
  return { fault: random.pick(FAULTS), moment: random.pick(moments), network: random.chance(0.3) };
}

async function one(where: string, how: Disturbance, work: () => Promise<string>): Promise<void> {
  const what = `${where}: ${how.fault}${how.network ? ', the whole network,' : ''} at ${describe(how.moment)}`;
  const began = Date.now();
  try {
    const end = await work();
    faults += 1;
    found[end] = (found[end] ?? 0) + 1;
    process.stdout.write(`world: ${what}: ${end} (${Date.now() - began} ms)\n`);
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

const describe = (moment: Moment): string =>
  Object.entries(moment)
    .map(([key, value]) => `${key} ${value}`)
    .join(' ');

const playHistory = (random: Random, name: string) =>
  atPlace(async (place) => {
    for (const [index, step] of calm.steps.entries()) {
      const how = disturbance(random, step.messages);
      const [before, after] = [calm.states[index], calm.states[index + 1]];
      const read = () => stateOf(place.run.target);
      await one(`${name}, ${step.name}`, how, () =>
        disturb(place, step.command, how, { before, after, read }),
      );
    }
  });

const playPrepare = (random: Random, name: string) =>
  atLivePlace(async (place) => {
    for (const undoing of [false, true, false]) {
      const how = disturbance(random, calmPrepare.messages);
      await one(`${name}, prepare${undoing ? ' --undo' : ''}`, how, () =>
        disturb(place, (runtime) => prepareTarget(runtime, undoing), how, null),
      );
      const left = await preparedState(place.run);
      if (undoing) expect([left.prepared, left.unusable]).toEqual([null, 0]);
      else expect(left).toEqual(calmPrepare.prepared);
    }
  });

const until = minutes === null ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000;
const histories = Math.ceil(runs / 3);

it(`${runs} faults at random moments, seed ${seed}`, { timeout: 24 * 3_600_000 }, async () => {
  for (let history = 0; history < histories && Date.now() < until; history += 1) {
    // Each history follows from its own seed alone: `--runs 3 --seed N` plays it again.
    const own = seed + history;
    const play = own % PREPARE_EVERY === 0 ? playPrepare : playHistory;
    await play(new Random(own), `seed ${own}`);
  }
});

afterAll(() => {
  const ends = Object.entries(found).map(([end, times]) => `${end} ${times}`);
  process.stdout.write(`world: ${faults} faults, seed ${seed}: ${ends.join(', ')}\n`);
});
