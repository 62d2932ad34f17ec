import { describe, expect, it, test } from 'vitest';
import { animalsOf, bookingOf, bookingSplitter, partOfBooking } from '../../src/gingr/bookings.ts';

test.each([
  ['501', []],
  ['', []],
  ['0', []],
  ['["501","502"]', ['501', '502']],
  ['[501, 502]', ['501', '502']],
  ['["501"]', ['501']],
  ['501; 502;503', ['501', '502', '503']],
  ['501|502', ['501', '502']],
  ['501, 502', ['501', '502']],
  ['51201,51202', ['51201', '51202']],
  ['501, 501', ['501']],
  // One id as a spreadsheet shows it, or two: nobody knows.
  ['51,201', []],
  ['501,502', []],
  ['501, Bella', []],
])('%j lists %j', (cell, animals) => {
  expect(animalsOf(cell)).toEqual(animals);
});

describe('a line that books several animals', () => {
  const split = bookingSplitter('reservations', ['id', 'a_id', 'r_notes', 'icons_string']);

  it('is one line for each, and says the rest alike', () => {
    expect(split?.([' 901 ', '501; 502', 'Own bed', ''])).toEqual([
      ['901/501', '501', 'Own bed', ''],
      ['901/502', '502', 'Own bed', ''],
    ]);
    expect(split?.(['901', '["501"]', '', ''])).toEqual([['901', '501', '', '']]);
    expect(bookingOf(partOfBooking('901', '501'))).toBe('901');
    expect(bookingOf('901')).toBeNull();
  });

  it('stays whole where it lists none, has no id, or bears the icons of one of them', () => {
    expect(split?.(['901', '501', '', ''])).toBeNull();
    expect(split?.(['', '501; 502', '', ''])).toBeNull();
    expect(split?.(['901', '501; 502', '', '<i title="Bites (Behavior)"></i>'])).toBeNull();
    expect(bookingSplitter('invoices', ['id', 'a_id'])).toBeNull();
    expect(bookingSplitter('reservations', ['id', 'start_date'])).toBeNull();
  });
});
