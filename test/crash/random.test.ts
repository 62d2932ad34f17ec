import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../../src/sample/random.ts';
import type { Ended, Home } from '../support/cli.ts';
import { effort } from '../support/effort.ts';
import { endOf } from './ends.ts';
import { commandHere } from './here.ts';
import { verdict } from './history.ts';
import { dropAfter, makeScenes, type Scene } from './scenes.ts';

/**
 * kill -9 from outside at moments that nobody chose, the recovery too sometimes, and the same command again: it ends
 * as if nothing had happened. The seed chooses command and moments; how far the command is by then is the machine's.
 */
const { runs, seed, minutes } = effort(8);
const AT_ONCE = 2;
/** The embedded database takes four times as long. */
const EMBEDDED_SHARE = 0.1;
/** A bit longer than the command takes, so that its last moments are met too. */
const REACH = 1.1;

const states: Home[] = [];
let scenes: Scene[] = [];
beforeAll(async () => {
  scenes = await makeScenes((home) => states.push(home));
}, 3_600_000);
afterAll(() => Promise.all(states.map((home) => home.drop())));

const say = (text: string) => process.stdout.write(`crash: ${text}\n`);

it(
  'ends as if nothing had happened, whenever a command is killed',
  async () => {
    const began = performance.now();
    const until = minutes === null ? Number.POSITIVE_INFINITY : began + minutes * 60_000;
    const failures: string[] = [];
    const count = { runs: 0, kills: 0, late: 0 };
    const seconds = () => (performance.now() - began) / 1000;
    let next = 0;
    const work = async () => {
      while (minutes === null ? next < runs : performance.now() < until) {
        next += 1;
        const outcome = await tryOnce(next).catch((error: unknown) => ({
          ...{ kills: 0, late: false },
          failure: `run ${next}: ${error instanceof Error ? error.stack : String(error)}`,
        }));
        count.runs += 1;
        count.kills += outcome.kills;
        if (outcome.late) count.late += 1;
        if (outcome.failure !== null) {
          failures.push(outcome.failure);
          say(`seed ${seed}, ${outcome.failure}`);
        }
        if (count.runs % 20 === 0) say(summary());
      }
    };
    const summary = () =>
      `${count.runs} runs, seed ${seed}: ${count.kills} kills, ${count.late} came too late, ${failures.length} failed; ${seconds().toFixed(0)} s, ${(seconds() / count.runs).toFixed(2)} s each`;
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    say(summary());
    expect(failures).toEqual([]);
  },
  minutes === null ? (runs + 1) * 60_000 : (minutes + 5) * 60_000,
);

interface Outcome {
  kills: number;
  /** Whether the command ended by itself before its kill came. */
  late: boolean;
  /** What went wrong, with all that it takes to try it again. */
  failure: string | null;
}

async function tryOnce(number: number): Promise<Outcome> {
  const random = new Random(seed, number);
  const embedded = random.chance(EMBEDDED_SHARE);
  const scene = random.pick(scenes.filter(({ kind }) => (kind === 'pglite') === embedded));
  const moments = Array.from({ length: random.pick([1, 1, 1, 1, 2, 2, 3]) }, () => random.next() * REACH);
  return dropAfter(await scene.start(), async (home) => {
    const told: string[] = [];
    let last: Ended | null = null;
    for (const moment of moments) {
      const delay = moment * scene.duration;
      last = await killAfter(home, scene, delay);
      if (last !== null) break;
      told.push(`after ${delay.toFixed(0)} ms`);
    }
    const late = last !== null;
    // An embedded database would keep this process, and with it the clock of the other run, from working.
    last ??= await (embedded ? home.cli(scene.args) : commandHere(home, scene.args));
    const failure = await compare(scene, home, last);
    const kills = [...told, ...(late ? ['too late'] : [])].join(', then ');
    const what = `run ${number}: ${scene.name} (${scene.kind}), killed ${kills}`;
    return { kills: told.length, late, failure: failure === null ? null : `${what}: ${failure}` };
  });
}

/** Kills the command after so many milliseconds; gives what it left where it had ended by then. */
async function killAfter(home: Home, scene: Scene, delay: number): Promise<Ended | null> {
  const began = performance.now();
  const running = await home.start(scene.args);
  const ended = await Promise.race([running.ended, sleep(delay, null)]);
  if (ended === null) running.process.kill('SIGKILL');
  const left = await running.ended;
  // Longer bit by bit until a kill comes too late: the last moments must not stay out of reach on a machine that got slower.
  if (left.signal === 'SIGKILL') {
    scene.duration *= 1.02;
    return null;
  }
  scene.duration = (scene.duration + performance.now() - began) / 2;
  return left;
}

async function compare(scene: Scene, home: Home, last: Ended): Promise<string | null> {
  // A rollback whose commit had gone through finds nothing more to do, and says so.
  const done = last.status === 4 && last.stdout.includes('BATCH_ROLLED_BACK');
  try {
    if (!done) expect(last.status, `${last.stderr}\n${last.stdout}`).toBe(exitOf(scene));
    if (scene.args.includes('--dry-run')) expect(verdict(last)).toEqual(scene.said);
    expect(await endOf(home)).toEqual(scene.end);
    return null;
  } catch (error) {
    const { message, diff } = error as { message: string; diff?: string };
    return `${message}\n${(diff ?? differences(await endOf(home), scene.end)).slice(0, 4000)}`;
  }
}

const exitOf = (scene: Scene): unknown => (scene.said as { exit: number | null }).exit;

/** Where two values differ, as paths. */
function differences(left: unknown, right: unknown, at = ''): string {
  if (JSON.stringify(left) === JSON.stringify(right)) return '';
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return `${at}: ${JSON.stringify(left)?.slice(0, 300)} instead of ${JSON.stringify(right)?.slice(0, 300)}\n`;
  const [mine, theirs] = [left as Record<string, unknown>, right as Record<string, unknown>];
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  return keys.map((key) => differences(mine[key], theirs[key], `${at}/${key}`)).join('');
}
