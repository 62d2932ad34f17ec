import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import { MigrateError } from '../../src/core/errors.ts';
import { introspect } from '../../src/database/introspect.ts';
import { readMigrations } from '../../src/database/migrations.ts';
import { patience } from '../../src/database/silence.ts';
import { prepare } from '../../src/pipeline/prepare.ts';
import { rollbackBatch } from '../../src/pipeline/rollback.ts';
import { runAll } from '../../src/pipeline/run.ts';
import type { Runtime } from '../../src/pipeline/runtime.ts';
import { laterResort, troubledResort } from '../crash/export.ts';
import { emptyPostgres } from '../support/databases.ts';
import { type Fault, type Moment, openProxy, type TestProxy } from '../support/proxy.ts';
import { writeResort } from '../support/resort.ts';
import { type TestRun, testRun } from '../support/runtime.ts';
import { readState, type State, stateOf, withSession } from '../support/state.ts';

const PATIENCE = 'TAILTOWN_MIGRATE_PATIENCE_MS';

/**
 * For the tests of a file: people wait 20 s before they ask; here everything goes forty times as fast, or as fast as the
 * environment says: a busy machine needs more. The program's processes inherit it. Files that come behind wait as people do.
 */
export function hasten(): void {
  const given = process.env[PATIENCE];
  beforeAll(() => {
    process.env[PATIENCE] ??= '500';
  });
  afterAll(() => {
    if (given === undefined) delete process.env[PATIENCE];
  });
}

/** Longest that a command may take to find out that nobody answers; and the server, that nobody asks. */
const noticedWithin = () => 60 * patience();

/** What a command ended with: its result, or the error that people would be told. */
export type Ending<T> = { ok: true; value: T } | { ok: false; code: string; exit: number; told: string };

/** A database behind a proxy, and the program's own ways to it. */
export interface Place {
  run: TestRun;
  /** With which the commands reach the target through the proxy. */
  runtime: Runtime;
  proxy: TestProxy;
}

/** Work on a prepared database behind a proxy. */
export async function atPlace<T>(work: (place: Place) => Promise<T>): Promise<T> {
  return behindProxy(await testRun('postgres'), work);
}

/** The same on Tailtown's own tables, to which `prepare` has added nothing yet. */
export async function atLivePlace<T>(work: (place: Place) => Promise<T>): Promise<T> {
  const run = await testRun('postgres');
  const database = await emptyPostgres();
  const tables = (await readMigrations()).find(({ what }) => what === 'tailtown_tables');
  await withSession(database.target, (session) => session.exec(tables?.sql ?? ''));
  const drop = async () => {
    await database.drop();
    await run.drop();
  };
  return behindProxy({ ...run, target: database.target, drop }, work);
}

async function behindProxy<T>(run: TestRun, work: (place: Place) => Promise<T>): Promise<T> {
  if (run.target.kind === 'embedded') throw new Error('an embedded database has no network');
  const proxy = await openProxy(run.target.url);
  const target = { ...run.target, url: proxy.url };
  try {
    return await work({
      ...{ run, proxy },
      runtime: { ...run.runtime, settings: { ...run.runtime.settings, target } },
    });
  } finally {
    await proxy.close();
    await run.drop();
  }
}

/** Runs a command to its end, which must come soon whatever the world does, and be one that people understand. */
export async function endingOf<T>(work: Promise<T>): Promise<Ending<T>> {
  const late = new AbortController();
  const most = noticedWithin();
  const tooLate = sleep(most, undefined, { signal: late.signal }).then(() => {
    throw new Error(`the command has not ended within ${most} ms`);
  });
  tooLate.catch(() => undefined);
  try {
    return { ok: true, value: await Promise.race([work, tooLate]) };
  } catch (error) {
    if (!(error instanceof MigrateError)) throw error;
    const told = `${error.message} ${error.context.hint ?? ''}`;
    return { ok: false, code: error.code, exit: error.exit, told };
  } finally {
    late.abort();
  }
}

/** The same command again, once the server has let go of what it left; it must do its work, or say that it is done. */
export async function recovered(again: () => Promise<unknown>): Promise<void> {
  const until = Date.now() + noticedWithin();
  for (;;) {
    const ending = await endingOf(again());
    if (ending.ok || ending.code === 'BATCH_ROLLED_BACK') return;
    if (ending.code !== 'LOCK_HELD' || Date.now() > until) throw new Error(`${ending.code}: ${ending.told}`);
    await sleep(100);
  }
}

export interface Disturbance {
  fault: Fault;
  moment: Moment;
  /** Whether new connections fare alike. */
  network: boolean;
}

/**
 * Disturbs a command once. It must end soon and with a message that says what to do; leave all or nothing; and the
 * same command afterwards must bring the database to where an undisturbed one would.
 */
export async function disturb(
  { run, runtime, proxy }: Place,
  command: (runtime: Runtime) => Promise<unknown>,
  { fault, moment, network }: Disturbance,
  states: { before: unknown; after: unknown; read: () => Promise<unknown> } | null,
): Promise<string> {
  proxy.fail(fault, moment, { network });
  const ending = await endingOf(command(runtime));
  const { struck } = proxy;
  proxy.heal();
  if (!ending.ok) {
    expect(struck, `${ending.code}: ${ending.told}`).toBe(true);
    expect([ending.code, ending.exit]).toSatisfy(
      ([code, exit]) =>
        (code === 'TARGET_LOST' && exit === 1) || (code === 'TARGET_UNREACHABLE' && exit === 4),
    );
    expect(ending.told).toMatch(/run the same command again/);
  }
  const rows = async () => (await stateOf(run.target)).rows;
  if (states && !ending.ok) {
    const left = await rows();
    const known = [states.before, states.after].map((state) => (state as State).rows);
    expect(known).toContainEqual(left);
  }
  await recovered(() => command(runtime));
  if (states) expect(await states.read()).toEqual(states.after);
  return ending.ok ? (struck ? 'not noticed' : 'not struck') : ending.code;
}

export const load = (runtime: Runtime, from: string) => runAll(runtime, { command: 'run', from: [from] });

export const undo = (runtime: Runtime, batch: string) =>
  rollbackBatch(runtime, { batch, dryRun: false, through: true });

export const prepareTarget = (runtime: Runtime, undoing = false) =>
  prepare(runtime, { dryRun: false, undo: undoing });

/** A load, a second one a week later, and the rollback of both: what each leaves when nobody disturbs it. */
export interface History {
  /** Folder of the first export. */
  from: string;
  steps: { name: string; command: (runtime: Runtime) => Promise<unknown>; messages: number }[];
  /** States before the first step and after each. */
  states: State[];
}

export async function calmHistory(): Promise<History> {
  const from = await writeResort(troubledResort());
  const later = await writeResort(laterResort(), '2026-03-08');
  return atPlace(async ({ run, runtime, proxy }) => {
    const read = () => withSession(run.target, readState);
    const states = [await read()];
    let batch = '';
    const steps: History['steps'] = [
      {
        name: 'first load',
        command: async (where) => {
          batch = (await load(where, from)).batch?.id ?? batch;
        },
        messages: 0,
      },
      { name: 'second load', command: (where) => load(where, later), messages: 0 },
      { name: 'rollback', command: (where) => undo(where, batch), messages: 0 },
    ];
    for (const step of steps) {
      proxy.heal();
      await step.command(runtime);
      step.messages = proxy.messages;
      states.push(await read());
    }
    return { from, steps, states };
  });
}

/** What `prepare` left of tables, columns, indexes and records, unusable indexes too. */
export const preparedState = (run: TestRun) =>
  withSession(run.target, async (session) => {
    const { rows: unusable } = await session.query('SELECT 1 FROM pg_index WHERE NOT indisvalid');
    const { rows: there } = await session.query<{ found: boolean }>(
      `SELECT to_regclass('migration.prepared') IS NOT NULL AS found`,
    );
    const prepared = there[0]?.found
      ? (await session.query('SELECT kind, object FROM migration.prepared ORDER BY 1, 2')).rows
      : null;
    return { tables: (await introspect(session)).tables, unusable: unusable.length, prepared };
  });
