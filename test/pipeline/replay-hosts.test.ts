import { rename } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReplayResult } from '../../src/pipeline/results.ts';
import { runAll } from '../../src/pipeline/run.ts';
import { mend } from '../support/mended.ts';
import { moneyResort, type Records, recordOf, writeResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

/**
 * Mended records that stand in the row of another one. That row holds more than its own line and they say: each of the
 * hosts here has something that only records which stay away could tell again.
 */

const start = testRuns();

const note = (id: string, of: Record<string, string>, text: string) => ({
  ...{ id, ...of, created_at: `2025-0${id}-01 10:00:00`, created_by: 'Staff', note_type: '', note: text },
});

function fullResort(): Records {
  const records = moneyResort();
  // Who came first keeps the address, and the other one has no portal.
  recordOf(records, 'owners', '102')['email'] = 'owner101@example.test';
  recordOf(records, 'owners', '101')['emergency_contact_name'] = 'Aunt Sample';
  const stay = recordOf(records, 'reservations', '901');
  Object.assign(stay, { booking_id: '88', services_string: 'Bath' });
  records['reservations']?.push({
    ...{ ...stay, id: '904', a_id: '503', o_id: '101', booking_id: '88', run_name: 'A 04' },
  });
  for (const other of records['reservations'] ?? []) other['booking_id'] ??= '';
  records['additional_services'] = [
    { id: '21', name: 'Nail Trim', type_id: '11' },
    { id: '22', name: 'Walk', type_id: '11' },
  ];
  const service = { type_id: '11', cost: '' };
  records['reservation_services'] = [
    { id: '1', reservation_id: '901', service_id: '21', name: 'Nail Trim', ...service },
    { id: '2', reservation_id: '999', service_id: '22', name: 'Walk', ...service },
  ];
  records['owner_notes'] = [
    note('1', { owner_id: '102' }, 'Calls back'),
    note('2', { owner_id: '999' }, 'Prefers mornings'),
    note('3', { owner_id: '101' }, 'Has a key'),
  ];
  records['reservation_notes'] = [
    note('1', { reservation_id: '901' }, 'Ate all'),
    note('2', { reservation_id: '999' }, 'Slept well'),
  ];
  const file = { owner_id: '', file_category: 'Vaccination record', file_size: '2048', title: '' };
  records['files'] = ['1', '2'].map((id) => ({
    ...{ id, animal_id: id === '1' ? '501' : '999', file_url: `https://files.example.test/${id}.pdf` },
    ...{ file_name: `f${id}.pdf`, uploaded_at: `170931060${id}`, ...file },
  }));
  return records;
}

const payment = (id: string, invoice_id: string, total_balance: string) => ({
  ...{ id, invoice_id, payment_method_type: 'Check', total_balance, transaction_time: '1772784100' },
  ...{ zero_payment: '0', payment_allocation_refund: '0', description: '' },
});

const estimate = {
  ...{ owner_id: '101', create_stamp: '1772784000', complete: '0' },
  ...{ subtotal: '120.00', tax_amount: '0.00', discount: '0.00', total: '120.00' },
};

/** An estimate of the stay that another invoice has, with three payments; of two deposits one names none of them. */
function withDeposits(): Records {
  const records = fullResort();
  records['invoices']?.push({ ...estimate, id: '7101', reservation_id: '901', username: 'casey' });
  records['payments']?.push(
    ...[payment('6101', '7101', '40.15'), payment('6102', '7101', '25.20'), payment('6103', '7101', '25.00')],
  );
  const fate = { consumed_at: '', refunded_at: '', refund_amount: '', forfeited_at: '1772900000' };
  const deposit = (id: string, payment_id: string, amount: string) => ({
    ...{ id, payment_id, deposit_amount: amount, paid_amount: amount, cancel_stamp: '', ...fate },
  });
  records['deposits'] = [deposit('5101', '6101', '40.15'), deposit('5102', '699', '25.20')];
  return records;
}

/** Every row of these, without what says who wrote it last and when. */
const TABLES = [
  'customers',
  'notification_preferences',
  'pets',
  'reservations',
  'check_ins',
  'resources',
  'invoices',
];
type Rows = Record<string, Record<string, unknown>[]>;
async function everything(run: TestRun): Promise<Rows> {
  const tables: Rows = {};
  for (const table of TABLES) {
    const rows = await rowsOf(
      run,
      `SELECT to_jsonb(t) - ARRAY['updatedAt', 'updatedBy', 'migrationBatchId'] AS row FROM ${table} t ORDER BY t.id`,
    );
    tables[table] = rows.map(({ row }) => row as Record<string, unknown>);
  }
  return tables;
}

/** What differs between the two, as `table externalId column`. */
const changed = (before: Rows, after: Rows): string[] =>
  TABLES.flatMap((table) => {
    expect(after[table]?.map((row) => row['id'])).toEqual(before[table]?.map((row) => row['id']));
    return (after[table] ?? []).flatMap((row, place) =>
      Object.keys(row)
        .filter((column) => JSON.stringify(row[column]) !== JSON.stringify(before[table]?.[place]?.[column]))
        .map((column) => `${table} ${row['externalId']} ${column}`),
    );
  }).sort();

const rowOf = (rows: Rows, table: string, id: string): Record<string, unknown> =>
  rows[table]?.find((row) => row['externalId'] === id) ?? {};

const account = ({ run }: ReplayResult, entity: string) => run.entities.find((one) => one.entity === entity);
const codes = ({ run }: ReplayResult) => run.issues.map(({ code }) => code);

const totals = ({ run }: ReplayResult) =>
  Object.fromEntries(run.totals.map(({ name, source }) => [name, source]));

/** Nothing is left open: every record in its account, every total to the cent, nothing that differs. */
function expectWhole(replay: ReplayResult): void {
  expect(replay.run.entities.filter(({ balanced }) => !balanced)).toEqual([]);
  expect(replay.run.totals.filter(({ balanced }) => !balanced)).toEqual([]);
  expect(replay.run.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0 });
  expect(replay.run.status).toBe('ok');
}

describe('a mended record reaches the row that it stands in', () => {
  it('note of an owner, whose address another one keeps', async () => {
    const run = await start('postgres');
    const first = (await runOn(run, fullResort())).batch?.id ?? '';
    const before = await everything(run);
    expect(rowOf(before, 'customers', '102')['email']).toContain('.invalid');
    const replay = await mend(run, 'owner_notes', first, { id: '2' }, { owner_id: '102' });
    expect(replay).toMatchObject({ mended: 1, run: { along: { owners: 1, owner_notes: 1 } } });
    expectWhole(replay);
    expect(account(replay, 'owner_notes')).toMatchObject({ read: 2, merged: 2, rejected: 0 });
    expect(account(replay, 'owners')).toMatchObject({ read: 1, updated: 1 });
    const after = await everything(run);
    expect(changed(before, after)).toEqual(['customers 102 notes']);
    expect(rowOf(after, 'customers', '102')['notes']).toMatch(
      /Calls ahead.*Notes in Gingr:.*Calls back.*Prefers mornings$/s,
    );
    expect((await undo(run, replay.run.batch)).proof).toMatchObject({ different: 0 });
    expect(changed(before, await everything(run))).toEqual([]);
  });

  it('note of a stay, and a service without a cost: beside those of others', async () => {
    const run = await start('postgres');
    const first = (await runOn(run, fullResort())).batch?.id ?? '';
    const before = await everything(run);
    const own = String(rowOf(before, 'reservations', '901')['staffNotes']);
    expect(own).toMatch(/Bath.*Booking in Gingr: 88 \(.*reservation 904\).*Nail Trim.*Ate all$/s);
    const said = await mend(run, 'reservation_notes', first, { id: '2' }, { reservation_id: '901' });
    expectWhole(said);
    expect(said).toMatchObject({ mended: 1, run: { along: { reservations: 1, reservation_notes: 1 } } });
    const noted = await everything(run);
    expect(changed(before, noted)).toEqual(['reservations 901 staffNotes']);
    const text = String(rowOf(noted, 'reservations', '901')['staffNotes']);
    expect(text.slice(0, own.length)).toBe(own);
    expect(text.slice(own.length)).toMatch(/^\n\n\[2025-02-01 10:00:00\].*Slept well$/);

    const service = await mend(
      ...([run, 'reservation_services', first] as const),
      ...([{ id: '2' }, { reservation_id: '901' }] as const),
    );
    expectWhole(service);
    const served = await everything(run);
    expect(changed(before, served)).toEqual(['reservations 901 staffNotes']);
    expect(rowOf(served, 'reservations', '901')['staffNotes']).toBe(
      text.replace('Nail Trim', 'Nail Trim, Walk'),
    );

    for (const batch of [service.run.batch, said.run.batch])
      expect((await undo(run, batch)).proof).toMatchObject({ different: 0 });
    expect(changed(before, await everything(run))).toEqual([]);
  });

  it('a note that people stand against: their text stays, and the conflict is told', async () => {
    const run = await start('postgres');
    const first = (await runOn(run, fullResort())).batch?.id ?? '';
    await person(run, `UPDATE reservations SET "staffNotes" = 'By hand' WHERE "externalId" = '901'`);
    await person(run, `UPDATE reservations SET notes = 'By hand too' WHERE "externalId" = '901'`);
    const before = await everything(run);
    const replay = await mend(run, 'reservation_notes', first, { id: '2' }, { reservation_id: '901' });
    expectWhole(replay);
    expect(codes(replay)).toContain('TARGET_CONFLICT_KEPT');
    expect(changed(before, await everything(run))).toEqual([]);
  });

  it('note of an animal, whose icons a newer line of another record said', async () => {
    const run = await start('postgres');
    const records = fullResort();
    records['animal_notes'] = [note('1', { animal_id: '999' }, 'Likes balls')];
    const icon = (title: string, group: string) => `<i class="fa fa-flag" title="${title} (${group})"></i>`;
    for (const animal of records['animals'] ?? []) animal['icons_string'] = '';
    recordOf(records, 'animals', '501')['icons_string'] = icon('Has Meds', 'Health');
    for (const stay of records['reservations'] ?? []) stay['icons_string'] = '';
    for (const id of ['901', '904'])
      recordOf(records, 'reservations', id)['icons_string'] = icon('Bites', 'Behavior');
    const folder = await writeResort(records, '2026-03-02');
    const name = (day: string) => path.join(folder, `animals (exported ${day}).csv`);
    await rename(name('2026-03-02'), name('2026-03-01'));
    const model = await runAll(run.runtime, { command: 'run', from: [folder] });
    const before = await everything(run);
    expect(rowOf(before, 'pets', '501')['specialRequirements']).not.toContain('HAS_MEDICATION');
    const replay = await mend(run, 'animal_notes', model.batch?.id ?? '', { id: '1' }, { animal_id: '501' });
    expectWhole(replay);
    expect(changed(before, await everything(run))).toEqual(['pets 501 notes']);
  });

  it('vaccination record among the files of a pet', async () => {
    const run = await start('postgres');
    const first = (await runOn(run, fullResort())).batch?.id ?? '';
    const before = await everything(run);
    const replay = await mend(run, 'files', first, { id: '2' }, { animal_id: '501' });
    expectWhole(replay);
    expect(account(replay, 'files')).toMatchObject({ read: 2, inserted: 1, unchanged: 1, rejected: 0 });
    const after = await everything(run);
    expect(changed(before, after)).toEqual(['pets 501 vaccineRecordFiles']);
    expect(rowOf(after, 'pets', '501')['vaccineRecordFiles']).toMatchObject([
      { originalName: 'f1.pdf' },
      { originalName: 'f2.pdf' },
    ]);
    expect(await rowsOf(run, 'SELECT 1 FROM documents')).toHaveLength(2);
    expect((await undo(run, replay.run.batch)).proof).toMatchObject({ different: 0 });
    expect(changed(before, await everything(run))).toEqual([]);
  });

  it('deposit of an estimate: what is asked, forfeited and owed, to the cent', async () => {
    const run = await start('postgres', { balanceSign: 'owes-positive' });
    const first = (await runOn(run, withDeposits())).batch?.id ?? '';
    const before = await everything(run);
    expect(rowOf(before, 'invoices', '7101')).toMatchObject({
      ...{ total: 40.15, depositAmount: 40.15, depositPaid: 90.35, balanceDue: -50.2 },
      // Another invoice of the stay has the link.
      ...{ status: 'DEPOSIT_PAID', reservationId: null },
      notes: expect.stringMatching(
        /^Sold by: casey\n\nEstimate in Gingr: 120.00\n\nForfeited deposit: 40.15\n\nReservation/,
      ),
    });
    const replay = await mend(run, 'deposits', first, { id: '5102' }, { payment_id: '6102' });
    expectWhole(replay);
    expect(replay).toMatchObject({ mended: 1, run: { along: { invoices: 1, payments: 3, deposits: 1 } } });
    expect(account(replay, 'deposits')).toMatchObject({ read: 2, merged: 2, rejected: 0 });
    const after = await everything(run);
    expect(changed(before, after)).toEqual(
      ['balanceDue', 'depositAmount', 'notes', 'subtotal', 'total'].map((name) => `invoices 7101 ${name}`),
    );
    expect(rowOf(after, 'invoices', '7101')).toMatchObject({
      ...{ total: 65.35, subtotal: 65.35, depositAmount: 65.35, depositPaid: 90.35, balanceDue: -25 },
      notes: String(rowOf(before, 'invoices', '7101')['notes']).replace('40.15', '65.35'),
    });
    expect(totals(replay)).toMatchObject({ 'payments.received': '90.35', 'deposits.amount': '65.35' });
    expect((await undo(run, replay.run.batch)).proof).toMatchObject({ different: 0 });
    expect(changed(before, await everything(run))).toEqual([]);
  });

  it('payment of an invoice that had moved: what is owed, to the cent', async () => {
    const run = await start('postgres', { balanceSign: 'owes-positive' });
    const records = fullResort();
    records['payments']?.push(payment('6004', '999', '200.05'));
    records['invoices']?.push({ ...estimate, id: '7102', reservation_id: '' });
    const first = (await runOn(run, records)).batch?.id ?? '';
    const before = await everything(run);
    expect(rowOf(before, 'invoices', '7002')).toMatchObject({ depositPaid: 500, balanceDue: 700 });
    // Nothing had been paid on the estimate, so it has no row, and nobody knows it as an invoice.
    const none = await mend(run, 'payments', first, { id: '6004' }, { invoice_id: '7102' });
    expect(account(none, 'payments')).toMatchObject({ read: 1, rejected: 1, balanced: true });
    const replay = await mend(run, 'payments', first, { id: '6004' }, { invoice_id: '7002' });
    expectWhole(replay);
    const after = await everything(run);
    expect(changed(before, after)).toEqual(['invoices 7002 balanceDue', 'invoices 7002 depositPaid']);
    expect(rowOf(after, 'invoices', '7002')).toMatchObject({ depositPaid: 700.05, balanceDue: 499.95 });
    expect((await undo(run, replay.run.batch)).proof).toMatchObject({ different: 0 });
    expect(changed(before, await everything(run))).toEqual([]);
  });
});
