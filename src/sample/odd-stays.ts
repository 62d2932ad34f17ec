import type { RuleCode } from '../core/rules/index.ts';
import { wallText } from './calendar.ts';
import { NAMELESS_TYPE, type StayType, typeOf, UNREVIEWED_AREA } from './catalogue.ts';
import type { Cells } from './columns.ts';
import type { SampleOwner } from './owners.ts';
import type { Fate, PlacedStay, StayFiles } from './stay-files.ts';
import { type Guest, guestCells, labelled, type Period } from './stays.ts';

/** One kind of odd stay: what it changes in a plain day stay, and how it ends. Each animal of a kind has no other stay. */
interface OddKind {
  cells?: Cells;
  fate?: Fate;
  issues?: readonly RuleCode[];
  waits?: true;
  /** Only with a label that nothing else uses. */
  unusedLabel?: true;
  /** A second, later stay inside the first one. */
  overlap?: true;
  /** Another line of the stay, older or undecided: what differs in it. */
  other?: { cells: Cells; nextDay: boolean };
  day?: string;
}

const rejected = (code: RuleCode, why: string): Fate => ({ outcome: 'rejected', code, why });
const excluded = (code: RuleCode, why: string): Fate => ({ outcome: 'excluded', code, why });

/** Built around a day stay from 08:00 to 17:00; `START` and `END` stand for its day at these times. */
const kinds = (at: (hour: number, minute?: number) => string, otherOwner: string): readonly OddKind[] => [
  {
    cells: { start_date: '2000-01-01 12:00:00', end_date: '2000-01-01 12:00:00' },
    fate: excluded('RESERVATION_SYNTHETIC', 'a stay of 2000-01-01 12:00, made by Gingr itself'),
    unusedLabel: true,
  },
  {
    cells: { wait_list_stamp: at(6), confirmed_stamp: '', check_in_stamp: '', check_out_stamp: '' },
    issues: ['RESERVATION_WAIT_LISTED'],
    waits: true,
  },
  {
    cells: {
      ...{ wait_list_stamp: at(6), confirmed_stamp: '', check_in_stamp: '', check_out_stamp: '' },
      ...{ type_id: '112', type: typeOf('112')?.label ?? '' },
    },
    fate: rejected('WAIT_LIST_KIND_UNREVIEWED', 'waits for a service of a kind that nobody reviewed'),
    issues: ['RESERVATION_WAIT_LISTED'],
  },
  { cells: { wait_list_stamp: at(6), check_in_stamp: '', check_out_stamp: '' } },
  { cells: { end_date: '' }, fate: rejected('RESERVATION_DATES_MISSING', 'the end is empty') },
  {
    cells: { start_date: 'tomorrow' },
    fate: rejected('RESERVATION_DATES_MISSING', 'the start cannot be read'),
    issues: ['VALUE_DATE_UNREADABLE'],
  },
  {
    cells: { end_date: at(7) },
    fate: rejected('RESERVATION_END_BEFORE_START', 'ends an hour before it starts'),
  },
  { cells: { end_date: at(8) }, fate: rejected('RESERVATION_ZERO_LENGTH', 'starts and ends at 08:00') },
  { cells: { o_id: '' }, fate: rejected('RESERVATION_OWNER_MISSING', 'the owner id is empty') },
  {
    cells: { o_id: '888000001' },
    fate: rejected('RESERVATION_OWNER_UNKNOWN', 'no owners file holds the owner'),
  },
  { cells: { a_id: '0' }, fate: rejected('RESERVATION_ANIMAL_MISSING', 'the animal id is 0') },
  {
    cells: { a_id: '888000002' },
    fate: rejected('RESERVATION_ANIMAL_UNKNOWN', 'no animals file holds the animal'),
  },
  { cells: { type_id: '' }, fate: rejected('RESERVATION_TYPE_MISSING', 'the type id is empty') },
  { cells: { type_id: '888' }, fate: rejected('RESERVATION_TYPE_UNKNOWN', 'no types file holds the type') },
  {
    cells: { type_id: NAMELESS_TYPE.id, type: '' },
    fate: rejected('PARENT_NOT_LOADED', 'reservation_types/190 was rejected'),
  },
  { cells: { o_id: otherOwner }, issues: ['RESERVATION_PET_OF_OTHER_OWNER'] },
  {
    cells: { check_in_stamp: at(16), check_out_stamp: at(9) },
    issues: ['RESERVATION_CHECKOUT_BEFORE_CHECKIN'],
  },
  { cells: { cancel_stamp: at(12), check_out_stamp: '' }, issues: ['RESERVATION_CANCELLED_AND_CHECKED_IN'] },
  {
    cells: { start_date: '2026-03-08 02:30:00', end_date: '2026-03-08 17:00:00' },
    day: '2026-03-08',
    issues: ['RESERVATION_TIME_IN_GAP'],
  },
  {
    cells: { start_date: '2025-11-02 01:30:00', end_date: '2025-11-02 17:00:00' },
    day: '2025-11-02',
    issues: ['RESERVATION_TIME_AMBIGUOUS'],
  },
  { cells: { id: '' }, fate: rejected('RECORD_ID_MISSING', 'the id is empty') },
  { cells: { check_out_stamp: at(17).replace(/^20/, '22') }, issues: ['VALUE_YEAR_OUT_OF_RANGE'] },
  { overlap: true },
  {
    other: { cells: { check_out_stamp: '', r_notes: 'Bring the bed' }, nextDay: true },
    issues: ['RECORD_CONFLICT_RESOLVED'],
  },
  { other: { cells: { check_out_stamp: '' }, nextDay: false }, issues: ['RECORD_CONFLICT_RESOLVED'] },
  {
    other: { cells: { r_notes: 'No, bring nothing' }, nextDay: false },
    fate: rejected('RECORD_CONFLICT_UNDECIDED', 'two lines of one file that differ in the note'),
  },
];

export const ODD_KINDS = kinds(() => '', '').length;

/** Writes the odd stay of an animal; gives how many ids it took. `lender` is an owner of whom nothing is odd. */
export function writeOddStay(
  files: StayFiles,
  guest: Guest,
  kind: number,
  period: Period,
  lender: SampleOwner,
  id: string,
  nextId: string,
): number {
  const type = typeOf('104');
  const crossing = period.first + (guest.index % (period.days - 2));
  const day = period.days > MONTHLY ? lastOfMonth(crossing) : crossing;
  const odd = kinds((hour, minute) => wallText(day, hour, minute), lender.cells['id'] ?? '')[kind];
  if (!type || !odd) return 0;
  const stay = plainStay(guest, type, day, id, odd);
  if (odd.other) files.writeConflict(stay, odd.other.cells);
  else files.write(stay);
  if (!odd.overlap) return 1;
  files.write({
    ...stay,
    cells: { ...stay.cells, id: nextId, start_date: wallText(day, 10), end_date: wallText(day, 18) },
    issues: ['RESERVATION_OVERLAP_PET', 'LODGING_OVER_CAPACITY'],
  });
  return 2;
}

const MONTHLY = 62;

function plainStay(guest: Guest, type: StayType, day: number, id: string, odd: OddKind): PlacedStay {
  const first = odd.day ? dayNumber(odd.day) : day;
  const last = odd.other?.nextDay ? first + 1 : first;
  const cells: Cells = {
    ...{ type: type.label, type_id: type.id },
    ...{ id, start_date: wallText(day, 8), end_date: wallText(last, 17) },
    ...{
      confirmed_stamp: wallText(first - 5, 10),
      check_in_stamp: wallText(first, 8, 5),
      check_out_stamp: wallText(last, 17),
    },
    ...odd.cells,
  };
  const lodging = lodgingOfOdd(odd, id);
  return {
    cells,
    first,
    last,
    fate: odd.fate ?? 'inserted',
    shared: guestCells(guest),
    issues: odd.issues ?? [],
    ...(odd.waits ? { waits: odd.waits } : {}),
    ...lodging,
  };
}

/** Both stays of an overlap lie in one lodging, which therefore holds more than it can. */
function lodgingOfOdd(odd: OddKind, id: string): Pick<PlacedStay, 'lodging'> {
  if (odd.unusedLabel) return { lodging: labelled('C', '9998', 0) };
  if (!odd.overlap) return {};
  return { lodging: { area: UNREVIEWED_AREA, run: `Overflow ${id}`, lodging: `overflow ${id}` } };
}

const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** The last day of the month, at whose end the exports of two months meet. */
function lastOfMonth(day: number): number {
  const date = new Date(day * 86_400_000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0) / 86_400_000;
}
