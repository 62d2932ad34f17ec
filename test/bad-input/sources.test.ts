import path from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { expectStatus, type Home, home } from '../support/cli.ts';
import { smallResort, writeResort } from '../support/resort.ts';
import { type Complaint, expectComplaint, filesIn } from './support.ts';

let here: Home;
let good: string;
beforeAll(async () => {
  here = await home('postgres');
  good = await writeResort(smallResort());
  expectStatus(await here.cli(['run', '--from', good]), 0);
});
afterAll(() => here.drop());

const OWNERS = 'id,first_name,last_name,email\n101,First101,Last101,owner101@example.test\n';
const CONFIG = 'tailtown-migrate.config.yaml';
const TENANT = 'tenant: { id: 11111111-1111-4111-8111-111111111111, timeZone: America/Denver }\n';

const FILES: [string, Record<string, string | Buffer>, Complaint][] = [
  ['an empty folder', {}, { status: 2, code: 'NO_INPUT', says: /no .*file|empty|nothing/i }],
  [
    'a file of an unknown kind beside a good one',
    { 'owners.csv': OWNERS, 'weather.csv': 'rain,wind\n1,2\n' },
    { status: 2, code: 'FILE_NOT_RECOGNISED', says: /weather\.csv/ },
  ],
  [
    'a header without the column that is the id',
    { 'owners.csv': 'first_name,last_name,email\nFirst101,Last101,owner101@example.test\n' },
    { status: 2, code: 'FILE_COLUMN_REQUIRED', says: /owners\.csv[\s\S]*\bid\b/ },
  ],
  [
    'a file that is no text',
    { 'owners.csv': Buffer.from(Array.from({ length: 512 }, (_, index) => (index * 37) % 256)) },
    { status: 2, code: 'FILE_NOT_RECOGNISED', says: /owners\.csv/ },
  ],
  [
    'a workbook that goes by the name of a text file',
    {
      'owners.csv': Buffer.from(
        `${'PK\u0003\u0004\u0014'.padEnd(26, '\0')}\u000f\0\0\0xl/workbook.xml`,
        'latin1',
      ),
    },
    { status: 2, code: 'FILE_DAMAGED', says: /owners\.csv[\s\S]*workbook[\s\S]*CSV/ },
  ],
  ['an empty file', { 'owners.csv': '' }, { status: 2, code: 'FILE_NOT_RECOGNISED', says: /owners\.csv/ }],
];

it.each(FILES)('%s', async (_what, files, complaint) => {
  await expectComplaint(here, ['run', '--from', await filesIn(files)], complaint);
});

it('a folder that does not exist', async () => {
  await expectComplaint(here, ['run', '--from', path.join(good, 'nowhere')], {
    status: 2,
    code: 'NO_INPUT',
    says: /nowhere/,
  });
});

it('a mapping overlay with a typo names file, line and column', async () => {
  const overlay = await filesIn({
    'owners.yaml': 'entity: owners\ntables:\n  customers:\n    columns:\n      city: { fron: city }\n',
  });
  await expectComplaint(here, ['run', '--from', good, '--mapping', overlay], {
    ...{ status: 2, code: 'MAPPING_INVALID' },
    says: /owners\.yaml:5:\d+[\s\S]*fron/,
  });
});

it('a mapping overlay that names a function nobody knows', async () => {
  const overlay = await filesIn({
    'owners.yaml':
      'entity: owners\ntables:\n  customers:\n    columns:\n      city: { from: city, apply: [tirm] }\n',
  });
  await expectComplaint(here, ['run', '--from', good, '--mapping', overlay], {
    ...{ status: 2, code: 'MAPPING_INVALID' },
    says: /owners\.yaml:5[\s\S]*tirm/,
  });
});

it.each<[string, string, RegExp]>([
  ['an unknown key', `${TENANT}rejcts: { accept: { "*": 0 } }\n`, /:2:\d+[\s\S]*rejcts/],
  ['a limit that is none', `${TENANT}rejects: { accept: { "*": lots } }\n`, /lots|count of records/],
  ['a time zone that is none', 'tenant: { id: x, timeZone: Denver }\n', /IANA/],
  ['no YAML', 'tenant: { id: [\n', /config/],
  ['a secret where a variable belongs', `${TENANT}targets: { a: { kind: staging, url: x } }\n`, /url/],
])('a config with %s', async (_what, config, says) => {
  const file = path.join(await filesIn({ [CONFIG]: config }), CONFIG);
  await expectComplaint(here, ['run', '--from', good, '--config', file], {
    ...{ status: 2, code: 'CONFIG_INVALID', says },
  });
});

it('several mistakes of a config come at once, in one message', async () => {
  const config = 'tenant: { id: x, timeZone: Denver }\nrejcts: 1\nconflicts: nobody\n';
  const file = path.join(await filesIn({ [CONFIG]: config }), CONFIG);
  await expectComplaint(here, ['run', '--from', good, '--config', file], {
    ...{ status: 2, code: 'CONFIG_INVALID', says: /IANA[\s\S]*rejcts|rejcts[\s\S]*IANA/ },
  });
});

it('a batch that nobody knows', async () => {
  const batch = '33333333-3333-4333-8333-333333333333';
  await expectComplaint(here, ['rollback', batch, '--confirm', batch], {
    ...{ status: 4, code: 'BATCH_UNKNOWN', says: /status/ },
  });
});

it('a rollback that nobody confirms, or confirms with another id', async () => {
  await expectComplaint(here, ['rollback', 'some-batch'], {
    ...{ status: 2, code: 'CONFIRMATION_NEEDED', says: /--confirm/ },
  });
  await expectComplaint(here, ['rollback', 'some-batch', '--confirm', 'another'], {
    ...{ status: 2, code: 'CONFIRMATION_NEEDED', says: /--confirm|some-batch/ },
  });
});
