import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { MigrateError } from '../../src/core/errors.ts';
import { catalogueOf } from '../../src/mapping/aliases.ts';
import { readMapping } from '../../src/mapping/read.ts';

const DEFAULTS = 'mappings/gingr';
const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true });
});

async function folder(files: Record<string, string>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'mapping-'));
  made.push(path);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return path;
}

/** The problems of an overlay over the defaults, without the folder's name. */
async function problemsOf(files: Record<string, string>, onDefaults = true): Promise<string[]> {
  const path = await folder(files);
  const error = await readMapping(onDefaults ? [DEFAULTS, path] : [path]).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(MigrateError);
  expect(error).toMatchObject({ code: 'MAPPING_INVALID', exit: 2 });
  return (error as MigrateError).message
    .split('\n')
    .slice(1)
    .map((line) => line.replaceAll(`${path}/`, ''));
}

const column = (spec: string) => `entity: owners\ntables:\n  customers:\n    columns:\n      city: ${spec}\n`;

const words = (text: string): string[] => text.trim().split(/\s+/);

describe('the mapping that the program ships', () => {
  test('is valid, with parents before children and lists first', async () => {
    const { entities, lookups, hash } = await readMapping([DEFAULTS]);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(entities.map(({ entity }) => entity)).toEqual(
      words(`
      breeds immunization_types locations package_types reservation_types species temperaments vets
      additional_services agreements employees form_fields gift_cards import_account lodgings owners animals
      animal_notes files immunizations medications owner_agreements owner_notes receipts receipt_lines receipt_payments reservations calendar_details
      incidents invoices invoice_lines owner_packages payments deposits report_cards
      reservation_notes reservation_services retail_categories retail_items standing_reservations store_credits
      subscriptions`),
    );
    expect(Object.keys(lookups).sort()).toEqual(
      words(`
      file_kinds frequencies genders icons incident_severities incident_statuses incident_types lodgings packages
      payment_methods report_card_services services species staff_roles states vaccines`),
    );
  });

  test('names no person to join by (P-DUP-7)', async () => {
    const { entities } = await readMapping([DEFAULTS]);
    const keys = entities.flatMap(({ tables }) =>
      tables.flatMap(({ table, recognise }) => recognise.map((list) => `${table}.${list.join('+')}`)),
    );
    expect(keys.sort()).toEqual([
      // A service of one type of stay.
      'addon_services.serviceId+name',
      'customers.externalId',
      'daycare_pass_packages.name',
      'invoices.externalId',
      ...['invoices.invoiceNumber', 'invoices.invoiceNumber', 'invoices.invoiceNumber'],
      'notification_preferences.customerId',
      'pets.externalId',
      'product_categories.name',
      'products.sku',
      'reservations.externalId',
      'resources.name',
      'service_agreement_templates.name',
      'services.externalId',
      // An address is what staff sign in with, unique in the resort; the import account has one that is nobody's.
      ...['staff.email', 'staff.email'],
      'vaccine_requirements.name+pet_type',
      'veterinarians.gingrId',
      // A practice by its name and number is what Tailtown's own key says; it is no person.
      'veterinarians.name+phone',
    ]);
  });
});

describe('every problem names file, line and column', () => {
  test.each([
    ['{ from: city, apply: [txet] }', '5:35 unknown function "txet" (did you mean "text"?)'],
    ['{ from: city, apply: [{ lookup: gender }] }', '5:37 unknown lookup "gender" (did you mean "genders"?)'],
    [
      '{ from: city, apply: [{ lookup: { table: genders, unknwon: X } }] }',
      '5:37 function "lookup": Unrecognized key: "unknwon"',
    ],
    [
      '{ from: city, apply: [{ filled: many }] }',
      '5:45 function "filled", nth: Invalid input: expected number, received string',
    ],
    ['{ from: city, apply: [{ listLabel: genders }] }', '5:37 unknown reference list "genders"'],
    [
      '{ from: [banned, city], apply: [{ active: [off] }] }',
      '5:45 function "active" takes 1 columns, here are 2',
    ],
    [
      '{ from: citty }',
      '5:15 unknown column "citty" (did you mean "city"?) in owners; a custom field is declared under extraColumns, or is written form_data.FIELD',
    ],
    [
      'citty',
      '5:7 unknown column "citty" (did you mean "city"?) in owners; a custom field is declared under extraColumns, or is written form_data.FIELD',
    ],
    [
      '{ from: [city, citty] }',
      '5:28 unknown column "citty" (did you mean "city"?) in owners; a custom field is declared under extraColumns, or is written form_data.FIELD',
    ],
    ['password', '5:7 column "password" is a secret and is never read'],
    ['{ from: city, aply: [text] }', '5:27 unknown key "aply" (did you mean "apply"?)'],
    ['{ from: city, forced: emptyName }', '5:27 unknown forced value "emptyName"'],
    ['{ from: city, forced: petName }', '5:27 "petName" is forced on pets.name only'],
    [
      '{ derive: customerMail, from: city }',
      '5:15 unknown derive step "customerMail" (did you mean "customerEmail"?)',
    ],
    ['{ reference: animls, from: id }', '5:15 unknown entity "animls" (did you mean "animals"?)'],
    ['{ reference: breeds, from: id }', '5:15 "breeds" is a reference list without rows; use listLabel'],
    [
      '{ reference: owners, from: id, missing: ANIMAL_OWNER_MISING }',
      '5:44 unknown rule "ANIMAL_OWNER_MISING" (did you mean "ANIMAL_OWNER_MISSING"?)',
    ],
    [
      '{ reference: owners, from: id, missing: STATE_UNKNOWN }',
      '5:44 rule STATE_UNKNOWN does not reject a record',
    ],
    [
      '{ value: x, derive: customerEmail }',
      '5:7 only one of value, empty, reference, row and derive can be said',
    ],
    ['{ row: pets }', '5:15 unknown table "pets"'],
    ['{ reference: animals, through: petId }', '5:35 "petId" is no reference of this table'],
    [
      '{ reference: animals, from: id, together: STATE_UNKNOWN }',
      '5:45 rule STATE_UNKNOWN does not reject a record',
    ],
    ['{ apply: [text] }', '5:7 says not where its value comes from'],
  ])('%s', async (spec, problem) => {
    expect(await problemsOf({ 'owners.yaml': column(spec) })).toEqual([`owners.yaml:${problem}`]);
  });

  test.each([
    ['{ emial: [Mail] }', '2:12 unknown column "emial" (did you mean "email"?) in owners; aliases are for'],
    ['{ email: [Mobile phone] }', '2:20 "Mobile phone" means column "cell_phone" already'],
    ['{ email: [Mail], city: [mail] }', '2:34 "mail" means column "email" already'],
    ['{ email: [Pet] }\nextraColumns: [pet]', '2:20 "Pet" means column "pet" already'],
    ['{ email: [Access token] }', '2:20 "Access token" is the name of a secret, which is never read'],
  ])('aliases: %s', async (aliases, problem) => {
    const [found, ...more] = await problemsOf({ 'owners.yaml': `entity: owners\naliases: ${aliases}\n` });
    expect(more).toEqual([]);
    expect(found?.startsWith(`owners.yaml:${problem}`) ? problem : found).toBe(problem);
  });

  test('a derived entity has no headers, so no aliases', async () => {
    const problems = await problemsOf({ 'x.yaml': 'entity: lodgings\naliases: { area_name: [Area] }\n' });
    expect(problems).toEqual([expect.stringContaining('unknown column "area_name" in lodgings')]);
  });

  test('nested functions too', async () => {
    const spec = '{ from: city, apply: [{ blocks: [{ apply: [txet] }] }] }';
    expect(await problemsOf({ 'owners.yaml': column(spec) })).toEqual([
      'owners.yaml:5:35 unknown function "txet" (did you mean "text"?)',
    ]);
  });

  test('all at once, over several files', async () => {
    const problems = await problemsOf({
      'owners.yaml': column('{ from: citty, apply: [txet] }'),
      'stays.yaml':
        'entity: reservations\nexclude:\n  RESERVATION_SYNTETIC: { predicate: sinthetic, columns: [strt_date] }\n',
    });
    expect(problems.map((line) => line.split(' ')[0])).toEqual([
      'owners.yaml:5:15',
      'owners.yaml:5:36',
      'stays.yaml:3:3',
      'stays.yaml:3:27',
      'stays.yaml:3:59',
    ]);
  });

  test('what is no YAML', async () => {
    const [problem] = await problemsOf({ 'owners.yaml': 'entity: owners\ntables: {\n' });
    expect(problem).toMatch(/^owners\.yaml:\d+:\d+ is no YAML: /);
    expect(await problemsOf({ 'owners.yaml': 'entity: owners\nentity: owners\n' })).toEqual([
      'owners.yaml:2:1 is no YAML: Map keys must be unique',
    ]);
  });

  test.each([
    ['nothing: here\n', 'x.yaml:1:1 a mapping file says `entity: ...` or `lookup: ...`'],
    [
      'entity: ownrs\ntables: { customers: { primary: true, columns: { city: { value: x } } } }\n',
      'x.yaml:1:1 unknown entity "ownrs" (did you mean "owners"?)',
    ],
    [
      'entity: owners\ntables: { customers: { columns: { city: city } } }\n',
      'x.yaml:2:1 exactly one table must be primary, here 0 are',
    ],
    [
      'entity: owners\n',
      'x.yaml:1:1 entity "owners" has neither tables nor a list nor a fold nor rules that leave it out',
    ],
    [
      'entity: deposits\nfold: { rule: DEPOSIT_IS_PAYMENT, reference: breeds, from: payment_id, missing: DEPOSIT_PAYMENT_MISSING, unknown: STATE_UNKNOWN }\n',
      'x.yaml:2:106 rule STATE_UNKNOWN does not reject a record',
      'x.yaml:2:35 unknown entity with rows "breeds"',
    ],
    [
      'entity: calendar_details\nfold: { rule: CALENDAR_LINE_IS_STAY, reference: reservations, from: [animal, owner], apply: [[colapse]], step: stayByNam, missing: CALENDAR_ANIMAL_UNKNOWN, unknown: CALENDAR_STAY_UNKNOWN }\ntables: {}\n',
      'x.yaml:2:38 unknown entity with rows "reservations"',
      'x.yaml:2:94 unknown function "colapse" (did you mean "collapse"?)',
      'x.yaml:2:106 unknown step "stayByNam" (did you mean "stayByName"?)',
      'x.yaml:2:86 has one list of functions for each column of `from`, where `step` finds the record',
    ],
    [
      'entity: owners\nmerge: { rule: OWNER_NAME_MISSING, equal: [cty] }\ntables: { customers: { primary: true, columns: { city: city } } }\n',
      'x.yaml:2:10 rule OWNER_NAME_MISSING does not merge a record',
      'x.yaml:2:1 unknown target column "cty" (did you mean "city"?)',
    ],
    [
      'entity: owners\ntables: { customers: { primary: true, when: { predicate: yess, columns: [banned] }, columns: { city: city } } }\n',
      'x.yaml:2:39 the primary table has a row always',
      'x.yaml:2:47 unknown predicate "yess" (did you mean "yes"?)',
    ],
    [
      'entity: owners\ntables: { customers: { primary: true, recognise: [[cty]], columns: { city: city } } }\n',
      'x.yaml:2:52 unknown target column "cty" (did you mean "city"?)',
    ],
  ])('%j', async (text, ...problems) => {
    expect(await problemsOf({ 'x.yaml': text }, false)).toEqual(problems);
  });

  test('columns that steps and rules look at', async () => {
    expect(
      await problemsOf({
        'stays.yaml': 'entity: reservations\ntables: { reservations: { columns: { status: null } } }\n',
        'lines.yaml':
          'entity: invoice_lines\ntables: { invoices/return: { columns: { issueDate: null } } }\n',
        'owners.yaml': 'entity: owners\ntables: { customers: { columns: { isActive: null } } }\n',
      }),
    ).toEqual([
      expect.stringMatching(
        /owners\.yaml:2:11 "customers" says nothing of "isActive", which the step customerEmail/,
      ),
      expect.stringMatching(
        /"invoices\/return" says nothing of "issueDate", which the step creditNote looks at/,
      ),
      expect.stringMatching(
        /"reservations" says nothing of "status", which the step stayByName looks at; map it/,
      ),
    ]);
  });

  test('two files for one entity, and references in a circle', async () => {
    const one = 'entity: owners\ntables: { customers: { primary: true, columns: { city: city } } }\n';
    expect((await problemsOf({ 'a.yaml': one, 'b.yaml': one }, false))[0]).toContain(
      'b.yaml:1:1 entity "owners" stands in',
    );
    const circle = (entity: string, other: string) =>
      `entity: ${entity}\ntables: { t: { primary: true, columns: { a: { reference: ${other}, from: id } } } }\n`;
    expect(
      await problemsOf(
        { 'a.yaml': circle('owners', 'animals'), 'b.yaml': circle('animals', 'owners') },
        false,
      ),
    ).toHaveLength(2);
  });

  test('a folder that is not there, and one without mappings', async () => {
    await expect(readMapping(['no/such/folder'])).rejects.toMatchObject({
      code: 'MAPPING_UNREADABLE',
      exit: 2,
    });
    await expect(readMapping([await folder({})])).rejects.toMatchObject({ code: 'MAPPING_EMPTY', exit: 2 });
  });
});

describe('overlays change only what differs', () => {
  test('a column is replaced, added, removed; the rest stays', async () => {
    const overlay = await folder({
      'owners.yaml':
        'entity: owners\nextraColumns: [loyalty_level]\ntables:\n  customers:\n    conflict: source-wins\n    columns:\n      city: { value: Springfield }\n      referralSource: null\n      vatTaxId: loyalty_level\n',
      'words/species.yaml': 'lookup: species\nentries: { Ferret: OTHER, Bunny: null }\n',
    });
    const before = await readMapping([DEFAULTS]);
    const after = await readMapping([DEFAULTS, overlay]);
    const columns = (mapping: typeof before) =>
      new Map(
        mapping.entities
          .find(({ entity }) => entity === 'owners')
          ?.tables[0]?.columns.map((each) => [each.column, each]),
      );
    const [old, fresh] = [columns(before), columns(after)];
    expect(fresh.get('city')?.source).toEqual({ kind: 'value', value: 'Springfield' });
    expect(fresh.has('referralSource')).toBe(false);
    expect(fresh.get('vatTaxId')?.source).toEqual({ kind: 'from', columns: ['loyalty_level'] });
    expect(fresh.get('email')).toEqual(old.get('email'));
    expect(after.entities.find(({ entity }) => entity === 'owners')?.tables[0]).toMatchObject({
      conflict: 'source-wins',
      primary: true,
    });
    expect(after.lookups['species']?.entries).toMatchObject({ ferret: 'OTHER', dog: 'DOG' });
    expect(after.lookups['species']?.entries).not.toHaveProperty('bunny');
    expect(after.hash).not.toBe(before.hash);
  });

  test('a rule of exclusion can be removed', async () => {
    const overlay = await folder({
      'r.yaml': 'entity: reservations\nexclude: { RESERVATION_SYNTHETIC: null }\n',
    });
    const { entities } = await readMapping([DEFAULTS, overlay]);
    const rules = entities.find(({ entity }) => entity === 'reservations')?.exclude.map(({ rule }) => rule);
    expect(rules).toEqual([]);
  });

  test('removing what is not there is a typo', async () => {
    expect(await problemsOf({ 'owners.yaml': column('null').replace('city', 'citty') })).toEqual([
      'owners.yaml:5:7 there is no "citty" to remove',
    ]);
  });

  test('a problem in the defaults keeps its place under an overlay', async () => {
    const base = await folder({
      'owners.yaml':
        'entity: owners\ntables:\n  customers:\n    primary: true\n    columns:\n      city: citty\n',
    });
    const over = await folder({
      'owners.yaml': 'entity: owners\ntables:\n  customers:\n    columns:\n      state: state\n',
    });
    await expect(readMapping([base, over])).rejects.toThrowError(
      `${base}/owners.yaml:6:7 unknown column "citty"`,
    );
  });
});

describe('the hash', () => {
  const first =
    'entity: owners\ntables: { customers: { primary: true, columns: { city: city, state: { from: state, apply: [trim] } } } }\n';
  const second =
    '# Other order, other file, same meaning.\ntables:\n  customers:\n    columns:\n      state: { apply: [{ trim: {} }], from: [state] }\n      city: { from: city }\n    primary: true\nentity: owners\n';
  const lookup = (entries: string) => ({ 'l.yaml': `lookup: words\nentries: ${entries}\n` });
  const hashOf = async (files: Record<string, string>) => (await readMapping([await folder(files)])).hash;

  test('does not depend on order, place or comments', async () => {
    expect(await hashOf({ 'b.yaml': second })).toBe(await hashOf({ 'a.yaml': first }));
    expect(await hashOf({ 'a.yaml': first, ...lookup('{ A: 1, b: 2 }') })).toBe(
      await hashOf({ 'z.yaml': first, ...lookup('{ B: 2, a: 1 }') }),
    );
  });

  test('depends on every value, lookups included', async () => {
    const base = await hashOf({ 'a.yaml': first });
    expect(await hashOf({ 'a.yaml': first.replace('trim', 'text') })).not.toBe(base);
    expect(await hashOf({ 'a.yaml': first, ...lookup('{ a: 1 }') })).not.toBe(
      await hashOf({ 'a.yaml': first, ...lookup('{ a: 2 }') }),
    );
  });
});

test('aliases of several overlays are merged by column, and are part of the hash', async () => {
  const [one, two] = [
    await folder({ 'a.yaml': 'entity: owners\naliases: { email: [Mail], city: [Town] }\n' }),
    await folder({ 'a.yaml': 'entity: owners\naliases: { email: [Post], city: null }\n' }),
  ];
  const mapping = await readMapping([DEFAULTS, one, two]);
  expect(mapping.entities.find(({ entity }) => entity === 'owners')?.aliases).toEqual({ email: ['Post'] });
  expect(mapping.hash).not.toBe((await readMapping([DEFAULTS])).hash);
  expect(catalogueOf(mapping).owners.columns.find(({ name }) => name === 'email')?.aliases).toContain('post');
});
