import { expect, it } from 'vitest';
import { zoneOf } from '../../src/core/time.ts';
import { exportDateOf, instantOf } from '../../src/extract/files/export-date.ts';

const denver = zoneOf('America/Denver');

it.each([
  ['gingr-export-2025-12-16.tsv', '2025-12-16'],
  ['a/owners (exported 2026-03-01).csv', '2026-03-01'],
  ['db-backup-harbor-2025-12-17T03_00_00-07_00.sql.gz', '2025-12-17T03:00:00'],
  ['owners 2025-12-17T10:00:00Z.csv', '2025-12-17T03:00:00'],
  ['stays 2025-12-17 03-04-05.csv', '2025-12-17T03:04:05'],
  ['Reservations For Saturday, 12_20_2025.csv', null],
  ['owners-2025-13-40.csv', null],
  ['2025-12-16/owners.csv', null],
  ['owners-120250-12-16.csv', null],
])('%s declares %s', (name, date) => {
  expect(exportDateOf(name, denver)).toBe(date);
});

it('lets a date speak until the end of its local day, across a change of the clocks too', () => {
  expect(new Date(instantOf('2025-11-02', denver)).toISOString()).toBe('2025-11-03T06:59:59.999Z');
  expect(new Date(instantOf('2025-12-31', denver)).toISOString()).toBe('2026-01-01T06:59:59.999Z');
  expect(new Date(instantOf('2025-07-01T03:00:00', denver)).toISOString()).toBe('2025-07-01T09:00:00.000Z');
});
