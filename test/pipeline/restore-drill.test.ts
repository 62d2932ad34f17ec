import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { introspect } from '../../src/database/introspect.ts';
import { libpqEnvironment } from '../../src/database/libpq.ts';
import { fingerprint } from '../../src/ledger/fingerprint.ts';
import { backup } from '../../src/pipeline/backups.ts';
import { restoreCheck } from '../../src/pipeline/restore-check.ts';
import { smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';
import { postgresTarget } from '../support/targets.ts';
import { startToolsServer, type ToolsServer } from '../support/tools.ts';

/** The drill of docs/runbooks/restore-from-backup.md, with the commands that stand there. */
const RUNBOOK = readFileSync(
  path.resolve(import.meta.dirname, '../../docs/runbooks/restore-from-backup.md'),
  'utf8',
);

const start = testRuns();
let server: ToolsServer;
beforeAll(async () => {
  server = await startToolsServer();
});
afterAll(() => server?.stop());

const commands = (title: string): string => {
  const [, block] =
    new RegExp(`<!-- restore.test.ts: ${title} -->\\s+\`\`\`sh\\n([\\s\\S]*?)\`\`\``).exec(RUNBOOK) ?? [];
  if (block === undefined) throw new Error(`the runbook has no commands for ${title}`);
  return block;
};

function shell(run: TestRun, title: string, variables: Record<string, string>): void {
  const { target } = run.runtime.settings;
  if (target.kind === 'embedded') throw new Error('this is a server');
  const env = libpqEnvironment(target, null);
  const PATH = `${server.bin}:${env['PATH']}`;
  execFileSync('/bin/bash', ['-euo', 'pipefail', '-c', commands(title)], {
    env: { ...env, ...variables, PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

const tenantFingerprint = (run: TestRun) =>
  run.withTarget(async (session) =>
    fingerprint(session, await introspect(session), run.runtime.settings.tenant.id),
  );

async function saved() {
  const run = await start(
    { database: await server.database('prepared') },
    { backup: { tools: server.bin, scratchUrlEnv: null } },
  );
  const { batch } = await runOn(run, smallResort());
  const { file, id } = await backup(run.runtime, { all: true });
  return { run, batch, id, DUMP: file ?? '', before: await tenantFingerprint(run) };
}

it('in place: damaged rows, lost ones and new ones are as they were saved, and the batch can still be taken back', async () => {
  const { run, batch, id, DUMP, before } = await saved();
  await person(
    run,
    `UPDATE public.pets SET name = 'Damaged'; DELETE FROM public.reservations;
     INSERT INTO public.customers (id, "tenantId", "firstName", "lastName", email, "updatedAt")
       SELECT 'new', "tenantId", 'New', 'Person', 'new@example.test', now() FROM public.customers LIMIT 1;
     DELETE FROM migration.crosswalk`,
  );
  expect(await tenantFingerprint(run)).not.toBe(before);
  expect(await restoreCheck(run.runtime, { backup: id, scratch: null, live: true })).toMatchObject({
    status: 'failed',
  });
  shell(run, 'in place', { DUMP });
  expect(await restoreCheck(run.runtime, { backup: id, scratch: null, live: true })).toMatchObject({
    ...{ equal: true, differences: [], audited: true },
  });
  expect(await tenantFingerprint(run)).toBe(before);
  expect(await rowsOf(run, `SELECT 1 FROM public.customers WHERE id = 'new'`)).toEqual([]);
  expect(await undo(run, batch)).toMatchObject({ status: 'ok', fingerprint: { equal: true } });
});

it('into a new database: all of it is there, for the application and for the next command', async () => {
  const { run, id, DUMP, before } = await saved();
  const RESTORED = `restored_${process.pid}`;
  shell(run, 'a new database', { DUMP, RESTORED });
  const url = new URL(server.url);
  url.pathname = `/${RESTORED}`;
  const there: TestRun = {
    ...run,
    ...(await start({
      database: { url: url.toString(), target: postgresTarget(url.toString()), drop: async () => undefined },
    })),
  };
  expect(await tenantFingerprint(there)).toBe(before);
  const settings = { ...run.runtime.settings, target: there.target };
  expect(
    await restoreCheck({ ...run.runtime, settings }, { backup: id, scratch: null, live: true }),
  ).toMatchObject({ equal: true });
});
