import { describe, expect, it } from 'vitest';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';

const fresh = testRuns();
type Model = Awaited<ReturnType<typeof runOn>>;
const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;
const accountOf = (model: Model, name: string) => model.entities.find(({ entity }) => entity === name);

/** The small resort with five vets; its animals go to the first, to its twin, and to one that no list holds. */
function resortWithVets(): Records {
  const records = smallResort();
  records['vets'] = [
    { id: '11', name: 'Hill Vets', phone_number: '(505) 555-0142', address_1: '', status: '1' },
    { id: '12', name: 'Hill  Vets', phone_number: '505.555.0142', address_1: '1 Sample Road', status: '1' },
    { id: '13', name: 'Lake Vets', phone_number: '', address_1: '2 Sample Road', status: '1' },
    { id: '14', name: 'Lake Vets', phone_number: '', address_1: '3 Sample Road', status: '0' },
    { id: '15', name: 'Aa Vets', phone_number: '505-555-0199', address_1: '', status: '1' },
  ];
  for (const [id, vet] of [
    ['501', '11'],
    ['502', '12'],
    ['503', '999'],
  ] as const)
    recordOf(records, 'animals', id)['vet_id'] = vet;
  return records;
}

const VETS = `SELECT id::text AS id, name, phone, address1, "gingrId" AS gingr, "isActive" AS active FROM veterinarians ORDER BY "gingrId"`;
const PETS = `SELECT "externalId" AS pet, "vetName" AS name, "vetPhone" AS phone,
  (SELECT v."gingrId" FROM veterinarians v WHERE v.id::text = p."veterinarianId") AS vet, "veterinarianId" IS NULL AS none
  FROM pets p ORDER BY 1`;

describe('vets', () => {
  it('become rows with uuids; one of exactly one name and number is one, and no match means no vet, nor does an owner get one (P-REF-1, P-REF-2)', async () => {
    const run = await fresh('postgres');
    const model = await runOn(run, resortWithVets());
    expect(model.status).toBe('ok');
    expect(model.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0 });
    expect(accountOf(model, 'vets')).toMatchObject({ read: 5, inserted: 4, merged: 1, balanced: true });
    expect((await rowsOf(run, VETS)).map(({ id: _, ...row }) => row)).toEqual([
      { name: 'Hill Vets', phone: '505-555-0142', address1: '1 Sample Road', gingr: '12', active: true },
      { name: 'Lake Vets', phone: null, address1: '2 Sample Road', gingr: '13', active: true },
      { name: 'Lake Vets', phone: null, address1: '3 Sample Road', gingr: '14', active: false },
      { name: 'Aa Vets', phone: '505-555-0199', address1: null, gingr: '15', active: true },
    ]);
    expect(await rowsOf(run, PETS)).toEqual([
      { pet: '501', name: 'Hill Vets', phone: '505-555-0142', vet: '12', none: false },
      { pet: '502', name: 'Hill Vets', phone: '505-555-0142', vet: '12', none: false },
      { pet: '503', name: null, phone: null, vet: null, none: true },
    ]);
    expect(await rowsOf(run, 'SELECT count("veterinarianId")::int AS count FROM customers')).toEqual([
      { count: 0 },
    ]);
    expect([countOf(model, 'OPTIONAL_REFERENCE_UNKNOWN'), countOf(model, 'VALUE_SUSPECT')]).toEqual([1, 0]);

    const again = await runOn(run, resortWithVets());
    expect(again.batch?.id).toBe(model.batch?.id);
    expect(accountOf(again, 'vets')).toMatchObject({ unchanged: 4, merged: 1, inserted: 0, updated: 0 });
    const undone = await undo(run, model.batch);
    expect(undone.proof).toMatchObject({ different: 0 });
    expect(undone.fingerprint.equal).toBe(true);
    expect(await rowsOf(run, VETS)).toEqual([]);
  });

  it('that people keep in Tailtown are found again, filled where empty, and given back', async () => {
    const run = await fresh('postgres');
    const first = await runOn(run, smallResort());
    const tenant = run.runtime.settings.tenant.id;
    await person(
      run,
      `INSERT INTO veterinarians (name, phone, notes, "tenantId") VALUES ('Hill Vets', '505-555-0142', 'Ours', '${tenant}')`,
    );
    const [before] = await rowsOf(run, 'SELECT to_jsonb(v) AS row FROM veterinarians v');
    const model = await runOn(run, resortWithVets());
    expect(accountOf(model, 'vets')).toMatchObject({ inserted: 3, updated: 1, merged: 1, balanced: true });
    expect(await rowsOf(run, `SELECT notes, address1 FROM veterinarians WHERE name = 'Hill Vets'`)).toEqual([
      { notes: 'Ours', address1: '1 Sample Road' },
    ]);
    expect((await rowsOf(run, PETS))[0]).toMatchObject({ vet: '12' });

    await person(run, `UPDATE veterinarians SET phone = '505-555-0111' WHERE name = 'Aa Vets'`);
    const changed = resortWithVets();
    recordOf(changed, 'vets', '15')['phone_number'] = '505-555-0122';
    recordOf(changed, 'vets', '13')['address_1'] = '4 Sample Road';
    const later = await runOn(run, changed);
    expect(countOf(later, 'TARGET_CONFLICT_KEPT')).toBe(1);
    expect((await rowsOf(run, VETS)).map(({ phone, address1 }) => [phone, address1]).slice(1)).toEqual([
      [null, '4 Sample Road'],
      [null, '3 Sample Road'],
      ['505-555-0111', null],
    ]);
    await undo(run, later.batch);
    await person(run, `UPDATE veterinarians SET phone = '505-555-0199' WHERE name = 'Aa Vets'`);
    expect((await undo(run, model.batch)).proof).toMatchObject({ different: 0 });
    expect(await rowsOf(run, 'SELECT to_jsonb(v) AS row FROM veterinarians v')).toEqual([before]);
    await undo(run, first.batch);
  });

  it('without a table of theirs stand on the pets alone, and that is said once', async () => {
    const run = await fresh('postgres');
    await person(run, 'DROP TABLE veterinarians');
    const model = await runOn(run, resortWithVets());
    expect(model.status).toBe('ok');
    expect(accountOf(model, 'vets')).toMatchObject({ read: 5, excluded: 5, balanced: true });
    expect(countOf(model, 'OPTIONAL_REFERENCE_UNKNOWN')).toBe(0);
    expect(model.fidelity?.find(({ name }) => name === 'records/vets/TARGET_TABLE_ABSENT')).toMatchObject({
      count: 5,
      kept: 'labels',
    });
    expect(
      await rowsOf(run, 'SELECT "vetName" AS name, "veterinarianId" AS vet FROM pets ORDER BY "externalId"'),
    ).toEqual([
      { name: 'Hill Vets', vet: null },
      { name: 'Hill Vets', vet: null },
      { name: null, vet: null },
    ]);
  });
});
