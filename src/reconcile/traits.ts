import { createHash } from 'node:crypto';
import { instantOf } from './controls/calendar.ts';

/**
 * One trait of a raw line that detectors hold against the target over all records (load/detectors): the local hour at
 * which a stay starts, the picture of an animal. Read by code that the mapping does not share. Null for none.
 */
export type TraitReader = (get: (column: string) => string | null) => string | null;

/** The reader of an entity's lines, or null for an entity without such a trait. `timeZone` is IANA, the manifest's. */
export function traitReader(entity: string, timeZone: string): TraitReader | null {
  switch (entity) {
    case 'reservations': {
      const hourOf = hourReader(timeZone);
      return (get) => hourOf(get('start_date'));
    }
    case 'animals':
      return (get) => pictureOf(get('image'));
    default:
      return null;
  }
}

/** SQL that gives the picture in `value` the same sign as `pictureOf`; '' for none. */
export const pictureSign = (value: string): string => `coalesce(md5(nullif(btrim(${value}), '')), '')`;

function pictureOf(raw: string | null): string | null {
  const address = (raw ?? '').trim();
  return address === '' ? null : createHash('md5').update(address).digest('hex');
}

const NO_DATE = /^(?:0|0000-00-00.*)?$/;
const WALL = /^\d{4}-\d\d-\d\d(?:[ T](\d\d):\d\d(?::\d\d(?:\.\d+)?)?)?$/;
const HUMAN =
  /^(?:[A-Za-z]+,?\s+)?\d{1,2}\/\d{1,2}\/\d{4}(?:,?\s+(\d{1,2}):\d\d(?::\d\d)?\s*([ap])\.?m\.?)?$/i;

/** Clocks change between these; what a stored time of such a night means is a matter of its own. */
export const CLOCKS_CHANGE = ['01', '02', '03'];

const QUARTER = 15 * 60_000;
const KEPT = 20_000;

/** Reads the local hour (`00` to `23`) of a start; null where there is none that can be read or clocks may change. */
function hourReader(timeZone: string): (raw: string | null) => string | null {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  // Zones change their offset at a quarter of an hour, and Intl is slow.
  const hours = new Map<number, string>();
  const hourAt = (epochMs: number): string => {
    const quarter = Math.floor(epochMs / QUARTER);
    const known = hours.get(quarter);
    if (known !== undefined) return known;
    const hour = format.format(quarter * QUARTER).padStart(2, '0');
    if (hours.size >= KEPT) hours.clear();
    hours.set(quarter, hour);
    return hour;
  };
  const read = (text: string): string | null => {
    if (NO_DATE.test(text)) return null;
    const wall = WALL.exec(text);
    if (wall) return wall[1] ?? '00';
    const human = HUMAN.exec(text);
    if (human) return human[1] === undefined ? '00' : clockHour(human[1], human[2] ?? '');
    const epochMs = instantOf(text);
    return epochMs === null ? null : hourAt(epochMs);
  };
  return (raw) => {
    const hour = read((raw ?? '').trim());
    return hour === null || hour > '23' || CLOCKS_CHANGE.includes(hour) ? null : hour;
  };
}

/** `7` and `p` as `19`. */
const clockHour = (hour: string, half: string): string =>
  String((Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0)).padStart(2, '0');
