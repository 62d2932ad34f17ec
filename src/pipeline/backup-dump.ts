import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MigrateError } from '../core/errors.ts';
import { libpqEnvironment, needsRoots, type Reached, trustedRoots } from '../database/libpq.ts';
import type { PostgresSession } from '../database/postgres.ts';
import { runTool, type Tools } from '../database/tools.ts';
import { type BackupTable, DUMP } from './backup-file.ts';
import { fingerprints, LEFT_OUT, patternOf, tablesToSave } from './backup-tables.ts';
import type { Runtime } from './runtime.ts';

/** Within the transaction whose snapshot pg_dump reads. Gives what the dump holds. */
export async function dump(
  runtime: Runtime,
  session: PostgresSession,
  { tools, draft, all }: { tools: Tools; draft: string; all: boolean },
): Promise<BackupTable[]> {
  const { rows } = await session.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
  const { saved, others } = await tablesToSave(session, all);
  const args = [
    ...['--format=custom', '--no-password', '--lock-wait-timeout=60s'],
    ...[
      `--snapshot=${rows[0]?.snapshot}`,
      `--file=${path.join(draft, DUMP)}`,
      `--exclude-schema=${LEFT_OUT}`,
    ],
    ...others.map((table) => `--exclude-table-data=${patternOf(table)}`),
  ];
  runtime.progress.update({ entity: 'pg_dump', count: saved.length, unit: 'tables' });
  const { target } = runtime.settings;
  if (target.kind === 'embedded') throw new Error('a session of a server has a target that is one');
  const stop = new AbortController();
  const written = runTool(tools.pg_dump, args, {
    env: await connectionOf(target, draft),
    signal: AbortSignal.any([runtime.signal, stop.signal]),
  });
  try {
    // Both read the same snapshot, side by side.
    const [, tables] = await Promise.all([written, fingerprints(session, saved)]);
    return tables;
  } catch (error) {
    stop.abort();
    await written.catch(() => undefined);
    throw error;
  } finally {
    await rm(path.join(draft, ROOTS), { force: true });
  }
}

const ROOTS = 'roots.pem';

/** The environment of pg_dump and pg_restore for a server; `folder` takes the certificates where these are needed. */
export async function connectionOf(server: Reached, folder: string): Promise<NodeJS.ProcessEnv> {
  if (!needsRoots(server)) return libpqEnvironment(server, null);
  const roots = path.join(folder, ROOTS);
  await writeFile(roots, trustedRoots(), { mode: 0o600 });
  return libpqEnvironment(server, roots);
}

/** Lists what the file holds, and reads it to its end: a file that is cut off has a list all the same. */
export async function checkList(
  runtime: Runtime,
  tools: Tools,
  file: string,
  tables: readonly BackupTable[],
): Promise<{ entries: number; tables: number }> {
  const { signal } = runtime;
  const list = await runTool(tools.pg_restore, ['--list', file], { signal });
  await runTool(tools.pg_restore, ['--data-only', '--file=/dev/null', file], { signal });
  const entries = list.split('\n').filter((line) => /^\d+;/.test(line));
  const missing = tables.filter(
    ({ schema, name }) => !entries.some((entry) => entry.includes(` TABLE DATA ${schema} ${name} `)),
  );
  if (missing.length === 0) return { entries: entries.length, tables: tables.length };
  throw new MigrateError(
    'BACKUP_INCOMPLETE',
    `The dump lacks the rows of ${missing.map(({ name }) => name).join(', ')}.`,
    { hint: 'Use a role that may read these tables, and run `tailtown-migrate backup` again.' },
  );
}
