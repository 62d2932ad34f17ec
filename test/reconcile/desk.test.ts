import { expect, it } from 'vitest';
import { deskReader } from '../../src/reconcile/desk.ts';

const ASOF = '2026-03-10T18:00:00.000Z';
const read = (cells: Record<string, string>) =>
  deskReader('reservations', 'America/Denver', ASOF)?.((column) => cells[column] ?? null) ?? null;

it('knows the days of stays ahead, and none that there is not', () => {
  const stay = { start_date: '2026-03-12 07:15:00', end_date: '2026-03-14 17:00:00', type_id: '11' };
  expect(read(stay)).toEqual({ from: '2026-03-12', to: '2026-03-14', type: '11' });
  expect(read({ ...stay, cancel_stamp: '2026-03-01 10:00:00' })).toBe(null);
  expect(read({ ...stay, end_date: '2026-03-10 17:00:00', start_date: '2026-03-09 17:00:00' })).toBe(null);
  // Met by the fuzzer: PostgreSQL refuses such days.
  for (const end_date of ['2026-13-01', '2026-31-12', '2026-04-31'])
    expect(read({ ...stay, end_date })).toBe(null);
});
