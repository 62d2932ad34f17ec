import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MigrateError, refusal } from '../../src/core/errors.ts';
import { CONFIG, run } from './support.ts';

const logOf = (cwd: string): string => {
  const folder = path.join(cwd, '.tailtown-migrate', 'logs');
  return readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('');
};

describe('an error of a command', () => {
  const locked = refusal('LOCK_HELD', 'Another run holds the lock since 10:00.', 'Wait for it.', {
    ...{ stage: 'load', entity: 'owners', sourceId: '7', file: 'a.csv', line: 12 },
  });
  const status = async () => {
    throw locked;
  };

  it('says what, where and what to do', async () => {
    const { exit, stdout, stderr } = await run(['status'], { api: { status } });
    expect([exit, stdout]).toEqual([4, '']);
    expect(stderr).toBe(
      [
        'Error LOCK_HELD: Another run holds the lock since 10:00.',
        '  Where: stage load, owners/7, a.csv:12',
        '  What to do: Wait for it.',
        '',
      ].join('\n'),
    );
  });

  it('is one JSON document with --json', async () => {
    const { exit, stderr, json } = await run(['--json', 'status'], { api: { status } });
    expect([exit, stderr]).toEqual([4, '']);
    expect(json()).toEqual({
      command: 'status',
      status: 'refused',
      error: {
        code: 'LOCK_HELD',
        message: 'Another run holds the lock since 10:00.',
        hint: 'Wait for it.',
        stage: 'load',
        file: 'a.csv',
        line: 12,
      },
    });
  });

  it('that nobody expected names the log and the run; the stack is in the log alone', async () => {
    const broken = async () => {
      throw new TypeError('x is not a function');
    };
    const { exit, stderr, cwd } = await run(['status'], { api: { status: broken } });
    expect(exit).toBe(1);
    expect(stderr).toMatch(/^Error UNEXPECTED: x is not a function\n/);
    expect(stderr).toMatch(/Log: .*logs.*\.ndjson \(run \d{8}T\d{6}Z-[0-9a-f]{6}\)/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(logOf(cwd)).toContain('errors.test.ts');
    const { json } = await run(['status', '--json'], { api: { status: broken } });
    expect(json()).toMatchObject({
      status: 'failed',
      error: { code: 'UNEXPECTED', log: expect.stringContaining('logs') },
    });
  });

  it.each([
    ['ENOSPC', 'DISK_FULL', 1],
    ['EACCES', 'FILE_NOT_PERMITTED', 1],
  ])('%s of the system becomes %s', async (code, expected, status) => {
    const full = async () => {
      throw Object.assign(new Error(`${code}: no luck, write`), { code });
    };
    const { exit, stderr } = await run(['status'], { api: { status: full } });
    expect(exit).toBe(status);
    expect(stderr).toContain(`Error ${expected}: `);
  });
});

describe('a secret', () => {
  const url = 'postgresql://loader:correct-horse@db.example.test:5432/tailtown';
  const chatty = async () => {
    throw new MigrateError('TARGET_UNREACHABLE', `cannot reach ${url}`, {
      hint: `is correct-horse right? ${url}`,
      cause: new Error(`connect ${url}`),
    });
  };
  const staging = `${CONFIG}targets: { staging: { urlEnv: STAGING_URL, kind: staging } }\n`;

  it.each([
    [['status'], {}],
    [['status', '--json'], {}],
    [['status', '--log-level', 'trace'], {}],
    [['status', '--target', url], {}],
    [['status', url], {}],
    [[url], {}],
    [['run', `--url=${url}`], {}],
    [['status', '--target', 'nowhere'], {}],
    [['status'], { STAGING_URL: url.replace('postgresql', 'mysql') }],
    [['status'], { DATABASE_URL: `${url} ` }],
    [['status'], { DATABASE_URL: url.replace('5432', 'x') }],
    [['status'], { TAILTOWN_MIGRATE_TARGET: url }],
  ])('is in no output and no log: %j %j (P-PRIV-1)', async (argv, env) => {
    const files = { 'tailtown-migrate.config.yaml': staging };
    const said = await run(argv, { files, env: { STAGING_URL: url, ...env }, api: { status: chatty } });
    expect(said.exit).toBeGreaterThan(0);
    expect(`${said.stdout}${said.stderr}`).not.toContain('correct-horse');
    const logs = readdirSync(said.cwd).includes('.tailtown-migrate') ? logOf(said.cwd) : '';
    expect(logs).not.toContain('correct-horse');
  });
});
