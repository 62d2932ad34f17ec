import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/core/settings.ts';
import { openSession } from '../../src/database/open.ts';
import { openPrisma } from '../../src/database/prisma.ts';
import { rollbackBatch } from '../../src/pipeline/rollback.ts';
import { runAll } from '../../src/pipeline/run.ts';
import { type Records, recordOf, smallResort, writeResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns } from '../support/runs.ts';
import { MAPPINGS } from '../support/runtime.ts';

const fresh = testRuns();

async function start(changes: Partial<Settings> = {}, kind: 'postgres' | 'pglite' = 'postgres') {
  return fresh(kind, changes);
}

type Model = Awaited<ReturnType<typeof runAll>>;

const countOf = (model: Model, code: string) =>
  model.issues.filter((issue) => issue.code === code).reduce((sum, issue) => sum + issue.count, 0);

const entityOf = (model: Model, name: string) => model.entities.find((entity) => entity.entity === name);

describe.each(['postgres', 'pglite'] as const)('%s', (kind) => {
  it('reads a customer with pets, stays and choices through the product’s own client', async () => {
    const run = await start({}, kind);
    const records = smallResort();
    Object.assign(recordOf(records, 'animals', '501'), { medicines: 'Pill', grooming_notes: 'Short & even' });
    await runOn(run, records);
    const session = await openSession(run.target);
    const prisma = openPrisma(session);
    try {
      const customer = await prisma.customer.findFirstOrThrow({
        where: { tenantId: run.runtime.settings.tenant.id, externalId: '101' },
        include: {
          notificationPreferences: true,
          pets: true,
          reservations: { include: { pet: true, resource: true, service: true } },
        },
      });
      expect(customer).toMatchObject({
        ...{ firstName: 'First101', email: 'owner101@example.test', isActive: true, portalEnabled: true },
        createdAt: new Date(1_556_690_400_000),
        notificationPreferences: {
          emailNotifications: true,
          marketingEmails: true,
          pushNotifications: false,
        },
      });
      expect(customer.pets).toHaveLength(1);
      expect(customer.pets[0]).toMatchObject({
        ...{ type: 'DOG', gender: 'MALE', isNeutered: true, allergies: 'Chicken & beef' },
        ...{ medicationNotes: 'Pill', groomingPreferences: { notes: 'Short & even' } },
      });
      expect([...(customer.pets[0]?.specialRequirements ?? [])].sort()).toEqual([
        'ALLERGIES',
        'HAS_MEDICATION',
      ]);
      expect(customer.reservations).toHaveLength(1);
      expect(customer.reservations[0]).toMatchObject({
        ...{ status: 'CONFIRMED', startDate: new Date('2026-03-02T07:15:00Z') },
        pet: { externalId: '501' },
        resource: { name: 'A01', attributes: { gingr: { area: 'A. Indoor', label: 'A 01' } } },
        service: { name: 'Boarding | Suite' },
      });
      await expect(
        prisma.customer.create({
          data: { tenantId: customer.tenantId, email: customer.email, firstName: 'A', lastName: 'B' },
        }),
      ).rejects.toThrow(/[Uu]nique/);
    } finally {
      await prisma.$disconnect();
      await session.close();
    }
  });
});

/** A stay over each change of the clocks in 2026: 8 March 02:00 to 03:00, 1 November 02:00 back to 01:00. */
const STAYS = [
  ['2026-03-07 18:00:00', '2026-03-08 02:30:00'],
  ['2026-10-31 18:00:00', '2026-11-01 01:30:00'],
  ['2026-07-01 07:15:00', '2026-07-02 17:00:00'],
] as const;

it.each([
  [
    'wall-as-utc',
    ['2026-03-07 18:00:00', '2026-03-08 02:30:00'],
    ['2026-10-31 18:00:00', '2026-11-01 01:30:00'],
    ['2026-07-01 07:15:00', '2026-07-02 17:00:00'],
  ],
  [
    'utc',
    ['2026-03-08 01:00:00', '2026-03-08 09:30:00'],
    ['2026-11-01 00:00:00', '2026-11-01 07:30:00'],
    ['2026-07-01 13:15:00', '2026-07-02 23:00:00'],
  ],
  [
    'date-only',
    ['2026-03-07 00:00:00', '2026-03-08 00:00:00'],
    ['2026-10-31 00:00:00', '2026-11-01 00:00:00'],
    ['2026-07-01 00:00:00', '2026-07-02 00:00:00'],
  ],
] as const)(
  'times of stays in mode %s, over both changes of the clocks (P-TZ-4, P-TZ-5)',
  async (mode, ...wanted) => {
    const run = await start({ reservationTimeMode: mode });
    const records = smallResort();
    for (const [index, [start_date, end_date]] of STAYS.entries())
      Object.assign(records['reservations']?.[index] ?? {}, { start_date, end_date });
    const model = await runOn(run, records);
    expect(model.status).toBe('ok');
    const rows = await rowsOf(
      run,
      `SELECT "startDate"::text AS a, "endDate"::text AS b FROM reservations ORDER BY "externalId"`,
    );
    expect(rows.map(({ a, b }) => [a, b])).toEqual(wanted);
  },
);

describe('a second snapshot', () => {
  it('merges arrays and JSON element by element, and says nothing of a conflict', async () => {
    const run = await start();
    const records = smallResort();
    recordOf(records, 'animals', '501')['grooming_notes'] = 'Short';
    await runOn(run, records);
    await person(
      run,
      `UPDATE pets SET "specialRequirements" = array_append("specialRequirements", 'NO_POOL'),
         "groomingPreferences" = "groomingPreferences" || '{"by": "people"}' WHERE "externalId" = '501'`,
    );
    Object.assign(recordOf(records, 'animals', '501'), {
      ...{ allergies: '', medicines: 'Half a pill', grooming_notes: 'Long' },
    });
    const next = await runOn(run, records, '2026-03-02');
    expect(next.status).toBe('ok');
    expect(countOf(next, 'TARGET_CONFLICT_KEPT')).toBe(0);
    const [pet] = await rowsOf(
      run,
      `SELECT array(SELECT unnest("specialRequirements")::text ORDER BY 1) AS list, "groomingPreferences" AS json, allergies FROM pets WHERE "externalId" = '501'`,
    );
    expect(pet).toEqual({
      ...{ list: ['HAS_MEDICATION', 'NO_POOL'], json: { notes: 'Long', by: 'people' }, allergies: null },
    });
  });

  it('follows a pet to its new owner, and leaves a record that vanished alone (P-G-5)', async () => {
    const run = await start();
    const records = smallResort();
    const first = await runOn(run, records);
    recordOf(records, 'animals', '502')['owner_id'] = '103';
    recordOf(records, 'reservations', '902')['o_id'] = '103';
    records['owners'] = records['owners']?.filter((owner) => owner['id'] !== '102') ?? [];
    records['reservations'] = records['reservations']?.filter((stay) => stay['id'] !== '901') ?? [];
    const next = await runOn(run, records, '2026-03-02');
    expect(next.status).toBe('ok');
    const rows = await rowsOf(
      run,
      `SELECT p."externalId" AS pet, c."externalId" AS owner, r."externalId" AS stay, rc."externalId" AS payer
       FROM pets p JOIN customers c ON c.id = p."customerId" JOIN reservations r ON r."petId" = p.id
       JOIN customers rc ON rc.id = r."customerId" ORDER BY 1`,
    );
    expect(rows).toEqual([
      { pet: '501', owner: '101', stay: '901', payer: '101' },
      { pet: '502', owner: '103', stay: '902', payer: '103' },
      { pet: '503', owner: '103', stay: '903', payer: '103' },
    ]);
    const left = await rowsOf(
      run,
      `SELECT "isActive", "deletedAt" FROM customers WHERE "externalId" = '102'`,
    );
    expect(left).toEqual([{ isActive: true, deletedAt: null }]);
    const undone = await rollbackBatch(run.runtime, {
      ...{ batch: next.batch?.id ?? '', dryRun: false, through: false },
    });
    expect(undone.fingerprint.after).toBe(first.fingerprints?.after);
  });

  it('keeps a re-pointed reference that people chose', async () => {
    const run = await start();
    const records = smallResort();
    await runOn(run, records);
    await person(
      run,
      `UPDATE pets SET "customerId" = (SELECT id FROM customers WHERE "externalId" = '101') WHERE "externalId" = '502'`,
    );
    recordOf(records, 'animals', '502')['owner_id'] = '103';
    const next = await runOn(run, records, '2026-03-02');
    expect(countOf(next, 'TARGET_CONFLICT_KEPT')).toBe(1);
    const rows = await rowsOf(
      run,
      `SELECT c."externalId" AS owner FROM pets p JOIN customers c ON c.id = p."customerId" WHERE p."externalId" = '502'`,
    );
    expect(rows).toEqual([{ owner: '101' }]);
  });
});

describe('a target of another shape', () => {
  it('without any additive column loads, is updated and rolls back', async () => {
    const run = await start();
    const tables = ['customers', 'notification_preferences', 'pets', 'services', 'resources', 'reservations'];
    await person(
      run,
      tables
        .map((table) =>
          ['migrationBatchId', 'createdBy', 'updatedBy', 'deletedAt']
            .map((column) => `ALTER TABLE ${table} DROP COLUMN IF EXISTS "${column}" CASCADE;`)
            .join(''),
        )
        .join(''),
    );
    const records = smallResort();
    const first = await runOn(run, records);
    expect(first.status).toBe('ok');
    recordOf(records, 'owners', '101')['city'] = 'Elsewhere';
    const second = await runOn(run, records, '2026-03-02');
    expect(entityOf(second, 'owners')?.updated).toBe(1);
    const undone = await rollbackBatch(run.runtime, {
      ...{ batch: first.batch?.id ?? '', dryRun: false, through: true },
    });
    expect(undone.buckets).toMatchObject({ kept: 0, blocked: 0, failed: 0 });
    expect(undone.fingerprint).toMatchObject({ equal: true, after: first.fingerprints?.before });
  });

  it('cuts what is longer than a column, and says so', async () => {
    const run = await start();
    await person(run, 'ALTER TABLE pets ALTER temperament TYPE varchar(5)');
    const records = smallResort();
    recordOf(records, 'animals', '501')['temperament_type'] = 'Friendly with all';
    const model = await runOn(run, records);
    expect(model.status).toBe('ok');
    expect(countOf(model, 'VALUE_TEXT_TOO_LONG')).toBe(1);
    expect(await rowsOf(run, `SELECT temperament FROM pets WHERE "externalId" = '501'`)).toEqual([
      { temperament: 'Frien' },
    ]);
    expect((await runOn(run, records)).wrote).toBe(false);
  });

  it('rejects a record whose enum value it does not know (P-MON-4)', async () => {
    const run = await start();
    await person(run, `ALTER TYPE "PetType" RENAME VALUE 'CAT' TO 'FELINE'`);
    const records = smallResort();
    recordOf(records, 'animals', '502')['species_id'] = '2';
    const model = await runOn(run, records);
    expect(countOf(model, 'TARGET_ENUM_VALUE_ABSENT')).toBe(1);
    expect(entityOf(model, 'animals')).toMatchObject({ inserted: 2, rejected: 1, balanced: true });
    expect(entityOf(model, 'reservations')).toMatchObject({ inserted: 2, rejected: 1, balanced: true });
  });

  it('without a column loads the rest, and names what found no place (P-MON-12)', async () => {
    const run = await start();
    await person(run, 'ALTER TABLE pets DROP COLUMN temperament');
    const records = smallResort();
    recordOf(records, 'animals', '501')['temperament_type'] = 'Friendly';
    const model = await runOn(run, records);
    expect(model.status).toBe('ok');
    expect(entityOf(model, 'animals')?.inserted).toBe(3);
    expect(JSON.stringify(model.leftOut)).toContain('temperament');
    expect(model.issues.find((issue) => issue.code === 'TARGET_COLUMN_ABSENT')?.examples[0]?.detail).toMatch(
      /^pets\.temperament: \d+ values$/,
    );
  });

  it('without the column for allergies rejects the animals that have some, and what hangs on them', async () => {
    const run = await start();
    await person(run, 'ALTER TABLE pets DROP COLUMN allergies');
    const model = await runOn(run, smallResort());
    expect(countOf(model, 'SAFETY_FACT_LOST')).toBe(1);
    expect(entityOf(model, 'animals')).toMatchObject({ inserted: 2, rejected: 1, balanced: true });
    expect(entityOf(model, 'reservations')).toMatchObject({ inserted: 2, rejected: 1, balanced: true });
  });
});

it.each([
  ['deny', false],
  ['target-default', true],
] as const)('consent that Gingr does not state: %s (P-ORPHAN-4)', async (consentUnknown, marketingEmails) => {
  const run = await start({ consentUnknown });
  const records = smallResort();
  Object.assign(recordOf(records, 'owners', '101'), { opt_out_email: '', opt_out_marketing_email: '' });
  const model = await runOn(run, records);
  expect(model.status).toBe('ok');
  const rows = await rowsOf(
    run,
    `SELECT n."marketingEmails", n."smsNotifications" FROM notification_preferences n JOIN customers c ON c.id = n."customerId" WHERE c."externalId" = '101'`,
  );
  expect(rows).toEqual([{ marketingEmails, smsNotifications: true }]);
});

it.each([
  ['', '', true, []],
  ['0', '0', true, []],
  ['1', '0', false, ['No marketing by SMS']],
  ['0', '1', false, ['No reminders by SMS']],
] as const)(
  'one switch for text messages: marketing %j, reminders %j (P-ORPHAN-4)',
  async (marketing, reminder, smsNotifications, tags) => {
    const run = await start();
    const records = smallResort();
    Object.assign(recordOf(records, 'owners', '101'), {
      ...{ opt_out_marketing_sms: marketing, opt_out_reminder_sms: reminder, opt_out_photo_sharing: '0' },
    });
    const model = await runOn(run, records);
    expect(model.status).toBe('ok');
    expect(countOf(model, 'OWNER_CONSENT_NARROWED')).toBe(smsNotifications ? 0 : 1);
    expect(
      await rowsOf(
        run,
        `SELECT c.tags, n."smsNotifications" FROM notification_preferences n JOIN customers c ON c.id = n."customerId" WHERE c."externalId" = '101'`,
      ),
    ).toEqual([{ tags, smsNotifications }]);
  },
);

it('a mapping that forgets the opt-out of a part of the text messages rejects the owner (P-ORPHAN-4)', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-overlay-'));
  const column = 'smsNotifications: { from: opt_out_sms, apply: [consent] }';
  await writeFile(
    path.join(folder, 'owners.yaml'),
    `entity: owners\ntables: { notification_preferences: { columns: { ${column} } } }\n`,
  );
  const run = await start({ mappingFolders: [MAPPINGS, folder] });
  const records = smallResort();
  recordOf(records, 'owners', '101')['opt_out_reminder_sms'] = '1';
  const model = await runOn(run, records);
  expect(countOf(model, 'SAFETY_FACT_LOST')).toBe(1);
  expect(entityOf(model, 'owners')).toMatchObject({ inserted: 2, rejected: 1, balanced: true });
});

describe('several exports', () => {
  it('of the same days: equal stays are copies, of different ones the newest counts (P-DUP-11, P-G-14)', async () => {
    const run = await start();
    const records = smallResort();
    const day2: Records = { reservations: (records['reservations'] ?? []).map((stay) => ({ ...stay })) };
    Object.assign(recordOf(day2, 'reservations', '902'), { check_in_stamp: '2026-03-03 07:20:00' });
    const day3: Records = { reservations: [{ ...recordOf(day2, 'reservations', '903') }] };
    const from = [
      await writeResort(day2, '2026-03-02'),
      await writeResort(records, '2026-03-01'),
      await writeResort(day3, '2026-03-03'),
    ];
    const model = await runAll(run.runtime, { command: 'run', from });
    expect(model.status).toBe('ok');
    expect(entityOf(model, 'reservations')).toMatchObject({ lines: 7, copies: 4, read: 3, inserted: 3 });
    expect(countOf(model, 'RECORD_CONFLICT_RESOLVED')).toBe(1);
    const rows = await rowsOf(run, `SELECT status::text FROM reservations WHERE "externalId" = '902'`);
    expect(rows).toEqual([{ status: 'CHECKED_IN' }]);
  });

  it('of one day that contradict each other: the record is rejected, and both places are named', async () => {
    const run = await start();
    const records = smallResort();
    records['owners']?.push({ ...recordOf(records, 'owners', '102'), city: 'Elsewhere' });
    const model = await runOn(run, records);
    expect(countOf(model, 'RECORD_CONFLICT_UNDECIDED')).toBeGreaterThan(0);
    expect(entityOf(model, 'owners')).toMatchObject({
      lines: 4,
      copies: 1,
      read: 3,
      inserted: 2,
      rejected: 1,
    });
    const places = JSON.stringify(model.issues.find((issue) => issue.code === 'RECORD_CONFLICT_UNDECIDED'));
    expect(places).toMatch(/:3\b/);
    expect(places).toMatch(/:5\b/);
  });
});
