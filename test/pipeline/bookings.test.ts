import { describe, expect, it } from 'vitest';
import { explain } from '../../src/pipeline/explain.ts';
import { moneyResort, type Records, recordOf, smallResort } from '../support/resort.ts';
import { rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

/** Stays that were booked together, and stays in several lodgings: a reservation of Tailtown has one of each. */

const fresh = testRuns();

type Model = Awaited<ReturnType<typeof runOn>>;
const account = (model: Model) => model.entities.find(({ entity }) => entity === 'reservations');
const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;
const told = (model: Model, name: string) => model.fidelity?.find((line) => line.name === name);
const starts = (model: Model) => model.totals.find(({ name }) => name === 'reservations.starts');
const staysOf = (run: TestRun) =>
  rowsOf(
    run,
    `SELECT r."externalId" AS id, p."externalId" AS pet, l.name AS lodging, r."staffNotes" AS notes
     FROM reservations r JOIN pets p ON p.id = r."petId" LEFT JOIN resources l ON l.id = r."resourceId" ORDER BY 1`,
  );
const other = (id: string) => expect.objectContaining({ id });

/** 501 and 502 are of one family. */
function familyResort(): Records {
  const records = smallResort();
  recordOf(records, 'animals', '502')['owner_id'] = '101';
  recordOf(records, 'reservations', '902')['o_id'] = '101';
  return records;
}

describe('animals that were booked together (P-RES-13)', () => {
  it('have a reservation each, from one line; all of it balances, and goes again', async () => {
    const run = await fresh('postgres');
    const records = familyResort();
    Object.assign(recordOf(records, 'reservations', '901'), {
      ...{ a_id: '["501","502"]', services_string: 'Bath | Large' },
    });
    records['reservations']?.splice(1, 1);
    records['reservation_notes'] = [
      { id: '1', reservation_id: '903', created_at: '2026-03-01 09:00:00', note: 'Late', note_type: '' },
    ];
    const model = await runOn(run, records);
    expect(model.status).toBe('ok');
    const together = 'Booking in Gingr: 901 (Pet501, reservation 901/501; Pet502, reservation 901/502)';
    const stays = [
      {
        ...{ id: '901/501', pet: '501', lodging: 'A01' },
        notes: `Services in Gingr: Bath | Large\n\n${together}`,
      },
      {
        ...{ id: '901/502', pet: '502', lodging: 'A01' },
        notes: `Services in Gingr: Bath | Large\n\n${together}`,
      },
      { id: '903', pet: '503', lodging: 'A03', notes: 'Notes in Gingr:\n\n[2026-03-01 09:00:00]: Late' },
    ];
    expect(await staysOf(run)).toEqual(stays);
    expect(account(model)).toMatchObject({ lines: 3, read: 3, inserted: 3, balanced: true });
    expect(starts(model)).toMatchObject({ source: '3', target: '3', balanced: true });
    expect(countOf(model, 'RESERVATION_BOOKED_TOGETHER')).toBe(2);
    expect(countOf(model, 'VALUE_SUSPECT')).toBe(0);
    expect(told(model, 'notes/reservations.staffNotes/Booking in Gingr')).toMatchObject({ count: 2 });
    expect(
      await rowsOf(
        run,
        `SELECT source_id AS id FROM migration.crosswalk x JOIN migration.scopes s ON s.id = x.scope
      WHERE s.target_table = 'reservations' AND source_id LIKE '901%' ORDER BY 1`,
      ),
    ).toEqual([{ id: '901/501' }, { id: '901/502' }]);
    const { sections } = await explain(run.runtime, { what: 'reservations', id: '901/502' });
    expect(sections.find(({ title }) => title === 'In Gingr')?.lines).toContainEqual({
      key: 'a_id',
      value: '502',
    });

    expect((await runOn(run, records)).wrote).toBe(false);
    const undone = await undo(run, model.batch);
    expect(undone.fingerprint.equal).toBe(true);
    expect(await staysOf(run)).toEqual([]);
  });

  it('have an invoice of the whole booking, which is linked to none of them and names it', async () => {
    const run = await fresh('postgres');
    const records = moneyResort();
    recordOf(records, 'animals', '502')['owner_id'] = '101';
    recordOf(records, 'reservations', '901')['a_id'] = '501, 502';
    records['reservations'] = records['reservations']?.filter(({ id }) => id !== '902') ?? [];
    recordOf(records, 'invoices', '7002')['reservation_id'] = '';
    const model = await runOn(run, records);
    expect(
      await rowsOf(
        run,
        `SELECT "reservationId" AS stay, notes, total FROM invoices WHERE "invoiceNumber" = 'GINGR-7001'`,
      ),
    ).toEqual([{ stay: null, notes: 'Location in Gingr: 1\n\nBooking in Gingr: 901', total: 139.67 }]);
    expect(countOf(model, 'INVOICE_OF_BOOKING')).toBe(1);
    expect(countOf(model, 'OPTIONAL_REFERENCE_UNKNOWN')).toBe(0);
    expect(told(model, 'notes/invoices.notes/Booking in Gingr')).toMatchObject({ count: 1, kept: 'notes' });
    expect(model.totals.every(({ balanced }) => balanced)).toBe(true);
  });

  it('are named on each other where Gingr has a line for each and says the booking', async () => {
    const run = await fresh('postgres');
    const records = familyResort();
    for (const id of ['901', '902']) recordOf(records, 'reservations', id)['booking_id'] = '77';
    recordOf(records, 'reservations', '903')['booking_id'] = '78';
    records['reservation_notes'] = [
      { id: '1', reservation_id: '902', created_at: '2026-03-01 09:00:00', note: 'Late', note_type: '' },
    ];
    const model = await runOn(run, records);
    const together = 'Booking in Gingr: 77 (Pet501, reservation 901; Pet502, reservation 902)';
    expect(await staysOf(run)).toMatchObject([
      { id: '901', notes: together },
      { id: '902', notes: `${together}\n\nNotes in Gingr:\n\n[2026-03-01 09:00:00]: Late` },
      { id: '903', notes: 'Booking in Gingr: 78' },
    ]);
    expect(countOf(model, 'VALUE_SUSPECT')).toBe(0);
    expect(countOf(model, 'RESERVATION_BOOKED_TOGETHER')).toBe(0);
    expect((await runOn(run, records)).wrote).toBe(false);
  });

  it('stay whole and are rejected where the list may be one id, or icons are of one of them', async () => {
    const run = await fresh('postgres');
    const records = familyResort();
    recordOf(records, 'reservations', '901')['a_id'] = '501,502';
    Object.assign(recordOf(records, 'reservations', '902'), {
      ...{ a_id: '501; 502', icons_string: '<i title="Bites (Behavior)" data-original_title="Bites"></i>' },
    });
    const model = await runOn(run, records);
    expect(account(model)).toMatchObject({ read: 3, inserted: 1, rejected: 2, balanced: true });
    expect(await staysOf(run)).toEqual([other('903')]);
  });
});

describe('a stay in several lodgings', () => {
  it('has a reservation for each, where lines differ in nothing else; all of it balances, and goes again', async () => {
    const run = await fresh('postgres');
    const records = smallResort();
    const stay = recordOf(records, 'reservations', '901');
    records['reservations']?.push({ ...stay, run_name: 'A  07' }, { ...stay, run_name: 'A  07' });
    records['invoices'] = [
      {
        ...{ id: '7001', owner_id: '101', reservation_id: '901', create_stamp: '1772611200', complete: '1' },
        ...{ subtotal: '10.00', tax_amount: '0.00', total: '10.00' },
      },
    ];
    const model = await runOn(run, records);
    const notes = 'Booking in Gingr: 901 (Pet501, reservation 901; Pet501, reservation 901/A07)';
    expect(await staysOf(run)).toEqual([
      { id: '901', pet: '501', lodging: 'A01', notes },
      { id: '901/A07', pet: '501', lodging: 'A07', notes },
      other('902'),
      other('903'),
    ]);
    expect(account(model)).toMatchObject({ lines: 5, copies: 1, read: 4, inserted: 4, balanced: true });
    expect(starts(model)).toMatchObject({ source: '4', target: '4', balanced: true });
    expect(countOf(model, 'RESERVATION_SEVERAL_LODGINGS')).toBe(1);
    expect(countOf(model, 'RESERVATION_OVERLAP_PET')).toBe(0);
    expect(countOf(model, 'VALUE_SUSPECT')).toBe(0);
    expect(
      await rowsOf(
        run,
        `SELECT r."externalId" AS id FROM invoices i JOIN reservations r ON r.id = i."reservationId"`,
      ),
    ).toEqual([{ id: '901' }]);

    expect((await runOn(run, records)).wrote).toBe(false);
    const undone = await undo(run, model.batch);
    expect(undone.fingerprint.equal).toBe(true);
    expect(await staysOf(run)).toEqual([]);
  });

  it('that lines tell otherwise as well stays undecided', async () => {
    const run = await fresh('postgres');
    const records = smallResort();
    const stay = recordOf(records, 'reservations', '901');
    records['reservations']?.push({ ...stay, run_name: 'A  07', r_notes: 'Own bed' });
    const model = await runOn(run, records);
    expect(account(model)).toMatchObject({ read: 3, inserted: 2, rejected: 1, balanced: true });
    expect(countOf(model, 'RECORD_CONFLICT_UNDECIDED')).toBe(1);
  });
});
