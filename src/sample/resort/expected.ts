import type { KeyBuilder, KeyValue } from '../key.ts';
import { lodgingId } from '../lodging-book.ts';
import {
  CREDIT_NOTE_LINES,
  CREDIT_NOTES,
  INVOICE_ROWS,
  LINE_ROWS,
  MEDICAL_ROWS,
  PAYMENT_ROWS,
  SURCHARGE_ROWS,
  TIP_LINES,
  TIP_ROWS,
  VACCINATED_PETS,
} from './expected-money.ts';

/** What one record's row must hold, and why a person would look. */
export type ExpectedRow = readonly [id: string, why: string, values: Record<string, KeyValue>];

const invalid = (id: string) => `gingr-owner-main-${id}@tailtown-migrate.invalid`;
const lodging = (area: string, run: string) => lodgingId({ area, run });

/** Where an owner is at home, of two locations. */
const LAKESIDE = 'Home location in Gingr: Harbor Lakeside';

const CUSTOMERS: readonly ExpectedRow[] = [
  ['40101', 'lower-cased', { email: 'pat.sample@example.test' }],
  ['40101', 'one form for all numbers', { phone: '505-555-0101', alternatePhone: '505-555-0102' }],
  ['40101', 'a couple stays one customer', { state: 'NM', firstName: 'Ann & Bob' }],
  ['40101', 'the text of HTML', { notes: 'Calls ahead & is late', createdAt: '2015-02-03 07:00:00' }],
  ['40101', 'opted out of nothing', { preferredContact: 'BOTH', portalEnabled: true }],
  [
    '40102',
    'the first of two addresses; the other is kept in the notes',
    { email: 'pat.example@example.com', notes: 'Other e-mail in Gingr: work.pat@example.org' },
  ],
  [
    '40102',
    'whom to call, and who sent them',
    { emergencyContact: 'Robin Example', emergencyPhone: '505-555-0190', referralSource: 'A friend' },
  ],
  [
    '40119',
    'custom fields that the mapping reads, under the names of its own columns',
    { notes: "Second e-mail: luz@example.test\n\nSecond owner's first name: Luz" },
  ],
  ['40120', 'a form that nobody can read: nothing is guessed', { tags: [], isActive: true }],
  ['40125', 'deactivated in Gingr', { isActive: false }],
  ['40103', 'no address: a marked one, and no portal', { email: invalid('40103'), portalEnabled: false }],
  [
    '40104',
    'no address: kept in the notes',
    { email: invalid('40104'), notes: 'E-mail in Gingr: dana.muster(at)example.test' },
  ],
  [
    '40106',
    'the oldest who is not banned keeps a shared address',
    { email: 'family@example.test', portalEnabled: true },
  ],
  ['40107', 'shares an address with an older owner', { email: invalid('40107'), portalEnabled: false }],
  ['40108', 'older, but banned', { email: invalid('40108'), isActive: false }],
  ['40109', 'has no first name', { firstName: '', lastName: 'Nofirst' }],
  ['40114', 'opted out of everything', { preferredContact: 'NONE' }],
  ['40115', 'banned', { isActive: false, tags: ['Banned in Gingr'] }],
  ['40116', 'no number: kept word for word', { phone: 'ask at the desk', alternatePhone: null }],
  ['40117', 'no state: kept word for word', { state: 'The Shire', zipCode: 'K1A 0B1' }],
  ['40119', 'accents and emoji', { firstName: 'José 🐾', lastName: 'Muñoz' }],
  ['40120', 'ZIP+4 without its hyphen', { zipCode: '87103-4410', address: '120 Harbor Way, Apt 4' }],
  ['40121', 'UTF-16; a NUL is removed', { lastName: 'Lefèvre', notes: `Gate code on file\n\n${LAKESIDE}` }],
  ['40122', 'wants text messages and no e-mail', { preferredContact: 'SMS', tags: ['No photo sharing'] }],
  ['40124', 'what there is no switch for is a tag', { tags: ['No marketing by SMS'] }],
  ['40123', 'an extension; a zero that a spreadsheet lost', { phone: '505-555-0124 x12', zipCode: '1234' }],
  [
    '40123',
    'an icon of their own',
    {
      customerIcons: ['vip'],
      iconNotes: { vip: 'Since 2019' },
      notes: `Icons in Gingr: VIP (Client): Since 2019\n\n${LAKESIDE}`,
    },
  ],
  ['40125', 'capitals stay', { firstName: 'VERA', phone: '505-555-0126', state: 'CO' }],
];

const NOTIFICATIONS: readonly ExpectedRow[] = [
  [
    '40101',
    'opted out of nothing; push and check-in messages nobody consented to',
    { emailNotifications: true, smsNotifications: true, marketingEmails: true, pushNotifications: false },
  ],
  [
    '40113',
    'does not say whether text messages are welcome',
    { smsNotifications: false, emailNotifications: true },
  ],
  [
    '40114',
    'opted out of everything',
    {
      emailNotifications: false,
      smsNotifications: false,
      marketingEmails: false,
      appointmentReminders: false,
    },
  ],
  [
    '40124',
    'no marketing by text message: no text messages',
    { smsNotifications: false, emailNotifications: true },
  ],
  ['40122', 'no e-mail is no marketing either', { marketingEmails: false, smsNotifications: true }],
];

const PETS: readonly ExpectedRow[] = [
  [
    '51201',
    'named like 51202, with the opposite medication',
    { name: 'Bella', medicationNotes: 'Thyroid pill 2x daily', specialRequirements: ['HAS_MEDICATION'] },
  ],
  [
    '51201',
    'icons that its stays repeat',
    {
      ...{ petIcons: ['medication-required', 'small-group'], playgroupCompatibility: 'SMALL_DOG' },
      ...{ iconNotes: { 'medication-required': 'with cheese', 'small-group': 'see "notes"' } },
    },
  ],
  [
    '51202',
    'named like 51201, with the opposite medication',
    { name: 'Bella', medicationNotes: 'NEVER a thyroid pill' },
  ],
  [
    '51225',
    'a medication of its own, while its text says nothing',
    { medicationNotes: null, specialRequirements: ['HAS_MEDICATION'] },
  ],
  ['51201', 'a word that means none is kept, and raises no flag', { allergies: 'none' }],
  [
    '51202',
    'HTML to text, word for word',
    { allergies: 'No chicken.\nBeef & rice only.', specialRequirements: ['ALLERGIES', 'HAS_MEDICATION'] },
  ],
  [
    '51201',
    'the day of the local midnight',
    { weight: 45, breed: 'Beagle', birthdate: '2019-04-28 00:00:00' },
  ],
  ['51201', 'the vet by id', { vetName: 'Sample Animal Clinic', vetPhone: '505-555-0150' }],
  ['51221', 'a vet that no list holds is none (P-REF-1)', { vetName: null, veterinarianId: null }],
  ['51234', 'a vet whose name is a sign', { vetName: '!!', veterinarianId: null }],
  ['51202', 'a vet with accents', { gender: 'FEMALE', vetName: 'Clínica Muñoz', vetPhone: '505-555-0151' }],
  ['51203', 'a note inside the name is kept', { name: 'Rex (aggressive)', temperament: 'Aggressive' }],
  [
    '51203',
    'banned, and its icons say why',
    {
      ...{
        specialRequirements: ['DO_NOT_BOOK', 'BITER', 'USE_CAUTION', 'HAS_MEDICATION'],
        isVip: true,
        gender: 'MALE',
      },
      behaviorNotes: 'Icons in Gingr:\nBites (Behavior): men & hats\nUse caution (Behavior): see "notes"',
    },
  ],
  ['51204', 'the icons of its newest line', { petIcons: ['special-client'] }],
  ['51206', 'a name is no fact', { name: 'DECEASED Max', isActive: true }],
  [
    '51206',
    'an icon that nobody mapped, word for word',
    { behaviorNotes: 'Icons in Gingr:\nYard Boss (Fun): since 2019', petIcons: null },
  ],
  [
    '51207',
    'two play groups: none',
    { playgroupCompatibility: null, petIcons: ['large-group', 'small-group'] },
  ],
  ['51208', 'what Gingr computes is no icon', { petIcons: null, behaviorNotes: null }],
  ['51207', 'an unmapped species keeps its label', { type: 'OTHER', notes: 'Species in Gingr: Guinea Pig' }],
  ['51208', 'by label, not by number', { type: 'BIRD' }],
  ['51209', 'species 3 is Other here, and no cat', { type: 'OTHER', notes: null }],
  ['51210', '45 lbs, and a birthday of 0', { weight: 45, birthdate: null }],
  ['51213', 'a negative weight', { weight: null }],
  ['51215', 'born after the export', { birthdate: null }],
  ['51220', 'not in the list: no first breed', { breed: null }],
  ['51221', 'not in the list: no first vet', { vetName: null, vetPhone: null }],
  ['51225', 'no HTML', { notes: 'Bites men<women, use caution', medicationNotes: null }],
  ['51229', 'an entity and an emoji', { notes: 'Climbs fences > 6 ft; afraid of fireworks 🎆' }],
  [
    '51229',
    'grooming and evaluation word for word, a chip as text, a photo of its own',
    {
      ...{ groomingPreferences: { notes: 'Sensitive skin; no perfume' }, microchipNumber: '985000000000001' },
      ...{ evaluationNotes: 'Shy at first,\nthen plays', evaluationCategories: 'Gate: pass' },
      profilePhoto: 'https://img.example.test/51229/jax.jpg',
    },
  ],
  [
    '51232',
    'how it is fed; a picture that thousands share is none',
    {
      ...{ feedingSchedule: 'AM, PM', feedingMethod: 'Separate to Feed (STF)', foodType: 'Owner Provided' },
      ...{ foodNotes: 'Soak the kibble', profilePhoto: null },
    },
  ],
  ['51202', "its owner's emergency contact", { emergencyContactName: 'Robin Example' }],
  [
    '51230',
    'dead in Gingr',
    { isActive: false, deactivationReason: 'Deceased in Gingr', deactivatedAt: null },
  ],
  [
    '51231',
    'switched off in Gingr, which does not say when',
    { isActive: false, deactivationReason: 'Deactivated in Gingr', deactivatedAt: null },
  ],
];

const SERVICES: readonly ExpectedRow[] = [
  [
    '102',
    'reviewed; a blank at the end',
    { name: 'Boarding | Big Suite', price: 60, duration: 1440, serviceCategory: 'BOARDING' },
  ],
  ['107', 'a prefix lies: Day Camp is a lodging here', { serviceCategory: 'BOARDING' }],
  ['110', 'inactive, but stays name it', { isActive: false }],
  ['111', 'nobody reviewed it', { price: 0, duration: 0, serviceCategory: 'OTHER' }],
];

const RESOURCES: readonly ExpectedRow[] = [
  [lodging('A. Indoor', 'A  02'), 'the spelling that most stays use', { name: 'A02', type: 'KENNEL' }],
  [lodging('D. Daycamp', 'D  18'), 'two blanks', { name: 'D18', type: 'DAY_CAMP_FULL' }],
  [lodging('E. Annex', 'E  01'), 'nobody reviewed the area', { name: 'E01', type: 'OTHER', capacity: 1 }],
];

const RESERVATIONS: readonly ExpectedRow[] = [
  [
    '90001',
    'over the change of November',
    { startDate: '2025-11-01 16:00:00', endDate: '2025-11-03 09:00:00', status: 'COMPLETED' },
  ],
  [
    '90006',
    'over the change of March',
    { startDate: '2026-03-07 18:00:00', endDate: '2026-03-09 09:00:00', createdAt: '2025-10-15 16:00:00' },
  ],
  ['90077', 'an hour that does not exist', { startDate: '2026-03-08 02:30:00' }],
  ['90078', 'an hour that exists twice', { startDate: '2025-11-02 01:30:00' }],
  ['90027', 'checked in', { status: 'CHECKED_IN', checkOutDate: null }],
  ['90028', 'confirmed', { status: 'CONFIRMED', checkInDate: null }],
  ['90033', 'requested; no lodging is invented', { status: 'PENDING', resourceId: null }],
  ['90034', 'cancelled', { status: 'CANCELLED', cancelDate: '2026-03-01 18:00:00' }],
  ['90044', 'a tab, a line end and quotes', { notes: 'Own bed\tand bowl\n"Side door", please' }],
  ['90062', 'was on the wait list, and came', { status: 'COMPLETED' }],
  [
    '90075',
    'both stamps as Gingr has them',
    { checkInDate: '2026-03-12 17:20:00', checkOutDate: '2026-03-12 07:20:00' },
  ],
  [
    '90076',
    'cancelled wins, the stamps are kept',
    { status: 'CANCELLED', checkInDate: '2026-03-12 08:00:00' },
  ],
  ['90080', 'checked out in 2206', { checkOutDate: null, status: 'COMPLETED' }],
  ['90083', 'the newer of two lines', { notes: 'Picked up early', checkOutDate: '2026-03-06 17:00:00' }],
  [
    '90091',
    'services and feeding of this stay',
    {
      staffNotes:
        'Services in Gingr: Bath | Large, Nail Trim\n\nFeeding time: AM,PM\n\nFeeding amount: 2,2\n\nFeeding method: Separate to Feed (STF)\n\nFeeding type: Owner Provided\n\nFeeding notes: Warm the food & wait',
    },
  ],
  [
    '90002',
    'a service without a cost is a note',
    { staffNotes: 'Services without a cost in Gingr: Nail Trim' },
  ],
  ['90092', 'an instance of a standing reservation', { isRecurring: true }],
  [
    '90096/51235',
    'one of two animals that one line books',
    {
      externalId: '90096/51235',
      staffNotes: 'Booking in Gingr: 90096 (Nala, reservation 90096/51234; Nova, reservation 90096/51235)',
    },
  ],
  [
    '90097/A11',
    'a stay in two lodgings: a reservation for each',
    {
      externalId: '90097/A11',
      staffNotes: 'Booking in Gingr: 90097 (Lola, reservation 90097; Lola, reservation 90097/A11)',
    },
  ],
  ['90086', 'its older line has another lodging', { staffNotes: 'Other lodgings in Gingr: A07' }],
];

const CHECK_INS: readonly ExpectedRow[] = [
  [
    '90001',
    'came and went',
    { checkInTime: '2025-11-01 16:00:00', checkOutTime: '2025-11-03 09:00:00', status: 'COMPLETED' },
  ],
  ['90027', 'is still there', { checkInTime: '2026-03-12 08:00:00', checkOutTime: null }],
];

const VETS: readonly ExpectedRow[] = [
  [
    '1',
    'one form for numbers and states',
    { name: 'Sample Animal Clinic', phone: '505-555-0150', state: 'NM', city: 'Port Sample', gingrId: '1' },
  ],
  ['3', 'a number for a name stays one', { name: '505-555-0152', phone: null }],
  ['5', 'the same name and number as 1: one row', { gingrId: '1' }],
  ['7', 'of one name with 6, and no number says that they are one', { city: 'Lakeside', isActive: false }],
];

const WAITING: readonly ExpectedRow[] = [
  [
    '90061',
    'waits: an entry of the wait list, and no booking',
    {
      ...{ status: 'ACTIVE', serviceType: 'BOARDING', position: 1, notes: 'Any day will do' },
      ...{ requestedStartDate: '2026-03-13 08:00:00', createdAt: '2026-02-20 16:00:00' },
    },
  ],
  ['90062', 'waited, and came', { status: 'CONVERTED', position: 0, serviceType: 'DAYCARE' }],
];

const STAY_SERVICES: readonly ExpectedRow[] = [
  [
    '4001',
    'its own price, and who was to do it',
    {
      price: 35,
      notes: 'Service in Gingr: Bath | Large\n\nScheduled: 2026-03-09 09:00:00\n\nAssigned to: Robin Example',
    },
  ],
  ['4004', 'a cost of 0 is one', { price: 0 }],
];

const EXPECTED: readonly (readonly [entity: string, table: string, rows: readonly ExpectedRow[]])[] = [
  ['owners', 'customers', CUSTOMERS],
  ['owners', 'notification_preferences', NOTIFICATIONS],
  ['vets', 'veterinarians', VETS],
  ['animals', 'pets', PETS],
  ['reservation_types', 'services', SERVICES],
  ['lodgings', 'resources', RESOURCES],
  ['reservations', 'reservations', RESERVATIONS],
  ['reservations', 'check_ins', CHECK_INS],
  ['reservations', 'waitlist_entries', WAITING],
  ['reservation_services', 'reservation_addons', STAY_SERVICES],
  ['animals', 'pets', VACCINATED_PETS],
  ['immunizations', 'medical_records', MEDICAL_ROWS],
  ['invoices', 'invoices', INVOICE_ROWS],
  ['invoices', 'invoices/tip', TIP_ROWS],
  ['invoices', 'invoices/surcharge', SURCHARGE_ROWS],
  ['invoices', 'invoice_line_items/tip', TIP_LINES],
  ['invoice_lines', 'invoice_line_items', LINE_ROWS],
  ['invoice_lines', 'invoices/return', CREDIT_NOTES],
  ['invoice_lines', 'invoice_line_items/return', CREDIT_NOTE_LINES],
  ['payments', 'payments', PAYMENT_ROWS],
];

/** Values of the target that the sample is known to lead to; timestamps in the mode wall-as-utc. */
export function expectValues(book: KeyBuilder): void {
  for (const [entity, table, rows] of EXPECTED) {
    for (const [id, why, values] of rows) book.expect(entity, id, table, values, why);
  }
}
