import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { main } from '../../src/cli/main.ts';
import type { Ended, Home } from '../support/cli.ts';

/** Runs a command of a home in this process, which is warm: a third of what a process of its own costs. */
export async function commandHere(
  home: Home,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const out = { stdout: '', stderr: '' };
  const into = (name: keyof typeof out) => ({
    write: (text: string) => {
      out[name] += text;
    },
  });
  const url: Record<string, string> =
    home.target.kind === 'embedded' ? {} : { HOME_DATABASE_URL: home.target.url };
  const status = await main(args, {
    stdout: into('stdout'),
    stderr: into('stderr'),
    stdin: Readable.from([]),
    isTTY: { stdin: false, stderr: false },
    env: { TAILTOWN_MIGRATE_WORKSPACE: home.workspace, ...url, ...env },
    cwd: home.folder,
    signals: new EventEmitter(),
    exit: () => undefined,
    api: () => import('../../src/pipeline/api.ts'),
  });
  return { status, signal: null, ...out };
}
