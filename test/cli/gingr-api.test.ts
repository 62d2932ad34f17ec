import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { served } from '../extract/api/support.ts';
import { API_KEY } from '../support/gingr-server/server.ts';
import { SECRET } from '../support/gingr-server/shapes.ts';
import { moneyResort } from '../support/resort.ts';
import { run } from './support.ts';

const data = () => ({ ...moneyResort(), locations: [{ value: '1', label: 'Harbor' }] });
const pipeline = () => import('../../src/pipeline/api.ts');

const config = (url: string, more = '') =>
  `tenant: { id: 11111111-1111-4111-8111-111111111111, timeZone: America/Denver }
gingr: { url: "${url}", keys: [{ keyEnv: MY_KEY }], firstDay: 2026-01-01, paceMs: 0, retryMs: 1${more} }\n`;

const everything = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');

describe('extract --from gingr-api', () => {
  it('seals a snapshot, tells how many calls are ahead, and leaves the key nowhere', async () => {
    const server = await served({
      data: data(),
      trouble: { share: 0.1, seed: 3, kinds: ['html', 'error-true'] },
    });
    const ran = await run(['extract', '--from', 'gingr-api', '--json'], {
      api: await pipeline(),
      files: { 'tailtown-migrate.config.yaml': config(server.url) },
      env: { MY_KEY: API_KEY },
    });
    expect(ran.exit).toBe(0);
    expect(ran.json()).toMatchObject({ command: 'extract', source: 'gingr-api', asOfFrom: 'first-call' });
    expect(ran.stderr).toMatch(/Gingr's API: \d+ calls/);
    const left = everything(ran.cwd) + ran.stdout + ran.stderr;
    expect(left.includes(API_KEY)).toBe(false);
    expect(left.includes(SECRET)).toBe(false);
  });

  it('says what is missing: the config, the key, the right key', async () => {
    const api = await pipeline();
    const bare = { 'tailtown-migrate.config.yaml': config('').replace(/gingr:.*/, '') };
    const none = await run(['extract', '--from', 'gingr-api'], { api, files: bare });
    expect([none.exit, none.stderr]).toEqual([2, expect.stringContaining('gingr: { subdomain')]);
    const server = await served({ data: data() });
    const files = { 'tailtown-migrate.config.yaml': config(server.url) };
    const keyless = await run(['extract', '--from', 'gingr-api'], { api, files });
    expect([keyless.exit, keyless.stderr]).toEqual([2, expect.stringContaining('MY_KEY')]);
    const wrong = await run(['extract', '--from', 'gingr-api'], {
      api,
      files,
      env: { MY_KEY: 'wrong-key-123' },
    });
    expect(wrong.exit).toBe(4);
    expect(wrong.stderr).toContain('MY_KEY');
    expect(everything(wrong.cwd) + wrong.stderr).not.toContain('wrong-key-123');
    const mixed = await run(['extract', '--from', 'gingr-api', 'exports'], { api, files });
    expect([mixed.exit, mixed.stderr]).toEqual([2, expect.stringContaining('./gingr-api')]);
  });
});

describe('doctor', () => {
  it('finds a key that sees less than it should', { timeout: 400_000 }, async () => {
    const api = await pipeline();
    const locations = ['1', '2'].map((value) => ({ value, label: `Location ${value}` }));
    const server = await served({ data: { ...data(), locations }, keys: { [API_KEY]: ['1'] } });
    const check = async (text: string) => {
      const ran = await run(['doctor', '--json'], {
        ...{ api, files: { 'tailtown-migrate.config.yaml': text }, env: { MY_KEY: API_KEY } },
      });
      const { checks } = ran.json() as { checks: { name: string; ok: boolean; actual: string }[] };
      return checks.find(({ name }) => name === "Gingr's API");
    };
    expect(await check(config(server.url))).toMatchObject({ ok: true, actual: 'locations 1' });
    const other = config(server.url).replace('{ keyEnv', '{ location: "2", keyEnv');
    expect(await check(other)).toMatchObject({
      ok: false,
      actual: 'location 2 is not seen by the key of MY_KEY; location 1 has no key',
    });
  });
});
