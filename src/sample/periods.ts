import { dateText, dayOf, longDay } from './calendar.ts';
import type { FileSpan } from './stay-files.ts';
import { type Period, WINDOW } from './stays.ts';
import { CSV, type FileFormat, TSV } from './writer.ts';

/** Above this many days there is one export a month, so that the number of files stays sane. */
const DAILY = 62;
const FIRST_DAILY = dayOf('2026-03-01');
const LAST_DAY = dayOf('2026-03-31');
/** The day of the repeated hour, which every sample holds. */
const REPEATED_HOUR = dayOf('2025-11-02');

interface Size {
  owners: number;
  days?: number;
  staysPerOwner?: number;
}

/** Which days the stays lie in, and how many of them an animal has at most. Throws RangeError below 28 days. */
export function periodOf({ owners, days, staysPerOwner = 5 }: Size): Period {
  const length = days ?? (owners > 500 ? 730 : 28);
  if (length < 28) throw new RangeError('the stays of a sample need at least 28 days');
  if (length <= DAILY) return { first: FIRST_DAILY, days: length, stays: staysOf(length, staysPerOwner) };
  const first = firstOfMonth(Math.min(LAST_DAY - length + 1, REPEATED_HOUR));
  return { first, days: LAST_DAY - first + 1, stays: staysOf(length, staysPerOwner) };
}

/** An owner has about 1.5 animals, and an animal half of the most; no more than there are windows for. */
const staysOf = (days: number, staysPerOwner: number): number =>
  Math.max(1, Math.min(Math.round(staysPerOwner / 0.75), Math.floor(days / WINDOW)));

/** The export files of the period, in all the forms that they come in. */
export function spansOf(period: Period): FileSpan[] {
  const last = period.first + period.days - 1;
  const spans: FileSpan[] = [];
  if (period.days > DAILY) {
    for (let day = period.first; day <= last + 1; ) {
      const end = lastOfMonth(day);
      spans.push(span(day, end, spans.length));
      day = end + 1;
    }
    return spans;
  }
  spans.push(span(REPEATED_HOUR, REPEATED_HOUR, 0));
  for (let day = period.first; day <= last; day += 1) spans.push(span(day, day, spans.length));
  return spans;
}

const FORMATS: readonly FileFormat[] = [
  TSV,
  { ...CSV, encoding: 'utf-8-bom', newline: '\r\n' },
  { ...TSV, gzip: true },
  { ...TSV, encoding: 'utf-16le' },
  { ...CSV, encoding: 'windows-1252', newline: '\r\n' },
  { ...CSV, delimiter: ';' },
  TSV,
];

function span(first: number, last: number, index: number): FileSpan {
  const format = FORMATS[index % FORMATS.length] ?? TSV;
  return { path: `export/${fileName(first, last, format)}`, format, first, last };
}

/** The names that Gingr's two downloads have; both declare the day of the export. */
export function fileName(first: number, last: number, format: FileFormat): string {
  const end = format.gzip ? '.gz' : '';
  if (format.delimiter === '\t') return `gingr-export-${dateText(last)}.tsv${end}`;
  const covered = first === last ? longDay(first) : dateText(first).slice(0, 7).replace('-', '_');
  return `Reservations For ${covered} (exported ${dateText(last)}).csv${end}`;
}

const utc = (day: number): Date => new Date(day * 86_400_000);
const firstOfMonth = (day: number): number =>
  Date.UTC(utc(day).getUTCFullYear(), utc(day).getUTCMonth(), 1) / 86_400_000;
const lastOfMonth = (day: number): number =>
  Date.UTC(utc(day).getUTCFullYear(), utc(day).getUTCMonth() + 1, 0) / 86_400_000;
