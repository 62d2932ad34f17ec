import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listBackups } from '../../src/pipeline/backup-file.ts';
import { expectStatus, type Home, homeFor } from '../support/cli.ts';
import { startToolsServer, type ToolsServer } from '../support/tools.ts';
import { killAtEach } from './kills.ts';
import { BACKUP } from './points.ts';

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
    kept.map(({ id }) => id),
  );
  expect(kept).toHaveLength(BACKUP.length);
});
