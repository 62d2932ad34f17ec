import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../../src/core/config/load.ts';
import { secretMask } from '../../../src/core/config/secrets.ts';
import { folderWith } from '../../support/folders.ts';

const TENANT = 'tenant: { id: 11111111-1111-4111-8111-111111111111 }\n';
const KEY = 'k3y-of-gingr+/=';

function load(gingr: string, env: Record<string, string> = {}, flags = {}) {
  const cwd = folderWith({ 'tailtown-migrate.config.yaml': TENANT + gingr });
  writeFileSync(path.join(cwd, 'lakeside.key'), `${KEY}-2\n`);
  return loadSettings({ flags, env, cwd }).settings;
}

describe('`gingr` in the config', () => {
  it('has keys from variables and files, and defaults', () => {
    const text = `gingr:
  subdomain: harbor
  keys: [{ location: "1", keyEnv: MY_KEY }, { keyFile: ./lakeside.key }]\n`;
    expect(load(text, { MY_KEY: KEY }).gingr).toEqual({
      ...{ url: 'https://harbor.gingrapp.com', firstDay: null, since: null, fresh: false },
      ...{ concurrency: 2, paceMs: 200, timeoutMs: 120_000, retryMs: 1_000 },
      keys: [
        { name: '1', location: '1', key: KEY, from: 'MY_KEY' },
        { name: 'key2', location: null, key: `${KEY}-2`, from: './lakeside.key' },
      ],
    });
    // Only what calls the API needs a key.
    expect(load(text).gingr?.keys[0]?.key).toBeNull();
    expect(load('').gingr).toBeNull();
  });

  it.each([
    ['gingr: { keys: [{ keyEnv: A }] }', 'exactly one of subdomain and url'],
    [
      'gingr: { subdomain: a, url: "https://b.example.test", keys: [{ keyEnv: A }] }',
      'exactly one of subdomain',
    ],
    ['gingr: { url: "http://harbor.gingrapp.com", keys: [{ keyEnv: A }] }', 'with https://'],
    ['gingr: { url: "https://a.example.test/api?key=x", keys: [{ keyEnv: A }] }', 'nothing behind the host'],
    ['gingr: { subdomain: a, keys: [] }', 'at least one key'],
    ['gingr: { subdomain: a, keys: [{ key: hidden-in-a-file }] }', 'Unknown key gingr.keys.0.key'],
    ['gingr: { subdomain: a, keys: [{ keyEnv: A, keyFile: b }] }', 'exactly one of keyEnv'],
    ['gingr: { subdomain: a, keys: [{ keyEnv: A }], firstDay: 3/4/2015 }', 'Give a day'],
    ['gingr: { subdomain: a, keys: [{ keyEnv: A }], concurrency: 100 }', '1 to 16'],
    ['gingr: { subdomain: a, keys: [{ keyEnv: A }], paze: 1 }', 'Unknown key gingr.paze'],
    ['gingr: { subdomain: a, keys: [{ location: "1", keyEnv: A }, { location: "1", keyEnv: B }] }', 'twice'],
  ])('is refused: %s', (text, what) => {
    let message = '';
    try {
      load(`${text}\n`);
    } catch (error) {
      message = JSON.stringify(error) + String(error);
    }
    expect(message).toContain(what);
    expect(message).not.toContain('hidden-in-a-file');
  });

  it('takes --since and --fresh, and misses itself where it is not there', () => {
    const text = 'gingr: { subdomain: a, keys: [{ keyEnv: A }] }\n';
    expect(load(text, {}, { since: '2026-01-15', fresh: true }).gingr).toMatchObject({
      ...{ since: '2026-01-15', fresh: true },
    });
    expect(() => load(text, {}, { since: 'yesterday' })).toThrow('--since is not a day');
    expect(() => load('', {}, { since: '2026-01-15' })).toThrow('has no `gingr`');
  });

  it('has keys that are masked in every text, as they stand and as an address has them', () => {
    const settings = load('gingr: { subdomain: a, keys: [{ keyEnv: A }] }\n', { A: KEY });
    const mask = secretMask(settings);
    expect(mask(`GET /owners?key=${encodeURIComponent(KEY)}&x=1`)).toBe('GET /owners?key=***&x=1');
    expect(mask(`the key ${KEY} is wrong`)).toBe('the key *** is wrong');
    expect(mask('https://a.example.test/?a=1&key=other')).toBe('https://a.example.test/?a=1&key=***');
  });
});
