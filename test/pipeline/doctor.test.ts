import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ServerTarget } from '../../src/core/settings.ts';
import { acquireLock } from '../../src/database/lock.ts';
import { openSession } from '../../src/database/open.ts';
import { backupId, keepDraft, openDraft } from '../../src/pipeline/backup-file.ts';
import { holderChecks } from '../../src/pipeline/doctor/holders.ts';
import { doctor } from '../../src/pipeline/doctor/index.ts';
import { extract, transformOnly } from '../../src/pipeline/run.ts';
import { emptyPostgres } from '../support/databases.ts';
import { folderWith } from '../support/folders.ts';
import { smallResort, writeResort } from '../support/resort.ts';
import { person, testRuns } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const start = testRuns();
afterEach(() => {
  vi.useRealTimers();
});

const server = (run: TestRun): ServerTarget => {
  if (run.target.kind === 'embedded') throw new Error('no server');
  return run.target;
};
/** One check, as `state: actual`. */
async function told(
  run: TestRun,
  name: string,
  variables: Parameters<typeof doctor>[1] = {},
): Promise<string> {
  const { checks } = await doctor(run.runtime, variables);
  const found = checks.find((one) => one.name === name);
  expect(found?.ok).toBe(found?.state !== 'failed');
  return found ? `${found.state}: ${found.actual}` : `there is no ${name}`;
}

describe('doctor', () => {
  it('names every precondition, with what to do about each', async () => {
    const run = await start('postgres');
    const { checks } = await doctor(run.runtime, {
      variables: [
        { name: 'A_URL', purpose: 'the URL of target a', state: 'missing', needed: false },
        { name: 'B_URL', purpose: 'the URL of target b', state: 'missing', needed: true },
        {
          ...{ name: 'C_URL', purpose: 'the URL of target c', state: 'malformed', needed: true },
          problem: { message: 'no URL', hint: 'Write one.' },
        },
      ],
    });
    expect(checks.map(({ name, state }) => `${name} ${state}`)).toEqual([
      ...['Node.js ok', 'program ok', 'workspace ok', 'mapping ok', 'config ok', 'variable A_URL warning'],
      ...['variable B_URL failed', 'variable C_URL failed', 'connection ok', 'TLS ok', 'server version ok'],
      ...['writable ok', 'encoding ok', 'clock ok', 'time zone ok', 'prepared ok', 'tables ok', 'rights ok'],
      ...['rights beyond warning', 'tenant ok', 'Gingr sync ok', 'reminders ok', 'tenant of its own ok'],
      ...[
        'one tenant ok',
        'disk space ok',
        "the target's disk not-checked",
        'lock ok',
        'open transactions ok',
      ],
      ...['open work ok', 'backup ok', 'backup programs ok', 'duration of a load ok'],
    ]);
    expect(checks.filter(({ expected, remedy }) => expected === '' || remedy === '')).toEqual([]);
    expect(checks.find(({ name }) => name === 'rights beyond')?.actual).toContain('SUPERUSER');
  });

  it('asks an embedded database only what it has', { timeout: 400_000 }, async () => {
    const run = await start('pglite');
    const { checks } = await doctor(run.runtime);
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(checks.map(({ name }) => name)).not.toContain('rights');
  });

  it('of a database with nothing in it says what is missing, once', async () => {
    const run = await start('pglite');
    const { drop, target } = await emptyPostgres();
    run.runtime.settings.target = target;
    run.runtime.settings.tenant.timeZone = null;
    const { checks } = await doctor(run.runtime);
    const failed = checks.filter(({ state }) => state === 'failed');
    expect(failed.map(({ name, actual }) => `${name}: ${actual}`)).toEqual([
      'time zone: neither gives one',
      'prepared: The tenant has no time zone.',
      'tenant: the database has no tenants yet',
    ]);
    await drop();
  });

  it('tells what could not be asked where the target does not answer', async () => {
    const run = await start('pglite');
    run.runtime.settings.target = {
      ...{
        name: 'live',
        kind: 'production',
        url: 'postgresql://a:secret-word@127.0.0.1:1/x',
        urlEnv: 'LIVE_URL',
      },
      timeouts: { connect: 300 },
    };
    const { checks } = await doctor(run.runtime);
    expect(checks.slice(-2)).toMatchObject([
      { name: 'connection', ok: false, actual: expect.stringContaining('does not answer') },
      { name: 'the target itself', ok: true, state: 'not-checked' },
    ]);
    expect(JSON.stringify(checks)).not.toContain('secret-word');
  });

  it('sees who would keep a load from its work, and works beside them', async () => {
    const run = await start('postgres');
    const [other, forgotten] = await Promise.all([openSession(run.target), openSession(run.target)]);
    const lock = await acquireLock(run.target, other, run.runtime.settings.tenant.id);
    expect(await told(run, 'lock')).toMatch(/^failed: Another run works on tenant .* pid \d+/);
    await lock.release();
    expect(await told(run, 'lock')).toBe('ok: free');

    await forgotten.exec(`SET application_name = 'front desk'; BEGIN; UPDATE customers SET city = city`);
    expect(await told(run, 'open transactions')).toBe('ok: none');
    await sleep(1_100);
    const [, open] = await holderChecks(run.runtime, other, 1);
    expect(open).toMatchObject({
      ...{ name: 'open transactions', ok: true, state: 'warning' },
      actual: expect.stringMatching(/^front desk \(server process \d+\) for \d+ s in customers$/),
    });
    await Promise.all([forgotten.exec('ROLLBACK'), other.close()]);
    await forgotten.close();
  });

  it('counts the rights of a role: what it lacks fails, what it has beyond is told', async () => {
    const run = await start('postgres');
    const owner = server(run);
    const url = new URL(owner.url);
    const role = `role_${url.pathname.slice(-8)}`;
    await person(
      run,
      `CREATE ROLE ${role} LOGIN PASSWORD 'word' CREATEDB; GRANT SELECT ON ALL TABLES IN SCHEMA public, migration TO ${role};
       GRANT USAGE ON SCHEMA migration TO ${role}; GRANT UPDATE ON tenants TO ${role};
       GRANT INSERT, UPDATE, DELETE ON customers TO ${role}; ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
       REVOKE TEMPORARY ON DATABASE "${url.pathname.slice(1)}" FROM public`,
    );
    url.username = role;
    url.password = 'word';
    run.runtime.settings.target = { ...owner, url: url.toString() };
    try {
      const missing = await told(run, 'rights');
      expect(missing).toMatch(/^failed: without CREATE on the database, TEMPORARY on the database, /);
      expect(missing).toMatch(/and \d+ more$/);
      expect(await told(run, 'rights beyond')).toBe('warning: CREATEDB, UPDATE on tenants');
      await person(run, `GRANT ${role} TO CURRENT_USER; ALTER ROLE ${role} SUPERUSER`);
      expect(await told(run, 'rights')).toBe('ok: all of them');
    } finally {
      run.runtime.settings.target = owner;
      await person(run, `ALTER ROLE ${role} NOSUPERUSER; DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });

  it('compares clocks and zones', async () => {
    const run = await start('postgres');
    expect(await told(run, 'clock')).toMatch(/^ok: 0\.0 s apart/);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
    expect(await told(run, 'clock')).toMatch(/^warning: (?:59|60)\.\d s apart/);
    vi.setSystemTime(Date.now() + 600_000);
    expect(await told(run, 'clock')).toMatch(/^failed: 6\d\d\.\d s apart/);
    vi.useRealTimers();
    await person(run, `UPDATE tenants SET timezone = 'America/New_York'`);
    expect(await told(run, 'time zone')).toBe(
      'warning: America/Denver by the config, America/New_York by the tenants row',
    );
    run.runtime.settings.tenant.timeZone = null;
    expect(await told(run, 'time zone')).toBe('ok: America/New_York');
  });

  it('looks after work that is open, room for the snapshot, and backups', async () => {
    const run = await start('postgres');
    const { settings } = run.runtime;
    await extract(run.runtime, { from: [await writeResort(smallResort())] });
    await transformOnly(run.runtime, {});
    expect(await told(run, 'open work')).toMatch(/^warning: snapshot [0-9a-f]{12} stopped behind transform$/);
    // The test's server is on this machine, and a superuser is told where its data are.
    expect(await told(run, "the target's disk")).toMatch(/^(?:ok: [\d.]+ [MG]B free|not-checked: )/);

    expect(await told(run, 'backup')).toBe('ok: none needed for a rehearsal');
    settings.target = { ...server(run), kind: 'production' };
    expect(await told(run, 'backup')).toBe('failed: none');
    const keep = async (hours: number) => {
      const at = new Date(Date.now() - hours * 3_600_000).toISOString();
      const id = backupId(at, settings.target.name);
      await keepDraft(settings.workspace, await openDraft(settings.workspace, id), {
        ...{ format: 1, id, at, target: settings.target.name, tenant: settings.tenant.id, kind: 'named' },
        ...{ actor: 'tester', toolVersion: '0', name: 'nightly', reason: 'kept by the provider' },
      });
    };
    await keep(49);
    expect(await told(run, 'backup')).toBe('failed: 49 hours old');
    settings.decisions.backup = 'the provider has one, says Pat';
    const { checks } = await doctor(run.runtime);
    expect(checks.find(({ name }) => name === 'backup')).toMatchObject({
      ...{ ok: true, state: 'warning', override: 'decisions.backup' },
      ...{ overridden: 'the provider has one, says Pat', actual: expect.stringContaining('decided: ') },
    });
    await keep(2);
    expect(await told(run, 'backup')).toBe('ok: 2 hours old');
  });

  it('looks for the programs of a backup where the config says they are', async () => {
    const run = await start('postgres');
    const { settings } = run.runtime;
    const programs = () => told(run, 'backup programs');
    expect(await programs()).toBe('ok: none needed for a rehearsal');
    settings.target = { ...server(run), kind: 'production' };
    const folder = folderWith();
    settings.backup.tools = folder;
    expect(await programs()).toBe('warning: pg_dump is not in the folder that backup.tools names.');
    const write = (version: string) => {
      for (const name of ['pg_dump', 'pg_restore'])
        writeFileSync(path.join(folder, name), `#!/bin/sh\necho "${name} (PostgreSQL) ${version}"\n`, {
          mode: 0o755,
        });
    };
    write('9.6.24');
    expect(await programs()).toMatch(/^warning: pg_dump 9\.6\.24 cannot save a server of version \d+\.$/);
    write('99.1');
    expect(await programs()).toBe('ok: 99.1, in the folder of backup.tools');
  });
});
