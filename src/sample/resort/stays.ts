import type { RuleCode } from '../../core/rules/index.ts';
import { dayOf } from '../calendar.ts';
import { type AreaLetter, NAMELESS_TYPE, typeOf, UNREVIEWED_AREA } from '../catalogue.ts';
import type { Cells } from '../columns.ts';
import type { LodgingLabel } from '../lodging-book.ts';
import { CONSTANT_STAY_CELLS, repeatedCells } from '../repeated.ts';
import type { Fate, PlacedStay } from '../stay-files.ts';
import { labelled } from '../stays.ts';
import { computedIcon, icons } from '../words.ts';
import { AHEAD } from './ahead.ts';
import { animalOf, BREEDS } from './animals.ts';
import { ownerOf } from './owners.ts';

export interface HandStay extends PlacedStay {
  /** What another, losing line of the stay says otherwise, on its first export. */
  older?: Cells;
}

interface Odd {
  cells?: Cells;
  fate?: Fate;
  issues?: readonly RuleCode[];
  older?: Cells;
  waits?: true;
  animals?: number;
  /** As the lodging of a row. */
  also?: readonly string[];
}

const rejected = (code: RuleCode, why: string): { fate: Fate } => ({
  fate: { outcome: 'rejected', code, why },
});
const excluded = (code: RuleCode, why: string): { fate: Fate } => ({
  fate: { outcome: 'excluded', code, why },
});

const CONFIRMED = '2025-10-15 10:00:00';

/** Stays of which nothing is odd: id, animal, type, start, end, lodging (area letter, number, spelling), state. */
const ORDINARY = `
90001 51201 101 2025-11-01 16:00 2025-11-03 09:00 A/02/0 done
90002 51202 101 2025-11-01 08:00 2025-11-02 17:00 A/03/0 done
90003 51204 103 2025-11-02 09:00 2025-11-03 17:30 C/01/0 done
90004 51229 104 2025-11-01 07:15 2025-11-01 17:30 - done
90005 51230 104 2025-11-03 07:15 2025-11-03 17:30 - done
90006 51201 101 2026-03-07 18:00 2026-03-09 09:00 A/02/1 done
90007 51202 101 2026-03-05 08:00 2026-03-07 16:30 A/02/2 done
90008 51203 101 2026-03-09 10:00 2026-03-10 17:00 A/02/3 done
90009 51210 101 2026-03-11 08:00 2026-03-12 12:00 A/02/4 done
90010 51204 103 2026-03-06 09:00 2026-03-08 17:00 C/01/0 done
90011 51205 104 2026-03-05 07:15 2026-03-05 17:30 - done
90012 51206 104 2026-03-06 07:15 2026-03-06 17:30 - done
90013 51207 107 2026-03-07 08:00 2026-03-07 17:00 D/18/0 done
90014 51208 103 2026-03-09 08:30 2026-03-11 16:00 C/02/1 done
90015 51209 103 2026-03-10 08:30 2026-03-12 16:00 C/03/0 done
90016 51211 102 2026-03-05 09:00 2026-03-09 11:00 B/05/0 done
90017 51213 102 2026-03-10 09:00 2026-03-13 11:00 B/05/1 done
90018 51214 105 2026-03-10 07:15 2026-03-10 12:30 - done
90019 51215 106 2026-03-11 07:15 2026-03-11 19:00 - done
90020 51216 109 2026-03-11 10:00 2026-03-11 11:00 - done
90021 51217 104 2026-03-12 07:15 2026-03-12 17:30 - done
90022 51218 108 2026-03-12 18:00 2026-03-12 19:00 - done
90023 51219 110 2026-03-05 12:00 2026-03-06 12:00 A/03/0 done
90024 51220 111 2026-03-13 18:00 2026-03-13 19:00 - done
90025 51221 112 2026-03-13 09:00 2026-03-13 10:00 - done
90026 51222 101 2026-03-07 08:00 2026-03-10 17:00 A/04/0 done
90027 51223 101 2026-03-12 08:00 2026-03-14 17:00 A/03/1 in
90028 51224 101 2026-03-13 16:00 2026-03-14 17:00 A/04/0 sure
90029 51225 101 2026-03-06 08:00 2026-03-09 17:00 A/06/0 done
90030 51229 101 2026-03-08 08:00 2026-03-11 17:00 A/07/0 done
90031 51234 101 2026-03-11 08:00 2026-03-13 17:00 A/08/0 done
90032 51235 104 2026-03-14 07:15 2026-03-14 17:30 - sure
90033 51225 104 2026-03-12 07:15 2026-03-12 17:30 - asked
90034 51203 101 2026-03-12 08:00 2026-03-13 17:00 A/06/0 cancelled
90035 51220 101 2026-03-05 08:00 2026-03-07 17:00 E/01/0 done
90036 51201 104 2026-03-11 07:15 2026-03-11 17:30 - done
90037 51202 104 2026-03-12 07:15 2026-03-12 17:30 - done
90038 51204 109 2026-03-12 13:00 2026-03-12 14:00 - done
90039 51205 104 2026-03-10 07:15 2026-03-10 17:30 - done
90040 51206 105 2026-03-10 07:15 2026-03-10 12:30 - cancelled
90041 51207 107 2026-03-13 08:00 2026-03-13 17:00 D/18/0 done
90042 51211 104 2026-03-12 07:15 2026-03-12 17:30 - done
90043 51214 104 2026-03-13 07:15 2026-03-13 17:30 - done
90045 51235 104 2026-03-06 07:15 2026-03-06 17:30 - done
90046 51234 104 2026-03-09 07:15 2026-03-09 17:30 - done
90047 51235 104 2026-03-09 07:15 2026-03-09 17:30 - done
90048 51201 104 2026-03-13 07:15 2026-03-13 17:30 A/02/0 sure
90049 51203 104 2026-03-14 07:15 2026-03-14 17:30 - sure`;

/** What the lines repeat of the animals' icons: by animal, or by stay where one export said otherwise. */
const ICONS: Record<string, string> = {
  '51201': `${icons('Has Meds', 'Health', 'with cheese')} ${icons('Small Dog')}`,
  '51203': `${icons('Bites', 'Behavior', 'men &amp; hats')} ${icons('Use caution', 'Behavior')}`,
  '51204': icons('VIP', 'Client', ''),
  '90003': icons('Digger', 'Behavior', ''),
  '51206': icons('Yard Boss', 'Fun', 'since 2019'),
  '51207': `${icons('Small Dog')} ${icons('Large Dog')}`,
  '51208': computedIcon('Birthday'),
  // Gingr does not escape the quotes of a title.
  '51219': icons('Feed "apart"', 'Feeding'),
  '51236': icons('Bites vets only', 'Behavior', ''),
};

/** Odd stays: the same columns, and what is odd about each. */
const ODD: readonly (readonly [row: string, odd: Odd])[] = [
  [
    '90060 51225 104 2026-03-13 08:00 2026-03-13 17:00 - done',
    {
      cells: { start_date: '2000-01-01 12:00:00', end_date: '2000-01-01 12:00:00' },
      ...excluded('RESERVATION_SYNTHETIC', 'a stay of 2000-01-01 12:00, made by Gingr itself'),
    },
  ],
  [
    '90061 51231 103 2026-03-13 08:00 2026-03-14 17:00 C/09/0 asked',
    {
      cells: { wait_list_stamp: '2026-02-20 09:00:00', r_notes: 'Any day will do' },
      issues: ['RESERVATION_WAIT_LISTED'],
      waits: true,
    },
  ],
  [
    '90094 51231 112 2026-03-14 10:00 2026-03-14 11:00 - asked',
    {
      cells: { wait_list_stamp: '2026-02-21 09:00:00' },
      ...rejected('WAIT_LIST_KIND_UNREVIEWED', 'waits for a service of a kind that nobody reviewed'),
      issues: ['RESERVATION_WAIT_LISTED'],
    },
  ],
  [
    '90095 51231 112 2026-03-05 10:00 2026-03-05 11:00 - done',
    { cells: { wait_list_stamp: '2026-02-21 09:00:00' }, issues: ['WAIT_LIST_PAST_UNREVIEWED'] },
  ],
  [
    '90062 51231 104 2026-03-06 07:15 2026-03-06 17:30 - done',
    { cells: { wait_list_stamp: '2026-02-20 09:00:00' } },
  ],
  [
    '90063 51232 104 2026-03-05 07:15 2026-03-05 17:30 - done',
    { cells: { end_date: '' }, ...rejected('RESERVATION_DATES_MISSING', 'the end is empty') },
  ],
  [
    '90064 51232 104 2026-03-06 07:15 2026-03-06 17:30 - done',
    {
      cells: { start_date: '46087.302083' },
      ...rejected('RESERVATION_DATES_MISSING', 'a spreadsheet program made a number of the start'),
      issues: ['SPREADSHEET_DATE'],
    },
  ],
  [
    '90065 51232 104 2026-03-07 09:00 2026-03-07 08:00 - sure',
    rejected('RESERVATION_END_BEFORE_START', 'ends an hour before it starts'),
  ],
  [
    '90066 51232 107 2026-03-07 08:00 2026-03-07 08:00 C/10/0 sure',
    rejected('RESERVATION_ZERO_LENGTH', 'starts and ends at 08:00'),
  ],
  [
    '90067 51233 104 2026-03-05 07:15 2026-03-05 17:30 - done',
    { cells: { o_id: '' }, ...rejected('RESERVATION_OWNER_MISSING', 'the owner id is empty') },
  ],
  [
    '90068 51233 104 2026-03-05 07:15 2026-03-05 17:30 - done',
    {
      cells: { o_id: '39999' },
      ...rejected(
        'RESERVATION_OWNER_UNKNOWN',
        'the owner was merged away in Gingr; no owners file holds the id',
      ),
    },
  ],
  [
    '90069 51233 104 2026-03-06 07:15 2026-03-06 17:30 - done',
    { cells: { a_id: '0' }, ...rejected('RESERVATION_ANIMAL_MISSING', 'the animal id is 0') },
  ],
  [
    '90070 51233 104 2026-03-06 07:15 2026-03-06 17:30 - done',
    {
      cells: { a_id: '59999' },
      ...rejected('RESERVATION_ANIMAL_UNKNOWN', 'no animals file holds the animal'),
    },
  ],
  [
    '90071 51233 104 2026-03-07 07:15 2026-03-07 17:30 - done',
    { cells: { type_id: '' }, ...rejected('RESERVATION_TYPE_MISSING', 'the type id is empty') },
  ],
  [
    '90072 51233 104 2026-03-07 07:15 2026-03-07 17:30 - done',
    { cells: { type_id: '888' }, ...rejected('RESERVATION_TYPE_UNKNOWN', 'no types file holds the type') },
  ],
  [
    '90073 51233 104 2026-03-08 07:15 2026-03-08 17:30 - done',
    {
      cells: { type_id: NAMELESS_TYPE.id, type: '' },
      ...rejected('PARENT_NOT_LOADED', 'reservation_types/190 was rejected'),
    },
  ],
  [
    '90074 51233 104 2026-03-13 07:15 2026-03-13 17:30 - done',
    { cells: { o_id: '40120' }, issues: ['RESERVATION_PET_OF_OTHER_OWNER'] },
  ],
  [
    '90075 51205 104 2026-03-12 07:15 2026-03-12 17:30 - done',
    {
      cells: { check_in_stamp: '2026-03-12 17:20:00', check_out_stamp: '2026-03-12 07:20:00' },
      issues: ['RESERVATION_CHECKOUT_BEFORE_CHECKIN'],
    },
  ],
  [
    '90076 51206 101 2026-03-12 08:00 2026-03-13 17:00 B/06/0 in',
    { cells: { cancel_stamp: '2026-03-12 12:00:00' }, issues: ['RESERVATION_CANCELLED_AND_CHECKED_IN'] },
  ],
  [
    '90077 51214 104 2026-03-08 02:30 2026-03-08 17:00 - done',
    { cells: { check_in_stamp: '2026-03-08 06:00:00' }, issues: ['RESERVATION_TIME_IN_GAP'] },
  ],
  [
    '90078 51229 104 2025-11-02 01:30 2025-11-02 17:00 - done',
    { cells: { check_in_stamp: '2025-11-02 06:00:00' }, issues: ['RESERVATION_TIME_AMBIGUOUS'] },
  ],
  [
    '90079 51235 104 2026-03-12 07:15 2026-03-12 17:30 - done',
    { cells: { id: '' }, ...rejected('RECORD_ID_MISSING', 'the id is empty') },
  ],
  [
    '90080 51215 104 2026-03-13 07:15 2026-03-13 17:30 - done',
    { cells: { check_out_stamp: '2206-03-13 17:30:00' }, issues: ['VALUE_YEAR_OUT_OF_RANGE'] },
  ],
  ['90081 51230 101 2026-03-05 08:00 2026-03-08 17:00 B/07/0 done', {}],
  ['90082 51230 109 2026-03-07 10:00 2026-03-07 18:00 - done', { issues: ['RESERVATION_OVERLAP_PET'] }],
  [
    '90083 51216 101 2026-03-05 08:00 2026-03-06 17:00 B/06/0 done',
    {
      cells: { r_notes: 'Picked up early' },
      older: { check_out_stamp: '', r_notes: '' },
      issues: ['RECORD_CONFLICT_RESOLVED'],
    },
  ],
  [
    '90084 51217 104 2026-03-10 07:15 2026-03-10 17:30 - done',
    { older: { check_out_stamp: '' }, issues: ['RECORD_CONFLICT_RESOLVED'] },
  ],
  [
    '90085 51218 104 2026-03-10 07:15 2026-03-10 17:30 - done',
    {
      older: { r_notes: 'Bring nothing' },
      ...rejected('RECORD_CONFLICT_UNDECIDED', 'two lines of one file that differ in the note'),
    },
  ],
  [
    '90086 51233 101 2026-03-09 08:00 2026-03-10 17:00 A/08/0 done',
    { older: { area_name: 'A. Indoor', run_name: 'A  07' }, issues: ['RECORD_CONFLICT_RESOLVED'] },
  ],
  ['90087 51231 101 2026-03-09 08:00 2026-03-12 12:00 A/05/0 done', { issues: ['LODGING_OVER_CAPACITY'] }],
  ['90088 51232 101 2026-03-11 08:00 2026-03-13 17:00 A/05/0 done', {}],
  [
    '90089 51212 104 2026-03-11 07:15 2026-03-11 17:30 - done',
    rejected('PARENT_NOT_LOADED', 'owners/40111 was rejected'),
  ],
  [
    '90090 51226 104 2026-03-11 07:15 2026-03-11 17:30 - done',
    { cells: { o_id: '40120' }, ...rejected('PARENT_NOT_LOADED', 'animals/51226 was rejected') },
  ],
  [
    '90091 51219 104 2026-03-09 07:15 2026-03-09 17:30 - done',
    {
      cells: {
        r_notes: '<p>Belongings:\tred leash</p>\n<p>Says “no” to baths, door is 24" wide</p>',
        ...{ answer_1: 'Yard', services_string: 'Bath | Large, Nail Trim', reservation_service_ids: '71,72' },
        ...{ feeding_time: 'AM,PM', feeding_amount: '2,2', feeding_method: 'Separate to Feed (STF)' },
        ...{ feeding_type: 'Owner Provided', feeding_notes: '<p>Warm the food &amp; wait</p>' },
      },
    },
  ],
  [
    '90044 51234 104 2026-03-06 07:15 2026-03-06 17:30 - done',
    { cells: { r_notes: 'Own bed\tand bowl\n"Side door", please' } },
  ],
  ['90092 51222 104 2026-03-13 07:15 2026-03-13 17:30 - done', { cells: { standing_reservation: 'TRUE' } }],
  [
    '90096 51234 104 2026-03-10 07:15 2026-03-10 17:30 - done',
    { cells: { a_id: '51234; 51235' }, animals: 2, issues: ['RESERVATION_BOOKED_TOGETHER'] },
  ],
  ['90097 51232 101 2026-03-14 08:00 2026-03-14 17:00 A/09/0 sure', { also: ['A/11/0'] }],
  [
    '90093 51236 104 2026-03-11 07:15 2026-03-11 17:30 - done',
    rejected('PARENT_NOT_LOADED', 'animals/51236 was rejected'),
  ],
  [
    '90121 51236 104 2026-03-17 07:15 2026-03-17 17:30 - sure',
    rejected('PARENT_NOT_LOADED', 'animals/51236 was rejected'),
  ],
];

/** All stays: those of which nothing is odd, the last of them ahead, then the others. */
export const STAYS: readonly HandStay[] = [
  ...[ORDINARY, AHEAD.stays].flatMap((rows) =>
    rows
      .trim()
      .split('\n')
      .map((row) => stay(row, {})),
  ),
  ...ODD.map(([row, odd]) => stay(row, odd)),
];

function stay(
  row: string,
  { cells = {}, fate = 'inserted', issues = [], older, waits, animals, also }: Odd,
): HandStay {
  const [
    id = '',
    animalId = '',
    typeId = '',
    from = '',
    start = '',
    to = '',
    end = '',
    place = '-',
    state = '',
  ] = row.split(' ');
  const animal = animalOf(animalId);
  const breed = BREEDS.find(([value]) => value === animal['breed_id'])?.[1] ?? '';
  const startDate = `${from} ${start}:00`;
  const endDate = `${to} ${end}:00`;
  const lodging = lodgingOf(place);
  return {
    cells: {
      ...CONSTANT_STAY_CELLS,
      ...repeatedCells(
        ownerOnStay(animal['owner_id'] ?? ''),
        animal,
        breed,
        ICONS[id] ?? ICONS[animalId] ?? '',
      ),
      ...{ id, type: typeOf(typeId)?.label ?? '', type_id: typeId, start_date: startDate, end_date: endDate },
      ...stamps(state, startDate, endDate),
      ...cells,
    },
    ...{ first: dayOf(from), last: dayOf(to), fate, issues },
    ...(lodging ? { lodging } : {}),
    ...(older ? { older } : {}),
    ...(waits ? { waits } : {}),
    ...(animals ? { animals } : {}),
    ...(also ? { also: also.flatMap((place) => lodgingOf(place) ?? []) } : {}),
  };
}

/** The owner as the day export repeats it: Gingr's page drops the NUL that its owners report keeps. */
function ownerOnStay(id: string): Cells {
  const owner = ownerOf(id);
  return { ...owner, notes: (owner['notes'] ?? '').replaceAll('\u0000', '') };
}

function lodgingOf(place: string): LodgingLabel | null {
  const [letter = '', number = '', spelling = ''] = place.split('/');
  if (letter === '-') return null;
  if (letter === 'E') return { area: UNREVIEWED_AREA, run: `E  ${number}`, lodging: `E${number}` };
  return labelled(letter as AreaLetter, number, Number(spelling));
}

function stamps(state: string, start: string, end: string): Cells {
  switch (state) {
    case 'done':
      return { confirmed_stamp: CONFIRMED, check_in_stamp: start, check_out_stamp: end };
    case 'in':
      return { confirmed_stamp: CONFIRMED, check_in_stamp: start };
    case 'sure':
      return { confirmed_stamp: CONFIRMED };
    case 'cancelled':
      return { confirmed_stamp: CONFIRMED, cancel_stamp: '2026-03-01 18:00:00' };
    default:
      return {};
  }
}
