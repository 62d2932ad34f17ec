import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import { MAPPINGS, type TestRun } from '../support/runtime.ts';

/** Stays on the wait list: entries of Tailtown's own wait list, and bookings once they are accepted. */

const fresh = testRuns();

/** The resort's people reviewed what kind of service its one type is. */
async function reviewed(category = 'BOARDING'): Promise<string> {
  const overlay = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-overlay-'));
  await mkdir(path.join(overlay, 'lookups'));
  await writeFile(
    path.join(overlay, 'lookups/services.yaml'),
    `lookup: services\nentries: { "Boarding | Suite": { category: ${category}, price: 50, duration: 1440 } }\n`,
  );
  return overlay;
}
const start = async (category?: string) =>
  fresh('postgres', { mappingFolders: [MAPPINGS, await reviewed(category)] });

/** The resort says otherwise which records stand on the list alone, if any. */
async function startSaying(elsewhere: string, category?: string) {
  const overlay = await reviewed(category);
  await writeFile(path.join(overlay, 'reservations.yaml'), `entity: reservations\n${elsewhere}\n`);
  return fresh('postgres', { mappingFolders: [MAPPINGS, overlay] });
}

const BOOKED = { confirmed_stamp: '2026-02-01 10:00:00', wait_list_stamp: '' };
const WAITING = { confirmed_stamp: '', wait_list_stamp: '2026-02-01 10:00:00' };

/** 902 and 903 wait, the latter for longer. */
function waitingResort(): Records {
  const records = smallResort();
  Object.assign(recordOf(records, 'reservations', '902'), WAITING);
  Object.assign(recordOf(records, 'reservations', '903'), WAITING, {
    wait_list_stamp: '2026-01-31 10:00:00',
  });
  return records;
}

const entriesOf = (run: TestRun) =>
  rowsOf(
    run,
    `SELECT r."externalId" AS booking, w.status::text, w."serviceType"::text AS kind, w.position, w.priority::text,
       w."requestedStartDate"::text AS starts, w."requestedEndDate"::text AS ends, p."externalId" AS pet,
       c."externalId" AS customer, s."externalId" AS service, l.name AS lodging
     FROM waitlist_entries w JOIN pets p ON p.id = w."petId" JOIN customers c ON c.id = w."customerId"
     JOIN services s ON s.id = w."serviceId" LEFT JOIN resources l ON l.id = w."resourceId"
     LEFT JOIN reservations r ON r.id = w."convertedToReservationId" ORDER BY p."externalId"`,
  );
const bookings = (run: TestRun) =>
  rowsOf(run, 'SELECT "externalId" AS id, status::text FROM reservations ORDER BY 1');
const account = (model: Awaited<ReturnType<typeof runOn>>, entity = 'reservations') =>
  model.entities.find((one) => one.entity === entity);
const countOf = (model: Awaited<ReturnType<typeof runOn>>, code: string) =>
  model.issues.find((issue) => issue.code === code)?.count ?? 0;

const first = {
  ...{ booking: null, status: 'ACTIVE', kind: 'BOARDING', position: 2, priority: '1769965200000' },
  ...{ starts: '2026-03-03 07:15:00', ends: '2026-03-05 17:00:00' },
  ...{ pet: '502', customer: '102', service: '11', lodging: 'A02' },
};

describe('a request on the wait list (P-RES-6)', () => {
  it('is an entry there and never a booking; all of it balances, and goes again', async () => {
    const run = await start();
    const before = await rowsOf(run, 'SELECT 1 FROM waitlist_entries');
    const model = await runOn(run, waitingResort());
    expect(model.status).toBe('ok');
    expect(await entriesOf(run)).toEqual([
      first,
      expect.objectContaining({ pet: '503', position: 1, status: 'ACTIVE', priority: '1769878800000' }),
    ]);
    expect(await bookings(run)).toEqual([{ id: '901', status: 'CONFIRMED' }]);
    expect(account(model)).toMatchObject({
      read: 3,
      inserted: 3,
      excluded: 0,
      rejected: 0,
      balanced: true,
    });
    expect(model.totals.find(({ name }) => name === 'reservations.starts')).toMatchObject({
      ...{ source: '3', target: '3', excluded: '0', balanced: true, standing: '3' },
    });
    expect(countOf(model, 'RESERVATION_WAIT_LISTED')).toBe(2);
    expect(countOf(model, 'VALUE_SUSPECT')).toBe(0);
    expect(model.suspicions?.find(({ name }) => name === 'SUSPECT_RECORD_IDS')).toMatchObject({ found: 0 });

    const again = await runOn(run, waitingResort());
    expect(again.wrote).toBe(false);
    await undo(run, model.batch);
    expect(await rowsOf(run, 'SELECT 1 FROM waitlist_entries')).toEqual(before);
    expect(await bookings(run)).toEqual([]);
  });

  it('becomes a booking once it is accepted, and its entry says which; another one that is cancelled says so', async () => {
    const run = await start();
    await runOn(run, waitingResort());
    const records = waitingResort();
    Object.assign(recordOf(records, 'reservations', '902'), { confirmed_stamp: '2026-02-03 10:00:00' });
    Object.assign(recordOf(records, 'reservations', '903'), { cancel_stamp: '2026-02-03 10:00:00' });
    const model = await runOn(run, records, '2026-03-02');
    expect(model.status).toBe('ok');
    expect(await entriesOf(run)).toEqual([
      { ...first, status: 'CONVERTED', position: 0, booking: '902' },
      expect.objectContaining({ pet: '503', status: 'CANCELLED', booking: null }),
    ]);
    expect(await bookings(run)).toEqual([
      { id: '901', status: 'CONFIRMED' },
      { id: '902', status: 'CONFIRMED' },
      { id: '903', status: 'CANCELLED' },
    ]);
    expect(account(model)).toMatchObject({ read: 3, inserted: 2, unchanged: 1, balanced: true });
    expect(model.totals.find(({ name }) => name === 'reservations.starts')).toMatchObject({
      ...{ source: '3', target: '3', balanced: true, standing: '3' },
    });
    await undo(run, model.batch);
    expect((await entriesOf(run))[0]).toEqual(first);
    expect(await bookings(run)).toEqual([{ id: '901', status: 'CONFIRMED' }]);
  });

  it('that was a booking before is told: the booking stays until people look', async () => {
    const run = await start();
    await runOn(run, smallResort());
    const model = await runOn(run, waitingResort(), '2026-03-02');
    expect(countOf(model, 'TARGET_ROW_OUTDATED')).toBe(2);
    expect(account(model)).toMatchObject({ read: 3, inserted: 2, unchanged: 1, balanced: true });
    expect(await bookings(run)).toHaveLength(3);
    expect(await entriesOf(run)).toHaveLength(2);
  });

  it('stays gone where people took it off the list', async () => {
    const run = await start();
    await runOn(run, waitingResort());
    await person(run, `DELETE FROM waitlist_entries WHERE position = 1`);
    const model = await runOn(run, waitingResort(), '2026-03-02');
    expect(account(model)).toMatchObject({ read: 3, unchanged: 2, excluded: 1, balanced: true });
    expect(model.reasons).toContainEqual({
      ...{ entity: 'reservations', outcome: 'excluded', code: 'TARGET_ROW_DELETED', count: 1 },
    });
    expect(await entriesOf(run)).toHaveLength(1);
  });

  it('keeps what people made of its entry', async () => {
    const run = await start();
    await runOn(run, waitingResort());
    await person(run, `UPDATE waitlist_entries SET status = 'NOTIFIED', notes = 'Called on Monday'`);
    const model = await runOn(run, waitingResort(), '2026-03-02');
    expect(model.totals.every(({ balanced }) => balanced)).toBe(true);
    expect(await rowsOf(run, 'SELECT DISTINCT status::text, notes FROM waitlist_entries')).toEqual([
      { status: 'NOTIFIED', notes: 'Called on Monday' },
    ]);
  });

  it('is left out where this target has no wait list, and the fidelity statement says so', async () => {
    const run = await start();
    await person(run, 'DROP TABLE waitlist_entries');
    const model = await runOn(run, waitingResort());
    expect(account(model)).toMatchObject({ read: 3, inserted: 1, excluded: 2, rejected: 0, balanced: true });
    expect(await bookings(run)).toEqual([{ id: '901', status: 'CONFIRMED' }]);
    expect(model.fidelity?.find(({ name }) => name.endsWith('RESERVATION_WAIT_LISTED'))).toMatchObject({
      ...{ name: 'records/reservations/RESERVATION_WAIT_LISTED', count: 2, kept: 'snapshot' },
    });
  });

  it('is rejected where nobody reviewed the kind of its service: none is guessed from a label', async () => {
    for (const run of [await fresh('postgres'), await start('OTHER')]) {
      const model = await runOn(run, waitingResort());
      expect(account(model)).toMatchObject({ read: 3, inserted: 1, rejected: 2, balanced: true });
      expect(countOf(model, 'WAIT_LIST_KIND_UNREVIEWED')).toBe(2);
      expect(countOf(model, 'VALUE_ENUM_UNKNOWN')).toBe(0);
      expect(await rowsOf(run, 'SELECT 1 FROM waitlist_entries')).toEqual([]);
    }
  });

  it('of the past is told where it has no place, and its stay moves', async () => {
    const run = await fresh('postgres');
    const records = smallResort();
    Object.assign(recordOf(records, 'reservations', '902'), { wait_list_stamp: '2026-02-01 10:00:00' });
    const model = await runOn(run, records);
    expect(account(model)).toMatchObject({ read: 3, inserted: 3, rejected: 0, balanced: true });
    expect(countOf(model, 'WAIT_LIST_PAST_UNREVIEWED')).toBe(1);
    expect(await rowsOf(run, 'SELECT 1 FROM waitlist_entries')).toEqual([]);
  });

  it('is no stay to an invoice, which loses its link', async () => {
    const run = await start();
    const records = waitingResort();
    records['invoices'] = [
      {
        ...{ id: '7001', owner_id: '102', reservation_id: '902', create_stamp: '1772611200', complete: '1' },
        ...{ subtotal: '10.00', tax_amount: '0.00', total: '10.00' },
      },
    ];
    const model = await runOn(run, records);
    expect(countOf(model, 'OPTIONAL_REFERENCE_UNKNOWN')).toBe(1);
    expect(account(model, 'invoices')).toMatchObject({ inserted: 1, balanced: true });
    expect(await rowsOf(run, 'SELECT "reservationId" AS stay FROM invoices')).toEqual([{ stay: null }]);
  });
});

describe('whatever an overlay says of the wait list, each record is in one account', () => {
  const starts = (model: Awaited<ReturnType<typeof runOn>>) =>
    model.totals.find(({ name }) => name === 'reservations.starts');
  const EVER = 'elsewhere: { rule: RESERVATION_WAIT_LISTED, table: waitlist_entries, when: WHEN }';
  const saying = (when: string) => EVER.replace('WHEN', when);

  it('requests are bookings that somebody asked for, where no record stands elsewhere', async () => {
    const run = await startSaying('elsewhere: null');
    const model = await runOn(run, waitingResort());
    expect(model.status).toBe('ok');
    expect(account(model)).toMatchObject({ read: 3, inserted: 3, balanced: true });
    expect(starts(model)).toMatchObject({ source: '3', target: '3', balanced: true, standing: '3' });
    expect((await bookings(run)).map(({ status }) => status)).toEqual(['CONFIRMED', 'PENDING', 'PENDING']);
    expect((await runOn(run, waitingResort())).wrote).toBe(false);
  });

  it('all that ever waited stand on the list alone, cancelled and accepted ones too', async () => {
    const run = await startSaying(saying('{ predicate: stamped, columns: [wait_list_stamp] }'));
    const records = waitingResort();
    Object.assign(recordOf(records, 'reservations', '902'), { confirmed_stamp: '2026-02-03 10:00:00' });
    Object.assign(recordOf(records, 'reservations', '903'), { cancel_stamp: '2026-02-03 10:00:00' });
    const model = await runOn(run, records);
    expect(model.status).toBe('ok');
    expect(account(model)).toMatchObject({ read: 3, inserted: 3, balanced: true });
    expect(starts(model)).toMatchObject({ source: '3', target: '3', balanced: true, standing: '3' });
    expect(await bookings(run)).toHaveLength(1);
    expect((await entriesOf(run)).map(({ status }) => status)).toEqual(['CONVERTED', 'CANCELLED']);
  });

  it('those whose kind nobody reviewed are rejected then, and not lost', async () => {
    const run = await startSaying(saying('{ predicate: stamped, columns: [wait_list_stamp] }'), 'OTHER');
    const records = waitingResort();
    Object.assign(recordOf(records, 'reservations', '903'), { cancel_stamp: '2026-02-03 10:00:00' });
    const model = await runOn(run, records);
    expect(account(model)).toMatchObject({ read: 3, inserted: 1, rejected: 2, balanced: true });
    expect(countOf(model, 'WAIT_LIST_KIND_UNREVIEWED')).toBe(2);
  });

  it('a record that never waited has no place in the order of those who wait, and is rejected', async () => {
    const run = await startSaying(saying('{ predicate: empty, columns: [confirmed_stamp] }'));
    const records = smallResort();
    recordOf(records, 'reservations', '902')['confirmed_stamp'] = '';
    const model = await runOn(run, records);
    expect(model.status).toBe('ok');
    expect(account(model)).toMatchObject({ read: 3, inserted: 2, rejected: 1, balanced: true });
    expect(await bookings(run)).toHaveLength(2);
    expect(countOf(model, 'TARGET_VALUE_REQUIRED')).toBe(1);
    expect(await entriesOf(run)).toEqual([]);
  });

  it('a request is no twin of a booking', async () => {
    const run = await startSaying(
      'merge: { rule: EMPLOYEE_TWIN, equal: [petId, serviceId], prefer: [isRecurring] }',
    );
    const records = waitingResort();
    Object.assign(recordOf(records, 'reservations', '903'), { a_id: '502', o_id: '102', ...BOOKED });
    const model = await runOn(run, records);
    expect(account(model)).toMatchObject({ read: 3, inserted: 3, merged: 0, balanced: true });
    expect(await bookings(run)).toEqual([
      { id: '901', status: 'CONFIRMED' },
      { id: '903', status: 'CONFIRMED' },
    ]);
  });
});
