import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Api } from '../../src/cli/io.ts';
import { PACKAGE_ROOT } from '../../src/core/version.ts';
import * as api from '../../src/pipeline/api.ts';
import { type Home, home } from '../support/cli.ts';
import { TEST_TENANT } from '../support/databases.ts';
import { folderWith } from '../support/folders.ts';
import { smallResort, writeResort } from '../support/resort.ts';
import { run } from './support.ts';

const OWNERS = `id,first_name,last_name,E-Mail Adress,Phone Cell,Banned?,Created,Favourite Colour,Passwort
101,Annabel,Able,annabel@example.test,505-555-0142,0,1556690400,turquoise,swordfish
102,Cyrus,Dole,cyrus@example.test,505-555-0144,1,1556690400,,swordfish
`;
const ANIMALS = `id,owner_id,first_name,Allergy,Wieght,zip
501,101,Rexford,Chicken,40 lbs,87501
502,102,Tomcat,,12,87502
`;
const VALUES = /annabel|turquoise|swordfish|rexford|chicken|40 lbs|8750|0142|1556690400/i;

const files = { 'exports/owners.csv': OWNERS, 'exports/animals.csv': ANIMALS };

describe('mapping suggest', () => {
  it('proposes the nearest columns, says why, shows no value and writes nothing', async () => {
    const cwd = folderWith(files);
    const said = await run(['mapping', 'suggest', 'exports'], { api, cwd });
    expect([said.exit, said.stderr]).toEqual([0, '']);
    expect(said.stdout).toMatch(
      /^owners +E-Mail Adress +2 +email +1 edit from email_address, email reads 2 of 2$/m,
    );
    expect(said.stdout).toMatch(/^animals +Wieght +2 +weight +1 edit from weight, weight reads 2 of 2$/m);
    expect(said.stdout).toContain('animals: zip is not vip (1 edit from vip, boolean reads 0 of 2)');
    expect(said.stdout).toContain('owners: Created (2 filled): created_at (2 edits');
    expect(said.stdout).toContain('Nothing was applied.');
    const json = await run(['mapping', 'suggest', 'exports', '--json'], { api, cwd });
    const { suggestions } = json.json() as unknown as { suggestions: Record<string, unknown>[] };
    expect(suggestions.map(({ entity, header, verdict }) => `${entity}.${header} ${verdict}`)).toEqual([
      ...['animals.Allergy proposed', 'animals.Wieght proposed', 'animals.zip none'],
      ...['owners.E-Mail Adress proposed', 'owners.Phone Cell proposed', 'owners.Banned? proposed'],
      ...['owners.Created tie', 'owners.Favourite Colour none'],
    ]);
    expect(said.stdout + json.stdout).not.toMatch(VALUES);
    expect(readdirSync(cwd).sort()).toEqual(['.tailtown-migrate', 'exports']);
  });

  it('writes an overlay that is used only where it is given, and never over another file', async () => {
    const cwd = folderWith({ ...files, 'tailtown-migrate.config.yaml': config() });
    const suggest = ['mapping', 'suggest', 'exports', '--out', 'proposed'];
    expect((await run(suggest, { api, cwd })).exit).toBe(0);
    const overlay = readFileSync(path.join(cwd, 'proposed', 'owners.yaml'), 'utf8');
    expect(overlay).toContain('\n  email: ["E-Mail Adress"]\n');
    expect(overlay).toContain('\n# Yours to decide, equally near: "Created" (2 filled) may be created_at');
    expect(overlay).not.toMatch(VALUES);

    const unknown = async (...more: string[]) => {
      const ran = await run(['extract', '--from', 'exports', '--json', ...more], { api, cwd });
      expect(ran.exit).toBe(0);
      const read = (ran.json()['files'] as { unknownColumns: string[] }[]).flatMap(
        (file) => file.unknownColumns,
      );
      return { read, id: ran.json()['id'] };
    };
    const before = await unknown();
    const after = await unknown('--mapping', 'proposed');
    expect(before.read).toContain('E-Mail Adress');
    expect(after.read).toEqual(['zip', 'Created', 'Favourite Colour']);
    expect(after.id).not.toBe(before.id);
    expect(await unknown()).toEqual(before);

    const again = await run(suggest, { api, cwd });
    expect([again.exit, again.stderr]).toEqual([2, expect.stringContaining('is there already')]);
    const rest = await run(['mapping', 'suggest', 'exports', '--mapping', 'proposed', '--json'], {
      api,
      cwd,
    });
    expect((rest.json()['suggestions'] as { header: string }[]).map(({ header }) => header)).toEqual([
      ...['zip', 'Created', 'Favourite Colour'],
    ]);
  });

  it('keeps the header names that a column has already', async () => {
    const cwd = folderWith({
      'owners.csv': OWNERS,
      'mine/owners.yaml': 'entity: owners\naliases: { email: [Their mail] }\n',
    });
    await run(['mapping', 'suggest', 'owners.csv', '--mapping', 'mine', '--out', 'proposed'], { api, cwd });
    expect(readFileSync(path.join(cwd, 'proposed/owners.yaml'), 'utf8')).toContain(
      'email: ["Their mail", "E-Mail Adress"]',
    );
  });

  it('takes --entity where neither name nor header says it, and refuses what has no header', async () => {
    const cwd = folderWith({
      'people.csv': 'Client No,Frist Name,Sir Name,Town,city\n101,Annabel,Able,Springfield,x\n',
      'bare.csv': '101,Annabel,Able\n102,Cyrus,Dole\n',
    });
    const refused = await run(['mapping', 'suggest', 'people.csv'], { api, cwd });
    expect([refused.exit, refused.stderr]).toEqual([2, expect.stringContaining('--entity NAME')]);
    const said = await run(['mapping', 'suggest', 'people.csv', '--entity', 'owners'], { api, cwd });
    expect(said.exit).toBe(0);
    expect(said.stdout).toMatch(
      /^owners +Frist Name +1 +first_name +1 edit from first_name, takes any text$/m,
    );
    expect(said.stdout).toContain('people.csv, owners: id');
    expect(said.stdout).toContain(
      'Near to a secret, yours to decide:\n  owners: Sir Name (1 filled): username (2 edits',
    );
    // What a person makes of it: even the id may have another name.
    await run(['mapping', 'suggest', 'people.csv', '--entity', 'owners', '--out', 'mine'], { api, cwd });
    appendFileSync(path.join(cwd, 'mine/owners.yaml'), '  id: [Client No]\n');
    writeFileSync(path.join(cwd, 'tailtown-migrate.config.yaml'), config());
    const extract = ['extract', '--from', 'people.csv', '--mapping', 'mine', '--json'];
    const read = (await run(extract, { api, cwd })).json()['files'];
    expect(read).toEqual([
      expect.objectContaining({ entity: 'owners', unknownColumns: ['Sir Name', 'Town'] }),
    ]);
    const bare = await run(['mapping', 'suggest', 'bare.csv', '--entity', 'owners'], { api, cwd });
    expect(bare.exit).toBe(2);
    expect(bare.stderr).toContain('has no column of owners that is known');
    expect(bare.stdout + bare.stderr).not.toMatch(/annabel|able/i);
  });

  it('says so where every header is known', async () => {
    const cwd = folderWith({ 'owners.csv': 'id,first_name\n101,Ann\n' });
    expect((await run(['mapping', 'suggest', 'owners.csv'], { api, cwd })).stdout).toContain(
      'Every header is known.',
    );
  });
});

const config = (overlay?: string) =>
  JSON.stringify({
    tenant: { id: '11111111-1111-4111-8111-111111111111', timeZone: 'America/Denver' },
    ...(overlay === undefined ? {} : { mapping: { overlay } }),
  });

describe('mapping check', () => {
  let open: Home[] = [];
  afterEach(async () => {
    for (const each of open.splice(0)) await each.drop();
    open = [];
  });

  async function start() {
    const place = await home('pglite');
    open.push(place);
    const cli = (...argv: string[]) =>
      run(argv, { api, cwd: place.folder, env: { TAILTOWN_MIGRATE_WORKSPACE: place.workspace } });
    return { ...place, cli };
  }

  const overlayOf = (file: string, text: string) => folderWith({ [file]: text });

  it('lists per entity what goes nowhere, and by the target itself what nothing fills', async () => {
    const { cli } = await start();
    const records = smallResort();
    for (const owner of records['owners'] ?? []) Object.assign(owner, { shoe_size: '42', fax: '' });
    await cli('extract', '--from', await writeResort(records));
    const said = await cli('mapping', 'check');
    expect([said.exit, said.stderr]).toEqual([0, '']);
    expect(said.stdout).toMatch(/^ {2}owners: .*\bshoe_size \(3 filled\)/m);
    expect(said.stdout).not.toMatch(/\bfax\b|NOT CHECKED/);
    expect(said.stdout).toMatch(/^ {2}customers \(from owners\): .*\bvatTaxId\b/m);
    expect(said.stdout).not.toMatch(/^ {2}tips \(from/m);
    expect(said.stdout).toContain('The mapping is valid: ');

    const overlay = overlayOf(
      'owners.yaml',
      'entity: owners\nextraColumns: [shoe_size]\ntables: { customers: { columns: { vatTaxId: shoe_size } } }\n',
    );
    const { stdout } = await cli('mapping', 'check', '--mapping', overlay);
    expect(stdout).not.toMatch(/shoe_size|vatTaxId/);
    const untyped = overlayOf(
      'animals.yaml',
      'entity: animals\ntables: { pets: { columns: { type: null } } }\n',
    );
    const without = await cli('mapping', 'check', '--mapping', untyped);
    expect(without.stdout).toMatch(/pets .*\btype \(must have a value\)/);
  });

  it('says what it could not check, and prepares nothing', async () => {
    const cwd = folderWith({});
    const said = await run(['mapping', 'check', '--json'], { api, cwd });
    expect(said.exit).toBe(0);
    expect(said.json()['notChecked']).toEqual([
      expect.stringContaining('source columns'),
      expect.stringContaining('target columns'),
    ]);
    expect(readdirSync(path.join(cwd, '.tailtown-migrate'))).not.toContain('embedded');
  });

  it('ends with 2 where the mapping is wrong', async () => {
    const cwd = folderWith({ 'wrong/owners.yaml': 'entity: owners\naliases: { emial: [Mail] }\n' });
    const said = await run(['mapping', 'check', '--mapping', 'wrong'], { api, cwd });
    expect([said.exit, said.stderr]).toEqual([2, expect.stringContaining('did you mean "email"?')]);
  });

  it('is not well where the snapshot holds an entity that no file speaks of', async () => {
    const { workspace, cli } = await start();
    await cli('extract', '--from', await writeResort(smallResort()));
    const lists = folderWith({ 'species.yaml': 'entity: species\nlist: { key: value, label: label }\n' });
    const alone: Partial<Api> = {
      mappingCheck: (runtime, options) =>
        api.mappingCheck({ ...runtime, settings: { ...runtime.settings, mappingFolders: [lists] } }, options),
    };
    const said = await run(['mapping', 'check'], {
      ...{ api: alone, env: { TAILTOWN_MIGRATE_WORKSPACE: workspace } },
      files: { 'tailtown-migrate.config.yaml': JSON.stringify({ tenant: TEST_TENANT }) },
    });
    expect(said.exit).toBe(2);
    expect(said.stdout).toContain('animals The snapshot holds it, and no mapping file speaks of it.');
    expect(said.stdout).not.toContain('species The snapshot');
  });

  it('names headers that the snapshot read otherwise, and a load refuses it until extract ran again', async () => {
    const { cli } = await start();
    const records = smallResort();
    for (const animal of records['animals'] ?? []) animal['Chip No'] = `98511200000${animal['id']}`;
    const from = await writeResort(records);
    const overlay = overlayOf('animals.yaml', 'entity: animals\naliases: { microchip: [Chip No] }\n');
    await cli('extract', '--from', from);
    expect((await cli('mapping', 'check', '--mapping', overlay)).stdout).toContain(
      'Chip No: the mapping reads it otherwise than this snapshot does',
    );
    const refused = await cli('transform', '--mapping', overlay);
    expect([refused.exit, refused.stderr]).toEqual([4, expect.stringContaining('changed for Chip No')]);
    await cli('extract', '--from', from, '--mapping', overlay);
    expect((await cli('transform', '--mapping', overlay)).exit).toBe(0);
    // Without the alias the other reading of the same files is the one that is meant.
    expect((await cli('mapping', 'check')).stdout).toContain('Chip No (3 filled)');
  });
});

describe('mapping docs', () => {
  it('is docs/mapping.md for the default mapping, and shows an overlay', async () => {
    const cwd = folderWith({
      'mine/animals.yaml': 'entity: animals\naliases: { microchip: [Chip No] }\n',
    });
    const said = await run(['mapping', 'docs'], { api, cwd });
    expect(said.exit).toBe(0);
    expect(said.stdout).toBe(readFileSync(path.join(PACKAGE_ROOT, 'docs/mapping.md'), 'utf8'));
    const written = await run(['mapping', 'docs', '--mapping', 'mine', '--out', 'mapping.md'], { api, cwd });
    expect(written.stdout.trim()).toBe(path.join(cwd, 'mapping.md'));
    expect(readFileSync(path.join(cwd, 'mapping.md'), 'utf8')).toContain('- `Chip No`: `microchip`');
  });
});
