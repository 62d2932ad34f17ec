import { describe, expect, it } from 'vitest';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';

/** Schedules of standing reservations, and the stays that they made. */

const fresh = testRuns();

const schedule = (id: string, changes: Record<string, string> = {}) => ({
  ...{ id, animal_id: '501', owner_id: '101', type_id: '11', name: '', frequency: '' },
  ...{ weekdays: 'Mon, Wed', tuesday: '', start_time: '7:15 am', end_time: '17:30:00' },
  ...{ start_date: '2026-01-05', end_date: '', hold_periods: '', notes: '', status: '1', ...changes },
});

/** 901 and 902 are instances of schedules, 903 is not. */
function standingResort(): Records {
  const records = smallResort();
  for (const id of ['901', '902']) recordOf(records, 'reservations', id)['standing_reservation'] = 'TRUE';
  records['standing_reservations'] = [
    schedule('3001', { notes: '<p>Side door</p>', hold_periods: '2026-07-01 to 2026-07-14' }),
    schedule('3002', {
      ...{ animal_id: '502', owner_id: '102', name: 'Summer camp', frequency: 'Every  other week' },
      ...{ weekdays: '', tuesday: '1', end_date: '2026-08-31', status: '0' },
    }),
  ];
  return records;
}

type Model = Awaited<ReturnType<typeof runOn>>;
const account = (model: Model, entity = 'standing_reservations') =>
  model.entities.find((one) => one.entity === entity);

describe('standing reservations (P-RES-15)', () => {
  it('become schedules, their stays keep their mark; all of it balances, and goes again', async () => {
    const run = await fresh('postgres');
    const model = await runOn(run, standingResort());
    expect(model.status).toBe('ok');
    const rows = await rowsOf(
      run,
      `SELECT s.name, s.frequency::text, s."daysOfWeek" AS days, s."startTime" AS starts, s."endTime" AS ends,
           s."effectiveFrom"::text AS since, s."effectiveUntil"::text AS until, s."lastGeneratedDate"::text AS last,
           s."isActive" AS active, s.notes, p."externalId" AS pet, c."externalId" AS customer, v."externalId" AS type
         FROM standing_reservations s JOIN pets p ON p.id = s."petId" JOIN customers c ON c.id = s."customerId"
         JOIN services v ON v.id = s."serviceId" ORDER BY pet`,
    );
    expect(rows).toEqual([
      {
        ...{ name: 'Boarding | Suite', frequency: 'WEEKLY', days: [1, 3], starts: '07:15', ends: '17:30' },
        ...{ since: '2026-01-05 00:00:00', until: null, last: '2026-03-02 07:15:00', active: true },
        notes: 'Side door\n\nHold periods in Gingr: 2026-07-01 to 2026-07-14',
        ...{ pet: '501', customer: '101', type: '11' },
      },
      {
        ...{ name: 'Summer camp', frequency: 'BIWEEKLY', days: [2], starts: '07:15', ends: '17:30' },
        ...{ since: '2026-01-05 00:00:00', until: '2026-08-31 00:00:00', last: '2026-03-03 07:15:00' },
        ...{ active: false, notes: null, pet: '502', customer: '102', type: '11' },
      },
    ]);
    expect(
      await rowsOf(run, 'SELECT "externalId" AS id FROM reservations WHERE "isRecurring" ORDER BY 1'),
    ).toEqual([{ id: '901' }, { id: '902' }]);
    expect(account(model)).toMatchObject({ read: 2, inserted: 2, balanced: true });
    expect(model.totals.find(({ name }) => name === 'standing_reservations.count')).toMatchObject({
      ...{ source: '2', target: '2', balanced: true },
    });
    expect(model.issues.find(({ code }) => code === 'VALUE_SUSPECT')).toBeUndefined();

    const again = await runOn(run, standingResort());
    expect(again.wrote).toBe(false);
    await undo(run, model.batch);
    expect(await rowsOf(run, 'SELECT 1 FROM standing_reservations')).toEqual([]);
  });

  it('keep their name and their last day where a later export holds neither types nor stays', async () => {
    const run = await fresh('postgres');
    await runOn(run, standingResort());
    const select = 'SELECT name, "lastGeneratedDate"::text AS last FROM standing_reservations ORDER BY name';
    const before = await rowsOf(run, select);
    const later = standingResort();
    delete later['reservation_types'];
    delete later['reservations'];
    recordOf(later, 'standing_reservations', '3001')['end_date'] = '2026-12-31';
    const model = await runOn(run, later, '2026-03-02');
    expect(account(model)).toMatchObject({ updated: 1, unchanged: 1, balanced: true });
    expect(await rowsOf(run, select)).toEqual(before);
  });

  it('are rejected where anything that makes stays is not said: nothing is filled in', async () => {
    const run = await fresh('postgres');
    const records = standingResort();
    const bad: [Record<string, string>, string][] = [
      [{ owner_id: '' }, 'STANDING_OWNER_MISSING'],
      [{ owner_id: '199' }, 'STANDING_OWNER_UNKNOWN'],
      [{ animal_id: '0' }, 'STANDING_ANIMAL_MISSING'],
      [{ animal_id: '599' }, 'STANDING_ANIMAL_UNKNOWN'],
      [{ type_id: '' }, 'STANDING_TYPE_MISSING'],
      [{ type_id: '19' }, 'STANDING_TYPE_UNKNOWN'],
      [{ weekdays: '' }, 'STANDING_FREQUENCY_MISSING'],
      [{ frequency: 'every third week' }, 'STANDING_FREQUENCY_UNKNOWN'],
      [{ weekdays: '1,3' }, 'STANDING_DAYS_UNREADABLE'],
      [{ tuesday: 'perhaps' }, 'STANDING_DAYS_UNREADABLE'],
      [{ start_time: '' }, 'STANDING_TIME_MISSING'],
      [{ end_time: '25:00' }, 'STANDING_TIME_MISSING'],
      [{ end_time: '0:30 am' }, 'STANDING_TIME_MISSING'],
      [{ start_date: '' }, 'STANDING_START_MISSING'],
    ];
    records['standing_reservations']?.push(
      ...bad.map(([changes], index) => schedule(String(3100 + index), { frequency: '', ...changes })),
    );
    const model = await runOn(run, records);
    expect(account(model)).toMatchObject({ inserted: 2, rejected: bad.length, balanced: true });
    const ends = await rowsOf(
      run,
      `SELECT code FROM migration.outcomes WHERE entity = 'standing_reservations' ORDER BY source_id`,
    );
    expect(ends.map(({ code }) => code)).toEqual(bad.map(([, code]) => code));
  });

  it('have no place where this target has none, and that is said; their stays move', async () => {
    const run = await fresh('postgres');
    await person(run, 'DROP TABLE standing_reservations CASCADE');
    const model = await runOn(run, standingResort());
    expect(account(model)).toMatchObject({ read: 2, excluded: 2, balanced: true });
    expect(
      model.fidelity?.find(({ name }) => name === 'records/standing_reservations/TARGET_TABLE_ABSENT'),
    ).toMatchObject({ count: 2, kept: 'snapshot' });
    expect(account(model, 'reservations')).toMatchObject({ inserted: 3 });
  });
});
