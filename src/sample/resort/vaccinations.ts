import { dayOf, localInstant, localMidnight } from '../calendar.ts';
import { rejectedBy } from '../money/model.ts';
import type { SampleVaccination } from '../vaccines/settle.ts';
import { vaccineOf } from '../vaccines/types.ts';

/** Vaccinations of which nothing is odd (some are history): id, animal, type, expiry, day given (Gingr's older interface has none). */
const ORDINARY = `
95001 51201 1 2026-09-01 2025-09-01
95002 51201 2 2026-09-01 -
95003 51201 3 2026-03-31 -
95004 51202 1 2027-01-15 -
95005 51202 2 2026-01-15 2025-01-15
95006 51202 4 2026-06-30 -
95007 51203 1 2025-12-01 -
95008 51203 5 2026-12-01 2025-12-01
95009 51203 6 2026-12-01 -
95010 51204 7 2026-05-05 2025-05-05
95011 51204 8 2026-05-05 -
95012 51204 9 2026-05-05 2025-05-05
95013 51205 1 2026-08-08 -
95014 51206 1 2024-02-29 -
95015 51208 1 2026-03-15 -
95016 51209 1 2026-03-14 -
95017 51210 1 2027-02-01 2024-02-01
95018 51210 1 2024-02-01 2021-02-01
95019 51210 2 2026-10-10 -
95020 51211 1 2026-11-11 -
95021 51211 1 2025-11-11 -
95022 51213 2 2026-07-07 2025-07-07
95023 51213 2 2026-07-07 2024-07-07
95024 51214 3 2026-06-06 -
95025 51215 11 2026-04-04 -
95027 51217 1 2026-04-05 -
95028 51217 4 2025-04-05 2024-04-05
95029 51218 1 2028-04-06 2025-04-06
95030 51219 1 2026-04-07 -
95031 51220 2 2026-04-08 -
95032 51229 1 2025-11-02 -
95033 51230 1 2026-03-08 -
95034 51231 1 2026-05-01 2025-05-01`;

interface Odd extends Partial<SampleVaccination> {
  row: string;
}

/** Odd ones: the same columns, and what is odd about each. */
const ODD: readonly Odd[] = [
  { row: '95050 51221 1 - -', issues: ['IMMUNIZATION_EXPIRY_MISSING'], note: 'Vet will fax it' },
  { row: '95051 51222 2 - 2025-08-01', issues: ['IMMUNIZATION_EXPIRY_MISSING'] },
  {
    row: '95052 51223 1 2026-06-15 -',
    issues: ['IMMUNIZATION_EXPIRY_DISAGREES'],
    cells: { formated_expiry_date: '2026-06-14' },
  },
  {
    row: '95053 51224 3 2025-12-24 -',
    issues: ['IMMUNIZATION_EXPIRY_IS_ENTRY_DAY'],
    note: 'No record yet, the owner will bring it',
    cells: { last_updated: String(localInstant(dayOf('2025-12-24'), 17, 40)) },
  },
  {
    row: '95054 51225 2 2026-02-28 2025-02-28',
    issues: ['IMMUNIZATION_EXPIRY_IS_ENTRY_DAY'],
    note: 'Date guessed',
    cells: { last_updated: String(localInstant(dayOf('2026-02-28'), 23, 30)) },
  },
  { row: '95026 51216 10 2026-04-04 -', issues: ['IMMUNIZATION_TYPE_UNKNOWN'] },
  // Only the date in words; and one at the last second of its day.
  { row: '95055 51232 1 2026-04-30 -', cells: { expiration_date: '' } },
  {
    row: '95056 51232 3 2026-04-30 -',
    cells: { expiration_date: String(Number(localMidnight(dayOf('2026-05-01'))) - 1) },
  },
  // Known by name alone, and by id alone.
  { row: '95057 51233 1 2026-05-30 -', cells: { type_id: '' } },
  { row: '95058 51233 2 2026-05-30 -', cells: { type: '' } },
  {
    row: '95059 51234 1 2026-05-30 -',
    ...rejectedBy('IMMUNIZATION_TYPE_MISSING', 'neither a type id nor a type name'),
    cells: { type_id: '', type: '' },
  },
  {
    row: '95060 0 1 2026-05-30 -',
    ...rejectedBy('IMMUNIZATION_ANIMAL_MISSING', 'the animal id is 0'),
  },
  {
    row: '95061 59999 1 2026-05-30 -',
    ...rejectedBy('IMMUNIZATION_ANIMAL_UNKNOWN', 'no animals file holds the animal'),
  },
  {
    row: '95062 51226 1 2026-05-30 2025-05-30',
    ...rejectedBy('PARENT_NOT_LOADED', 'animals/51226 was rejected'),
  },
  {
    row: '- 51235 1 2026-05-30 -',
    id: '',
    ...rejectedBy('RECORD_ID_MISSING', 'the id is empty'),
  },
];

export const VACCINATIONS: readonly SampleVaccination[] = [
  ...ORDINARY.trim()
    .split('\n')
    .map((row) => vaccination({ row })),
  ...ODD.map(vaccination),
];

function vaccination({ row, ...odd }: Odd): SampleVaccination {
  const [id = '', animal = '', type = '', expiry = '', administered = ''] = row
    .split(' ')
    .map((word) => (word === '-' ? '' : word));
  return { id, animal, type: vaccineOf(type), expiry, administered, note: '', ...odd };
}
