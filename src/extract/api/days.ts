/** Days as text (YYYY-MM-DD), counted without any zone: Gingr takes them as days of the resort (P-TZ-9). */

const DAY_MS = 86_400_000;
/** Windows begin on a fixed grid, so that a stay lies in the same ones whenever it is asked for. */
const GRID = Date.UTC(2000, 0, 1) / DAY_MS;
/** Gingr refuses more. Each window begins on the last day of the one before: nothing says whether the last one counts. */
const WINDOW = 30;
/** How far ahead people book. */
const AHEAD = 730;

export interface Window {
  from: string;
  to: string;
}

/**
 * Windows of 30 days from the one that holds `first` to the one that holds two years after `today`. Stays that Gingr's own
 * tool made lie on 2000-01-01 (gingr-sources.md 2.3.5), and `synthetic` takes their window too.
 */
export function windows(first: string, today: string, synthetic: boolean): Window[] {
  const from = Math.max(0, Math.floor((dayNumber(first) - GRID) / WINDOW));
  const to = Math.floor((dayNumber(today) + AHEAD - GRID) / WINDOW);
  const steps = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  return [...(synthetic && from > 0 ? [0] : []), ...steps].map((step) => ({
    from: dayText(GRID + step * WINDOW),
    to: dayText(GRID + (step + 1) * WINDOW),
  }));
}

const dayNumber = (day: string): number => Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY_MS;
const dayText = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

const OLDEST = 2000;
/** Gingr began in 2013; where no record says when it was made, that is early enough. */
const FALLBACK = 2012;

/** The first of January of the year in which the oldest of the records was made, by their `created_at`. */
export function firstYear(created: Iterable<unknown>): string {
  let oldest = Number.POSITIVE_INFINITY;
  for (const value of created) oldest = Math.min(oldest, yearOf(value) ?? oldest);
  return `${Number.isFinite(oldest) ? Math.max(OLDEST, oldest) : FALLBACK}-01-01`;
}

function yearOf(value: unknown): number | null {
  const day = dayOf(value);
  return day === null ? null : Number(day.slice(0, 4));
}

/** Whether a moment lies on that day or later; a day more is counted in, since the zone is not looked at. */
export function isSince(value: unknown, since: string): boolean {
  const day = dayOf(value);
  return day !== null && dayNumber(day) >= dayNumber(since) - 1;
}

/** The day of unix seconds, or of a text that begins with one; null for anything else. */
function dayOf(value: unknown): string | null {
  const text = String(value ?? '').trim();
  if (/^\d{8,11}$/.test(text)) return new Date(Number(text) * 1000).toISOString().slice(0, 10);
  const [day] = /^(?!0000)\d{4}-\d\d-\d\d/.exec(text) ?? [];
  return day === undefined || Number.isNaN(dayNumber(day)) ? null : day;
}
