import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inject } from 'vitest';
import type { TargetSettings } from '../../src/core/settings.ts';
import { freshPglite, freshPostgres, once, TEST_TENANT } from './databases.ts';
import { pgliteTarget } from './targets.ts';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');

/** What a finished process left. */
export interface Ended {
  /** Null where a signal ended it. */
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Home {
  /** Where the config file lies and commands run. */
  folder: string;
  workspace: string;
  reports: string;
  target: TargetSettings;
  /** Runs the compiled program in a process of its own, as people do. */
  cli(args: readonly string[], options?: CliOptions): Promise<Ended>;
  /** The same, while it runs. */
  start(args: readonly string[], options?: CliOptions): Promise<Running>;
  /** Writes the config again; keys given here replace the usual ones. */
  configure(changes: Record<string, unknown>): Promise<void>;
  drop(): Promise<void>;
}

export interface Running {
  process: ChildProcess;
  ended: Promise<Ended>;
}

export interface CliOptions {
  env?: Record<string, string>;
  /** Name of the checkpoint at which it kills itself. */
  killAt?: string;
  /** Shell commands that run before it, in its own shell: limits, say. */
  before?: string;
}

/** A folder with a config file and a prepared target of its own. */
export async function home(
  kind: 'postgres' | 'pglite',
  changes: Record<string, unknown> = {},
): Promise<Home> {
  return homeFor(kind === 'postgres' ? await freshPostgres() : await freshPglite(), changes);
}

/** The same for a database that the test made. An embedded one is moved to where the workspace has its own. */
export async function homeFor(
  database: { target: TargetSettings; drop(): Promise<void> },
  changes: Record<string, unknown> = {},
): Promise<Home> {
  const folder = await mkdtemp(path.join(inject('runFolder'), 'home-'));
  const workspace = path.join(folder, 'workspace');
  const given = database.target;
  const env: Record<string, string> = { TAILTOWN_MIGRATE_WORKSPACE: workspace };
  let target = given;
  if (given.kind === 'embedded') {
    await mkdir(workspace, { mode: 0o700 });
    target = pgliteTarget(path.join(workspace, 'embedded'));
    if (existsSync(given.directory)) await rename(given.directory, path.join(workspace, 'embedded'));
  } else {
    env['HOME_DATABASE_URL'] = given.url;
  }
  const configure = (more: Record<string, unknown>) =>
    writeFile(
      path.join(folder, 'tailtown-migrate.config.yaml'),
      JSON.stringify({
        tenant: { ...TEST_TENANT },
        rejects: { accept: { '*': '100%' } },
        reports: './reports',
        ...(given.kind === 'embedded'
          ? {}
          : { targets: { home: { urlEnv: 'HOME_DATABASE_URL', kind: given.kind } } }),
        ...more,
      }),
    );
  await configure(changes);
  const start: Home['start'] = async (args, options = {}) =>
    startProgram(await compiled(), args, folder, { ...options, env: { ...env, ...options.env } });
  return {
    ...{ folder, workspace, target, configure, start },
    reports: path.join(folder, 'reports'),
    cli: async (args, options) => (await start(args, options)).ended,
    async drop() {
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The one JSON document of a command's stdout; fails where there is more or less. */
export const jsonOf = (ended: Ended): Record<string, unknown> => JSON.parse(ended.stdout);

/** The embedded database's WebAssembly as it comes: optimising it costs a short command two seconds that it never earns back. */
const QUICK_START = ['--liftoff-only'];

function startProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  { env = {}, killAt, before }: CliOptions,
): Running {
  const { DATABASE_URL: _ignored, ...inherited } = process.env;
  const options = {
    cwd,
    env: { ...inherited, ...env, ...(killAt ? { TAILTOWN_MIGRATE_KILL_AT: killAt } : {}) },
    stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
  };
  const command = [process.execPath, ...QUICK_START, program, ...args];
  const [file = '', ...rest] = before
    ? ['/bin/bash', '-c', `${before}; exec "$@"`, 'bash', ...command]
    : command;
  const child = spawn(file, rest, options);
  const out = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      out[stream] += text;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve({ status, signal, ...out }));
  });
  return { process: child, ended };
}

/**
 * The program compiled from src/ as it is now, once per run, outside the repository: a dist/ that somebody forgot to
 * build again would let old code pass.
 */
export async function compiled(): Promise<string> {
  const root = path.join(inject('runFolder'), 'compiled');
  const program = path.join(root, 'bin', 'tailtown-migrate.js');
  if (existsSync(root)) return program;
  await once('compiled', async () => {
    if (existsSync(root)) return;
    const draft = await mkdtemp(`${root}-`);
    const tsc = path.join(REPOSITORY, 'node_modules/typescript/bin/tsc');
    const config = path.join(REPOSITORY, 'tsconfig.build.json');
    const built = spawnSync(process.execPath, [tsc, '-p', config, '--outDir', path.join(draft, 'dist')], {
      encoding: 'utf8',
    });
    if (built.status !== 0) throw new Error(`src/ does not compile:\n${built.stdout}`);
    await mkdir(path.join(draft, 'bin'));
    await copyFile(
      path.join(REPOSITORY, 'bin/tailtown-migrate.js'),
      path.join(draft, 'bin/tailtown-migrate.js'),
    );
    await copyFile(path.join(REPOSITORY, 'package.json'), path.join(draft, 'package.json'));
    for (const name of ['node_modules', 'mappings', 'prisma', 'samples']) {
      await symlink(path.join(REPOSITORY, name), path.join(draft, name));
    }
    await rename(draft, root);
  });
  return program;
}

/** Fails with what the process said where it did not end with this status. */
export function expectStatus(ended: Ended, status: number): Ended {
  if (ended.status === status) return ended;
  throw new Error(
    `ended with ${ended.signal ?? ended.status}, not ${status}:\n${ended.stderr}\n${ended.stdout.slice(0, 3000)}`,
  );
}
