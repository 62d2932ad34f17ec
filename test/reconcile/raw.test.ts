import { describe, expect, it } from 'vitest';
import { CATALOGUE, isFileEntity } from '../../src/gingr/catalogue.ts';
import { CONTROLS } from '../../src/reconcile/controls/names.ts';
import { controlReader } from '../../src/reconcile/controls/raw.ts';
import { targetRows } from '../../src/reconcile/controls/target.ts';
import { vaccinationFact } from '../../src/reconcile/vaccinations.ts';

const read = (entity: string, line: Record<string, string>) =>
  controlReader(entity, 'America/Denver')?.((column) => line[column] ?? null);

/** 2026-03-31 23:30 in Denver. */
const LATE_MARCH = String(Date.UTC(2026, 3, 1, 5, 30) / 1000);

describe('what one raw line adds to the control totals', () => {
  it('takes an invoice apart, by local month and location', () => {
    const line = { create_stamp: LATE_MARCH, location_id: ' 2 ', subtotal: '90.00', tax_amount: '6.70' };
    expect(read('invoices', { ...line, discount: '1,000.00', total: '-$3.30' })).toEqual({
      group: '2026-03|2',
      values: [1n, 9000n, 670n, 100_000n, -330n, 0n, 0n, 0n],
    });
    const tipped = { tip_amount: '$5.01', surcharge_amount: '3.5' };
    expect(read('invoices', { ...line, ...tipped })?.values.slice(6)).toEqual([501n, 350n]);
    expect(read('invoices', { total: '1.234' })).toEqual({
      group: 'no date|',
      values: [1n, 0n, 0n, 0n, 0n, 0n, 0n, 0n],
    });
    expect(read('invoices', { complete: ' No ' })?.values[5]).toBe(1n);
    expect(read('invoices', { complete: '1' })?.values[5]).toBe(0n);
  });

  it('adds tax to what was returned of a line', () => {
    expect(read('invoice_lines', { total: '20.00', refund_amount: '5', tax_refund_amount: '0.37' })).toEqual({
      group: '',
      values: [1n, 2000n, 537n],
    });
  });

  it.each([
    ['Cash', 'CASH'],
    ['credit  card', 'CREDIT_CARD'],
    ['CHECK', 'CHECK'],
    ['Store Credit', 'Store Credit'],
    ['', ''],
    ['CREDIT_CARD', 'other'],
    ['ann@example.test', 'other'],
  ])('tells payments by "%s" under %s, refunds apart', (method, group) => {
    const line = { transaction_time: LATE_MARCH, location_id: '1', payment_method_type: method };
    expect(read('payments', { ...line, total_balance: '12.30' })).toEqual({
      group: `2026-03|1|${group}`,
      values: [1n, 1230n, 0n],
    });
    expect(read('payments', { ...line, total_balance: '-2.30' })?.values).toEqual([1n, 0n, 230n]);
  });

  it('takes the paid amount of a deposit, and counts vaccinations', () => {
    expect(read('deposits', { deposit_amount: '9.00', paid_amount: '8.00' })?.values).toEqual([1n, 800n]);
    expect(read('immunizations', { id: '1' })?.values).toEqual([1n]);
  });

  it.each([
    ['open', { cancel_stamp: '0000-00-00 00:00:00', forfeited_at: '0', consumed_at: ' ' }],
    ['undecided', { cancel_stamp: LATE_MARCH }],
    ['forfeited', { cancel_stamp: LATE_MARCH, forfeited_at: LATE_MARCH, refunded_at: LATE_MARCH }],
    ['refunded', { cancel_stamp: LATE_MARCH, refunded_at: '2026-03-31' }],
    ['consumed', { consumed_at: LATE_MARCH }],
    ['consumed', { check_out_stamp: LATE_MARCH, cancel_stamp: LATE_MARCH }],
  ])('tells a deposit as %s by its stamps (P-G-9)', (fate, stamps) => {
    expect(read('deposits', stamps)?.group).toBe(fate);
  });

  it('counts stays and nights by the local month of the start, whatever the form of the time', () => {
    const stay = { start_date: '2026-03-31 07:15:00', end_date: '2026-04-02 17:00:00' };
    expect(read('reservations', stay)).toEqual({ group: '2026-03', values: [1n, 2n] });
    expect(read('reservations', { start_date: LATE_MARCH, end_date: '2026-04-01T23:00:00-06:00' })).toEqual({
      group: '2026-03',
      values: [1n, 1n],
    });
    expect(read('reservations', { end_date: '2026-04-02' })).toEqual({ group: 'no date', values: [1n, 0n] });
  });

  it('tells a balance that is not stated from one that is zero and one that cannot be read', () => {
    expect(read('owners', { current_balance: '0.00', home_location: '2' })).toEqual({
      group: '|2',
      values: [0n],
    });
    expect(read('owners', { current_balance: ' ' })).toBeNull();
    expect(read('owners', {})).toBeNull();
    expect(read('owners', { current_balance: 'none' })).toEqual({ group: 'unreadable', values: [] });
  });

  it('names no location that does not look like one', () => {
    expect(read('invoices', { location_id: 'call Ann before' })?.group).toBe('no date|other');
  });
});

it('reads only columns that the catalogue knows', () => {
  for (const entity of Object.keys(CONTROLS)) {
    const known = isFileEntity(entity) ? CATALOGUE[entity].columns.map(({ name }) => name) : [];
    const asked: string[] = [];
    controlReader(
      entity,
      'America/Denver',
    )?.((column) => {
      asked.push(column);
      return null;
    });
    vaccinationFact((column) => {
      if (entity === 'immunizations') asked.push(column);
      return null;
    }, 'America/Denver');
    expect(asked.filter((column) => !known.includes(column))).toEqual([]);
  }
});

/** Counted in the source alone: as what it belongs to, or in the fidelity statement. */
const NOWHERE = { owners: 0, gift_cards: 0, subscriptions: 0 };

it('has a place in the target, or none on purpose, for each of an entity’s totals', () => {
  for (const [entity, { controls, dimensions }] of Object.entries(CONTROLS)) {
    const line = read(entity, { current_balance: '0' });
    expect(line?.values).toHaveLength(controls.length);
    expect(dimensions.length === 0 || line?.group.split('|').length === dimensions.length).toBe(true);
    const places = targetRows(entity, { mode: 'utc', timeZone: 'America/Denver' }) ?? [];
    for (const { values } of places) expect(values).toHaveLength(controls.length);
    const placed = controls.map((_, index) => places.filter(({ values }) => values[index] !== null).length);
    // A stay that waits stands on the wait list instead, a tip on the invoice or beside it.
    const homes: Record<string, number> = { ...NOWHERE, reservations: 2 };
    const twice = ['invoices.tips', 'invoices.surcharges'];
    expect(placed).toEqual(controls.map(({ name }) => (twice.includes(name) ? 2 : (homes[entity] ?? 1))));
  }
});

describe('the day on which a raw vaccination expires', () => {
  const fact = (line: Record<string, string>) =>
    vaccinationFact((column) => line[column] ?? null, 'America/Denver');

  it('is the local day of the stamp, else the formatted one', () => {
    expect(fact({ animal_id: ' 501 ', expiration_date: LATE_MARCH })).toEqual({
      animal: '501',
      expires: '2026-03-31',
    });
    expect(fact({ animal_id: '501', expiration_date: '0', formated_expiry_date: '2026-05-01' })).toEqual({
      animal: '501',
      expires: '2026-05-01',
    });
  });

  it('is not looked for where the line states none', () => {
    expect(fact({ animal_id: '501' })).toBeNull();
    expect(fact({ expiration_date: '2026-05-01' })).toBeNull();
  });
});
