import { describe, expect, it } from 'vitest';
import { secretMask, URL_FORM } from '../../../src/core/config/secrets.ts';
import { configErrorOf, settingsOf, TENANT } from './support.ts';

const URL_A = 'postgresql://loader:correct-horse@127.0.0.1:5432/tailtown';
const tenant = `tenant: { id: ${TENANT} }\n`;
const staging = `${tenant}targets: { staging: { urlEnv: STAGING_URL, kind: staging } }\n`;
const gingr = `${tenant}gingr: { subdomain: harbor, keys: [{ keyEnv: MY_KEY }] }\n`;

describe('a secret in a file, as containers are given them', () => {
  it('is taken from where NAME_FILE says, for every secret', () => {
    const files = { 'run/secrets/one': `${URL_A}\n` };
    const one = { files, env: { STAGING_URL_FILE: 'run/secrets/one' } };
    expect(settingsOf({ config: staging, ...one }).settings.target).toMatchObject({
      ...{ name: 'staging', url: URL_A, urlEnv: 'STAGING_URL_FILE' },
    });
    const two = { files, env: { DATABASE_URL_FILE: 'run/secrets/one' } };
    expect(settingsOf({ config: tenant, ...two }).settings.target).toMatchObject({
      ...{ name: 'DATABASE_URL', kind: 'rehearsal', url: URL_A, urlEnv: 'DATABASE_URL_FILE' },
    });
    const three = { files: { key: 'k3y\n' }, env: { MY_KEY_FILE: 'key' } };
    expect(settingsOf({ config: gingr, ...three }).settings.gingr?.keys).toEqual([
      { name: 'key1', location: null, key: 'k3y', from: 'MY_KEY_FILE' },
    ]);
  });

  it.each([
    [
      staging,
      { STAGING_URL: URL_A, STAGING_URL_FILE: 'one' },
      'STAGING_URL and STAGING_URL_FILE are both set.',
    ],
    [
      tenant,
      { DATABASE_URL: URL_A, DATABASE_URL_FILE: 'one' },
      'DATABASE_URL and DATABASE_URL_FILE are both',
    ],
    [gingr, { MY_KEY: 'k3y-k3y', MY_KEY_FILE: 'one' }, 'MY_KEY and MY_KEY_FILE are both set.'],
    [staging, { STAGING_URL_FILE: 'gone' }, 'The file that STAGING_URL_FILE names cannot be read.'],
    [tenant, { DATABASE_URL_FILE: 'empty' }, 'The file that DATABASE_URL_FILE names is empty.'],
    [gingr, { MY_KEY_FILE: 'empty' }, 'The file that MY_KEY_FILE names is empty.'],
  ])('%#: is refused where it can not be told which is meant, or nothing is in it', (config, env, said) => {
    const error = configErrorOf({ config, env, files: { one: URL_A, empty: '\n' } });
    expect(error.message).toContain(said);
    expect(`${error.message} ${error.context.hint}`).not.toMatch(/correct-horse|k3y-k3y/);
  });
});

describe('the mask of secrets', () => {
  const mask = secretMask(null);

  it('leaves the form of a URL, and takes the login out of every real one', () => {
    const hint = `Give it the form ${URL_FORM}; percent-encoded.`;
    expect(mask(hint)).toBe(hint);
    for (const login of ['loader:correct-horse', 'USER:PASSWORD1', 'user:password', 'USER'])
      expect(mask(`at postgresql://${login}@db.example.test/tailtown`)).toBe(
        'at postgresql://***@db.example.test/tailtown',
      );
  });

  it('is passed by the hint of a URL that is none', () => {
    const error = configErrorOf({ config: staging, env: { STAGING_URL: 'nonsense' } });
    expect(mask(error.context.hint ?? '')).toContain(URL_FORM);
  });
});

describe('TLS in the config', () => {
  const remote = URL_A.replace('127.0.0.1', 'db.example.test');
  const live = (tls: string) =>
    `${tenant}targets: { live: { urlEnv: LIVE_URL, kind: production${tls === '' ? '' : `, tls: ${tls}`} } }\n`;

  it('has a file of certificates, or a reason to do without', () => {
    const env = { LIVE_URL: remote };
    const { settings, cwd } = settingsOf({
      config: live('{ ca: ours.pem }'),
      env,
      files: { 'ours.pem': 'x' },
    });
    expect(settings.target).toMatchObject({ tls: { ca: `${cwd}/ours.pem`, insecure: null } });
    const insecure = settingsOf({ config: live('{ insecure: one cage }'), env });
    expect(insecure.settings.target).toMatchObject({ tls: { ca: null, insecure: 'one cage' } });
  });

  it.each([
    [
      live(''),
      remote,
      'sslmode=disable',
      'LIVE_URL asks for a connection to another machine without a checked',
    ],
    [live(''), remote, 'sslmode=no-verify', 'without a checked certificate'],
    [live(''), remote, 'ssl=0', 'without a checked certificate'],
    [live(''), remote, 'sslmode=maybe', 'its sslmode is not known'],
    [live('{ ca: gone.pem }'), remote, '', 'Target live: the file of certificates to trust does not exist.'],
    [live('{ ca: a, insecure: b }'), remote, '', 'Give ca or insecure, not both'],
    [live('{ insecure: "" }'), remote, '', 'Write who decided'],
  ])('%#: is refused where it is none', (config, url, query, said) => {
    const error = configErrorOf({ config, env: { LIVE_URL: `${url}?${query}` } });
    expect(`${error.message} ${error.context.hint}`).toContain(said);
    expect(`${error.message} ${error.context.hint}`).not.toMatch(/correct-horse|db\.example/);
  });

  it('is not asked of this machine', () => {
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '%2Frun%2Fpostgresql']) {
      const url = `postgresql://loader:correct-horse@${host}/tailtown?sslmode=disable`;
      expect(settingsOf({ config: live(''), env: { LIVE_URL: url } }).settings.target.name).toBe('live');
    }
    const other = 'postgresql:///tailtown?user=loader&host=db.example.test&sslmode=disable';
    expect(configErrorOf({ config: live(''), env: { LIVE_URL: other } }).message).toContain(
      'another machine',
    );
  });
});

it('time limits have units and bounds', () => {
  const config = `${tenant}timeouts: { connect: 30s, statement: 2h, lock: 5s, idle: 10m }\n`;
  const { settings } = settingsOf({ config, env: { DATABASE_URL: URL_A } });
  expect(settings.target).toMatchObject({
    timeouts: { connect: 30_000, statement: 7_200_000, lock: 5_000, idle: 600_000 },
  });
  const none = settingsOf({
    config: `${tenant}timeouts: { statement: none }\n`,
    env: { DATABASE_URL: URL_A },
  });
  expect(none.settings.target).toMatchObject({ timeouts: { statement: 0 } });
  const { message } = configErrorOf({
    config: `${tenant}timeouts: { connect: 30, statement: 10s, lock: soon, idle: 10s }\n`,
  });
  expect(message).toContain(
    'timeouts.connect is wrong. Give a time such as 500ms, 30s, 5m or 2h, from 1s to 10m.',
  );
  expect(message).toContain(
    'timeouts.idle is wrong. Give a time such as 500ms, 30s, 5m or 2h, from 2m to 24h.',
  );
  expect(message).toMatch(/timeouts\.statement is wrong[\s\S]*timeouts\.lock is wrong/);
});

it('a password in the query of a URL is masked too', () => {
  const url = 'postgresql://127.0.0.1/tailtown?user=loader&password=correct-horse';
  const mask = secretMask({
    gingr: null,
    webhook: null,
    target: { name: 'a', kind: 'staging', url, urlEnv: 'A' },
  });
  expect(mask('the login with correct-horse failed')).toBe('the login with *** failed');
});
