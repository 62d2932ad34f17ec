import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import { MAPPINGS } from '../support/runtime.ts';

/** Medications that Gingr keeps one by one: rows of their own, beside the animal's own text. */

const fresh = testRuns();
type Model = Awaited<ReturnType<typeof runOn>>;
const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;
const account = (model: Model, name: string) => model.entities.find(({ entity }) => entity === name);

const medication = (id: string, animal: string, changes: Record<string, string> = {}) => ({
  ...{ id, animal_id: animal, medication_name: '', medication_notes: 'Half a Rimadyl <in cheese>' },
  ...{ medication_amount: '0.5', medication_unit: 'tablet', medication_type: 'Pill' },
  ...{ medication_schedule: '8:00 AM, 8:30 PM', medication_schedule_id: '', ...changes },
});

const medicatedResort = (): Records => ({
  ...smallResort(),
  medications: [
    medication('1', '501'),
    medication('2', '502', {
      ...{ medication_name: 'Insulin', medication_notes: '[{"value":"Only after food","label":null}]' },
      ...{ medication_amount: '{"value":"9","value_string":"2.5"}', medication_unit: '{"label":"units"}' },
      ...{
        medication_type: '{"id":7,"label":"Injection"}',
        medication_schedule: '',
        medication_schedule_id: '3',
      },
    }),
    medication('3', '501', {
      medication_notes: 'None',
      medication_type: '',
      medication_amount: '',
      medication_unit: '',
    }),
    medication('4', '501', {
      ...{ medication_notes: '{}', medication_amount: '[]', medication_unit: '', medication_type: '' },
      medication_name: 'Apoquel',
    }),
    medication('5', '501', {
      ...{ medication_notes: '', medication_amount: '', medication_unit: '', medication_type: '' },
    }),
    medication('6', '0'),
    medication('7', '999'),
  ],
});

const ROWS = `SELECT p."externalId" AS pet, m."medicationName" AS name, m.dosage, m.frequency, m."administrationMethod" AS method,
  m."timeOfDay" AS times, m."specialInstructions" AS minded, m."isActive" AS active
  FROM pet_medications m JOIN pets p ON p.id = m."petId" ORDER BY 1, 2`;

describe('medications', () => {
  it('are rows of their own in every shape that Gingr gives them in (P-API-3), beside the own text of the animal', async () => {
    const run = await fresh('postgres');
    const model = await runOn(run, medicatedResort());
    expect(model.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0, safetyDifferent: 0 });
    expect(await rowsOf(run, ROWS)).toEqual([
      {
        ...{ pet: '501', name: '', dosage: '', frequency: '8:00 AM, 8:30 PM', method: '', minded: null },
        ...{ times: ['08:00', '20:30'], active: true },
      },
      {
        ...{
          pet: '501',
          name: 'Apoquel',
          dosage: '',
          frequency: '8:00 AM, 8:30 PM',
          method: '',
          minded: null,
        },
        ...{ times: ['08:00', '20:30'], active: true },
      },
      {
        ...{
          pet: '501',
          name: 'Half a Rimadyl <in cheese>',
          dosage: '0.5 tablet',
          frequency: '8:00 AM, 8:30 PM',
        },
        ...{ method: 'Pill', times: ['08:00', '20:30'], minded: null, active: true },
      },
      {
        ...{
          pet: '502',
          name: 'Insulin',
          dosage: '2.5 units',
          frequency: '',
          method: 'Injection',
          times: null,
        },
        ...{ minded: 'Only after food\n\nSchedule in Gingr: 3', active: true },
      },
    ]);
    expect(
      await rowsOf(run, `SELECT "medicationNotes" AS text FROM pets WHERE "medicationNotes" IS NOT NULL`),
    ).toEqual([{ text: 'Half a pill at night' }]);
    expect(account(model, 'medications')).toMatchObject({
      ...{ read: 7, inserted: 4, excluded: 1, rejected: 2, balanced: true },
    });
    const codes = ['NAME', 'DOSAGE', 'SCHEDULE', 'METHOD'].map((what) => `MEDICATION_${what}_MISSING`);
    expect(codes.map((code) => countOf(model, code))).toEqual([1, 2, 1, 2]);
    expect(countOf(model, 'VALUE_SUSPECT')).toBe(0);

    const again = await runOn(run, medicatedResort());
    expect([again.wrote, again.batch?.id]).toEqual([false, model.batch?.id]);
    const undone = await undo(run, model.batch);
    expect(undone.proof).toMatchObject({ different: 0 });
    expect(undone.fingerprint.equal).toBe(true);
    expect(await rowsOf(run, ROWS)).toEqual([]);
  });

  it('keep what people changed since', async () => {
    const run = await fresh('postgres');
    await runOn(run, medicatedResort());
    await person(run, `UPDATE pet_medications SET dosage = '1 tablet' WHERE "administrationMethod" = 'Pill'`);
    const later = medicatedResort();
    recordOf(later, 'medications', '1')['medication_amount'] = '2';
    const second = await runOn(run, later);
    expect(countOf(second, 'TARGET_CONFLICT_KEPT')).toBe(1);
    expect((await rowsOf(run, ROWS)).map(({ dosage }) => dosage)).toContain('1 tablet');
  });

  it('have no place where this target lacks the table, and that is said', async () => {
    const run = await fresh('postgres');
    await person(run, 'DROP TABLE pet_medications CASCADE');
    const model = await runOn(run, medicatedResort());
    expect(account(model, 'medications')).toMatchObject({ read: 7, excluded: 7, balanced: true });
    expect(
      model.fidelity?.find(({ name }) => name === 'records/medications/TARGET_TABLE_ABSENT'),
    ).toMatchObject({
      ...{ count: 6, kept: 'snapshot' },
    });
    expect(account(model, 'animals')).toMatchObject({ inserted: 3 });
  });
});

const NEEDS = `SELECT "externalId" AS id, array(SELECT unnest("specialRequirements")::text ORDER BY 1) AS needs FROM pets ORDER BY 1`;
const needsOf = async (run: Awaited<ReturnType<typeof fresh>>) =>
  Object.fromEntries((await rowsOf(run, NEEDS)).map(({ id, needs }) => [id, needs]));

/** 501 and 503 have nothing in `medicines`, 502 has. */
const only = (...medications: ReturnType<typeof medication>[]): Records => ({
  ...smallResort(),
  medications,
});

describe('an animal with medications of their own', () => {
  it('needs what one with a text does, load after load, until Gingr says that they are given no more', async () => {
    const run = await fresh('postgres');
    const before = await runOn(run, smallResort());
    expect(await needsOf(run)).toEqual({
      ...{ 501: ['ALLERGIES'], 502: ['HAS_MEDICATION'], 503: ['DO_NOT_BOOK'] },
    });
    const records = () => only(medication('1', '501'), medication('2', '503', { is_active: '0' }));
    const model = await runOn(run, records());
    expect(model.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0, safetyDifferent: 0 });
    const medicated = { 501: ['ALLERGIES', 'HAS_MEDICATION'], 502: ['HAS_MEDICATION'], 503: ['DO_NOT_BOOK'] };
    expect(await needsOf(run)).toEqual(medicated);
    expect(countOf(model, 'VALUE_SUSPECT')).toBe(0);
    expect((await runOn(run, records())).wrote).toBe(false);

    // A snapshot without that file says nothing of them, whatever else it says of the animal.
    const silent = smallResort();
    recordOf(silent, 'animals', '501')['medicines'] = 'no';
    recordOf(silent, 'animals', '501')['color'] = 'grey';
    const later = await runOn(run, silent);
    expect(later.verification).toMatchObject({ different: 0, safetyDifferent: 0 });
    expect(await needsOf(run)).toEqual(medicated);
    expect(countOf(later, 'VALUE_SUSPECT')).toBe(0);

    const ended = await runOn(run, only(medication('1', '501', { is_active: '0' })));
    expect(ended.verification).toMatchObject({ different: 0, safetyDifferent: 0 });
    expect(await needsOf(run)).toEqual({ ...medicated, 501: ['ALLERGIES'] });
    expect((await undo(run, ended.batch)).proof).toMatchObject({ different: 0 });
    expect(await needsOf(run)).toEqual(medicated);
    expect(before.batch?.id).not.toBe(model.batch?.id);
  });

  it('keeps the requirement beside icons, which come and go by themselves', async () => {
    const run = await fresh('postgres');
    const icon = '<i class="fa fa-flag" title="Bites (Behavior)" data-content=""></i>';
    const withIcons = (medications: ReturnType<typeof medication>[], cell: string) => {
      const records = medications.length === 0 ? smallResort() : only(...medications);
      for (const stay of records['reservations'] ?? [])
        stay['icons_string'] = stay['a_id'] === '501' ? cell : '';
      return records;
    };
    await runOn(run, withIcons([medication('1', '501')], icon));
    expect(await needsOf(run)).toMatchObject({ 501: ['ALLERGIES', 'BITER', 'HAS_MEDICATION'] });
    const medicineGone = await runOn(run, withIcons([], icon));
    expect(medicineGone.verification).toMatchObject({ different: 0, safetyDifferent: 0 });
    expect(await needsOf(run)).toMatchObject({ 501: ['ALLERGIES', 'BITER', 'HAS_MEDICATION'] });
    await runOn(run, withIcons([], ''));
    expect(await needsOf(run)).toMatchObject({ 501: ['ALLERGIES', 'HAS_MEDICATION'] });
  });

  it('loses no requirement that its own text alone gave, and takes it back with that text', async () => {
    const run = await fresh('postgres');
    await runOn(run, only(medication('1', '501')));
    const silent = smallResort();
    recordOf(silent, 'animals', '502')['medicines'] = '';
    await runOn(run, silent);
    expect(await needsOf(run)).toMatchObject({ 501: ['ALLERGIES', 'HAS_MEDICATION'], 502: [] });
  });

  it('needs it where this target has no table for medications, too', async () => {
    const run = await fresh('postgres');
    await person(run, 'DROP TABLE pet_medications CASCADE');
    const model = await runOn(run, only(medication('1', '501')));
    expect(model.verification).toMatchObject({ different: 0, safetyDifferent: 0 });
    expect(countOf(model, 'VALUE_SUSPECT')).toBe(0);
    expect(await needsOf(run)).toMatchObject({ 501: ['ALLERGIES', 'HAS_MEDICATION'], 503: ['DO_NOT_BOOK'] });
    await runOn(run, smallResort());
    expect(await needsOf(run)).toMatchObject({ 501: ['ALLERGIES', 'HAS_MEDICATION'] });
  });

  it('does not move at all where a mapping would leave the requirement out', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-overlay-'));
    await writeFile(
      path.join(folder, 'medications.yaml'),
      'entity: medications\ntables: { pet_medications: { columns: { isActive: { from: with_food, apply: [boolean] } } } }\n',
    );
    const run = await fresh('postgres', { mappingFolders: [MAPPINGS, folder] });
    const model = await runOn(run, only(medication('1', '501', { with_food: '0' })));
    expect(countOf(model, 'SAFETY_FACT_LOST')).toBe(1);
    expect(account(model, 'animals')).toMatchObject({ inserted: 2, rejected: 1, balanced: true });
  });

  it('without the file of their animals become rows, and that the pet has no flag of them is told', async () => {
    const run = await fresh('postgres');
    await runOn(run, smallResort());
    const model = await runOn(run, { medications: [{ id: '1', animal_id: '503', medication_name: 'Pill' }] });
    expect(
      await rowsOf(
        run,
        `SELECT m."medicationName" AS name, 'HAS_MEDICATION' = ANY (p."specialRequirements"::text[]) AS flag
         FROM pet_medications m JOIN pets p ON p.id = m."petId"`,
      ),
    ).toEqual([{ name: 'Pill', flag: false }]);
    expect(model.issues.find(({ code }) => code === 'VALUE_SUSPECT')?.count).toBe(1);
  });
});
