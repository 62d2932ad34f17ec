import type { KeyBuilder, KeyValue } from '../key.ts';
import { lodgingId } from '../lodging-book.ts';

type Expected = readonly [
  entity: string,
  id: string,
  table: string,
  values: Record<string, KeyValue>,
  why: string,
];

const invalid = (id: string) => `gingr-owner-main-${id}@tailtown-migrate.invalid`;
const lodging = (area: string, run: string) => lodgingId({ area, run });

const CUSTOMERS: readonly Expected[] = [
  ['owners', '40101', 'customers', { email: 'pat.sample@example.test' }, 'lower-cased'],
  [
    'owners',
    '40101',
    'customers',
    { phone: '505-555-0101', alternatePhone: '505-555-0102' },
    'one form for all numbers',
  ],
  [
    'owners',
    '40101',
    'customers',
    { state: 'NM', firstName: 'Ann & Bob', notes: 'Calls ahead & is late' },
    'a couple stays one customer',
  ],
  ['owners', '40102', 'customers', { email: 'pat.example@example.com' }, 'the first of two addresses'],
  [
    'owners',
    '40103',
    'customers',
    { email: invalid('40103'), portalEnabled: false },
    'no address: a marked one, and no portal',
  ],
  [
    'owners',
    '40106',
    'customers',
    { email: 'family@example.test', portalEnabled: true },
    'the oldest who is not banned keeps a shared address',
  ],
  [
    'owners',
    '40107',
    'customers',
    { email: invalid('40107'), portalEnabled: false },
    'shares an address with an older owner',
  ],
  ['owners', '40108', 'customers', { email: invalid('40108'), isActive: false }, 'older, but banned'],
  [
    'owners',
    '40114',
    'notification_preferences',
    { emailNotifications: false, smsNotifications: false, marketingEmails: false },
    'opted out of everything',
  ],
  [
    'owners',
    '40101',
    'notification_preferences',
    { emailNotifications: true, smsNotifications: true },
    'opted out of nothing',
  ],
  ['owners', '40116', 'customers', { phone: 'ask at the desk' }, 'no number: kept word for word'],
  ['owners', '40117', 'customers', { state: 'The Shire' }, 'no state: kept word for word'],
  ['owners', '40119', 'customers', { firstName: 'José 🐾', lastName: 'Muñoz' }, 'accents and emoji'],
  [
    'owners',
    '40121',
    'customers',
    { lastName: 'Lefèvre', notes: 'Gate code on file' },
    'UTF-16; a NUL is removed',
  ],
  ['owners', '40123', 'customers', { phone: '505-555-0124 x12' }, 'with an extension'],
];

const PETS: readonly Expected[] = [
  [
    'animals',
    '51201',
    'pets',
    { name: 'Bella', medicationNotes: 'Thyroid pill 2x daily', allergies: 'none' },
    'named like 51202, with medication',
  ],
  [
    'animals',
    '51202',
    'pets',
    { name: 'Bella', medicationNotes: 'no', allergies: 'No chicken, no beef.' },
    'named like 51201, without medication',
  ],
  [
    'animals',
    '51201',
    'pets',
    { weight: 45, breed: 'Beagle', birthdate: '2019-04-28 00:00:00' },
    'the day of the local midnight',
  ],
  [
    'animals',
    '51202',
    'pets',
    { gender: 'FEMALE', vetName: 'Clínica Muñoz' },
    'by id, never the first vet of the list',
  ],
  [
    'animals',
    '51203',
    'pets',
    { name: 'Rex (aggressive)', temperament: 'Aggressive' },
    'a note inside the name is kept',
  ],
  [
    'animals',
    '51207',
    'pets',
    { type: 'OTHER', notes: 'Species in Gingr: Guinea Pig' },
    'an unmapped species keeps its label',
  ],
  ['animals', '51208', 'pets', { type: 'BIRD' }, 'by label, not by number'],
  ['animals', '51209', 'pets', { type: 'OTHER', notes: null }, 'species 3 is Other here, and no cat'],
  ['animals', '51210', 'pets', { weight: 45, birthdate: null }, '45 lbs, and a birthday of 0'],
  ['animals', '51220', 'pets', { breed: null }, 'not in the list: no first breed'],
  ['animals', '51221', 'pets', { vetName: null }, 'not in the list: no first vet'],
  ['animals', '51225', 'pets', { notes: 'Bites men<women, use caution' }, 'no HTML'],
];

const CATALOGUE: readonly Expected[] = [
  [
    'reservation_types',
    '102',
    'services',
    { name: 'Boarding | Big Suite', price: 60, duration: 1440, serviceCategory: 'BOARDING' },
    'reviewed',
  ],
  [
    'reservation_types',
    '107',
    'services',
    { serviceCategory: 'BOARDING' },
    'a prefix lies: Day Camp is a lodging here',
  ],
  [
    'reservation_types',
    '111',
    'services',
    { price: 0, duration: 0, serviceCategory: 'OTHER' },
    'nobody reviewed it',
  ],
  [
    'lodgings',
    lodging('D. Daycamp', 'D  18'),
    'resources',
    { name: 'D18', type: 'DAY_CAMP_FULL' },
    'two blanks',
  ],
  [
    'lodgings',
    lodging('E. Annex', 'E  01'),
    'resources',
    { name: 'E01', type: 'OTHER' },
    'nobody reviewed the area',
  ],
];

const STAYS: readonly Expected[] = [
  [
    'reservations',
    '90001',
    'reservations',
    { startDate: '2025-11-01 16:00:00', endDate: '2025-11-03 09:00:00', status: 'COMPLETED' },
    'over the change of November',
  ],
  [
    'reservations',
    '90006',
    'reservations',
    { startDate: '2026-03-07 18:00:00', endDate: '2026-03-09 09:00:00' },
    'over the change of March',
  ],
  [
    'reservations',
    '90077',
    'reservations',
    { startDate: '2026-03-08 02:30:00' },
    'an hour that does not exist',
  ],
  [
    'reservations',
    '90078',
    'reservations',
    { startDate: '2025-11-02 01:30:00' },
    'an hour that exists twice',
  ],
  ['reservations', '90027', 'reservations', { status: 'CHECKED_IN' }, 'checked in'],
  ['reservations', '90028', 'reservations', { status: 'CONFIRMED' }, 'confirmed'],
  [
    'reservations',
    '90033',
    'reservations',
    { status: 'PENDING', resourceId: null },
    'requested; no lodging is invented',
  ],
  [
    'reservations',
    '90034',
    'reservations',
    { status: 'CANCELLED', cancelDate: '2026-03-01 18:00:00' },
    'cancelled',
  ],
  [
    'reservations',
    '90076',
    'reservations',
    { status: 'CANCELLED', checkInDate: '2026-03-12 08:00:00' },
    'cancelled wins, the stamps are kept',
  ],
  [
    'reservations',
    '90080',
    'reservations',
    { checkOutDate: null, status: 'COMPLETED' },
    'checked out in 2206',
  ],
];

/** Values of the target that the sample is known to lead to; timestamps in the mode wall-as-utc. */
export function expectValues(book: KeyBuilder): void {
  for (const expected of [...CUSTOMERS, ...PETS, ...CATALOGUE, ...STAYS]) book.expect(...expected);
}
