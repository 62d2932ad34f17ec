import { describe, expect, it } from 'vitest';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';

const fresh = testRuns();
type Model = Awaited<ReturnType<typeof runOn>>;
const accountOf = (model: Model, name: string) => model.entities.find(({ entity }) => entity === name);
const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;

const CALLED = { id: '1', owner_id: '101', created_at: '2026-02-03 09:15:00', created_by: 'Pat Sample' };

function resortWithNotes(): Records {
  return {
    ...smallResort(),
    owner_notes: [
      { id: '2', owner_id: '101', created_at: '1772496000', created_by: '', note_type: '', note: 'Paid' },
      { ...CALLED, note_type: 'Call', note: '<p>Asked about Rex:</p><p>a bath</p>', animal_id: '501' },
      {
        id: '3',
        owner_id: '102',
        created_at: 'last week',
        created_by: 'kim',
        note: 'Key\n\n[2020] in the box',
      },
      { id: '4', owner_id: '0', note: 'Nobody' },
      { id: '5', owner_id: '999', note: 'Somebody else' },
      { id: '6', owner_id: '101', note: '<p>&nbsp;</p>' },
    ],
    animal_notes: [
      { id: '1', animal_id: '502', created_at: '2026-02-04 10:00:00', created_by: 'kim', note: 'Limps' },
    ],
    reservation_notes: [
      {
        id: '1',
        reservation_id: '901',
        created_at: '2026-03-02 08:00:00',
        created_by: '',
        note: 'Late pick-up',
      },
    ],
  };
}

const LOG = `Calls ahead

Notes in Gingr:

[2026-02-03 09:15:00] Pat Sample (Call; animal 501): Asked about Rex:
a bath

[2026-03-02 17:00:00]: Paid`;

const NOTES = `SELECT notes FROM customers WHERE "externalId" IN ('101', '102') ORDER BY "externalId"`;
const notesOf = async (run: Awaited<ReturnType<typeof fresh>>) =>
  (await rowsOf(run, NOTES)).map(({ notes }) => notes);

describe('the location', () => {
  const locations = (...labels: string[]) => labels.map((label, at) => ({ value: String(at + 1), label }));
  const PLACES = `SELECT c.notes, r."staffNotes" AS stay FROM customers c JOIN reservations r ON r."customerId" = c.id
    WHERE c."externalId" = '103'`;

  it.each([
    [locations('Harbor', 'Lakeside'), 'Home location in Gingr: Lakeside', 'Location in Gingr: Lakeside'],
    [[{ value: '2', label: 'Lakeside' }], null, null],
    [undefined, 'Home location in Gingr: 2', 'Location in Gingr: 2'],
  ])('of owners and stays is kept in notes, but for that of an only one', async (list, home, stay) => {
    const run = await fresh('postgres');
    const records: Records = { ...smallResort(), ...(list ? { locations: list } : {}) };
    recordOf(records, 'owners', '103')['notes'] = '';
    recordOf(records, 'owners', '103')['home_location'] = '2';
    recordOf(records, 'reservations', '903')['location_id'] = '2';
    const model = await runOn(run, records);
    expect(await rowsOf(run, PLACES)).toEqual([{ notes: home, stay }]);
    expect(countOf(model, 'VALUE_SUSPECT')).toBe(0);
    expect(model.fidelity?.filter(({ name }) => name.includes('ocation in Gingr')).length).toBe(home ? 2 : 0);
  });
});

describe('notes of employees', () => {
  it('stand on owner, animal and stay, word for word, with date and author, in order of time', async () => {
    const run = await fresh('postgres');
    const model = await runOn(run, resortWithNotes());
    expect(model.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0 });
    expect(accountOf(model, 'owner_notes')).toMatchObject({
      ...{ read: 6, merged: 3, excluded: 1, rejected: 2, balanced: true },
    });
    expect(
      ['NOTE_OF_NOBODY', 'NOTE_RECORD_ABSENT', 'NOTE_EMPTY'].map((code) => countOf(model, code)),
    ).toEqual([1, 1, 1]);
    expect(await notesOf(run)).toEqual([
      LOG,
      'Calls ahead\n\nNotes in Gingr:\n\n[no date: last week] kim: Key\n\n[2020] in the box',
    ]);
    expect(await rowsOf(run, `SELECT notes FROM pets WHERE "externalId" = '502'`)).toEqual([
      { notes: 'Notes in Gingr:\n\n[2026-02-04 10:00:00] kim: Limps' },
    ]);
    expect(
      await rowsOf(run, `SELECT "staffNotes" AS notes FROM reservations WHERE "externalId" = '901'`),
    ).toEqual([{ notes: 'Notes in Gingr:\n\n[2026-03-02 08:00:00]: Late pick-up' }]);
    expect(countOf(model, 'VALUE_SUSPECT')).toBe(0);
    const again = await runOn(run, resortWithNotes());
    expect(again.batch?.id).toBe(model.batch?.id);
    const undone = await undo(run, model.batch);
    expect(undone.proof).toMatchObject({ different: 0 });
    expect(undone.fingerprint.equal).toBe(true);
  });

  it('of an earlier load stay where a later export holds none of them, or only newer ones', async () => {
    const run = await fresh('postgres');
    const first = await runOn(run, resortWithNotes());
    const silent = smallResort();
    recordOf(silent, 'owners', '101')['notes'] = 'Rings twice';
    const second = await runOn(run, silent);
    expect((await notesOf(run))[0]).toBe(LOG.replace('Calls ahead', 'Rings twice'));

    const newer = smallResort();
    recordOf(newer, 'owners', '101')['notes'] = 'Rings twice';
    newer['owner_notes'] = [
      {
        id: '7',
        owner_id: '101',
        created_at: '2026-02-20 08:00:00',
        created_by: 'kim',
        note: 'Wrote [2020-01-01 x',
      },
      { ...CALLED, note_type: 'Call', note: 'Asked about a bath', animal_id: '501' },
    ];
    const third = await runOn(run, newer);
    expect((await notesOf(run))[0]).toBe(
      `Rings twice

Notes in Gingr:

[2026-02-03 09:15:00] Pat Sample (Call; animal 501): Asked about a bath

[2026-02-20 08:00:00] kim: Wrote [2020-01-01 x

[2026-03-02 17:00:00]: Paid`,
    );
    for (const { batch } of [third, second])
      expect((await undo(run, batch)).proof).toMatchObject({ different: 0 });
    expect((await notesOf(run))[0]).toBe(LOG);
    await undo(run, first.batch);
  });

  it('never take the place of what people wrote in Tailtown', async () => {
    const run = await fresh('postgres');
    await runOn(run, resortWithNotes());
    await person(run, `UPDATE customers SET notes = 'Ours' WHERE "externalId" = '101'`);
    const later = resortWithNotes();
    later['owner_notes']?.push({
      ...CALLED,
      id: '8',
      created_at: '2026-03-04 09:00:00',
      note: 'Called again',
    });
    const model = await runOn(run, later);
    expect((await notesOf(run))[0]).toBe('Ours');
    expect(countOf(model, 'TARGET_CONFLICT_KEPT')).toBe(1);
  });

  it('name their author where the employees are there', async () => {
    const run = await fresh('postgres');
    const records = resortWithNotes();
    records['employees'] = [
      {
        id: '31',
        username: 'kim',
        first_name: 'Kim',
        last_name: 'Sample',
        group: 'Nobody decided',
        email: '',
      },
    ];
    recordOf(records, 'animal_notes', '1')['created_by'] = '31';
    // A thinner export has the id alone, which is no other author: neither takes the name away nor repeats the note.
    const { employees: _, ...thinner } = records;
    const said = `SELECT notes FROM pets WHERE "externalId" = '502'`;
    const byName = [{ notes: 'Notes in Gingr:\n\n[2026-02-04 10:00:00] Kim Sample: Limps' }];
    await runOn(run, thinner);
    expect(await rowsOf(run, said)).toEqual([
      { notes: 'Notes in Gingr:\n\n[2026-02-04 10:00:00] 31: Limps' },
    ]);
    await runOn(run, records);
    expect(await rowsOf(run, said)).toEqual(byName);
    recordOf(thinner, 'owners', '103')['notes'] = 'Rings twice';
    await runOn(run, thinner);
    expect(await rowsOf(run, said)).toEqual(byName);
  });
});

describe('the emergency contact of an owner', () => {
  const CONTACT = `SELECT "externalId" AS pet, "emergencyContactName" AS name, "emergencyContactPhone" AS phone FROM pets ORDER BY 1`;

  it('stands on the animals too, and follows the owner (P-ORPHAN-3)', async () => {
    const run = await fresh('postgres');
    const records = smallResort();
    Object.assign(recordOf(records, 'owners', '101'), {
      emergency_contact_name: ' Jo Sample',
      emergency_contact_phone: '(505) 555-0177',
    });
    recordOf(records, 'animals', '502')['owner_id'] = '101';
    const model = await runOn(run, records);
    const contact = { name: 'Jo Sample', phone: '505-555-0177' };
    const none = { pet: '503', name: null, phone: null };
    expect(await rowsOf(run, CONTACT)).toEqual([
      { pet: '501', ...contact },
      { pet: '502', ...contact },
      none,
    ]);

    // Animals without their owners say nothing of it.
    const animals = smallResort()['animals']?.map((animal) => ({ ...animal, owner_id: '101', color: 'red' }));
    await runOn(run, { animals } as Records);
    expect((await rowsOf(run, CONTACT)).slice(0, 2)).toEqual([
      { pet: '501', ...contact },
      { pet: '502', ...contact },
    ]);
    recordOf(records, 'owners', '101')['emergency_contact_name'] = 'Kim Sample';
    await runOn(run, records);
    expect((await rowsOf(run, CONTACT))[0]).toMatchObject({ name: 'Kim Sample' });
    expect(model.verification).toMatchObject({ different: 0 });
  });
});
