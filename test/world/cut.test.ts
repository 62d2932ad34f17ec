import { beforeAll, describe, expect, it } from 'vitest';
import type { Fault, Moment } from '../support/proxy.ts';
import { stateOf, withSession } from '../support/state.ts';
import {
  atLivePlace,
  atPlace,
  calmHistory,
  disturb,
  type History,
  hasten,
  preparedState,
  prepareTarget,
} from './support.ts';

hasten();

let calm: History;
beforeAll(async () => {
  calm = await calmHistory();
});

const COMMIT = /^COMMIT/;

/** Where, how, and whether the whole network fares so. */
const LOADS: [string, Moment, Fault, boolean][] = [
  ['the login', { message: 2 }, 'hung', false],
  ['transform: COPY begins', { request: /^COPY .*lines/i }, 'mute', false],
  [
    'transform: in the middle of a COPY, without a word',
    { bytes: 30_000, from: 'client' },
    'vanished',
    false,
  ],
  ['validate: its commit', { answerTo: COMMIT }, 'deaf', true],
  ['load: an insert', { request: /INSERT INTO public\./i }, 'hung', true],
  ['load: before its commit arrives', { request: COMMIT, nth: 2 }, 'mute', true],
  ['load: the answer to its commit', { answerTo: COMMIT, nth: 2 }, 'mute', false],
  ['load: the answer to its commit, cut', { answerTo: COMMIT, nth: 2 }, 'reset', false],
  ['verify', { request: /SET state = 'verified'/ }, 'closed', false],
];

describe.concurrent('the connection of a run', () => {
  it.each(LOADS)('%s %o %s', (_what, moment, fault, network) =>
    atPlace(async (place) => {
      const [step] = calm.steps;
      const [before, after] = calm.states;
      if (!step) throw new Error('no first load');
      const read = () => stateOf(place.run.target);
      expect(
        await disturb(place, step.command, { fault, moment, network }, { before, after, read }),
      ).not.toMatch(/not/);
    }),
  );
});

const ROLLBACKS: [string, Moment, Fault][] = [
  ['in the middle', { request: /rollback_/, nth: 5 }, 'hung'],
  ['before its commit', { request: COMMIT }, 'vanished'],
  ['the answer to its commit', { answerTo: COMMIT }, 'mute'],
];

describe.concurrent('the connection of a rollback', () => {
  it.each(ROLLBACKS)('%s', (_what, moment, fault) =>
    atPlace(async (place) => {
      const [first, second, rollback] = calm.steps;
      const [, , before, after] = calm.states;
      if (!first || !second || !rollback) throw new Error('no rollback');
      await first.command(place.runtime);
      await second.command(place.runtime);
      const read = () => stateOf(place.run.target);
      const states = { before, after, read };
      expect(await disturb(place, rollback.command, { fault, moment, network: false }, states)).toBe(
        'TARGET_LOST',
      );
    }),
  );
});

const PREPARATIONS: [string, Moment, Fault][] = [
  ['an index, built concurrently', { request: /^CREATE INDEX/, nth: 2 }, 'reset'],
  ['an index, whose end is not heard of', { answerTo: /^CREATE INDEX/, nth: 2 }, 'mute'],
  ['a column', { answerTo: COMMIT, nth: 3 }, 'hung'],
];

describe.concurrent('the connection of prepare', () => {
  it.each(PREPARATIONS)('%s', async (_what, moment, fault) => {
    const after = await atLivePlace(async ({ run, runtime }) => {
      await prepareTarget(runtime);
      return preparedState(run);
    });
    await atLivePlace(async (place) => {
      await disturb(place, (runtime) => prepareTarget(runtime), { fault, moment, network: false }, null);
      const left = await preparedState(place.run);
      expect(left.unusable).toBe(0);
      expect(left).toEqual(after);
      await disturb(
        place,
        (runtime) => prepareTarget(runtime, true),
        { fault, moment: { request: /DROP INDEX/, nth: 2 }, network: false },
        null,
      );
      const { rows } = await withSession(place.run.target, (session) =>
        session.query(`SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid`),
      );
      expect(rows).toEqual([]);
    });
  });
});
