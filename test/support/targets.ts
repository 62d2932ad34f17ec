import type { TargetSettings } from '../../src/core/settings.ts';

export const postgresTarget = (url: string): TargetSettings => ({
  name: 'test',
  kind: 'rehearsal',
  url,
  urlEnv: 'TEST_DATABASE_URL',
});

export const pgliteTarget = (directory: string): TargetSettings => ({
  name: 'embedded',
  kind: 'embedded',
  directory,
});
