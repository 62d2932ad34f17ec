import { describe, expect, it } from 'vitest';
import type { FidelityAccount, RunModel } from '../../src/reconcile/model.ts';
import { moneyResort, type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, runOn, testRuns } from '../support/runs.ts';

const fresh = testRuns();

const lineOf = ({ fidelity }: RunModel, name: string): FidelityAccount | undefined =>
  fidelity?.find((line) => line.name === name);
const namesOf = ({ fidelity }: RunModel) => (fidelity ?? []).map(({ name }) => name);

/** The records that a test adds to what stands there. */
const add = (records: Records, entity: string, record: Record<string, string>) =>
  records[entity]?.push({ ...records[entity]?.[0], ...record });

describe('the fidelity statement', () => {
  it('has no line for what was not there', async () => {
    const run = await fresh('postgres');
    const { owners, animals } = smallResort();
    const model = await runOn(run, { owners, animals } as Records);
    // Species have no list here: only what stands in the two files could have no home, and all of it has.
    expect(namesOf(model)).toEqual([]);
    expect(model.fidelity).toEqual([]);
  });

  it('names records that were left out or folded by rule, with their money', async () => {
    const run = await fresh('postgres');
    await person(run, 'DROP TABLE waitlist_entries');
    const records = moneyResort();
    add(records, 'reservations', {
      ...{ id: '910', start_date: '2026-04-02 07:15:00', end_date: '2026-04-03 07:15:00' },
      ...{ confirmed_stamp: '', wait_list_stamp: '2026-02-01 10:00:00' },
    });
    add(records, 'invoices', { id: '7009', reservation_id: '', complete: '2', total: '80.25' });
    add(records, 'payments', { id: '6009', total_balance: '-12.50', payment_allocation_refund: '1' });
    add(records, 'payments', { id: '6010', total_balance: '-7.25', payment_allocation_refund: '1' });
    const model = await runOn(run, records);
    expect(model.status).toBe('ok');
    expect(lineOf(model, 'records/reservations/RESERVATION_WAIT_LISTED')).toEqual({
      ...{ name: 'records/reservations/RESERVATION_WAIT_LISTED', what: 'reservations, excluded' },
      ...{ code: 'RESERVATION_WAIT_LISTED', count: 1, value: null, kept: 'snapshot' },
      where: 'in the snapshot only',
    });
    expect(lineOf(model, 'records/payments/PAYMENT_ALLOCATION')).toMatchObject({ count: 2, value: '-19.75' });
    expect(lineOf(model, 'records/deposits/DEPOSIT_IS_PAYMENT')).toMatchObject({
      ...{ count: 1, value: '500.00', kept: 'other-record' },
      where: 'in the record of payments that it belongs to',
    });
    expect(lineOf(model, 'records/immunizations/IMMUNIZATION_ON_PET')).toMatchObject({
      ...{ count: 2, value: null, kept: 'other-record' },
      where: 'in the record of animals that it belongs to',
    });
    expect(lineOf(model, 'records/species/REFERENCE_ONLY')).toMatchObject({ count: 2, kept: 'labels' });
    expect(lineOf(model, 'rows/invoices/return')).toMatchObject({
      ...{ count: 1, value: '32.23', kept: 'other-row' },
      where: 'as rows of invoices of their own',
    });
  });

  it('counts what stands in notes under its label, and not where a text only holds the words', async () => {
    const run = await fresh('postgres');
    const records = smallResort();
    recordOf(records, 'owners', '101')['secondary_email'] = 'second@example.test';
    recordOf(records, 'owners', '102')['notes'] = 'Her Second e-mail: unknown';
    const model = await runOn(run, records);
    expect(lineOf(model, 'notes/customers.notes/Second e-mail')).toEqual({
      ...{ name: 'notes/customers.notes/Second e-mail', what: 'owners: Second e-mail', code: null },
      ...{ count: 1, value: null, kept: 'notes', where: 'in customers.notes, labelled' },
    });
  });

  it('adds up columns of money that no mapping reads, and no others', async () => {
    const run = await fresh('postgres');
    const records = smallResort();
    for (const [place, owner] of (records['owners'] ?? []).entries())
      Object.assign(owner, {
        ...{ gift_balance: ['$1,200.00', '', '-10.50'][place], loyalty_total: ['5.00', 'gold', ''][place] },
        height: '12.50',
      });
    const model = await runOn(run, records);
    expect(lineOf(model, 'column/owners.gift_balance')).toMatchObject({
      ...{ count: 2, value: '1189.50', kept: 'snapshot' },
    });
    expect(lineOf(model, 'column/owners.loyalty_total')).toMatchObject({ count: 2, value: null });
    expect(lineOf(model, 'column/owners.height')).toMatchObject({ count: 3, value: null });
  });

  it('names columns and tables that this target lacks', async () => {
    const run = await fresh('postgres');
    await person(
      run,
      `ALTER TABLE pets DROP COLUMN "medicationNotes", DROP COLUMN "foodNotes"; DROP TABLE notification_preferences`,
    );
    const records = smallResort();
    for (const animal of records['animals'] ?? [])
      Object.assign(animal, { medicines: '', feeding_notes: 'Slow' });
    const model = await runOn(run, records);
    expect(lineOf(model, 'absent/pets.foodNotes')).toMatchObject({
      ...{ count: 3, kept: 'snapshot', code: 'TARGET_COLUMN_ABSENT' },
    });
    expect(lineOf(model, 'absent/pets.medicationNotes')).toBeUndefined();
    expect(lineOf(model, 'absent/notification_preferences')).toMatchObject({
      ...{ count: 3, code: 'TARGET_TABLE_ABSENT' },
    });
  });

  it('leaves out what people deleted in Tailtown, which has a place there', async () => {
    const run = await fresh('postgres');
    await runOn(run, smallResort());
    await person(run, `DELETE FROM reservations WHERE "externalId" = '901'`);
    const model = await runOn(run, smallResort());
    expect(model.reasons).toContainEqual({
      ...{ entity: 'reservations', outcome: 'excluded', code: 'TARGET_ROW_DELETED', count: 1 },
    });
    expect(namesOf(model).filter((name) => name.includes('TARGET_ROW_DELETED'))).toEqual([]);
  });

  it('says nothing of persons', async () => {
    const run = await fresh('postgres');
    const records = moneyResort();
    recordOf(records, 'owners', '101')['secondary_email'] = 'second@example.test';
    expect(JSON.stringify((await runOn(run, records)).fidelity)).not.toMatch(
      /example\.test|First101|Last101/,
    );
  });
});
