import { describe, expect, it } from 'vitest';
import { traitReader } from '../../src/reconcile/traits.ts';

const trait = (entity: string, column: string, value: string | null, zone = 'America/Denver') =>
  traitReader(entity, zone)?.((asked) => (asked === column ? value : null));

describe('the trait of a stay', () => {
  it.each([
    ['2026-03-02 07:15:00', '07'],
    ['2026-03-02T23:59', '23'],
    ['2026-03-02', '00'],
    ['Tuesday 3/4/2025 7:15 am', '07'],
    ['3/4/2025 12:05 am', '00'],
    ['3/4/2025 12:05 PM', '12'],
    ['3/4/2025', '00'],
    // Midnight in Denver, in winter and in summer.
    ['1767250800', '00'],
    ['2026-07-01T06:00:00Z', '00'],
    ['2026-07-01T12:30:00+02:00', '04'],
  ])('is the local hour of its start: %s', (start, hour) => {
    expect(trait('reservations', 'start_date', start)).toBe(hour);
  });

  it.each([
    null,
    '',
    '0',
    '0000-00-00 00:00:00',
    'soon',
    '2026-03-02 24:00:00',
    '2026-03-08 02:30:00',
    '2026-11-01 01:30:00',
  ])('is none where none can be read or clocks may change: %s', (start) => {
    expect(trait('reservations', 'start_date', start)).toBeNull();
  });

  it('follows the zone', () => {
    expect(trait('reservations', 'start_date', '2026-07-01T12:00:00Z', 'Asia/Kolkata')).toBe('17');
  });
});

describe('the trait of an animal', () => {
  it('is a sign of its picture, and tells nothing of it', () => {
    const sign = trait('animals', 'image', ' https://photos.example.test/1.jpg ');
    expect(sign).toMatch(/^[0-9a-f]{32}$/);
    expect(trait('animals', 'image', 'https://photos.example.test/1.jpg')).toBe(sign);
    expect(trait('animals', 'image', 'https://photos.example.test/2.jpg')).not.toBe(sign);
    expect(trait('animals', 'image', ' ')).toBeNull();
  });
});

it('other records have none', () => {
  expect(traitReader('owners', 'America/Denver')).toBeNull();
});
