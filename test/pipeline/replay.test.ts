import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { csvLine, harmless, unharmed } from '../../src/core/csv.ts';
import { MigrateError } from '../../src/core/errors.ts';
import { reportAgain } from '../../src/pipeline/publish.ts';
import { rejectsReplay } from '../../src/pipeline/replay.ts';
import { exportedRejects, mend, saveMended } from '../support/mended.ts';
import { moneyResort, type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const start = testRuns();

/** What a spreadsheet would run. */
const NASTY = `=HYPERLINK("https://example.test","x") + 'quoted', "twice"`;

/** Two animals of nobody, whose stays wait for them. */
function broken(): Records {
  const records = smallResort();
  Object.assign(recordOf(records, 'animals', '502'), { owner_id: '999', notes: NASTY });
  recordOf(records, 'animals', '503')['owner_id'] = '998';
  return records;
}

const codeOf = (failure: unknown) =>
  failure instanceof MigrateError ? [failure.code, failure.exit] : failure;

it('makes formulas harmless, and gives every text back as it was', () => {
  for (const text of ['=1+1', '+1', '-1', '@x', '\t=1', "'=1", "''-", "'quoted'", '', 'plain', '\n=1']) {
    expect(unharmed(harmless(text))).toBe(text);
    expect(harmless(text)).not.toMatch(/^[=+@\t\r\n-]/);
  }
  expect(csvLine(['=1', 'a"b'])).toBe(`"'=1","a""b"\r\n`);
});

it('loads the mended records alone, and those that waited for them, with an account for both batches', async () => {
  const run = await start('postgres');
  const first = await runOn(run, broken());
  expect(first.entities.find(({ entity }) => entity === 'animals')).toMatchObject({
    inserted: 1,
    rejected: 2,
  });
  const files = await exportedRejects(run);
  const animals = files.get('animals');
  if (!animals) throw new Error('no file of animals');
  const [mine] = animals.rows.filter((row) => row['id'] === '502');
  expect(mine?.['notes']).toBe(`'${NASTY}`);
  expect(mine).toMatchObject({ reject_code: 'ANIMAL_OWNER_UNKNOWN', reject_line: '3' });
  if (mine) mine['owner_id'] = '102';

  const done = await rejectsReplay(run.runtime, { files: [await saveMended(animals)] });
  // The stay of the animal was rejected only for its sake; the other animal is still as it was.
  expect(done).toMatchObject({ of: first.batch?.id, given: 2, mended: 1, waiting: 1 });
  expect(done.run).toMatchObject({ status: 'ok', wrote: true, belongsTo: first.batch?.id });
  const account = (entity: string) => done.run.entities.find((one) => one.entity === entity);
  expect(account('animals')).toMatchObject({ read: 1, inserted: 1, rejected: 0, balanced: true });
  expect(account('reservations')).toMatchObject({ read: 1, inserted: 1, balanced: true });
  expect(account('owners')).toBeUndefined();
  expect(done.run.context.asOf.slice(0, 10)).toBe(first.context.asOf.slice(0, 10));
  const pets = await rowsOf(run, `SELECT "externalId" AS id, type::text AS type, notes FROM pets ORDER BY 1`);
  expect(pets).toEqual([
    { id: '501', type: 'DOG', notes: null },
    { id: '502', type: 'DOG', notes: NASTY },
  ]);

  const { html } = await reportAgain(run.runtime, { batch: first.batch?.id ?? '' });
  const page = (await readFile(html, 'utf8')).replace(/\s*<[^<>]*>\s*/g, ' ');
  expect(page).toContain(`Batch ${done.run.batch?.id} moved`);

  // Taken back alone, the first batch stands as it was.
  await undo(run, done.run.batch);
  expect(await rowsOf(run, 'SELECT 1 FROM pets')).toHaveLength(1);
});

it('with mended ones on top, still means the batch that rejected the records, or the one whose lines are given', async () => {
  const run = await start('postgres');
  const first = (await runOn(run, broken())).batch?.id ?? '';
  const replayed = async (from: string, owners: Record<string, string>, named?: string) => {
    const [animals] = [...(await exportedRejects(run, from))].flatMap(([name, file]) =>
      name.includes('animals') ? [file] : [],
    );
    for (const row of animals?.rows ?? []) row['owner_id'] = owners[row['id'] ?? ''] ?? row['owner_id'] ?? '';
    const files = animals ? [await saveMended(animals)] : [];
    return rejectsReplay(run.runtime, { files, ...(named === undefined ? {} : { batch: named }) });
  };
  // One with an owner who is not there either: rejected again, by a batch of its own.
  const second = (await replayed(first, { 502: '997', 503: '102' })).run.batch?.id ?? '';
  expect(second).not.toBe(first);
  // What it moved needs no mending any more: an animal and the stay that waited for it.
  const left = await exportedRejects(run);
  expect(left.get('animals')?.rows).toMatchObject([{ id: '502', owner_id: '999' }]);
  expect(left.get('reservations')?.rows).toMatchObject([{ id: '902' }]);
  await expect(replayed(second, { 502: '102' }, first)).rejects.toMatchObject({
    ...{ code: 'REJECTS_OTHER_BATCH', message: expect.stringContaining(`are not of batch ${first}`) },
    context: { hint: expect.stringContaining(`--batch ${second}`) },
  });
  expect(await replayed(second, { 502: '996' })).toMatchObject({ of: second, mended: 1 });
  expect(await replayed(first, { 502: '102' })).toMatchObject({ of: first, mended: 1 });
});

it('does nothing where nothing was mended, and refuses files that are none of the batch', async () => {
  const run = await start('postgres');
  await runOn(run, broken());
  const animals = (await exportedRejects(run)).get('animals');
  if (!animals) throw new Error('no file of animals');
  const replay = (file: string) =>
    rejectsReplay(run.runtime, { files: [file] }).then(
      () => null,
      (error: unknown) => codeOf(error),
    );
  expect(await replay(animals.file)).toEqual(['REPLAY_NOTHING', 2]);
  expect(await replay(await saveMended(animals))).toEqual(['REPLAY_NOTHING', 2]);
  const [row] = animals.rows;
  if (row) row['reject_line'] = '77';
  expect(await replay(await saveMended(animals))).toEqual(['REJECTS_OTHER_BATCH', 2]);
  await writeFile(animals.file, 'id,name\n1,x\n');
  expect(await replay(animals.file)).toEqual(['REJECTS_UNREADABLE', 2]);
  expect(await rowsOf(run, 'SELECT 1 FROM migration.batches')).toHaveLength(1);
});

describe('records that stand in the row of an animal that had moved', () => {
  /** Of animals that Gingr does not have: two vaccinations, a medication and a note; beside good ones. */
  const said = (): Records => {
    const records = moneyResort();
    const vaccine = { type_id: '1', type: 'Rabies' };
    records['immunizations']?.push(
      {
        id: '3010',
        animal_id: '999',
        ...vaccine,
        type_id: '2',
        type: 'Bordetella',
        expiration_date: '2027-01-31',
      },
      {
        id: '3011',
        animal_id: '998',
        ...vaccine,
        expiration_date: '2027-09-30',
        administered_date: '2026-02-20',
      },
    );
    const plain = { medication_name: 'Apoquel', medication_notes: '', medication_amount: '1' };
    records['medications'] = [
      { id: '1', animal_id: '502', ...plain },
      { id: '2', animal_id: '999', ...plain },
    ];
    records['animal_notes'] = [
      {
        id: '1',
        animal_id: '503',
        created_at: '2025-05-01 10:00:00',
        created_by: 'Staff',
        note_type: '',
        note: 'Shy',
      },
      {
        id: '2',
        animal_id: '999',
        created_at: '2025-06-01 10:00:00',
        created_by: 'Staff',
        note_type: '',
        note: 'Likes balls',
      },
    ];
    return records;
  };
  const PETS = `SELECT "externalId" AS id, "vaccineExpirations" AS vaccines, "specialRequirements" AS needs, notes FROM pets ORDER BY 1`;
  const HISTORY = `SELECT "recordType"::text AS kind, "expirationDate"::date::text AS expires FROM medical_records ORDER BY 2`;

  /** Gives the animal in this entity's rejects another id, and replays them. */
  const mendAnimal = (run: TestRun, entity: string, batch: string, from: string, to: string) =>
    mend(run, entity, batch, { animal_id: from }, { animal_id: to });

  it('reach it: vaccinations beside the others, one after the other, and the way back takes each', async () => {
    const run = await start('postgres');
    const first = (await runOn(run, said())).batch?.id ?? '';
    const before = await rowsOf(run, PETS);
    const one = await mendAnimal(run, 'immunizations', first, '999', '501');
    expect(one).toMatchObject({
      mended: 1,
      along: 3,
      run: { status: 'ok', along: { animals: 1, immunizations: 2 } },
    });
    const [pet] = await rowsOf(run, PETS);
    expect(pet?.['vaccines']).toEqual({ Rabies: '2026-09-30', Bordetella: '2027-01-31' });
    expect({ ...pet, vaccines: null }).toEqual({ ...before[0], vaccines: null });

    const two = await mendAnimal(run, 'immunizations', first, '998', '501');
    // The one that was mended before came along too.
    expect(two).toMatchObject({ mended: 1, along: 4, run: { status: 'ok' } });
    expect((await rowsOf(run, PETS))[0]?.['vaccines']).toEqual({
      Rabies: '2027-09-30',
      Bordetella: '2027-01-31',
    });
    expect(await rowsOf(run, HISTORY)).toContainEqual({ kind: 'VACCINATION', expires: '2027-09-30' });
    const { html } = await reportAgain(run.runtime, { batch: first });
    const page = (await readFile(html, 'utf8')).replace(/\s*<[^<>]*>\s*/g, ' ');
    for (const { run: again } of [one, two])
      expect(page).toContain(`Batch ${again.batch?.id} moved 1 record;`);

    expect((await undo(run, two.run.batch)).proof).toMatchObject({ different: 0 });
    expect((await undo(run, one.run.batch)).proof).toMatchObject({ different: 0 });
    expect(await rowsOf(run, PETS)).toEqual(before);
  });

  it('reach it: medications and notes, whatever a later snapshot and people made of the animal', async () => {
    const run = await start('postgres');
    const first = (await runOn(run, said())).batch?.id ?? '';
    const later = said();
    recordOf(later, 'animals', '503')['allergies'] = 'Corn';
    recordOf(later, 'reservation_types', '11')['type'] = 'Boarding | Loft';
    await runOn(run, later, '2026-03-05');
    await person(run, `UPDATE pets SET name = 'By hand' WHERE "externalId" = '503'`);
    const medication = await mendAnimal(run, 'medications', first, '999', '503');
    expect(medication).toMatchObject({ mended: 1, along: 1, run: { status: 'ok' } });
    const note = await mendAnimal(run, 'animal_notes', first, '999', '503');
    expect(note).toMatchObject({ mended: 1, along: 2, run: { status: 'ok' } });
    const [pet] = await rowsOf(
      run,
      `SELECT name, allergies, "specialRequirements"::text AS needs, notes FROM pets WHERE "externalId" = '503'`,
    );
    expect(pet).toMatchObject({ name: 'By hand', allergies: 'Corn' });
    expect(pet?.['needs']).toContain('HAS_MEDICATION');
    expect(pet?.['notes']).toMatch(/Shy.*Likes balls/s);
    expect(await rowsOf(run, 'SELECT 1 FROM pet_medications')).toHaveLength(2);
    // Labels are looked up as they are now, not as they were for the batch that rejected the record.
    expect(await rowsOf(run, 'SELECT name FROM services')).toEqual([{ name: 'Boarding | Loft' }]);
  });

  it('bring nobody along who has no row', async () => {
    const run = await start('postgres');
    const records = said();
    recordOf(records, 'animals', '503')['owner_id'] = '999';
    const first = (await runOn(run, records)).batch?.id ?? '';
    const done = await mendAnimal(run, 'immunizations', first, '999', '503');
    expect(done).toMatchObject({ mended: 1, along: 0, run: { along: {} } });
    expect(done.run.entities.find(({ entity }) => entity === 'immunizations')).toMatchObject({
      ...{ read: 1, rejected: 1, balanced: true },
    });
    expect(await rowsOf(run, 'SELECT 1 FROM pets')).toHaveLength(2);
  });
});
