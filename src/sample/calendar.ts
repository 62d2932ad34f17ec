/**
 * Local wall-clock times and days of the sample's resort, which lies in America/Denver. Days are counted from
 * 1970-01-01. The zone's rule is written out here (since 2007: second Sunday of March to first Sunday of November),
 * so that the answer key does not lean on the code it is to judge.
 */
export const TIME_ZONE = 'America/Denver';

const DAY_SECONDS = 86_400;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const two = (value: number): string => String(value).padStart(2, '0');

/** Day number of `YYYY-MM-DD`. */
export function dayOf(date: string): number {
  const [year = 0, month = 1, day = 1] = date.slice(0, 10).split('-').map(Number);
  return Date.UTC(year, month - 1, day) / (DAY_SECONDS * 1000);
}

/** `YYYY-MM-DD` of a day number. */
export function dateText(day: number): string {
  const known = dates.get(day) ?? new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 10);
  dates.set(day, known);
  return known;
}
/** The days of a sample are few, and each is written many times. */
const dates = new Map<number, string>();

/** `YYYY-MM-DD HH:mm:ss`, the day export's form. */
export const wallText = (day: number, hour: number, minute = 0): string =>
  `${dateText(day)} ${two(hour)}:${two(minute)}:00`;

/** `Saturday, 12_20_2025`, the form in the names of Gingr's downloads. */
export function longDay(day: number): string {
  const [year, month, date] = dateText(day).split('-');
  return `${WEEKDAYS[(day + 4) % 7]}, ${month}_${date}_${year}`;
}

/** Unix seconds, as text, of the local midnight at which the day begins. */
export const localMidnight = (day: number): string =>
  String(day * DAY_SECONDS + (summerAtMidnight(day) ? 6 : 7) * 3600);

/** Unix seconds of a wall-clock time; of the hour that exists twice the first one. */
export function localInstant(day: number, hour: number, minute = 0): number {
  const year = Number(dateText(day).slice(0, 4));
  const changed = hour >= 2 && (day === nthSunday(year, 3, 2) || day === nthSunday(year, 11, 1));
  const summer = summerAtMidnight(day) !== changed;
  return day * DAY_SECONDS + (hour + (summer ? 6 : 7)) * 3600 + minute * 60;
}

/** `YYYY-MM-DD HH:mm:ss` of unix seconds, in UTC: an instant as a column of the target has it. */
export const utcText = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

function summerAtMidnight(day: number): boolean {
  const year = Number(dateText(day).slice(0, 4));
  return day > nthSunday(year, 3, 2) && day <= nthSunday(year, 11, 1);
}

function nthSunday(year: number, month: number, nth: number): number {
  const first = dayOf(`${year}-${two(month)}-01`);
  return first + ((10 - (first % 7)) % 7) + (nth - 1) * 7;
}
