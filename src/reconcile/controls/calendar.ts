/**
 * The resort's calendar, read here once more: months and days of stamps as an export writes them, by Intl. It shares
 * nothing with the mapping's (core/time.ts), so that neither can hide the other's mistake.
 */
export interface Calendar {
  /** Local day `YYYY-MM-DD` of unix seconds, a wall-clock time, an ISO instant or a US date; null where it is none. */
  dayOf(raw: string | null): string | null;
  /** Local month `YYYY-MM`. */
  monthOf(raw: string | null): string | null;
}

const WALL = /^(\d{4}-\d\d-\d\d)(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/;
const OFFSET = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s?(Z|[+-]\d\d:?\d\d)$/;
const UNIX = /^\d{1,11}$/;
const HUMAN = /^(?:[A-Za-z]+,?\s+)?(\d{1,2})\/(\d{1,2})\/(\d{4})(?:,?\s.*)?$/;

const calendars = new Map<string, Calendar>();

/** The calendar of an IANA time zone. */
export function calendarOf(timeZone: string): Calendar {
  const known = calendars.get(timeZone);
  if (known) return known;
  const made = makeCalendar(timeZone);
  calendars.set(timeZone, made);
  return made;
}

const QUARTER = 15 * 60_000;
/** No zone is further from UTC than this. */
const WIDEST = 15 * 60 * 60_000;
const KEPT = 20_000;

function makeCalendar(timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  });
  // Zones change their offset, and days begin, at a quarter of an hour.
  const days = new Map<number, string>();
  const dayAt = (epochMs: number): string => {
    const quarter = Math.floor(epochMs / QUARTER);
    const known = days.get(quarter);
    if (known !== undefined) return known;
    const parts = Object.fromEntries(
      format.formatToParts(quarter * QUARTER).map(({ type, value }) => [type, value]),
    );
    const day = `${parts['year']}-${parts['month']}-${parts['day']}`;
    if (days.size >= KEPT) days.clear();
    days.set(quarter, day);
    return day;
  };
  // Most instants lie in the same month all over the world, and Intl is slow.
  const monthAt = (epochMs: number): string => {
    const month = utcMonth(epochMs - WIDEST);
    return month === utcMonth(epochMs + WIDEST) ? month : dayAt(epochMs).slice(0, 7);
  };
  const read = (raw: string | null, ofInstant: (epochMs: number) => string, length: number) => {
    // A NUL in a cell is told of and taken out by the mapping.
    const text = (raw ?? '').replaceAll('\0', '').trim();
    const wall = WALL.exec(text)?.[1] ?? humanDay(text);
    if (wall !== null) return inRange(wall.slice(0, 4)) ? wall.slice(0, length) : null;
    const epochMs = instantOf(text);
    if (epochMs === null) return null;
    return inRange(utcMonth(epochMs).slice(0, 4)) ? ofInstant(epochMs) : null;
  };
  return {
    dayOf: (raw) => read(raw, dayAt, 10),
    monthOf: (raw) => read(raw, monthAt, 7),
  };
}

const inRange = (year: string): boolean => year >= '1989' && year <= '2101';

/** Milliseconds since 1970 of unix seconds or an ISO instant with its offset; null where the text is neither. */
export function instantOf(text: string): number | null {
  if (UNIX.test(text)) return Number(text) * 1000;
  const [, day, time, offset] = OFFSET.exec(text) ?? [];
  if (day === undefined || time === undefined || offset === undefined) return null;
  const epochMs = Date.parse(`${day}T${time}${offset.replace(/^(.\d\d)(\d\d)$/, '$1:$2')}`);
  return Number.isNaN(epochMs) ? null : epochMs;
}

function humanDay(text: string): string | null {
  const [, month, day, year] = HUMAN.exec(text) ?? [];
  return year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : null;
}

function utcMonth(epochMs: number): string {
  const date = new Date(epochMs);
  const month = date.getUTCMonth() + 1;
  return `${date.getUTCFullYear()}-${month < 10 ? '0' : ''}${month}`;
}
