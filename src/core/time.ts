import { usageError } from './errors.ts';

/**
 * Time zones without a library: each zone's changes of offset are read from Intl once and kept as a table, which is
 * a hundred times faster than asking Intl per value (measurements.md). Instants are epoch milliseconds.
 */

export interface Zone {
  readonly name: string;
  /** Instants at which a new offset begins, ascending; the first is -Infinity. */
  readonly starts: readonly number[];
  /** Offset (local minus UTC, in milliseconds) from the start of the same index. */
  readonly offsets: readonly number[];
}

/** `gap`: the clocks skip the time in spring. `ambiguous`: they show it twice in autumn. */
export type LocalKind = 'unique' | 'gap' | 'ambiguous';

export interface Resolved {
  epochMs: number;
  kind: LocalKind;
}

export interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const DAY = 86_400_000;
const FIRST = Date.UTC(1970, 0, 1);
const LAST = Date.UTC(2105, 0, 1);
/** Shorter than the shortest time between two changes of one zone (Morocco's Ramadan, about 30 days). */
const PROBE = 7 * DAY;

const zones = new Map<string, Zone>();

/** The zone with this IANA name; throws `TIME_ZONE_UNKNOWN` (exit 2). */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  assertZone(name);
  const zone = buildZone(name);
  zones.set(name, zone);
  return zone;
}

/** Refuses anything that is not an IANA zone name, fixed offsets such as `-07:00` too: they know no DST. */
export function assertZone(name: string): void {
  const hint = 'Give an IANA name such as America/Denver.';
  if (!/^[A-Za-z]/.test(name)) throw usageError('TIME_ZONE_UNKNOWN', `"${name}" is no time zone name`, hint);
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
  } catch (cause) {
    throw usageError('TIME_ZONE_UNKNOWN', `"${name}" is no time zone name`, hint, { cause });
  }
}

/**
 * The instant of a local wall-clock time. In a gap the offset before the change is used, so 02:30 becomes 03:30;
 * of an ambiguous time the first instant is taken. The parts must form a real calendar date.
 */
export function localToUtc(
  zone: Zone,
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
): Resolved {
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  let index = segmentAt(zone, local - 2 * DAY);
  let first: number | null = null;
  for (; index < zone.starts.length; index += 1) {
    const start = zone.starts[index] ?? 0;
    const end = zone.starts[index + 1] ?? Number.POSITIVE_INFINITY;
    const epochMs = local - (zone.offsets[index] ?? 0);
    if (epochMs < start) break;
    if (epochMs >= end) continue;
    if (first !== null) return { epochMs: first, kind: 'ambiguous' };
    first = epochMs;
  }
  if (first !== null) return { epochMs: first, kind: 'unique' };
  return { epochMs: local - (zone.offsets[index - 1] ?? 0), kind: 'gap' };
}

/** The wall-clock time that the zone shows at an instant. */
export function utcToLocal(zone: Zone, epochMs: number): LocalTime {
  const local = new Date(epochMs + offsetAt(zone, epochMs));
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
  };
}

/** Local minus UTC in milliseconds at an instant. */
export const offsetAt = (zone: Zone, epochMs: number): number => zone.offsets[segmentAt(zone, epochMs)] ?? 0;

/** Whether the parts name a day of the calendar and a time of the day. */
export function isRealTime(time: LocalTime): boolean {
  const { year, month, day, hour, minute, second } = time;
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return false;
  if (month === 2) return day <= (isLeap(year) ? 29 : 28);
  return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
}

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** UTC text as a `timestamp(3)` column takes it: `YYYY-MM-DD HH:mm:ss.SSS`. */
export function timestampText(epochMs: number): string {
  const day = Math.floor(epochMs / DAY);
  const rest = epochMs - day * DAY;
  const second = Math.floor(rest / 1000);
  const hours = two(Math.floor(second / 3600));
  const millis = rest % 1000 === 0 ? '000' : String(rest % 1000).padStart(3, '0');
  return `${dayText(day)} ${hours}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}.${millis}`;
}

const two = (value: number) => (value < 10 ? `0${value}` : `${value}`);

/** A resort's history is some thousand days, met a million times; the bound is for other data. */
const dayTexts = new Map<number, string>();
const DAY_TEXTS = 50_000;

function dayText(day: number): string {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY).toISOString().slice(0, -14);
  if (dayTexts.size >= DAY_TEXTS) dayTexts.clear();
  dayTexts.set(day, text);
  return text;
}

function segmentAt(zone: Zone, epochMs: number): number {
  let low = 0;
  let high = zone.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((zone.starts[middle] ?? 0) <= epochMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

function buildZone(name: string): Zone {
  const offsetOf = intlOffset(name);
  const starts = [Number.NEGATIVE_INFINITY];
  const offsets = [offsetOf(FIRST)];
  for (let at = FIRST; at < LAST; at += PROBE) {
    const before = offsets[offsets.length - 1] ?? 0;
    const after = offsetOf(at + PROBE);
    if (after === before) continue;
    starts.push(changeBetween(offsetOf, at, at + PROBE, before));
    offsets.push(after);
  }
  return { name, starts, offsets };
}

function changeBetween(
  offsetOf: (epochMs: number) => number,
  from: number,
  to: number,
  before: number,
): number {
  let low = from;
  let high = to;
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000;
    if (offsetOf(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function intlOffset(name: string): (epochMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (epochMs) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(epochMs)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - epochMs;
  };
}
