import { describe, expect, test } from 'vitest';
import type { ReservationTimeMode } from '../../../src/core/settings.ts';
import { apply, codesOf, valueFrom } from '../support.ts';

describe('unixInstant: an offset is obeyed (P-TZ-1)', () => {
  test.each([
    ['1765900800', '2025-12-16 16:00:00.000'],
    ['2026-03-08T13:00:00-06:00', '2026-03-08 19:00:00.000'],
    ['2026-03-08T13:00:00Z', '2026-03-08 13:00:00.000'],
    ['2025-07-01 12:00:00', '2025-07-01 18:00:00.000'],
  ])('%j is %j', (raw, value) => {
    expect(apply(['unixInstant'], [raw])).toEqual({ value, issues: [] });
  });

  test.each(['', '0', '0000-00-00', '0000-00-00 00:00:00'])('%j is no date, and never 1970', (raw) => {
    expect(apply(['unixInstant'], [raw])).toEqual({ value: null, issues: [] });
  });

  test.each([
    ['5', 'VALUE_YEAR_OUT_OF_RANGE'],
    ['1765900800000', 'VALUE_DATE_UNREADABLE'],
    ['45000.25', 'SPREADSHEET_DATE'],
    ['yesterday', 'VALUE_DATE_UNREADABLE'],
    ['2025-02-30 10:00:00', 'VALUE_DATE_UNREADABLE'],
    ['2151-01-01 00:00:00', 'VALUE_YEAR_OUT_OF_RANGE'],
  ])('%j gives %s and no value', (raw, code) => {
    const result = apply(['unixInstant'], [raw]);
    expect(result.value).toBeNull();
    expect(codesOf(result)).toEqual([code]);
  });
});

describe('unixDate and birthday: the calendar date of the resort, not of UTC (P-TZ-7)', () => {
  // 2019-05-01 00:00 and 23:59:59 in Denver, where the UTC date of the second is a day ahead.
  test.each(['1556690400', '1556776799', '2019-05-01', '5/1/2019'])('%j is 2019-05-01', (raw) => {
    expect(valueFrom(['unixDate'], raw)).toBe('2019-05-01 00:00:00.000');
    expect(valueFrom(['birthday'], raw)).toBe('2019-05-01 00:00:00.000');
  });

  test('east of Greenwich too', () => {
    const sydney = { timeZone: 'Australia/Sydney' };
    expect(apply(['unixDate'], ['1556632800'], sydney).value).toBe('2019-05-01 00:00:00.000');
  });

  test.each([
    ['-86400', 'ANIMAL_BIRTHDAY_TOO_OLD'],
    ['315500399', 'ANIMAL_BIRTHDAY_TOO_OLD'],
    ['2025-12-21', 'ANIMAL_BIRTHDAY_FUTURE'],
    ['young', 'VALUE_DATE_UNREADABLE'],
  ])('birthday %j gives %s', (raw, code) => {
    const result = apply(['birthday'], [raw]);
    expect(result.value).toBeNull();
    expect(codesOf(result)).toEqual([code]);
  });

  test('the day of the snapshot is no future', () => {
    expect(valueFrom(['birthday'], '2025-12-20')).toBe('2025-12-20 00:00:00.000');
    expect(valueFrom(['birthday'], '0')).toBeNull();
  });
});

describe('times of a stay by mode, with or without an offset (P-TZ-3)', () => {
  test.each([
    ['wall-as-utc', '2025-03-04 07:15:00', '2025-03-04 07:15:00.000'],
    ['wall-as-utc', '2025-07-04T07:15:00-06:00', '2025-07-04 07:15:00.000'],
    ['wall-as-utc', 'Tuesday 3/4/2025 7:15 pm', '2025-03-04 19:15:00.000'],
    ['wall-as-utc', 'Tuesday 3/4/2025 12:15 am', '2025-03-04 00:15:00.000'],
    ['utc', '2025-03-04 07:15:00', '2025-03-04 14:15:00.000'],
    ['utc', '2025-07-04 07:15:00', '2025-07-04 13:15:00.000'],
    ['date-only', '2025-07-04 23:15:00', '2025-07-04 00:00:00.000'],
  ])('%s: %j is %j', (reservationTimeMode, raw, value) => {
    const mode = reservationTimeMode as ReservationTimeMode;
    expect(apply(['localInstant'], [raw], { reservationTimeMode: mode })).toEqual({ value, issues: [] });
  });

  test.each([
    ['2025-03-09 02:30:00', 'RESERVATION_TIME_IN_GAP', '2025-03-09 09:30:00.000'],
    ['2025-11-02 01:30:00', 'RESERVATION_TIME_AMBIGUOUS', '2025-11-02 07:30:00.000'],
  ])('%j: %s at a change of the clocks (P-TZ-2)', (raw, code, utc) => {
    const asUtc = apply(['stayStart'], [raw], { reservationTimeMode: 'utc' });
    expect(asUtc.value).toBe(utc);
    expect(codesOf(asUtc)).toEqual([code]);
    expect(codesOf(apply(['stayStart'], [raw]))).toEqual([code]);
  });

  test.each(['', '0000-00-00 00:00:00'])('a start %j rejects the stay and is never now (P-TZ-8)', (raw) => {
    expect(apply(['stayStart'], [raw]).value).toBeNull();
    expect(codesOf(apply(['stayStart'], [raw]))).toEqual(['RESERVATION_DATES_MISSING']);
  });

  test('an unreadable start rejects too', () => {
    expect(codesOf(apply(['stayStart'], ['soon']))).toEqual([
      'VALUE_DATE_UNREADABLE',
      'RESERVATION_DATES_MISSING',
    ]);
  });

  test.each([
    ['2025-03-04 08:00:00', '2025-03-04 07:00:00', []],
    ['2025-03-04 07:00:00', '2025-03-04 07:00:00', ['RESERVATION_ZERO_LENGTH']],
    ['2025-03-03 07:00:00', '2025-03-04 07:00:00', ['RESERVATION_END_BEFORE_START']],
    ['', '2025-03-04 07:00:00', ['RESERVATION_DATES_MISSING']],
    ['2025-03-04 07:00:00', '', []],
  ])('end %j after start %j: %j', (end, start, codes) => {
    expect(codesOf(apply(['stayEnd'], [end, start]))).toEqual(codes);
  });

  test('a day stay has a length in date-only mode', () => {
    const result = apply(['stayEnd'], ['2025-03-04 17:00:00', '2025-03-04 07:00:00'], {
      reservationTimeMode: 'date-only',
    });
    expect(codesOf(result)).toEqual([]);
  });

  test('check-out before check-in is told and kept', () => {
    const result = apply(['checkOut'], ['2025-03-04 07:00:00', '2025-03-04 08:00:00']);
    expect(result.value).toBe('2025-03-04 07:00:00.000');
    expect(codesOf(result)).toEqual(['RESERVATION_CHECKOUT_BEFORE_CHECKIN']);
    expect(codesOf(apply(['checkOut'], ['2025-03-04 09:00:00', '2025-03-04 08:00:00']))).toEqual([]);
  });
});

test.each(['UTC', 'Asia/Tokyo', 'America/Los_Angeles'])(
  'the zone of the machine changes nothing: %s (P-TZ-6)',
  (zone) => {
    const before = process.env['TZ'];
    process.env['TZ'] = zone;
    try {
      expect(new Date(2025, 6, 1).getTimezoneOffset()).toBe({ UTC: 0, 'Asia/Tokyo': -540 }[zone] ?? 420);
      expect(valueFrom(['unixInstant'], '2025-07-01 12:00:00')).toBe('2025-07-01 18:00:00.000');
      expect(valueFrom(['unixDate'], '1556776799')).toBe('2019-05-01 00:00:00.000');
      expect(valueFrom(['localInstant'], '2025-07-04T07:15:00-06:00')).toBe('2025-07-04 07:15:00.000');
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  },
);

describe('reservationStatus: precedence that loses nothing (P-RES-5)', () => {
  const at = '2025-03-04 07:00:00';
  test.each([
    [['', '', '', ''], 'PENDING', []],
    [['', '', '', at], 'CONFIRMED', []],
    [['', '', at, at], 'CHECKED_IN', []],
    [['', at, at, at], 'COMPLETED', []],
    [['', at, '', ''], 'COMPLETED', []],
    [[at, '', '', at], 'CANCELLED', []],
    [[at, '', at, at], 'CANCELLED', ['RESERVATION_CANCELLED_AND_CHECKED_IN']],
    [['0', '0', '0', at], 'CONFIRMED', []],
    [['0000-00-00 00:00:00', '', '', ''], 'PENDING', []],
  ])('%j is %s', (input, value, codes) => {
    const result = apply(['reservationStatus'], input);
    expect(result.value).toBe(value);
    expect(codesOf(result)).toEqual(codes);
  });
});

describe('earliestInstant: the clock never stands in', () => {
  test('what Gingr states is no forced value', () => {
    expect(apply(['earliestInstant'], ['1740000000', '2025-01-01 00:00:00'])).toEqual({
      value: '2025-02-19 21:20:00.000',
    });
  });

  test('else the earliest, in true UTC, whatever the mode', () => {
    const result = apply(['earliestInstant'], ['', '2025-03-05 10:00:00', '2025-03-04 07:00:00']);
    expect(result.value).toBe('2025-03-04 14:00:00.000');
    expect(result.alterations).toEqual([{ kind: 'forced', before: null, after: '2025-03-04 14:00:00.000' }]);
  });

  test('a future stay was created at the latest when it was exported', () => {
    expect(valueFrom(['earliestInstant'], '', '2026-06-01 10:00:00')).toBe('2025-12-20 12:00:00.000');
  });
});
