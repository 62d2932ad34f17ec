import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { secretMask } from '../../../src/core/config/secrets.ts';
import { configErrorOf, settingsOf, TENANT } from './support.ts';

const URL_A = 'postgresql://loader:correct-horse@db.example.test:5432/tailtown';
const tenant = `tenant: { id: ${TENANT} }\n`;
const one = `${tenant}targets: { staging: { urlEnv: STAGING_URL, kind: staging } }\n`;
const two = `${tenant}targets:\n  staging: { urlEnv: STAGING_URL, kind: staging }\n  live: { urlFile: live.url, kind: production }\n`;

describe('which target is meant', () => {
  it('is the embedded one where nothing is configured', () => {
    expect(settingsOf({ config: tenant }).settings.target.kind).toBe('embedded');
  });

  it('is the only configured one', () => {
    expect(settingsOf({ config: one, env: { STAGING_URL: URL_A } }).settings.target).toEqual({
      name: 'staging',
      kind: 'staging',
      url: URL_A,
      urlEnv: 'STAGING_URL',
    });
  });

  it('is the embedded one where several are configured and none is named', () => {
    const { target } = settingsOf({ config: two }).settings;
    expect(target).toMatchObject({ name: 'embedded', insteadOf: ['staging', 'live'] });
  });

  it('is DATABASE_URL, as a rehearsal, before any configured one', () => {
    const env = { DATABASE_URL: URL_A, STAGING_URL: URL_A };
    expect(settingsOf({ config: one, env }).settings.target).toEqual({
      name: 'DATABASE_URL',
      kind: 'rehearsal',
      url: URL_A,
      urlEnv: 'DATABASE_URL',
    });
  });

  it('is the one that --target names, before everything else', () => {
    const env = { DATABASE_URL: URL_A, STAGING_URL: `${URL_A}_staging`, TAILTOWN_MIGRATE_TARGET: 'live' };
    const files = { 'live.url': `${URL_A}\n` };
    expect(settingsOf({ config: two, env, files }).settings.target).toEqual({
      name: 'live',
      kind: 'production',
      url: URL_A,
      urlEnv: 'urlFile live.url',
    });
    expect(settingsOf({ config: two, env, files, flags: { target: 'staging' } }).settings.target.name).toBe(
      'staging',
    );
    const embedded = settingsOf({ config: two, env, files, flags: { target: 'embedded', workspace: 'w' } });
    expect(embedded.settings.target).toMatchObject({ directory: path.join(embedded.cwd, 'w', 'embedded') });
  });
});

describe('a target that does not work', () => {
  it.each([
    [
      { config: one },
      'Target staging takes its URL from the environment variable STAGING_URL, which is not set.',
    ],
    [{ config: one, flags: { target: 'stagging' } }, 'There is no target named stagging.'],
    [{ config: two, flags: { target: 'live' } }, 'Target live: its urlFile live.url cannot be read.'],
    [
      { config: one, env: { STAGING_URL: 'mysql://loader:correct-horse@db/x' } },
      'STAGING_URL does not hold the URL of a PostgreSQL database.',
    ],
    [
      { config: one, env: { DATABASE_URL: 'postgresql://loader:correct-horse@:x:y/' } },
      'DATABASE_URL does not hold the URL of a PostgreSQL database.',
    ],
    [
      { config: one, flags: { target: URL_A } },
      'A target is chosen by its name, and what was given looks like a URL.',
    ],
    [
      { config: `${tenant}targets: { a: { urlEnv: "${URL_A}", kind: staging } }\n` },
      'tailtown-migrate.config.yaml:2:25 targets.a.urlEnv is wrong.',
    ],
    [
      { config: `${tenant}targets: { a: { url: "${URL_A}", urlEnv: X, kind: staging } }\n` },
      'tailtown-migrate.config.yaml:2:17 Unknown key targets.a.url.',
    ],
    [
      { config: `${tenant}targets: { a: "${URL_A}" }\n` },
      'tailtown-migrate.config.yaml:2:15 targets.a is wrong.',
    ],
    [{ config: `${tenant}targets: { a: { urlEnv: "${URL_A}\n`, flags: {} }, /is not valid YAML/],
  ])('%#: says so without the secret', (given, message) => {
    const error = configErrorOf(given);
    if (typeof message === 'string') expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
    expect(`${error.message} ${error.context.hint}`).not.toContain('correct-horse');
  });
});

describe('secretMask', () => {
  const mask = secretMask({
    gingr: null,
    webhook: null,
    target: {
      name: 'a',
      kind: 'staging',
      url: 'postgresql://loader:p%40ss%3Aword@db:5432/x',
      urlEnv: 'A',
    },
  });

  it.each([
    ['cannot reach postgresql://loader:p%40ss%3Aword@db:5432/x', 'cannot reach ***'],
    ['login with p@ss:word failed', 'login with *** failed'],
    ['login with p%40ss%3Aword failed', 'login with *** failed'],
    ['unknown option --url=postgres://other:secret@host/db', 'unknown option --url=postgres://***@host/db'],
    ['host=db password=hunter22 user=x', 'host=db password=*** user=x'],
    ['see https://example.test/a', 'see https://example.test/a'],
  ])('%s', (text, masked) => expect(mask(text)).toBe(masked));

  it('leaves a password alone that is the name of the user', () => {
    const same = secretMask({
      gingr: null,
      webhook: null,
      target: {
        name: 'a',
        kind: 'staging',
        url: 'postgresql://postgres:postgres@db/x',
        urlEnv: 'A',
      },
    });
    expect(same('role "postgres" does not exist')).toBe('role "postgres" does not exist');
  });
});

describe('a target that is not for production', () => {
  const config = `${tenant}targets:
  staging: { urlEnv: STAGING_URL, kind: staging }
  live: { urlEnv: LIVE_URL, kind: production, rejects: { accept: { owners: 0 } }, limits: { loadMinutes: 5 }, timeouts: { lock: 2s } }
rejects: { accept: { owners: 3, animals: 1 } }
timeouts: { lock: 9s, idle: 3m }\n`;
  const live = 'postgresql://app:other-word@DB.example.test/tailtown?application_name=x';

  it.each([
    ['the same database by another user', URL_A],
    ['the very same URL', live],
  ])('may not lead to %s', (_, url) => {
    const env = { LIVE_URL: live, STAGING_URL: url, DATABASE_URL: url };
    for (const target of ['staging', 'DATABASE_URL']) {
      const error = configErrorOf({ config, env, flags: { target } });
      expect(error.message).toBe(
        `Target ${target} leads to the same database as target live, which is production.`,
      );
      expect(`${error.message} ${error.context.hint}`).not.toMatch(/correct-horse|other-word/);
    }
    expect(configErrorOf({ config, env }).message).toContain('Target DATABASE_URL leads');
    expect(settingsOf({ config, env, flags: { target: 'live' } }).settings.target.name).toBe('live');
  });

  it('may lead to another database of the same server', () => {
    const env = { LIVE_URL: live, STAGING_URL: `${URL_A}_staging` };
    const { settings } = settingsOf({ config, env, flags: { target: 'staging' } });
    expect(settings).toMatchObject({
      ...{
        target: { name: 'staging', timeouts: { lock: 9_000, idle: 180_000 } },
        limits: { loadMinutes: null },
      },
      rejects: { accept: { owners: { kind: 'count', value: 3 }, animals: { kind: 'count', value: 1 } } },
    });
  });

  it('has settings of its own, as production has', () => {
    const env = { LIVE_URL: live };
    expect(settingsOf({ config, env, flags: { target: 'live' } }).settings).toMatchObject({
      ...{ target: { timeouts: { lock: 2_000, idle: 180_000 } }, limits: { loadMinutes: 5 } },
      rejects: { accept: { owners: { kind: 'count', value: 0 }, animals: { kind: 'count', value: 1 } } },
    });
  });
});
