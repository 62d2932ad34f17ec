import type { Settings } from '../../src/core/settings.ts';

/** What stands where a config says nothing; a test of the config holds the program to it. A new key goes here. */
export const unsaid = (): Omit<
  Settings,
  'workspace' | 'reports' | 'tenant' | 'target' | 'mappingFolders' | 'rejects' | 'vanishedLimit'
> => ({
  sourceDatabase: 'main',
  decisions: {},
  reservationTimeMode: 'wall-as-utc',
  conflicts: 'target-wins',
  consentUnknown: 'deny',
  balanceSign: null,
  retentionDays: {
    staging: null,
    images: null,
    snapshots: null,
    rejects: null,
    reports: null,
    backups: null,
  },
  limits: { loadMinutes: null },
  backup: { tools: null, scratchUrlEnv: null },
  metricsFile: null,
  webhook: null,
  cutover: { differences: null, hours: 12 },
  asOf: null,
  complete: [],
  vanished: 'keep',
  fileEntities: {},
  fileEncodings: {},
  gingr: null,
  showPersonalData: false,
});
