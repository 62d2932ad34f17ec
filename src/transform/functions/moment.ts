import {
  isRealTime,
  type LocalKind,
  type LocalTime,
  localToUtc,
  utcToLocal,
  type Zone,
} from '../../core/time.ts';

/** Reading dates and times of gingr-sources 2.0 into one shape. Only declared formats; nothing is guessed. */

export interface Moment {
  /** What the clock on the resort's wall showed. */
  local: LocalTime;
  epochMs: number;
  kind: LocalKind;
}

export type ReadMoment =
  | { ok: true; moment: Moment | null }
  | { ok: false; code: 'VALUE_DATE_UNREADABLE' | 'SPREADSHEET_DATE' };

const EMPTY: ReadMoment = { ok: true, moment: null };
const UNREADABLE: ReadMoment = { ok: false, code: 'VALUE_DATE_UNREADABLE' };
const REWRITTEN: ReadMoment = { ok: false, code: 'SPREADSHEET_DATE' };
const NO_DATE = new Set(['', '0', '0000-00-00', '0000-00-00 00:00:00', '0000-00-00T00:00:00']);
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?$/;
const WITH_OFFSET = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?\s?(Z|[+-]\d\d:?\d\d)$/;
/** `Tuesday 3/4/2025 7:15 am`: US order, 12 hours, of the calendar's human export. */
const HUMAN =
  /^(?:[A-Z][a-z]+,?\s+)?(\d{1,2})\/(\d{1,2})\/(\d{4})(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*([ap])\.?m\.?)?$/i;
const UNIX = /^-?\d{1,11}$/;
/** Serial day of a spreadsheet, 1970 to 2100; as unix seconds it would be a moment of the first day of 1970. */
const SERIAL = /^(?:2(?:55[7-9]|5[6-9]\d|[6-9]\d\d)|[3-6]\d{3}|7[0-3]\d\d)\d(?:[.,]\d+)?$/;
/** As a spreadsheet shows it, with a year of two digits or a time that may be of the morning or the evening. */
const RESHOWN = /^\d{1,2}\/\d{1,2}\/(?:\d\d|(?:\d{4}|\d\d) \d{1,2}:\d\d(?::\d\d)?)$/;

/** Whether a date cell says nothing: empty, 0 or a zero date. */
export const isNoDate = (raw: string | null): boolean => raw === null || NO_DATE.has(raw.trim());

/** Several columns read one cell: what was read is kept for some lines, few enough not to outlive the young. */
const read = new WeakMap<Zone, Map<string, ReadMoment>>();
const READ = 256;

/** Reads a wall-clock time, an ISO instant with offset, a human date or unix seconds. */
export function readMoment(raw: string | null, zone: Zone): ReadMoment {
  if (raw === null) return EMPTY;
  let known = read.get(zone);
  if (known === undefined || known.size >= READ) {
    known = new Map();
    read.set(zone, known);
  }
  let found = known.get(raw);
  if (found === undefined) {
    found = parse(raw, zone);
    known.set(raw, found);
  }
  return found;
}

function parse(raw: string, zone: Zone): ReadMoment {
  const text = raw.trim();
  if (NO_DATE.has(text)) return EMPTY;
  const local = LOCAL.exec(text);
  if (local) {
    const [, year, month, day, hour = 0, minute = 0, second = 0] = local;
    return fromLocal(zone, +(year ?? 0), +(month ?? 0), +(day ?? 0), +hour, +minute, +second);
  }
  if (SERIAL.test(text) || RESHOWN.test(text)) return REWRITTEN;
  if (UNIX.test(text)) return fromInstant(zone, Number(text) * 1000);
  const offset = WITH_OFFSET.exec(text);
  if (offset) return fromOffset(zone, offset);
  const human = HUMAN.exec(text);
  return human ? fromHuman(zone, human) : UNREADABLE;
}

function fromLocal(
  zone: Zone,
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
): ReadMoment {
  const local = { year, month, day, hour, minute, second };
  // JavaScript takes years below 100 for 19xx, and there is no such booking.
  if (year < 100 || !isRealTime(local)) return UNREADABLE;
  return { ok: true, moment: { local, ...localToUtc(zone, year, month, day, hour, minute, second) } };
}

function fromInstant(zone: Zone, epochMs: number): ReadMoment {
  if (!Number.isFinite(epochMs) || Math.abs(epochMs) > 8e14) return UNREADABLE;
  return { ok: true, moment: { local: utcToLocal(zone, epochMs), epochMs, kind: 'unique' } };
}

function fromOffset(
  zone: Zone,
  [, day = '', time = '', offset = '']: readonly (string | undefined)[],
): ReadMoment {
  const [year = 0, month = 0, date = 0, hour = 0, minute = 0, second = 0] = numbers(
    `${day}-${time}`.split(/[-:]/),
  );
  if (year < 100 || !isRealTime({ year, month, day: date, hour, minute, second })) return UNREADABLE;
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? [];
  const shift = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return fromInstant(zone, Date.UTC(year, month - 1, date, hour, minute, second) - shift);
}

function fromHuman(zone: Zone, match: readonly (string | undefined)[]): ReadMoment {
  const [month = 0, day = 0, year = 0, hour12 = 12, minute = 0, second = 0] = numbers(match.slice(1, 7));
  if (match[7] === undefined) return fromLocal(zone, year, month, day);
  if (hour12 < 1 || hour12 > 12) return UNREADABLE;
  const hour = (hour12 % 12) + (match[7].toLowerCase() === 'p' ? 12 : 0);
  return fromLocal(zone, year, month, day, hour, minute, second);
}

const numbers = (parts: readonly (string | undefined)[]): number[] => parts.map((part) => Number(part ?? 0));
