import type { Format } from './formats.ts';
import { unescaped } from './shared-strings.ts';

/** What a sheet shows in a cell, as text; `doubtful` where a spreadsheet program may have made a date of a text. */
export interface CellText {
  text: string;
  doubtful: boolean;
}

const sound = (text: string): CellText => ({ text, doubtful: false });

/** The text of a cell that holds its value itself: `type` and `raw` as in `<c t="type"><v>raw</v></c>`. */
export function cellText(type: string, raw: string, format: Format, from1904: boolean): CellText {
  if (type === 'b') return sound(raw.trim() === '1' || raw.trim() === 'true' ? 'TRUE' : 'FALSE');
  if (type === 'n') return numberCell(raw.trim(), format, from1904);
  return sound(unescaped(raw));
}

function numberCell(raw: string, format: Format, from1904: boolean): CellText {
  const value = raw === '' ? Number.NaN : Number(raw);
  if (!Number.isFinite(value)) return sound(raw);
  switch (format.kind) {
    case 'number':
      return sound(numberText(value));
    case 'digits':
      return sound(
        Number.isInteger(value) && value >= 0
          ? numberText(value).padStart(format.least, '0')
          : numberText(value),
      );
    case 'clock':
      return sound(
        value < 1 && value >= 0 ? clockText(value) : (dateText(value, from1904) ?? numberText(value)),
      );
    case 'date':
      return sound(dateText(value, from1904) ?? numberText(value));
    case 'part':
      return { text: partText(value, format.of, from1904) ?? numberText(value), doubtful: true };
  }
}

/** Spreadsheet programs keep 15 digits of a number; those of a longer one are lost, which `E+` then tells. */
const EXACT = 1e15;

/** A number without the rounding of the format: all its 15 digits are in the file. */
export function numberText(value: number): string {
  if (Math.abs(value) >= EXACT) {
    const [digits = '', exponent = ''] = value.toExponential(14).split('e');
    return `${digits.replace(/\.?0+$/, '')}E${exponent}`;
  }
  // 0.30000000000000004 is how 0.3 is stored.
  return String(Number(value.toPrecision(15)));
}

const DAY_SECONDS = 86_400;
/** Serial days end with the year 9999. */
const LAST_DAY = 2_958_465;

/**
 * The day, and the time where there is one, of a serial number: `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`. Null for what is no
 * day: before the first one, after 9999, and the 29 February 1900 that Excel counts but that never was.
 */
export function dateText(serial: number, from1904: boolean): string | null {
  const date = dateOf(serial, from1904);
  if (date === null) return null;
  const text = date.toISOString();
  return Math.round(serial * DAY_SECONDS) % DAY_SECONDS === 0
    ? text.slice(0, 10)
    : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

function dateOf(serial: number, from1904: boolean): Date | null {
  const seconds = Math.round(serial * DAY_SECONDS);
  const day = Math.floor(seconds / DAY_SECONDS);
  if (day < (from1904 ? 0 : 1) || day > LAST_DAY || (!from1904 && day === 60)) return null;
  // Behind the day that never was, the serial numbers are one ahead.
  const first = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day > 60 ? 30 : 31);
  return new Date(first + seconds * 1000);
}

const clockText = (share: number): string =>
  new Date((Math.round(share * DAY_SECONDS) % DAY_SECONDS) * 1000).toISOString().slice(11, 19);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function partText(serial: number, of: 'day-month' | 'month-year', from1904: boolean): string | null {
  const date = dateOf(serial, from1904);
  if (date === null) return null;
  const month = MONTHS[date.getUTCMonth()] ?? '';
  return of === 'day-month'
    ? `${date.getUTCDate()}-${month}`
    : `${month}-${String(date.getUTCFullYear()).slice(2)}`;
}
