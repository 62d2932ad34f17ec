import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utcToLocal, zoneOf } from '../../src/core/time.ts';
import { calendarOf } from '../../src/reconcile/controls/calendar.ts';

const denver = calendarOf('America/Denver');

describe('the day and the month of a stamp in the resort’s zone', () => {
  it.each([
    // 2026-03-31 23:30 in Denver is April in UTC.
    [String(Date.UTC(2026, 3, 1, 5, 30) / 1000), '2026-03-31'],
    [String(Date.UTC(2026, 3, 1, 6, 0) / 1000), '2026-04-01'],
    ['2026-04-01 00:10:00', '2026-04-01'],
    ['2026-04-01', '2026-04-01'],
    ['2026-04-01T00:10:00.123', '2026-04-01'],
    ['2026-04-01T05:59:59Z', '2026-03-31'],
    ['2026-04-01 01:30:00+0000', '2026-03-31'],
    ['2026-03-31T23:59:00-06:00', '2026-03-31'],
    ['Tuesday 3/31/2026 11:15 pm', '2026-03-31'],
    ['4/1/2026', '2026-04-01'],
    ['2026-04-01\0 00:10:00', '2026-04-01'],
  ])('%s is %s', (raw, day) => {
    expect(denver.dayOf(raw)).toBe(day);
    expect(denver.monthOf(raw)).toBe(day.slice(0, 7));
  });

  it.each([null, '', '0', '0000-00-00 00:00:00', 'soon', '-1', '1765900800000', '13'])(
    'none in %s',
    (raw) => {
      expect(denver.dayOf(raw)).toBeNull();
      expect(denver.monthOf(raw)).toBeNull();
    },
  );
});

it.each([
  'America/Denver',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
])('tells the same days as the mapping in %s, without sharing its code (P-TZ-7)', (name) => {
  const zone = zoneOf(name);
  const calendar = calendarOf(name);
  const seconds = fc.integer({ min: Date.UTC(1990, 0, 2) / 1000, max: Date.UTC(2099, 11, 30) / 1000 });
  fc.assert(
    fc.property(seconds, (second) => {
      const { year, month, day } = utcToLocal(zone, second * 1000);
      const two = (value: number) => String(value).padStart(2, '0');
      expect(calendar.dayOf(String(second))).toBe(`${year}-${two(month)}-${two(day)}`);
      expect(calendar.monthOf(String(second))).toBe(`${year}-${two(month)}`);
    }),
    { numRuns: 300 },
  );
});
