import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assertZone,
  isRealTime,
  localToUtc,
  offsetAt,
  timestampText,
  utcToLocal,
  zoneOf,
} from '../../src/core/time.ts';

const ZONES = [
  ...[
    'America/Denver',
    'America/New_York',
    'America/Phoenix',
    'Europe/Berlin',
    'Australia/Sydney',
    'America/St_Johns',
  ],
  ...[
    'Australia/Lord_Howe',
    'America/Santiago',
    'Asia/Kathmandu',
    'Africa/Casablanca',
    'Pacific/Apia',
    'UTC',
  ],
];
const instant = fc.integer({ min: Date.UTC(1970, 0, 2) / 1000, max: Date.UTC(2104, 11, 30) / 1000 });

/** The wall clock by Intl itself, the second opinion. */
function byIntl(timeZone: string, epochMs: number): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return parts.format(epochMs);
}

const text = (zoneName: string, epochMs: number) => {
  const { year, month, day, hour, minute, second } = utcToLocal(zoneOf(zoneName), epochMs);
  return timestampText(Date.UTC(year, month - 1, day, hour, minute, second)).slice(0, 19);
};

describe.each(ZONES)('%s', (name) => {
  const zone = zoneOf(name);

  test('shows the same wall clock as Intl on random instants', () => {
    fc.assert(
      fc.property(instant, (seconds) => {
        expect(text(name, seconds * 1000)).toBe(byIntl(name, seconds * 1000));
      }),
      { numRuns: 500 },
    );
  });

  test('finds the instant of every wall clock again, or the first of two', () => {
    fc.assert(
      fc.property(instant, (seconds) => {
        const local = utcToLocal(zone, seconds * 1000);
        const found = localToUtc(
          zone,
          local.year,
          local.month,
          local.day,
          local.hour,
          local.minute,
          local.second,
        );
        expect(found.kind).not.toBe('gap');
        if (found.kind === 'unique') expect(found.epochMs).toBe(seconds * 1000);
        else expect(found.epochMs).toBeLessThanOrEqual(seconds * 1000);
        expect(utcToLocal(zone, found.epochMs)).toEqual(local);
      }),
      { numRuns: 500 },
    );
  });

  test('is right at both sides of every change of offset', () => {
    zone.starts.forEach((start, index) => {
      if (index === 0) return;
      expect(text(name, start - 1000)).toBe(byIntl(name, start - 1000));
      expect(text(name, start)).toBe(byIntl(name, start));
      const before = zone.offsets[index - 1] ?? 0;
      const after = zone.offsets[index] ?? 0;
      const local = new Date(start + Math.min(before, after) + Math.abs(after - before) / 2);
      const kind = localToUtc(
        zone,
        local.getUTCFullYear(),
        local.getUTCMonth() + 1,
        local.getUTCDate(),
        local.getUTCHours(),
        local.getUTCMinutes(),
        local.getUTCSeconds(),
      ).kind;
      expect(kind).toBe(after > before ? 'gap' : 'ambiguous');
    });
  });
});

describe('DST edges in both hemispheres', () => {
  const denver = zoneOf('America/Denver');
  const sydney = zoneOf('Australia/Sydney');

  test.each([
    [denver, [2025, 3, 9, 1, 59, 59], '2025-03-09 08:59:59.000', 'unique'],
    [denver, [2025, 3, 9, 2, 0, 0], '2025-03-09 09:00:00.000', 'gap'],
    [denver, [2025, 3, 9, 2, 30, 0], '2025-03-09 09:30:00.000', 'gap'],
    [denver, [2025, 3, 9, 3, 0, 0], '2025-03-09 09:00:00.000', 'unique'],
    [denver, [2025, 11, 2, 0, 59, 59], '2025-11-02 06:59:59.000', 'unique'],
    [denver, [2025, 11, 2, 1, 30, 0], '2025-11-02 07:30:00.000', 'ambiguous'],
    [denver, [2025, 11, 2, 2, 0, 0], '2025-11-02 09:00:00.000', 'unique'],
    [sydney, [2025, 10, 5, 2, 30, 0], '2025-10-04 16:30:00.000', 'gap'],
    [sydney, [2025, 4, 6, 2, 30, 0], '2025-04-05 15:30:00.000', 'ambiguous'],
    [zoneOf('Pacific/Apia'), [2011, 12, 30, 12, 0, 0], '2011-12-30 22:00:00.000', 'gap'],
  ] as const)('%j %j', (zone, [year, month, day, hour, minute, second], utc, kind) => {
    const found = localToUtc(zone, year, month, day, hour, minute, second);
    expect({ utc: timestampText(found.epochMs), kind: found.kind }).toEqual({ utc, kind });
  });

  test('summer and winter differ: no fixed 7 hours (P-TZ-2)', () => {
    expect(offsetAt(denver, Date.UTC(2025, 6, 1))).toBe(-6 * 3_600_000);
    expect(offsetAt(denver, Date.UTC(2025, 0, 1))).toBe(-7 * 3_600_000);
  });
});

test('timestamp text is the ISO text without its letters', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2200, 0, 1) }), (epochMs) => {
      expect(timestampText(epochMs)).toBe(new Date(epochMs).toISOString().replace('T', ' ').replace('Z', ''));
    }),
  );
});

test.each(['-07:00', 'Mars/Base', ''])('%s is refused as a zone', (name) => {
  expect(() => assertZone(name)).toThrowError(
    expect.objectContaining({ code: 'TIME_ZONE_UNKNOWN', exit: 2 }),
  );
});

test.each([
  [{ year: 2024, month: 2, day: 29, hour: 0, minute: 0, second: 0 }, true],
  [{ year: 2025, month: 2, day: 29, hour: 0, minute: 0, second: 0 }, false],
  [{ year: 1900, month: 2, day: 29, hour: 0, minute: 0, second: 0 }, false],
  [{ year: 2025, month: 4, day: 31, hour: 0, minute: 0, second: 0 }, false],
  [{ year: 2025, month: 13, day: 1, hour: 0, minute: 0, second: 0 }, false],
  [{ year: 2025, month: 1, day: 1, hour: 24, minute: 0, second: 0 }, false],
])('%j is a real time: %s', (time, real) => {
  expect(isRealTime(time)).toBe(real);
});
