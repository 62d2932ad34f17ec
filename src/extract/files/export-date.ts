import { isRealTime, type LocalTime, localToUtc, utcToLocal, type Zone } from '../../core/time.ts';

const STAMP =
  /(?<!\d)(\d{4})-(\d\d)-(\d\d)(?:[T_ ](\d\d)[:_.-](\d\d)(?:[:_.-](\d\d))?(Z|[+-]\d\d[:_]?\d\d)?)?(?!\d)/g;

/**
 * The day of the export that a file's name declares by an ISO date or date-time: `YYYY-MM-DD`, or the local
 * `YYYY-MM-DDTHH:mm:ss` in the tenant's zone; the last one where there are several. A day in Gingr's own words
 * (`Reservations For Saturday, 12_20_2025.csv`) is the day covered, not that of the export, and gives null.
 */
export function exportDateOf(path: string, zone: Zone): string | null {
  const name = path.split('/').pop() ?? '';
  const dates = [...name.matchAll(STAMP)].map((match) => dateOf(match, zone)).filter((date) => date !== null);
  return dates.at(-1) ?? null;
}

/** The instant up to which an export of that date may speak: its own time, else the end of that local day. */
export function instantOf(exportDate: string, zone: Zone): number {
  const [year = 0, month = 1, day = 1, ...time] = exportDate.split(/[-T:]/).map(Number);
  if (time.length === 0) {
    const next = new Date(Date.UTC(year, month - 1, day + 1));
    return localToUtc(zone, next.getUTCFullYear(), next.getUTCMonth() + 1, next.getUTCDate()).epochMs - 1;
  }
  return localToUtc(zone, year, month, day, ...time).epochMs;
}

function dateOf(match: RegExpMatchArray, zone: Zone): string | null {
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(0, 7)
    .map((part) => Number(part ?? 0));
  const parts: LocalTime = { year, month, day, hour, minute, second };
  if (!isRealTime(parts) || year < 1990 || year > 2100) return null;
  if (match[4] === undefined) return text(parts).slice(0, 10);
  const offset = match[7];
  if (offset === undefined) return text(parts);
  const utc = Date.UTC(year, month - 1, day, hour, minute, second) - offsetMs(offset);
  return text(utcToLocal(zone, utc));
}

function offsetMs(offset: string): number {
  if (offset === 'Z') return 0;
  const digits = offset.replace(/\D/g, '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (offset.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

const two = (value: number): string => String(value).padStart(2, '0');

const text = (time: LocalTime): string =>
  `${time.year}-${two(time.month)}-${two(time.day)}T${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
