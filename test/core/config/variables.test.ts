import { expect, it } from 'vitest';
import { variableStates } from '../../../src/core/config/variables.ts';
import { folderWith } from '../../support/folders.ts';

const config = `
tenant: { id: a }
targets:
  staging: { urlEnv: STAGING_URL, kind: staging }
  live: { urlEnv: LIVE_URL, kind: production }
  filed: { urlFile: ./url, kind: staging }
gingr: { subdomain: harbor, keys: [{ location: "1", keyEnv: KEY_1 }, { keyEnv: KEY_2 }] }
`;

it('tells of each variable whether it is set, missing or malformed, and never what it holds', () => {
  const env = {
    ...{ STAGING_URL: 'postgresql://a:secret-word@127.0.0.1/x', LIVE_URL: 'mysql://a:secret-word@b/c' },
    ...{ KEY_1: 'secret-word', KEY_2_FILE: 'gone', NO_COLOR: '1', TEST_DATABASE_URL: 'secret-word' },
  };
  const cwd = folderWith({ 'tailtown-migrate.config.yaml': config });
  const states = variableStates({ flags: {}, env, cwd }, 'staging');
  expect(states.map(({ name, state, needed }) => [name, state, needed])).toEqual([
    ['STAGING_URL', 'set', true],
    ['LIVE_URL', 'malformed', false],
    ['KEY_1', 'set', true],
    ['KEY_2', 'malformed', true],
    ['NO_COLOR', 'set', false],
  ]);
  expect(states.map(({ problem }) => problem?.message).filter(Boolean)).toEqual([
    'LIVE_URL does not hold the URL of a PostgreSQL database.',
    'The file that KEY_2_FILE names cannot be read.',
  ]);
  expect(JSON.stringify(states)).not.toContain('secret-word');
  expect(variableStates({ flags: {}, env: {}, cwd }, 'staging').map(({ state }) => state)).toEqual([
    ...['missing', 'missing', 'missing', 'missing'],
  ]);
});
