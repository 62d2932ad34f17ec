import { centsOf } from '../controls/amounts.ts';
import { calendarOf } from '../controls/calendar.ts';
import type { Labels } from './labels.ts';

/**
 * A raw line, read here once more by code that shares nothing with the mapping's functions. Only what stands plainly
 * there is read: every method gives null (it says nothing) for mark-up, odd blanks, other formats and rare cases, so
 * that what is read can be held against the target without exceptions. '' says that the cell is empty.
 */
export interface Line {
  /** One cell, trimmed; '' where it is empty or the file has no such column. */
  raw(column: string): string;
  /** A text of one line and without anything that a mapping may tidy. */
  words(column: string): string | null;
  /** The first of several cells that holds words; null where one before it holds something else. */
  first(...columns: string[]): string | null;
  yes(column: string): boolean | null;
  /** The last ten digits of a telephone number of North America. */
  phone(column: string): string | null;
  /** Unix seconds as text. */
  instant(column: string): string | null;
  /** Wall-clock time `YYYY-MM-DD HH:MM:SS` in the resort's zone; nothing of the hours in which clocks change. */
  wall(column: string): string | null;
  /** Local day `YYYY-MM-DD`. */
  day(column: string): string | null;
  /** A number without sign, as it is written. */
  number(column: string): string | null;
  /** Cents. */
  cents(column: string): bigint | null;
  /** A label of a list by the id in a column; without an id, the words of the second column. */
  label(list: string, id: string, otherwise?: string): string | null;
}

export type LineReader = (get: (column: string) => string | null) => Line;

const PLAIN = /^[\p{L}\p{N}._'#@+:;!?$%*=()/,|-]+(?: [\p{L}\p{N}._'#@+:;!?$%*=()/,|-]+)*$/u;
const LONGEST = 80;
const NO_VALUE = /^(?:no|none|na|n\/a|nil|nka|nkda|unknown)\b/i;
const NO_DATE = /^(?:0|0000-00-00.*)?$/;
const WALL = /^(\d{4}-\d\d-\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?$/;

/** The reader of lines for a resort in this IANA zone. */
export function lineReader(timeZone: string, labels: Labels): LineReader {
  const calendar = calendarOf(timeZone);
  const clock = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  return (get) => {
    const raw = (column: string) => (get(column) ?? '').trim();
    const dateCell = (column: string) => raw(column).replace(NO_DATE, '');
    const words = (column: string) => plain(raw(column));
    return {
      raw,
      words,
      first(...columns) {
        for (const column of columns) {
          const text = words(column);
          if (text === null || NO_VALUE.test(text)) return null;
          if (text !== '') return text;
        }
        return '';
      },
      yes(column) {
        const word = raw(column).toLowerCase();
        if (['1', 'true', 'yes', 'y'].includes(word)) return true;
        return ['', '0', 'false', 'no', 'n'].includes(word) ? false : null;
      },
      phone(column) {
        const text = raw(column);
        if (text === '') return '';
        const digits = text.replace(/[\s()./+-]/g, '').replace(/^1(?=\d{10}$)/, '');
        return /^[2-9]\d{9}$/.test(digits) ? digits : null;
      },
      instant(column) {
        const text = dateCell(column);
        if (text === '') return '';
        return /^\d{9,10}$/.test(text) && Number(text) > 662_688_000 ? text : null;
      },
      wall(column) {
        const text = dateCell(column);
        if (text === '') return '';
        const local = /^\d{9,10}$/.test(text) ? clock.format(new Date(Number(text) * 1000)) : text;
        const [, day = '', hour = '', minute, second = '00'] = WALL.exec(local) ?? [];
        return hour < '04' || day < '1991' || day > '2100' ? null : `${day} ${hour}:${minute}:${second}`;
      },
      day(column) {
        const text = dateCell(column);
        const day = text === '' ? '' : calendar.dayOf(text);
        return day !== null && day !== '' && (day < '1991' || day > '2100') ? null : day;
      },
      number: (column) => (/^(?:\d{1,8}(?:\.\d{1,4})?)?$/.test(raw(column)) ? raw(column) : null),
      cents: (column) => (raw(column) === '' ? 0n : centsOf(raw(column))),
      label(list, id, otherwise) {
        const key = raw(id);
        if (key === '' || key === '0') return otherwise === undefined ? '' : words(otherwise);
        const label = labels.get(`${list}/${key}`);
        return label === undefined ? null : plain(label.trim());
      },
    };
  };
}

const plain = (text: string): string | null =>
  text === '' || (text.length <= LONGEST && PLAIN.test(text)) ? text : null;
