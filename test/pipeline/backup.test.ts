import { appendFile, chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { backup, nameBackup, newestBackup, proveBackup } from '../../src/pipeline/backups.ts';
import { restoreCheck } from '../../src/pipeline/restore-check.ts';
import { folderWith } from '../support/folders.ts';
import { smallResort } from '../support/resort.ts';
import { rowsOf, runOn, testRuns } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';
import { startToolsServer, type ToolsServer } from '../support/tools.ts';

const start = testRuns();
let server: ToolsServer;
beforeAll(async () => {
  server = await startToolsServer();
});
afterAll(() => server?.stop());

const prepared = async (): Promise<TestRun> =>
  start(
    { database: await server.database('prepared') },
    { backup: { tools: server.bin, scratchUrlEnv: null } },
  );
const newest = ({ runtime: { settings } }: TestRun) =>
  newestBackup(settings.workspace, { target: settings.target.name, tenant: settings.tenant.id });

it('saves the rows that a migration touches, checked and noted, readable by their owner alone', async () => {
  const run = await prepared();
  expect(await newest(run)).toBeNull();
  await runOn(run, smallResort());
  const { audited, ...taken } = await backup(run.runtime, {});
  expect(audited).toBe(true);
  expect(await newest(run)).toEqual(taken);
  expect(taken).toMatchObject({ kind: 'dumped', restored: null, reason: null });
  expect(taken.listed?.tables).toBeGreaterThan(28);
  await proveBackup(taken);

  const file = taken.file ?? '';
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
  expect((await readdir(path.dirname(file))).sort()).toEqual(['backup.json', 'database.dump']);
  const stored = JSON.parse(await readFile(path.join(path.dirname(file), 'backup.json'), 'utf8'));
  const rows = Object.fromEntries(
    stored.tables.map(({ schema, name, rows }: { schema: string; name: string; rows: number }) => [
      `${schema}.${name}`,
      rows,
    ]),
  );
  expect(rows).toMatchObject({ 'public.customers': 3, 'public.tenants': 1, 'migration.batches': 1 });
  expect(rows).not.toHaveProperty('public.loyalty_members');

  expect(
    await rowsOf(
      run,
      `SELECT details ->> 'sha256' AS sha FROM migration.audit_events WHERE action = 'backup'`,
    ),
  ).toEqual([{ sha: taken.sha256 }]);
  await appendFile(file, 'x');
  await expect(proveBackup(taken)).rejects.toMatchObject({ code: 'BACKUP_ALTERED' });
});

it('notes a backup that somebody else keeps, with its reason', async () => {
  const run = await prepared();
  await backup(run.runtime, {});
  const { audited, ...named } = await nameBackup(run.runtime, {
    ...{ name: 'snapshot 0314', reason: 'restored by the provider last week' },
  });
  expect(audited).toBe(true);
  expect(await newest(run)).toEqual(named);
  expect(named).toMatchObject({ kind: 'named', file: null, name: 'snapshot 0314' });
  await proveBackup(named);
});

it('keeps the password off every command line, and leaves nothing where pg_dump fails', async () => {
  const script = (body: string) => `#!/bin/sh\necho "$0 $* [$PGUSER]" >> "${'$'}{0%/*}/calls"\n${body}\n`;
  const folder = folderWith({
    pg_dump: script(`exec ${server.bin}/pg_dump "$@"`),
    pg_restore: script(`exec ${server.bin}/pg_restore "$@"`),
  });
  for (const name of ['pg_dump', 'pg_restore']) await chmod(path.join(folder, name), 0o755);
  const run = await start(
    { database: await server.database('prepared') },
    { backup: { tools: folder, scratchUrlEnv: null } },
  );
  await backup(run.runtime, {});
  await restoreCheck(run.runtime, { scratch: null });
  const calls = await readFile(path.join(folder, 'calls'), 'utf8');
  expect(calls).toMatch(/--snapshot=.*\[postgres\]/);
  expect(calls).toMatch(/--exit-on-error.*\[postgres\]/);
  expect(calls).not.toContain(new URL(server.url).password);

  const before = await newest(run);
  await writeFile(
    path.join(folder, 'pg_dump'),
    script(
      `case "$*" in *version*) exec ${server.bin}/pg_dump "$@";; esac; echo half > "$(echo "$*" | sed 's/.*--file=\\([^ ]*\\).*/\\1/')"; echo "pg_dump: error: no room" >&2; exit 1`,
    ),
  );
  await expect(backup(run.runtime, {})).rejects.toMatchObject({
    ...{ code: 'BACKUP_TOOL_FAILED', message: 'pg_dump ended with 1: no room' },
  });
  expect(await newest(run)).toEqual(before);
  expect(await readdir(path.join(run.runtime.settings.workspace, 'backups'))).toHaveLength(1);
});

it('works before `prepare`, and says that no audit trail knows of it; an embedded database has no backup', async () => {
  const empty = await start(
    { database: await server.database('empty') },
    { backup: { tools: server.bin, scratchUrlEnv: null } },
  );
  expect(await backup(empty.runtime, { all: true })).toMatchObject({ audited: false, kind: 'dumped' });
  const embedded = await start('pglite');
  await expect(backup(embedded.runtime, {})).rejects.toMatchObject({ code: 'BACKUP_EMBEDDED', exit: 4 });
});
