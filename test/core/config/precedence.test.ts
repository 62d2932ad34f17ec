import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../../src/core/version.ts';
import { unsaid } from '../../support/settings.ts';
import { configErrorOf, settingsOf, TENANT } from './support.ts';

const config = `tenant: { id: from-file, name: Harbor Pet Resort, timeZone: America/Denver }\n`;

describe('where a setting comes from', () => {
  it('takes defaults where nothing is said', () => {
    const { settings, cwd, logLevel, configFile } = settingsOf({ flags: { tenant: TENANT } });
    expect(settings).toEqual({
      ...unsaid(),
      workspace: path.join(cwd, '.tailtown-migrate'),
      reports: path.join(cwd, 'reports'),
      tenant: { id: TENANT, name: null, timeZone: null },
      target: {
        name: 'embedded',
        kind: 'embedded',
        directory: path.join(cwd, '.tailtown-migrate', 'embedded'),
      },
      mappingFolders: [path.join(PACKAGE_ROOT, 'mappings', 'gingr')],
      rejects: { accept: { '*': { kind: 'count', value: 0 } }, refuse: {} },
      vanishedLimit: { '*': { kind: 'share', value: 0.05 } },
    });
    expect([logLevel, configFile]).toEqual(['info', null]);
  });

  it('prefers flags to variables, and variables to the config file', () => {
    const env = {
      TAILTOWN_MIGRATE_TENANT: 'from-variable',
      TAILTOWN_MIGRATE_WORKSPACE: 'w-variable',
      TAILTOWN_MIGRATE_LOG_LEVEL: 'warn',
    };
    expect(settingsOf({ config }).settings.tenant.id).toBe('from-file');
    expect(settingsOf({ config, env }).settings.tenant.id).toBe('from-variable');
    const flagged = settingsOf({
      config,
      env,
      flags: { tenant: 'from-flag', workspace: 'w-flag', logLevel: 'debug' },
    });
    expect(flagged.settings.tenant).toEqual({
      id: 'from-flag',
      name: 'Harbor Pet Resort',
      timeZone: 'America/Denver',
    });
    expect(flagged.settings.workspace).toBe(path.join(flagged.cwd, 'w-flag'));
    expect(flagged.logLevel).toBe('debug');
    expect(settingsOf({ config, env }).logLevel).toBe('warn');
  });

  it('treats an empty variable as one that is not set', () => {
    expect(
      settingsOf({ config, env: { TAILTOWN_MIGRATE_TENANT: '', DATABASE_URL: '' } }).settings,
    ).toMatchObject({
      tenant: { id: 'from-file' },
      target: { name: 'embedded' },
    });
  });

  it('finds the config file by flag and by variable, and its folders from where it lies', () => {
    const files = {
      'a/one.yaml': 'tenant: { id: one }\nmapping: { overlay: ../my-resort }\nreports: out\n',
      'a/two.yaml': 'tenant: { id: two }\n',
      'my-resort/owners.yaml': '',
      'extra/owners.yaml': '',
    };
    const env = { TAILTOWN_MIGRATE_CONFIG: 'a/two.yaml' };
    const { settings, cwd } = settingsOf({ files, env, flags: { config: 'a/one.yaml', mapping: 'extra' } });
    expect(settings.tenant.id).toBe('one');
    expect(settings.reports).toBe(path.join(cwd, 'a/out'));
    expect(settings.mappingFolders.slice(1)).toEqual([path.join(cwd, 'my-resort'), path.join(cwd, 'extra')]);
    expect(settingsOf({ files, env }).settings.tenant.id).toBe('two');
  });

  it('does not read .env files', () => {
    const files = { '.env': `DATABASE_URL=postgresql://a:b@c/d\nTAILTOWN_MIGRATE_TENANT=x\n` };
    expect(settingsOf({ config, files }).settings).toMatchObject({
      tenant: { id: 'from-file' },
      target: { name: 'embedded' },
    });
  });

  it('reads every optional key', () => {
    const { settings } = settingsOf({
      config: `${config}sourceDatabase: north
rejects: { accept: { reservations: 2%, owners: 3, "*": 0 }, refuse: { "*": 10.5% } }
reservationTimeMode: date-only
conflicts: fail
consentUnknown: target-default
balanceSign: owes-negative
retention: { staging: 7d, images: 90d, snapshots: 90d }
asOf: 2026-01-15
complete: [owners]
files: { entities: { lijst.csv: breeds }, encodings: { old.csv: windows-1252 } }
`,
      flags: { complete: ['animals', 'owners'], as: ['exports/a=b.csv=vets'], encoding: ['new.csv=utf-8'] },
    });
    expect(settings).toMatchObject({
      sourceDatabase: 'north',
      rejects: {
        accept: {
          reservations: { kind: 'share', value: 0.02 },
          owners: { kind: 'count', value: 3 },
          '*': { kind: 'count', value: 0 },
        },
        refuse: { '*': { kind: 'share', value: 0.105 } },
      },
      reservationTimeMode: 'date-only',
      conflicts: 'fail',
      consentUnknown: 'target-default',
      balanceSign: 'owes-negative',
      asOf: '2026-01-15T12:00:00.000Z',
      complete: ['owners', 'animals'],
      fileEntities: { 'lijst.csv': 'breeds', 'a=b.csv': 'vets' },
      fileEncodings: { 'old.csv': 'windows-1252', 'new.csv': 'utf-8' },
    });
    expect(settingsOf({ config, flags: { asOf: '2026-01-15T18:00:00-07:00' } }).settings.asOf).toBe(
      '2026-01-16T01:00:00.000Z',
    );
  });

  it('does without a tenant and a target where a command needs none', () => {
    const needs = { tenant: false, target: false };
    const given = { env: { TAILTOWN_MIGRATE_TARGET: 'nowhere' } };
    expect(settingsOf({ ...given, needs }).settings.tenant.id).toBe('');
    expect(configErrorOf(given).message).toContain('2 things are wrong');
  });
});
