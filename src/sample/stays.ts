import type { SampleAnimal } from './animals.ts';
import { dateText, wallText } from './calendar.ts';
import { AREAS, type AreaLetter, typeOf, UNREVIEWED_AREA } from './catalogue.ts';
import type { Cells } from './columns.ts';
import type { LodgingLabel } from './lodging-book.ts';
import type { SampleOwner } from './owners.ts';
import { Random } from './random.ts';
import { CONSTANT_STAY_CELLS, repeatedCells } from './repeated.ts';
import type { Fate, PlacedStay } from './stay-files.ts';
import * as words from './words.ts';

/** The span of days that a sample's stays lie in. */
export interface Period {
  first: number;
  days: number;
  /** At most so many stays per animal. */
  stays: number;
}

/** Stays of one animal lie in different windows of days, so that they overlap only where it is meant. */
export const WINDOW = 4;
/** Above this, stays have no lodging (gingr-sources.md 5: upper bound for load tests). */
const MOST_LODGINGS = 12_000;

export interface Guest {
  owner: SampleOwner;
  animal: SampleAnimal;
  /** Place of the animal among all. */
  index: number;
}

export const stayId = (serial: number): string => String(9_000_001 + serial);

/** What every line of an animal's stays repeats of it and its owner, and the constant columns. */
export function guestCells({ owner, animal }: Guest): Cells {
  return {
    ...CONSTANT_STAY_CELLS,
    ...repeatedCells(owner.cells, animal.cells, animal.breed, animal.icons?.cell ?? ''),
  };
}

/** The ordinary stays of one animal, each in a window of its own. `serial` is the place of the first one. */
export function* ordinaryStays(
  seed: number,
  guest: Guest,
  period: Period,
  serial: number,
): Generator<PlacedStay> {
  const random = new Random(seed, 3, guest.index);
  const windows = Math.floor(period.days / WINDOW);
  const count = guest.animal.fate === 'inserted' ? random.int(period.stays + 1) : Math.min(1, period.stays);
  const stride = Math.floor(windows / period.stays);
  const shared = guestCells(guest);
  for (let nth = 0; nth < count; nth += 1) {
    const window = (guest.index + nth * stride) % windows;
    const place = Math.floor(guest.index / windows) * period.stays + nth;
    const repeated = nth > 0 && guest.animal.icons?.once ? { ...shared, icons_string: '' } : shared;
    yield { ...ordinaryStay(random, guest, period, window, place, stayId(serial + nth)), shared: repeated };
  }
}

function ordinaryStay(
  random: Random,
  guest: Guest,
  period: Period,
  window: number,
  place: number,
  id: string,
): PlacedStay {
  const nights = random.int(WINDOW);
  const first = period.first + window * WINDOW + random.int(WINDOW - nights);
  const last = first + nights;
  const future = window === Math.floor(period.days / WINDOW) - 1;
  const type = typeOf(
    nights === 0 ? random.pick(['104', '105', '106', '109', '111', '112']) : overnightType(random, guest),
  );
  if (!type) throw new RangeError('no such type');
  const start = wallText(first, 6 + random.int(4), random.int(4) * 15);
  const end = wallText(last, 14 + random.int(4), random.int(4) * 15);
  const note = random.pick(words.STAY_NOTES);
  const cells: Cells = {
    type: type.label,
    type_id: type.id,
    ...{ id, start_date: start, end_date: end, r_notes: note },
    answer_1: random.chance(0.3) ? 'Yard' : '',
    services_string: random.chance(0.15) ? 'Bath | Large, Nail Trim' : '',
    reservation_service_ids: random.chance(0.15) ? '71,72' : '',
    ...(nights > 0 ? feeding(random) : {}),
    ...stamps(random, first, last, start, end, future),
    ...(random.chance(0.04) ? { standing_reservation: 'TRUE' } : {}),
  };
  const lodging = nights > 0 && guest.animal.fate === 'inserted' ? lodgingOf(random, place) : null;
  const fate = fateOf(guest);
  // Without a kind of service the wait that is over has no place of its own.
  const unkept = cells['wait_list_stamp'] && !type.reviewed && fate === 'inserted';
  return {
    ...{ cells, first, last, fate },
    ...(unkept ? { issues: ['WAIT_LIST_PAST_UNREVIEWED' as const] } : {}),
    ...(lodging ? { lodging } : {}),
  };
}

function fateOf({ owner, animal }: Guest): Fate {
  if (animal.fate === 'inserted') return 'inserted';
  const root = owner.fate === 'inserted' ? `animals/${animal.cells['id']}` : `owners/${owner.cells['id']}`;
  return { outcome: 'rejected', code: 'PARENT_NOT_LOADED', why: `${root} was rejected` };
}

function overnightType(random: Random, { animal }: Guest): string {
  if (animal.cells['species_id'] === '2') return '103';
  return random.pick(['101', '101', '101', '102', '107', '110']);
}

function feeding(random: Random): Cells {
  if (random.chance(0.3)) return {};
  return {
    ...{ feeding_time: 'AM,PM', feeding_amount: '2,2', feeding_type: 'Owner Provided' },
    feeding_method: random.pick(['Feed alone', 'Feed with Housemates', 'Separate to Feed (STF)']),
  };
}

/** Cancelled 10 %, never confirmed 2 %; the last window has not begun yet. */
function stamps(
  random: Random,
  first: number,
  last: number,
  start: string,
  end: string,
  future: boolean,
): Cells {
  const confirmed = wallText(first - 9, 10, random.int(60));
  const drawn = random.next();
  if (drawn < 0.1)
    return { confirmed_stamp: confirmed, cancel_stamp: wallText(first - 2, 18, random.int(60)) };
  if (drawn < 0.12) return {};
  if (future) return { confirmed_stamp: confirmed };
  const waited = drawn < 0.13 ? { wait_list_stamp: wallText(first - 12, 9) } : {};
  const late = random.int(15);
  const arrived = start.replace(/:\d\d:\d\d$/, `:${String(45 + late).padStart(2, '0')}:00`);
  const left = end.replace(/^.{10}/, dateText(last));
  return { ...waited, confirmed_stamp: confirmed, check_in_stamp: arrived, check_out_stamp: left };
}

/** The lodging of a place in its window, in one of the spellings of gingr-sources.md 2.7. */
export function lodgingOf(random: Random, place: number): LodgingLabel | null {
  if (place >= MOST_LODGINGS) return null;
  const number = String(Math.floor(place / 4) + 1).padStart(2, '0');
  if (place % 40 === 39) return { area: UNREVIEWED_AREA, run: `E  ${number}`, lodging: `E${number}` };
  const letter = (['A', 'B', 'C', 'D'] as const)[place % 4] ?? 'A';
  return labelled(letter, number, random.chance(0.7) ? 0 : random.int(SPELLINGS.length));
}

const SPELLINGS: readonly ((area: string, letter: string, number: string) => string)[] = [
  (_, letter, number) => `${letter}  ${number}`,
  (_, letter, number) => `${letter} ${number}`,
  (_, letter, number) => `${letter}${number}`,
  (area, letter, number) => `${area} - ${letter} ${number}`,
  (area, letter, number) => `${area} ${letter}  ${number}`,
];

/** A run of a reviewed area in the given spelling; all five mean one lodging (P-LODGE-5). */
export function labelled(letter: AreaLetter, number: string, spelling: number): LodgingLabel {
  const area = AREAS[letter];
  const spell = SPELLINGS[spelling] ?? SPELLINGS[0];
  return { area, run: spell?.(area, letter, number) ?? '', lodging: `${letter}${number}` };
}
