import { plural } from './format.ts';
import { type Html, html } from './html.ts';

/** How much of the model one rendering shows; report.json always has all of it. */
export interface Limits {
  /** Lines per table. */
  rows: number;
  /** Examples per issue and per alteration. */
  examples: number;
  /** Groups (months) per control total. */
  groups: number;
  /** Characters per text. At least 80, so that a sha256 stays whole. */
  text: number;
}

/** From generous to tight: the first one that keeps the page under its size is taken. */
export const LEVELS: readonly Limits[] = [
  { rows: 5000, examples: 50, groups: 400, text: 500 },
  { rows: 2000, examples: 20, groups: 240, text: 300 },
  { rows: 1000, examples: 10, groups: 120, text: 200 },
  { rows: 400, examples: 5, groups: 120, text: 160 },
  { rows: 200, examples: 2, groups: 60, text: 120 },
  { rows: 45, examples: 0, groups: 0, text: 80 },
];

/**
 * The same value with every text in it (keys too) cut to `longest` characters, marked by `…`. The name of a group is
 * taken apart into month, location and method, so that it is cut only where it is shown.
 */
export function clipped<T>(value: T, longest: number): T;
export function clipped(value: unknown, longest: number): unknown {
  if (typeof value === 'string') return clip(value, longest);
  if (Array.isArray(value)) return value.map((item) => clipped<unknown>(item, longest));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, item]) => [
      clip(key, longest),
      key === 'group' ? item : clipped<unknown>(item, longest),
    ]),
  );
}

/** Characters of text that a rendering with these limits shows at least: a cheap look before the costly one. */
export function weightOf(value: unknown, limits: Limits, most = limits.rows): number {
  if (typeof value === 'string') return Math.min(value.length, limits.text);
  if (Array.isArray(value)) {
    return value.slice(0, most).reduce<number>((sum, item) => sum + weightOf(item, limits), 0);
  }
  if (value === null || typeof value !== 'object') return 1;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + weightOf(item, limits, mostOf(key, limits)),
    0,
  );
}

function mostOf(key: string, limits: Limits): number {
  if (key === 'examples') return limits.examples;
  return key === 'groups' ? limits.groups : limits.rows;
}

export const clip = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;

/** Says what a list leaves to report.json; nothing where it shows everything. */
export function more(shown: number, total: number, what: string): Html | null {
  return shown < total
    ? html`<p class="more">And ${plural(total - shown, what)} more in report.json.</p>`
    : null;
}
