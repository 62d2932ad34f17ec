/** How PostgreSQL's text values become JavaScript values, and back: one set of rules for both kinds of session. */

const INT8 = 20;
const INT8_ARRAY = 1016;
const NUMERIC_ARRAY = 1231;
/** date, time, timestamp, timestamptz, interval, timetz. */
const TIMES = [1082, 1083, 1114, 1184, 1186, 1266];
const TIME_ARRAYS = [1182, 1183, 1115, 1185, 1187, 1270];
/** Object ids from here on belong to types that were created in this database. */
const FIRST_USER_OID = 16_384;

export type Parser = (text: string) => unknown;

const asText: Parser = (text) => text;

/** int8 as number, or as string where a number would not be exact. */
const int8: Parser = (text) => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
};

/** Parsers that differ from those of the drivers, by type oid. */
export const PARSERS: Readonly<Record<number, Parser>> = {
  [INT8]: int8,
  [INT8_ARRAY]: (text) => parseArray(text).map((item) => (item === null ? null : int8(item))),
  [NUMERIC_ARRAY]: (text) => parseArray(text),
  ...Object.fromEntries(TIMES.map((oid) => [oid, asText])),
  ...Object.fromEntries(TIME_ARRAYS.map((oid) => [oid, (text: string) => parseArray(text)])),
};

/**
 * Neither driver knows types that were created after it connected. Of those, only arrays (of enums, here) are printed
 * in braces, so they are told by that.
 */
export const parseUserType: Parser = (text) =>
  text.startsWith('{') && text.endsWith('}') ? parseArray(text) : text;

export const isUserType = (oid: number): boolean => oid >= FIRST_USER_OID;

/** The items of a one-dimensional array as PostgreSQL prints it. */
export function parseArray(text: string): (string | null)[] {
  const items: (string | null)[] = [];
  let at = text.indexOf('{') + 1;
  while (at < text.length && text[at] !== '}') {
    const quoted = text[at] === '"';
    let item = '';
    if (quoted) at += 1;
    while (at < text.length && (quoted ? text[at] !== '"' : text[at] !== ',' && text[at] !== '}')) {
      if (text[at] === '\\') at += 1;
      item += text[at] ?? '';
      at += 1;
    }
    if (quoted) at += 1;
    items.push(!quoted && item === 'NULL' ? null : item);
    if (text[at] === ',') at += 1;
  }
  return items;
}

/** An array as PostgreSQL reads it. */
export const arrayText = (items: readonly unknown[]): string =>
  `{${items.map((item) => (item === null || item === undefined ? 'NULL' : `"${String(item).replace(/["\\]/g, '\\$&')}"`)).join(',')}}`;
