import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { backup, nameBackup, newestBackup, proveBackup } from '../../src/pipeline/backups.ts';
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
  start({ database: await server.database('prepared') }, { backup: { tools: server.bin } });
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
