import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listBackups } from '../../src/pipeline/backup-file.ts';
import { expectStatus, type Home, homeFor, jsonOf } from '../support/cli.ts';
import { startToolsServer, type ToolsServer } from '../support/tools.ts';
import { killAtEach } from './kills.ts';
import { BACKUP, RESTORE_CHECK } from './points.ts';

let server: ToolsServer;
let home: Home;
beforeAll(async () => {
  server = await startToolsServer();
  home = await homeFor(await server.database('prepared'), { backup: { tools: server.bin } });
});
afterAll(async () => {
  await home?.drop();
  await server?.stop();
});

it('a backup that is killed leaves nothing that could be taken for one, and the next takes its rest away', async () => {
  await killAtEach(home, ['backup'], ['backup.dumped']);
  expect(await listBackups(home.workspace)).toEqual([]);
  const [rest] = await readdir(path.join(home.workspace, 'backups'));
  expect(rest).toMatch(/^\.draft-/);
  // From here on all of it is there, checked; only the audit trail does not know it.
  await killAtEach(home, ['backup'], ['backup.kept']);
  expectStatus(await home.cli(['backup']), 0);
  const kept = await listBackups(home.workspace);
  expect((await readdir(path.join(home.workspace, 'backups'))).sort().reverse()).toEqual(
    kept.map(({ stored }) => stored.id),
  );
  expect(kept).toHaveLength(BACKUP.length);
});

it('a scratch database that a killed check left is found, named and dropped by the next', async () => {
  const scratch = () =>
    server.admin(
      async (client) =>
        (
          await client.query<{ name: string }>(
            `SELECT datname AS name FROM pg_database WHERE datname LIKE 'tailtown%'`,
          )
        ).rows,
    );
  await killAtEach(home, ['restore-check'], RESTORE_CHECK);
  const left = await scratch();
  expect(left).toHaveLength(1);
  const ended = await home.cli(['restore-check', '--json']);
  expectStatus(ended, 0);
  expect(jsonOf(ended)).toMatchObject({ equal: true, leftovers: [{ ...left[0], dropped: true }] });
  expect(await scratch()).toEqual([]);
});
