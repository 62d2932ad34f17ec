import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServerTarget } from '../../src/core/settings.ts';
import { backupRecords, listBackups } from '../../src/pipeline/backup-file.ts';
import { backup, nameBackup, newestBackup } from '../../src/pipeline/backups.ts';
import { restoreCheck } from '../../src/pipeline/restore-check.ts';
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

const loaded = async (): Promise<TestRun> => {
  const run = await start(
    { database: await server.database('prepared') },
    { backup: { tools: server.bin, scratchUrlEnv: null } },
  );
  await runOn(run, smallResort());
  return run;
};
const scratch = (): ServerTarget => ({
  ...{ name: 'scratch', kind: 'rehearsal', url: server.url, urlEnv: 'SCRATCH_DATABASE_URL' },
});

it.each([false, true])(
  'restores what was saved into a database of its own, and says so (--all: %s)',
  async (all) => {
    const run = await loaded();
    const { id } = await backup(run.runtime, { all });
    const result = await restoreCheck(run.runtime, { scratch: null });
    expect(result).toMatchObject({
      ...{ backup: id, equal: true, differences: [] },
      status: 'ok',
      audited: true,
    });
    expect(result.rows).toBeGreaterThan(16);
    expect(
      await rowsOf(
        run,
        `SELECT details ->> 'equal' AS equal FROM migration.audit_events WHERE action = 'restore-check'`,
      ),
    ).toEqual([{ equal: 'true' }]);
    const [kept] = await listBackups(run.runtime.settings.workspace);
    expect(kept?.stored.id).toBe(id);
  },
);

it('tells a backup that does not give back what was saved', async () => {
  const run = await loaded();
  await backup(run.runtime, {});
  const [kept] = await listBackups(run.runtime.settings.workspace);
  const { folder, stored } = kept ?? {};
  if (folder === undefined || stored?.kind !== 'dumped') throw new Error('no dump was kept');
  const tables = stored.tables.map((table) =>
    table.name === 'pets'
      ? { ...table, sum: '1' }
      : table.name === 'customers'
        ? { ...table, rows: 4 }
        : table,
  );
  await writeFile(path.join(folder, 'backup.json'), backupRecords.text({ ...stored, tables }));
  expect(await restoreCheck(run.runtime, { backup: folder, scratch: scratch() })).toMatchObject({
    ...{ equal: false, status: 'failed' },
    differences: [
      'public.customers: 4 rows when it was saved, 3 restored',
      'public.pets: the rows differ from those saved',
    ],
  });
});

it('does not restore beside a production database, nor what somebody else keeps', async () => {
  const run = await loaded();
  await backup(run.runtime, {});
  const { target } = run.runtime.settings;
  if (target.kind === 'embedded') throw new Error('this is a server');
  const settings = { ...run.runtime.settings, target: { ...target, kind: 'production' as const } };
  await expect(restoreCheck({ ...run.runtime, settings }, { scratch: null })).rejects.toMatchObject({
    code: 'SCRATCH_NEEDED',
  });
  const { id } = await nameBackup(run.runtime, { name: 'theirs', reason: 'they keep it' });
  await expect(restoreCheck(run.runtime, { backup: id, scratch: null })).rejects.toMatchObject({
    code: 'BACKUP_NAMED',
  });
  await expect(restoreCheck(run.runtime, { backup: 'nothing', scratch: null })).rejects.toMatchObject({
    code: 'BACKUP_UNKNOWN',
  });
});

it('believes no record that was edited by hand, and no proof of a restore', async () => {
  const run = await loaded();
  await backup(run.runtime, {});
  await restoreCheck(run.runtime, { scratch: null });
  const { settings } = run.runtime;
  const [kept] = await listBackups(settings.workspace);
  const folder = kept?.folder ?? '';
  const edit = async (name: string, from: RegExp, to: string) => {
    const file = path.join(folder, name);
    const text = await readFile(file, 'utf8');
    expect(text).toMatch(from);
    await writeFile(file, text.replace(from, to));
    return () => writeFile(file, text);
  };
  const newest = () =>
    newestBackup(settings.workspace, { target: settings.target.name, tenant: settings.tenant.id });
  const altered = { code: 'EVIDENCE_ALTERED', exit: 4 };

  // Made anew where it was edited: what is believed is what is found now.
  await edit('restore-check.json', /"rows": \d+/, '"rows": 999');
  await expect(newest()).rejects.toMatchObject(altered);
  await restoreCheck(run.runtime, { scratch: null });
  expect((await newest())?.restored?.equal).toBe(true);

  for (const [from, to] of [
    [/"rows": \d+/, '"rows": 999'],
    [/"at": "20/, '"at": "21'],
    [/"recordSha256": ".{8}/, '"recordSha256": "00000000'],
    [/,\s*"recordSha256": "[^"]*"/, ''],
    [/^\{/, ''],
  ] as const) {
    const undo = await edit('backup.json', from, to);
    await expect(restoreCheck(run.runtime, { scratch: null })).rejects.toMatchObject(altered);
    await expect(restoreCheck(run.runtime, { backup: folder, scratch: null })).rejects.toMatchObject(altered);
    await expect(newest()).rejects.toMatchObject(altered);
    await undo();
  }
  expect((await newest())?.id).toBe(kept?.stored.id);
});
