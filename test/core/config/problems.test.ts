import { describe, expect, it } from 'vitest';
import { configErrorOf, TENANT } from './support.ts';

describe('a config that is wrong', () => {
  it('reports everything at once, each with its line and column and what to do', () => {
    const error = configErrorOf({
      config: `tenant: { id: "", timeZone: Denver }
sorceDatabase: main
targets:
  staging: { urlEnv: STAGING_DATABASE_URL, kind: stagging }
  embedded: { urlEnv: X, kind: staging }
  both: { kind: production }
rejects:
  accept:
    owners: some
    "*": 120%
conflicts: people
retention: { staging: 7 days }
`,
      flags: { asOf: 'yesterday', logLevel: 'loud', as: ['x.csv'], encoding: ['x.csv=klingon'] },
    });
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.exit).toBe(2);
    expect(error.context).toMatchObject({ file: 'tailtown-migrate.config.yaml', line: 1 });
    const lines = error.message
      .split('\n')
      .map((line) => line.trim().replace('tailtown-migrate.config.yaml:', ''));
    expect(lines).toEqual([
      '14 things are wrong:',
      '1:15 tenant.id is wrong. Give the id of the resort in Tailtown (tenants.id), without spaces.',
      '1:29 tenant.timeZone is wrong. Give an IANA time zone, such as America/Denver.',
      '2:1 Unknown key sorceDatabase. Remove it or correct its spelling.',
      '4:50 targets.staging.kind is wrong. Use one of: rehearsal, staging, production.',
      '5:3 targets.embedded is a name that does not work. This name is taken; choose another.',
      '6:9 targets.both is wrong. Give exactly one of urlEnv (name of a variable) and urlFile (path of a file).',
      '9:13 rejects.accept.owners is wrong. Give a count of records (0, 3) or a share of them (2%, at most 100%).',
      '10:10 rejects.accept.* is wrong. Give a count of records (0, 3) or a share of them (2%, at most 100%).',
      '11:12 conflicts is wrong. Use one of: target-wins, source-wins, fail.',
      '12:23 retention.staging is wrong. Give a number of days, such as 90d.',
      '--as-of is not a date. Give a day (2026-01-15) or an instant with its offset (2026-01-15T18:00:00-07:00).',
      '--as x.csv has no FILE=ENTITY. Write it as --as FILE=ENTITY.',
      '--encoding of x.csv is not known. Use one of: utf-8, utf-16le, utf-16be, windows-1252.',
      'The log level is not known. Use one of: trace, debug, info, warn, error, silent.',
    ]);
  });

  it.each([
    ['tenant: { id: a\n', /^tailtown-migrate\.config\.yaml:2:1 is not valid YAML/],
    [
      'tenant: { id: a }\ntenant: { id: b }\n',
      /^tailtown-migrate\.config\.yaml:2:1 is not valid YAML \(DUPLICATE_KEY\)/,
    ],
    ['- a\n', /:1:1 The file is wrong\./],
    ['tenant: 12\n', /:1:9 tenant is wrong\./],
    ['tenant: { id: a, colour: red }\n', /:1:18 Unknown key tenant\.colour\./],
    [
      `tenant: { id: ${TENANT} }\nmapping: { overlay: ./gone }\n`,
      /^The mapping folder \.\/gone does not exist\./,
    ],
    [`tenant: { id: ${TENANT} }\nasOf: 2026-02-30\n`, /:2:7 asOf is wrong\./],
    ['tenant: { name: Harbor }\n', /^No tenant is given\./],
    ['', /^No tenant is given\./],
  ])('names the place in %j', (config, expected) => {
    expect(configErrorOf({ config }).message).toMatch(expected);
  });

  it('names a config file that is not there', () => {
    expect(configErrorOf({ flags: { config: 'gone.yaml' } }).message).toBe(
      'The config file gone.yaml cannot be read.',
    );
  });

  it('knows the entities where it is told them', () => {
    const config = `tenant: { id: ${TENANT} }\nrejects: { accept: { "*": 1, onwers: 2 } }\ncomplete: [pets]\n`;
    const { message } = configErrorOf({
      config,
      entities: ['owners', 'animals'],
      flags: { as: ['a.csv=dogs'] },
    });
    expect(message).toContain(
      'rejects.accept names onwers, which is no entity. Use one of: owners, animals.',
    );
    expect(message).toContain('complete names pets');
    expect(message).toContain('files.entities (--as) names dogs');
  });
});
