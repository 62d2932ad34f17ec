import { describe, expect, it } from 'vitest';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

/** Check-ins and check-outs: on the stay, and as rows of their own where Tailtown keeps them. */

const fresh = testRuns();

/** 901 came and went, 902 is there, 903 is to come. */
function busyResort(): Records {
  const records = smallResort();
  for (const stay of records['reservations'] ?? [])
    Object.assign(stay, { check_in_stamp: '', check_out_stamp: '' });
  Object.assign(recordOf(records, 'reservations', '901'), {
    ...{ check_in_stamp: '2026-03-02 07:20:00', check_out_stamp: '2026-03-04 16:45:00' },
  });
  recordOf(records, 'reservations', '902')['check_in_stamp'] = '2026-03-03 07:30:00';
  return records;
}

const CHECK_INS = `SELECT r."externalId" AS stay, p."externalId" AS pet, c."checkInTime"::text AS came,
    c."checkOutTime"::text AS went
  FROM check_ins c LEFT JOIN reservations r ON r.id = c."reservationId" JOIN pets p ON p.id = c."petId" ORDER BY 1`;
const stamps = (run: TestRun) =>
  rowsOf(
    run,
    'SELECT "externalId" AS id, "checkInDate"::text AS came, "checkOutDate"::text AS went FROM reservations ORDER BY 1',
  );
const CAME = [
  { stay: '901', pet: '501', came: '2026-03-02 07:20:00', went: '2026-03-04 16:45:00' },
  { stay: '902', pet: '502', came: '2026-03-03 07:30:00', went: null },
];
type Model = Awaited<ReturnType<typeof runOn>>;
const account = (model: Model) => model.entities.find(({ entity }) => entity === 'reservations');
const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;

describe('check-ins', () => {
  it('are rows with the times of their stay; all of it balances, and goes again', async () => {
    const run = await fresh('postgres');
    const model = await runOn(run, busyResort());
    expect(model.status).toBe('ok');
    expect(await rowsOf(run, CHECK_INS)).toEqual(CAME);
    expect(await rowsOf(run, 'SELECT DISTINCT status::text FROM check_ins')).toEqual([
      { status: 'COMPLETED' },
    ]);
    expect(account(model)).toMatchObject({ read: 3, inserted: 3, balanced: true });
    expect(countOf(model, 'VALUE_SUSPECT')).toBe(0);
    expect(model.fidelity?.filter(({ name }) => name.includes('check_ins'))).toEqual([]);

    expect((await runOn(run, busyResort())).wrote).toBe(false);
    const undone = await undo(run, model.batch);
    expect(undone.fingerprint.equal).toBe(true);
    expect(await rowsOf(run, 'SELECT 1 FROM check_ins')).toEqual([]);
  });

  it('follow Gingr until cutover', async () => {
    const run = await fresh('postgres');
    await runOn(run, busyResort());
    const later = busyResort();
    recordOf(later, 'reservations', '902')['check_out_stamp'] = '2026-03-05 17:05:00';
    recordOf(later, 'reservations', '903')['check_in_stamp'] = '2026-03-04 08:00:00';
    const model = await runOn(run, later, '2026-03-05');
    expect(await rowsOf(run, CHECK_INS)).toEqual([
      CAME[0],
      { ...CAME[1], went: '2026-03-05 17:05:00' },
      { stay: '903', pet: '503', came: '2026-03-04 08:00:00', went: null },
    ]);
    await undo(run, model.batch);
    expect(await rowsOf(run, CHECK_INS)).toEqual(CAME);
  });

  it('without a time that can be read are none, and told once', async () => {
    const run = await fresh('postgres');
    const records = busyResort();
    recordOf(records, 'reservations', '901')['check_in_stamp'] = 'at noon';
    const model = await runOn(run, records);
    expect(account(model)).toMatchObject({ inserted: 3, balanced: true });
    expect(countOf(model, 'VALUE_DATE_UNREADABLE')).toBe(1);
    expect(await rowsOf(run, CHECK_INS)).toEqual([CAME[1]]);
  });

  it('stand on their stays alone where this target has no table for them, and that is said with their number', async () => {
    const run = await fresh('postgres');
    await person(run, 'DROP TABLE check_ins CASCADE');
    const records = busyResort();
    // A stay that does not move has no check-in that could be missed.
    Object.assign(recordOf(records, 'reservations', '903'), {
      check_in_stamp: '2026-03-04 08:00:00',
      a_id: '0',
    });
    const model = await runOn(run, records);
    expect(account(model)).toMatchObject({ read: 3, inserted: 2, rejected: 1, balanced: true });
    expect(model.fidelity?.find(({ name }) => name === 'absent/check_ins')).toMatchObject({
      ...{ code: 'TARGET_TABLE_ABSENT', count: 2, kept: 'other-record' },
      where: 'as the times on the rows of reservations',
    });
    expect(countOf(model, 'TARGET_TABLE_ABSENT')).toBe(2);
    expect(await stamps(run)).toMatchObject([
      { came: '2026-03-02 07:20:00', went: '2026-03-04 16:45:00' },
      { came: '2026-03-03 07:30:00', went: null },
    ]);
  });
});
