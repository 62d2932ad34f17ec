import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { NO_PASSWORD } from '../../src/tailtown/forced.ts';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import { MAPPINGS, type TestRun } from '../support/runtime.ts';

/** Incidents and report cards, and the account that stands in for authors who do not move. */

const fresh = testRuns();
type Model = Awaited<ReturnType<typeof runOn>>;
const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;
const account = (model: Model, name: string) => model.entities.find(({ entity }) => entity === name);

/** What the people of a resort decided of its own words. */
async function decided(): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-overlay-'));
  await mkdir(path.join(folder, 'lookups'));
  const lookups = {
    staff_roles: 'Front Desk: STAFF',
    incident_types: 'Dog fight: ALTERCATION',
    incident_severities: 'Dog fight: HIGH',
  };
  for (const [name, entry] of Object.entries(lookups))
    await writeFile(path.join(folder, `lookups/${name}.yaml`), `lookup: ${name}\nentries:\n  ${entry}\n`);
  return [MAPPINGS, folder];
}

const incident = (id: string, animal: string, changes: Record<string, string> = {}) => ({
  ...{ id, animal_id: animal, incident_type: 'Injury', severity: 'Low', incident_date: '1772380800' },
  ...{ description: 'Cut its pad', employee_id: '', reported_by: '', ...changes },
});

const TEXT = 'Rex bit <b>Bella</b> on the ear &amp; she bled.\n\nBoth apart since; 2 stitches (left).';

const recordsResort = (): Records => ({
  ...smallResort(),
  employees: [
    {
      ...{ id: '31', username: 'pat', first_name: 'Pat', last_name: 'Sample', group: 'Front Desk' },
      ...{ email: 'pat@example.test', active: '1' },
    },
  ],
  incidents: [
    incident('1', '501', {
      ...{ incident_type: 'Dog fight', severity: '', description: TEXT, employee_id: '31' },
      ...{ other_animal_id: '502', reservation_id: '901', treatment: 'Cleaned; 2 stitches by Hill Vets' },
      ...{ injury_type: 'Puncture', body_part: 'Left ear', vet_visit: '1', owner_notified: 'Yes' },
      ...{
        owner_notified_at: '1772384400',
        photos: 'https://img.example.test/1.jpg, https://img.example.test/2.jpg',
      },
      ...{ status: 'Closed', resolution: 'Paid the vet', location: 'Yard B', location_id: '1' },
    }),
    incident('2', '502', { reported_by: 'Robin Example' }),
    incident('3', '503', {
      description: '',
      incident_type: 'Lost collar',
      severity: 'Medium',
      employee_id: '99',
    }),
    incident('4', '503', { incident_type: 'Bite', severity: '' }),
    incident('5', '503', { incident_date: '' }),
    incident('6', '0'),
    incident('7', '999'),
  ],
  report_cards: [
    {
      ...{ id: '1', animal_id: '501', activities: '[{"name":"Walk","rating":5},{"name":"Fetch"}]' },
      ...{ report_date: '2026-03-02', notes: 'A <i>great</i> day', employee_id: '31', sent_at: '1772500000' },
      ...{ media: 'https://img.example.test/9.jpg', owner_id: '101', reservation_id: '901', mood: 'Happy' },
    },
    {
      ...{ id: '2', animal_id: '502', activities: 'Nap; Puzzle', report_date: '2026-03-03', notes: '' },
      ...{ employee_id: '', sent_at: '', media: '', owner_id: '', reservation_id: '', mood: '' },
    },
    { id: '3', animal_id: '503', activities: 'Nap', report_date: '' },
  ],
});

const INCIDENTS = `SELECT p."externalId" AS pet, i."incidentType"::text AS kind, i.severity::text AS severity,
  i.description, s.email AS author, i.status::text AS status
  FROM incidents i JOIN pets p ON p.id = i."petId" JOIN staff s ON s.id = i."reportedById" ORDER BY 1`;
const IMPORT = 'gingr-staff-main-import@tailtown-migrate.invalid';
const empty = (run: TestRun) =>
  rowsOf(run, 'SELECT id FROM incidents UNION SELECT id FROM report_cards UNION SELECT id FROM staff');

describe('incidents', () => {
  it('arrive word for word with who was hurt; authors who do not move are the one import account', async () => {
    const run = await fresh('postgres', { mappingFolders: await decided() });
    const model = await runOn(run, recordsResort());
    expect(model.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0, safetyDifferent: 0 });
    expect(account(model, 'incidents')).toMatchObject({ read: 7, inserted: 3, rejected: 4, balanced: true });
    expect(account(model, 'import_account')).toMatchObject({ read: 1, inserted: 1, balanced: true });
    expect(await rowsOf(run, INCIDENTS)).toEqual([
      {
        ...{
          pet: '501',
          kind: 'ALTERCATION',
          severity: 'HIGH',
          author: 'pat@example.test',
          status: 'CLOSED',
        },
        description:
          'Rex bit Bella on the ear & she bled.\n\nBoth apart since; 2 stitches (left).\n\nKind in Gingr: Dog fight\n\nReported in Gingr by: 31\n\nLocation in Gingr: 1',
      },
      {
        ...{ pet: '502', kind: 'INJURY', severity: 'LOW', author: IMPORT, status: 'OPEN' },
        description:
          'Cut its pad\n\nKind in Gingr: Injury\n\nSeverity in Gingr: Low\n\nReported in Gingr by: Robin Example',
      },
      {
        ...{ pet: '503', kind: 'OTHER', severity: 'MEDIUM', author: IMPORT, status: 'OPEN' },
        description: 'Kind in Gingr: Lost collar\n\nSeverity in Gingr: Medium\n\nReported in Gingr by: 99',
      },
    ]);
    expect(
      await rowsOf(
        run,
        `SELECT o."externalId" AS other, r."externalId" AS stay, i."occurredAt"::text AS at, i."treatmentGiven" AS treatment,
           i."bodyPart" AS part, i."vetVisitRequired" AS vet, i."ownerNotified" AS told, i."ownerNotifiedAt"::text AS when, i.photos
         FROM incidents i JOIN pets o ON o.id = i."otherPetId" JOIN reservations r ON r.id = i."reservationId"`,
      ),
    ).toEqual([
      {
        ...{ other: '502', stay: '901', at: '2026-03-01 16:00:00', part: 'Left ear', vet: true, told: true },
        ...{ treatment: 'Cleaned; 2 stitches by Hill Vets', when: '2026-03-01 17:00:00' },
        photos: ['https://img.example.test/1.jpg', 'https://img.example.test/2.jpg'],
      },
    ]);
    expect(
      await rowsOf(
        run,
        `SELECT email, role, "isActive" AS active, password, "firstName" || ' ' || "lastName" AS name FROM staff WHERE NOT "isActive"`,
      ),
    ).toEqual([{ email: IMPORT, role: 'STAFF', active: false, password: NO_PASSWORD, name: 'Gingr import' }]);
    const codes = [
      ...['INCIDENT_AUTHOR_UNKNOWN', 'INCIDENT_TYPE_UNREVIEWED', 'INCIDENT_TEXT_MISSING', 'VALUE_SUSPECT'],
      ...[
        'INCIDENT_SEVERITY_UNDECIDED',
        'INCIDENT_DATE_MISSING',
        'INCIDENT_ANIMAL_MISSING',
        'INCIDENT_ANIMAL_UNKNOWN',
      ],
    ];
    expect(codes.map((code) => countOf(model, code))).toEqual([2, 2, 1, 0, 1, 1, 1, 1]);
    expect(model.forced).toContainEqual({ table: 'incidents', column: 'reportedById', count: 2 });
    expect(countOf(model, 'OPTIONAL_REFERENCE_UNKNOWN')).toBe(0);

    const again = await runOn(run, recordsResort());
    expect([again.wrote, again.batch?.id]).toEqual([false, model.batch?.id]);
    const undone = await undo(run, model.batch);
    expect(undone.proof).toMatchObject({ different: 0 });
    expect(undone.fingerprint.equal).toBe(true);
    expect(await empty(run)).toEqual([]);
  });

  it('get their author where a later export names the employees, and need no import account then', async () => {
    const run = await fresh('postgres', { mappingFolders: await decided() });
    const records = recordsResort();
    records['incidents'] = [incident('1', '501', { employee_id: '31' })];
    delete records['report_cards'];
    const { employees = [], ...without } = records;
    const first = await runOn(run, without);
    expect((await rowsOf(run, INCIDENTS)).map(({ author }) => author)).toEqual([IMPORT]);
    const second = await runOn(run, { ...without, employees });
    expect(account(second, 'incidents')).toMatchObject({ updated: 1 });
    expect(account(second, 'import_account')).toMatchObject({ read: 1, excluded: 1, balanced: true });
    expect((await rowsOf(run, INCIDENTS)).map(({ author }) => author)).toEqual(['pat@example.test']);
    // An employee of an earlier load is known without the file.
    const third = await runOn(run, without);
    expect(countOf(third, 'INCIDENT_AUTHOR_UNKNOWN')).toBe(0);
    expect((await rowsOf(run, INCIDENTS)).map(({ author }) => author)).toEqual(['pat@example.test']);
    for (const batch of [second.batch, first.batch]) {
      expect((await undo(run, batch)).proof).toMatchObject({ different: 0 });
    }
    expect(await empty(run)).toEqual([]);
  });

  it('stand under the import account where the employee falls in this very load', async () => {
    const run = await fresh('postgres', { mappingFolders: await decided() });
    const records = recordsResort();
    records['incidents'] = [incident('1', '501', { employee_id: '32' })];
    delete records['report_cards'];
    records['employees']?.push({
      ...{ id: '32', username: 'kim', first_name: 'Kim', last_name: 'Sample', group: 'Front Desk' },
      ...{ email: 'pat@example.test', active: '1' },
    });
    const model = await runOn(run, records);
    expect(countOf(model, 'TARGET_ROW_TAKEN')).toBe(1);
    expect((await rowsOf(run, INCIDENTS)).map(({ author }) => author)).toEqual([IMPORT]);
    expect(account(model, 'import_account')).toMatchObject({ inserted: 1 });
  });

  it('stand under the import account where people deleted the employee in Tailtown', async () => {
    const run = await fresh('postgres', { mappingFolders: await decided() });
    const records = recordsResort();
    delete records['incidents'];
    delete records['report_cards'];
    await runOn(run, records);
    await person(run, 'DELETE FROM staff');
    const model = await runOn(run, { ...records, incidents: [incident('1', '501', { employee_id: '31' })] });
    expect(countOf(model, 'TARGET_ROW_DELETED')).toBe(1);
    expect(account(model, 'incidents')).toMatchObject({ inserted: 1, rejected: 0 });
    expect((await rowsOf(run, INCIDENTS)).map(({ author }) => author)).toEqual([IMPORT]);
  });

  it('have no place where this target lacks the tables, and that is said', async () => {
    const run = await fresh('postgres', { mappingFolders: await decided() });
    await person(run, 'DROP TABLE incidents; DROP TABLE report_cards CASCADE');
    const model = await runOn(run, recordsResort());
    expect(account(model, 'incidents')).toMatchObject({ read: 7, excluded: 7, balanced: true });
    expect(account(model, 'report_cards')).toMatchObject({ read: 3, excluded: 3, balanced: true });
    expect(account(model, 'import_account')).toBeUndefined();
    expect(
      model.fidelity?.find(({ name }) => name === 'records/incidents/TARGET_TABLE_ABSENT'),
    ).toMatchObject({
      ...{ count: 7, kept: 'snapshot' },
    });
    expect(account(model, 'animals')).toMatchObject({ inserted: 3 });
  });

  it('whose words a mapping would lose are rejected', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-overlay-'));
    await writeFile(
      path.join(folder, 'incidents.yaml'),
      'entity: incidents\ntables:\n  incidents:\n    columns:\n      description: { from: injury_type, apply: [text], forced: incidentText }\n',
    );
    const run = await fresh('postgres', { mappingFolders: [...(await decided()), folder] });
    const model = await runOn(run, recordsResort());
    expect(countOf(model, 'SAFETY_FACT_LOST')).toBe(3);
    expect(await rowsOf(run, 'SELECT id FROM incidents')).toEqual([]);
  });
});

describe('report cards', () => {
  it('keep what was written and done, for the owner of the animal', async () => {
    const run = await fresh('postgres', { mappingFolders: await decided() });
    const model = await runOn(run, recordsResort());
    expect(account(model, 'report_cards')).toMatchObject({
      read: 3,
      inserted: 2,
      rejected: 1,
      balanced: true,
    });
    expect(
      await rowsOf(
        run,
        `SELECT p."externalId" AS pet, c."externalId" AS owner, r."reportDate"::text AS day, r."serviceType"::text AS kind,
           r.summary, r.activities, r."photoCount" AS photos, r.status::text AS status, r.notes, s.email AS author
         FROM report_cards r JOIN pets p ON p.id = r."petId" JOIN customers c ON c.id = r."customerId"
         JOIN staff s ON s.id = r."createdByStaffId" ORDER BY 1`,
      ),
    ).toEqual([
      {
        ...{ pet: '501', owner: '101', day: '2026-03-02 00:00:00', kind: 'GENERAL', summary: 'A great day' },
        ...{ activities: ['Walk: 5', 'Fetch'], photos: 1, status: 'SENT', author: 'pat@example.test' },
        notes:
          'Written in Gingr by: 31\n\nMood in Gingr: Happy\n\nPhotos in Gingr: https://img.example.test/9.jpg',
      },
      {
        ...{ pet: '502', owner: '102', day: '2026-03-03 00:00:00', kind: 'GENERAL', summary: null },
        ...{ activities: ['Nap', 'Puzzle'], photos: 0, status: 'DRAFT', author: IMPORT, notes: null },
      },
    ]);
    expect([
      countOf(model, 'REPORT_CARD_DATE_MISSING'),
      countOf(model, 'REPORT_CARD_AUTHOR_UNKNOWN'),
    ]).toEqual([1, 1]);
    expect(model.forced).toContainEqual({ table: 'report_cards', column: 'serviceType', count: 2 });
    expect(model.fidelity?.map(({ name }) => name)).toContain('notes/report_cards.notes/Photos in Gingr');
  });

  it('do not move with an animal that falls', async () => {
    const run = await fresh('postgres', { mappingFolders: await decided() });
    const records = recordsResort();
    recordOf(records, 'animals', '501')['owner_id'] = '';
    const model = await runOn(run, records);
    expect(account(model, 'report_cards')).toMatchObject({ inserted: 1, rejected: 2, balanced: true });
    expect(account(model, 'incidents')).toMatchObject({ inserted: 2, rejected: 5, balanced: true });
  });
});
