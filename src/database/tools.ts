import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { MigrateError, refusal } from '../core/errors.ts';

/** The programs of PostgreSQL's that this one runs. */
export type ToolName = 'pg_dump' | 'pg_restore';

export interface Tools {
  /** Paths. */
  pg_dump: string;
  pg_restore: string;
  /** As pg_dump says it: `15.14`. */
  version: string;
}

/** So much of what a program says on stderr is kept. */
const SAID = 64 * 1024;

/**
 * pg_dump and pg_restore of `folder` (config `backup.tools`), else of PATH. Throws BACKUP_TOOL_MISSING, and
 * BACKUP_TOOL_OLD where they are older than the server (`serverVersion`: 150004): pg_dump refuses a newer one. Both exit 4.
 */
export async function findTools(folder: string | null, serverVersion: number): Promise<Tools> {
  const pg_dump = await find('pg_dump', folder);
  const pg_restore = await find('pg_restore', folder);
  const version = /\(PostgreSQL\) (\d+[.\w]*)/.exec(await runTool(pg_dump, ['--version']))?.[1] ?? '';
  const needed = Math.floor(serverVersion / 10_000);
  if (!(Number.parseInt(version, 10) >= needed))
    throw refusal(
      'BACKUP_TOOL_OLD',
      `pg_dump ${version || 'of an unknown version'} cannot save a server of version ${needed}.`,
      `Install PostgreSQL's client programs of version ${needed} or later, and name their folder in the config: backup.tools.`,
    );
  return { pg_dump, pg_restore, version };
}

async function find(name: ToolName, folder: string | null): Promise<string> {
  const folders = folder === null ? (process.env['PATH'] ?? '').split(path.delimiter) : [folder];
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const candidate of folders.filter((each) => each !== '').map((each) => path.join(each, file))) {
    const found = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return candidate;
  }
  throw refusal(
    'BACKUP_TOOL_MISSING',
    folder === null ? `${name} is not on PATH.` : `${name} is not in the folder that backup.tools names.`,
    "Install PostgreSQL's client programs (Debian: postgresql-client), or name their folder in the config: backup.tools. With a backup of your own, record it: `tailtown-migrate backup --named NAME --reason WHY`.",
  );
}

export interface ToolOptions {
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
}

/**
 * Runs one to its end and gives its stdout. Throws BACKUP_TOOL_FAILED (exit 1) with the first error that it told; what
 * stands behind that (CONTEXT, DETAIL) can hold a row, and is left out.
 */
export function runTool(
  program: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (said.stderr.length < SAID) said.stderr += text;
    });
    let failure: Error | null = null;
    child.once('error', (error) => {
      failure = error;
      if (child.pid === undefined) reject(error);
    });
    // One that is told to stop may still write: its folder is not taken away before it has ended.
    child.once('close', (status) => {
      if (failure !== null) reject(failure);
      else if (status === 0) resolve(said.stdout);
      else reject(toolFailed(path.basename(program), status, said.stderr));
    });
  });
}

function toolFailed(name: string, status: number | null, stderr: string): MigrateError {
  const lines = stderr.split('\n');
  const told = lines.find((line) => /\berror:|\bfatal:/i.test(line)) ?? lines[0] ?? '';
  const words = told.replace(/^.*?\b(error|fatal):\s*/i, '').trim();
  return new MigrateError(
    'BACKUP_TOOL_FAILED',
    `${name} ended with ${status ?? 'a signal'}${words === '' ? '' : `: ${words}`}`,
    {
      hint: 'Mend what it says (it needs a role that may read every table, and room on the disk), and run the same command again.',
    },
  );
}
