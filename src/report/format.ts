import { type Html, html } from './html.ts';

const NUMBERS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

/** `1234567` as `1,234,567`. */
export const count = (value: number): string => NUMBERS.format(value);

/** Decimal text with thousands separators; text that is no number stays as it is. */
export function amount(text: string): string {
  const match = /^([+-]?)(\d+)(\.\d+)?$/.exec(text);
  if (!match) return text;
  return `${match[1]}${(match[2] ?? '').replace(/\B(?=(\d{3})+$)/g, ',')}${match[3] ?? ''}`;
}

const ZERO = /^[+-]?0+(\.0+)?$/;

/** A number for a table cell, zero muted. */
export function figure(value: number | string): Html {
  const shown = typeof value === 'number' ? count(value) : amount(value);
  return ZERO.test(shown) ? html`<span class="zero">${shown}</span>` : html`${shown}`;
}

/** A difference for a table cell: `+5.00`, `-5.00`, zero muted. Null stands for amounts that are no numbers. */
export function signed(text: string | null): Html {
  if (text === null) return html`?`;
  return figure(/^\d/.test(text) && !ZERO.test(text) ? `+${text}` : text);
}

/** `reservation_types` as `Reservation types`, `reservations.starts` as `Reservations: starts`. */
export function label(name: string): string {
  const words = name.replace(/\./g, ': ').replace(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `1 record`, `2 records`. */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** A duration in milliseconds as `340 ms`, `1.2 s` or `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${count(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

/** A number of bytes as `812 B`, `4.1 kB` or `1.2 MB` (powers of 1000). */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_950) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** An ISO instant in the resort's own time, such as `May 3, 2026, 6:00 PM`; text that is none stays as it is. */
export function instant(iso: string, timeZone: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  try {
    const text = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(
      time,
    );
    return text.replaceAll('\u202f', ' ');
  } catch {
    return iso;
  }
}
