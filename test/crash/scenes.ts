import { cp } from 'node:fs/promises';
import path from 'node:path';

import { expectStatus, type Home, home, homeFor, jsonOf } from '../support/cli.ts';
import { copyPostgres, emptyPglite, emptyPostgres } from '../support/databases.ts';
import { preparedShape } from '../support/shapes/index.ts';
import { type End, endOf } from './ends.ts';
import { commandHere } from './here.ts';
import { goOn, verdict, writeExports } from './history.ts';
import { shapesFor } from './points.ts';

/** A command on a state that was made once, and what it leaves when nobody disturbs it. */
export interface Scene {
  name: string;
  kind: 'postgres' | 'pglite';
  args: readonly string[];
  /** A home of its own in that state. */
  start(): Promise<Home>;
  end: End;
  said: object;
  /** How long the command takes, in milliseconds; whoever kills it adjusts this as the machine gets slower or faster. */
  duration: number;
}

type Plan = Pick<Scene, 'name' | 'kind' | 'args' | 'start'>;

/** The commands that are killed at random moments. `keep` gets every home that stands for a state. */
export async function makeScenes(keep: (home: Home) => void): Promise<Scene[]> {
  const { from, later } = await writeExports();
  const run = async (here: Home, args: readonly string[]) =>
    jsonOf(expectStatus(await commandHere(here, [...args, '--json']), 0));
  const batchOf = (result: Record<string, unknown>) => (result['batch'] as { id: string }).id;

  const plans: Plan[] = [];
  for (const kind of ['postgres', 'pglite'] as const) {
    const [shape = 'history'] = shapesFor(2);
    const fresh = kind === 'pglite' ? await home(kind) : await homeFor(await preparedShape(shape));
    const loaded = await copyOf(fresh);
    const first = batchOf(await run(loaded, ['run', '--from', from]));
    await goOn(loaded);
    await run(loaded, ['extract', '--from', later]);
    for (const each of [fresh, loaded]) keep(each);
    const on = (state: Home, name: string, ...args: string[]) =>
      plans.push({ name, kind, args: [...args, '--json'], start: () => copyOf(state) });
    on(loaded, 'second run', 'run', '--from', later);
    if (kind === 'pglite') continue;
    on(fresh, 'run', 'run', '--from', from);
    const twice = await copyOf(loaded);
    keep(twice);
    const second = batchOf(await run(twice, ['run', '--from', later]));
    on(loaded, 'dry run', 'load', '--dry-run');
    on(twice, 'rollback', 'rollback', second, '--confirm', second);
    on(twice, 'rollback --through', 'rollback', first, '--through', '--confirm', first);
  }
  const empty = async () => homeFor(await emptyPostgres());
  plans.push({ name: 'prepare', kind: 'postgres', args: ['prepare', '--json'], start: empty });
  const nothing = async () => homeFor(await emptyPglite());
  const args = ['run', '--from', from, '--json'];
  plans.push({ name: 'run on nothing', kind: 'pglite', args, start: nothing });

  const scenes: Scene[] = [];
  // The first call compiles the program.
  for (const { start } of plans.slice(0, 1))
    await dropAfter(await start(), (here) => here.cli(['--version']));
  for (const plan of plans) {
    const scene = await dropAfter(await plan.start(), async (calm): Promise<Scene> => {
      const began = performance.now();
      const ended = await calm.cli(plan.args);
      const duration = performance.now() - began;
      return { ...plan, duration, said: verdict(ended), end: await endOf(calm) };
    });
    scenes.push(scene);
  }
  return scenes;
}

export async function dropAfter<T>(home: Home, work: (home: Home) => Promise<T>): Promise<T> {
  try {
    return await work(home);
  } finally {
    await home.drop();
  }
}

/** A copy of a home in which nothing runs: its database, its config, its workspace and its reports. */
export async function copyOf(state: Home): Promise<Home> {
  const { target } = state;
  const copy = await homeFor(
    target.kind === 'embedded'
      ? { target: { ...target, directory: '' }, drop: async () => undefined }
      : await copyPostgres(target.url),
  );
  for (const folder of ['workspace', 'reports'] as const) {
    await cp(state[folder], copy[folder], { recursive: true, force: true }).catch(notThere);
  }
  for (const file of ['tailtown-migrate.config.yaml', 'merges.csv'])
    await cp(path.join(state.folder, file), path.join(copy.folder, file)).catch(notThere);
  return copy;
}

function notThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
