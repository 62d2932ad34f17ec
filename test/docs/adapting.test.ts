import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/version.ts';
import { openSession } from '../../src/database/open.ts';
import * as api from '../../src/pipeline/api.ts';
import { run } from '../cli/support.ts';
import { type Home, home } from '../support/cli.ts';
import { moneyResort, recordOf, writeResort } from '../support/resort.ts';

const PAGE = readFileSync(path.join(PACKAGE_ROOT, 'docs/adapting-the-mapping.md'), 'utf8');

/** The YAML files that the page shows: path from their first line, and text. */
const SHOWN = [...PAGE.matchAll(/```yaml\n# (\S+\.yaml)\n(.*?)```/gs)].map(([, file = '', text = '']) => ({
  file,
  text,
}));

function harborResort() {
  const records = moneyResort();
  records['species']?.push({ value: '3', label: 'Pup' }, { value: '4', label: 'Bunny' });
  recordOf(records, 'animals', '501')['species_id'] = '3';
  recordOf(records, 'animals', '502')['species_id'] = '4';
  Object.assign(recordOf(records, 'animals', '503'), {
    ...{ 'Chip No': '985112000000001', favourite_treat: 'Cheese', feeding_notes: 'Twice a day' },
  });
  recordOf(records, 'reservations', '901')['icons_string'] =
    '<i class="fa fa-flag" data-original_title="Bites vets only" title="Bites vets only (Behavior)"></i>';
  recordOf(records, 'owners', '101')['state'] = 'Nuevo México';
  recordOf(records, 'owners', '101')['form_data'] = '{"interests_gingr":["Agility","Swimming"]}';
  const desk = { first_name: 'Pat', last_name: 'Sample', group: 'Front Desk', active: '1' };
  records['employees'] = [
    { id: '31', username: 'pat', email: 'pat@example.test', ...desk },
    { id: '32', username: 'lobby', email: 'lobby@example.test', ...desk },
  ];
  records['incidents'] = [
    { id: '1', animal_id: '501', incident_type: 'Bite', incident_date: '1772380800', description: 'A nip' },
  ];
  records['files'] = [
    { id: '1', animal_id: '501', file_url: 'https://files.example.test/1.pdf', file_category: 'Shots' },
  ];
  const [paid] = records['payments'] ?? [];
  records['payments']?.push({ ...paid, id: '6009', total_balance: '0.00', zero_payment: '1' });
  return records;
}

describe('the example of docs/adapting-the-mapping.md', () => {
  let place: Home;
  let from: string;
  beforeAll(async () => {
    place = await home('pglite');
    from = await writeResort(harborResort());
    for (const { file, text } of SHOWN) {
      if (file === 'tailtown-migrate.config.yaml') continue;
      const target = path.join(place.folder, file);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, text);
    }
  });
  afterAll(() => place.drop());

  const cli = (...argv: string[]) =>
    run(argv, { api, cwd: place.folder, env: { TAILTOWN_MIGRATE_WORKSPACE: place.workspace } });

  interface Summary {
    entities: { entity: string; lines: number; excluded?: number }[];
    issues: { code: string; count: number }[];
  }
  interface Model {
    entities: { entity: string; read: number; inserted: number; excluded: number }[];
    issues: { code: string; count: number }[];
    totals: { balanced: boolean }[];
  }
  const found = (model: Pick<Model, 'issues'>, code: string) =>
    model.issues.filter((issue) => issue.code === code).reduce((sum, { count }) => sum + count, 0);

  it('shows a config, and files that say what each is', () => {
    expect(SHOWN.map(({ file }) => file)).toEqual([
      ...['tailtown-migrate.config.yaml', 'my-resort/lookups/species.yaml', 'my-resort/lookups/icons.yaml'],
      'my-resort/lookups/packages.yaml',
      ...['my-resort/animals.yaml', 'my-resort/owners.yaml', 'my-resort/lookups/staff_roles.yaml'],
      'my-resort/employees.yaml',
      ...['my-resort/lookups/incident_severities.yaml', 'my-resort/lookups/incident_types.yaml'],
      ...['my-resort/lookups/file_kinds.yaml', 'my-resort/payments.yaml'],
    ]);
  });

  it('starts from a resort that the default mapping reads otherwise', async () => {
    expect((await cli('extract', '--from', from)).exit).toBe(0);
    const ran = await cli('transform', '--json');
    expect(ran.exit).toBe(0);
    const before = ran.json() as unknown as Summary;
    expect(found(before, 'STATE_UNKNOWN')).toBe(1);
    expect(found(before, 'ICON_SAFETY_UNMAPPED')).toBe(1);
    expect(found(before, 'EMPLOYEE_ROLE_UNDECIDED')).toBe(2);
    expect(found(before, 'INCIDENT_SEVERITY_UNDECIDED')).toBe(1);
    expect(before.entities.find(({ entity }) => entity === 'payments')).toMatchObject({
      ...{ lines: 4, excluded: 1 },
    });
  });

  it('changes a lookup, takes a header and a custom field, and drops two checks', async () => {
    const ran = await cli('run', '--from', from, '--mapping', 'my-resort', '--json');
    expect(ran.exit).toBe(0);
    const after = ran.json() as unknown as Model;
    expect(found(after, 'STATE_UNKNOWN')).toBe(0);
    expect(found(after, 'ICON_SAFETY_UNMAPPED')).toBe(0);
    expect(after.totals.every(({ balanced }) => balanced)).toBe(true);
    expect(after.entities.find(({ entity }) => entity === 'payments')).toMatchObject({
      ...{ read: 4, inserted: 4, excluded: 0 },
    });
    expect(after.entities.find(({ entity }) => entity === 'employees')).toMatchObject({
      ...{ read: 2, inserted: 1, excluded: 1 },
    });
    const session = await openSession(place.target);
    try {
      const pets = await session.query(
        'SELECT "externalId" AS id, type::text, "microchipNumber" AS chip, "foodNotes" AS food, "petIcons" AS icons FROM public.pets ORDER BY 1',
      );
      expect(pets.rows).toEqual([
        { id: '501', type: 'DOG', chip: null, food: null, icons: ['biter'] },
        { id: '502', type: 'OTHER', chip: null, food: null, icons: null },
        {
          id: '503',
          type: 'DOG',
          chip: '985112000000001',
          food: expect.stringMatching(/^Twice a day\s+Favourite treat:\s*Cheese$/),
          icons: null,
        },
      ]);
      const incidents = await session.query(
        'SELECT severity::text, "incidentType"::text AS kind FROM public.incidents',
      );
      expect(incidents.rows).toEqual([{ severity: 'HIGH', kind: 'INJURY' }]);
      const listed = await session.query(
        `SELECT "vaccineRecordFiles" -> 0 ->> 'filename' AS name FROM public.pets WHERE "externalId" = '501'`,
      );
      expect(listed.rows).toEqual([{ name: 'gingr-1.pdf' }]);
      const owners = await session.query(
        `SELECT state, tags FROM public.customers WHERE "externalId" = '101'`,
      );
      expect(owners.rows).toEqual([{ state: 'Nuevo México', tags: ['Agility', 'Swimming'] }]);
    } finally {
      await session.close();
    }
  });

  it('leaves neither the header nor the field behind', async () => {
    const check = await cli('mapping', 'check', '--mapping', 'my-resort');
    expect(check.exit).toBe(0);
    expect(check.stdout).not.toMatch(/favourite_treat|Chip No|form_data/);
  });

  it('lets its config stand as it is', async () => {
    const config = SHOWN.find(({ file }) => file === 'tailtown-migrate.config.yaml');
    await writeFile(path.join(place.folder, 'harbor.yaml'), config?.text ?? '');
    const said = await cli('mapping', 'docs', '--config', 'harbor.yaml');
    expect(said.exit).toBe(0);
    expect(said.stdout).toContain('favourite_treat');
  });
});
