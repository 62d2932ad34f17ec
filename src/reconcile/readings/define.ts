import type { ReservationTimeMode } from '../../core/settings.ts';
import { literal } from '../../database/sql.ts';
import type { Line } from './line.ts';

/** What the SQL of a reading may lean on beside the target row `t` and its plan row `p`. */
export interface Standing {
  mode: ReservationTimeMode;
  /** IANA. */
  timeZone: string;
  /** Table of `source_id` and target `id` of an entity's records; null where the target has no table for them. */
  ids: (entity: string) => string | null;
}

/** One fact of a raw line, and how the target must hold it. */
export interface Reading {
  table: string;
  part: string;
  /** Column of the target. */
  column: string;
  /** Columns of the source, as a finding names them. */
  from: string;
  /** What the line says; null where it says nothing plainly. */
  says: (line: Line) => string | null;
  /** SQL, true where the value `standing` of target row `t` agrees with the text `said`. */
  agrees: (standing: string, said: string, at: Standing) => string;
}

type Agrees = Reading['agrees'];

/** `column` is `table.column`, or `table/part.column`. */
export function reading(
  column: string,
  from: string,
  says: Reading['says'],
  agrees: Agrees = sameText,
): Reading {
  const [place = '', name = ''] = column.split('.');
  const [table = '', part = ''] = place.split('/');
  return { table, part, column: name, from, says, agrees };
}

export const sameText: Agrees = (standing, said) =>
  `${standing}::text IS NOT DISTINCT FROM nullif(${said}, '')`;
/** Where Tailtown insists on a text, none is ''. */
export const sameName: Agrees = (standing, said) => `${standing} = ${said}`;
/** A number made of a source id: `GINGR-`, in a chain the database's name, and the id. */
export const numbered: Agrees = (standing, said) =>
  `(starts_with(${standing}, 'GINGR-') AND right(${standing}, length(${said}) + 1) = '-' || ${said})`;
/** A source id, in a chain with the database's name before it. */
export const sameId: Agrees = (standing, said) =>
  `(${standing} = ${said} OR right(${standing}, length(${said}) + 1) = ':' || ${said})`;
export const startsWith: Agrees = (standing, said) => `starts_with(coalesce(${standing}, ''), ${said})`;
export const endsWith: Agrees = (standing, said) => `right(${standing}, length(${said})) = ${said}`;
/** Nothing, or a text without blanks around it. */
const isBare = (standing: string): string =>
  `${standing}::text IS NOT DISTINCT FROM nullif(btrim(${standing}::text), '')`;
/** In a text that is put together of several. */
export const holds: Agrees = (standing, said) =>
  `(position(${said} in coalesce(${standing}::text, '')) > 0 AND ${isBare(standing)})`;
export const samePhone: Agrees = (standing, said) =>
  `(right(regexp_replace(coalesce(${standing}, ''), '\\D', '', 'g'), 10) = ${said} AND ${isBare(standing)})`;
export const sameNumber: Agrees = (standing, said) =>
  `coalesce(${standing}, 0)::numeric = coalesce(nullif(${said}, ''), '0')::numeric`;
export const sameCents: Agrees = (standing, said) => `round(${standing}::numeric * 100) = ${said}::numeric`;
export const sameInstant: Agrees = (standing, said) =>
  `coalesce(extract(epoch FROM ${standing})::bigint::text, '') = ${said}`;
/** Days are kept as their midnight. */
export const sameDay: Agrees = (standing, said) =>
  `coalesce(to_char(${standing}, 'YYYY-MM-DD HH24:MI:SS'), '') = CASE WHEN ${said} = '' THEN '' ELSE ${said} || ' 00:00:00' END`;

/** A wall-clock time as the mode stores it. */
export const sameWall: Agrees = (standing, said, { mode, timeZone }) => {
  const text = (value: string) => `coalesce(to_char(${value}, 'YYYY-MM-DD HH24:MI:SS'), '')`;
  switch (mode) {
    case 'wall-as-utc':
      return `${text(standing)} = ${said}`;
    case 'utc':
      return `${text(`(${standing} AT TIME ZONE 'UTC' AT TIME ZONE ${literal(timeZone)})`)} = ${said}`;
    case 'date-only':
      return `${text(standing)} = CASE WHEN ${said} = '' THEN '' ELSE left(${said}, 10) || ' 00:00:00' END`;
  }
};

/** A moment, told by the resort's clock. */
export const sameMoment: Agrees = (standing, said, { timeZone }) =>
  `to_char(${standing} AT TIME ZONE 'UTC' AT TIME ZONE ${literal(timeZone)}, 'YYYY-MM-DD HH24:MI:SS') = ${said}`;

/** The row of the record with this source id; where no such record is known, nothing. */
export const sameRow =
  (entity: string): Agrees =>
  (standing, said, { ids }) => {
    const known = ids(entity);
    if (known === null) return `${standing} IS NULL`;
    const rows = `SELECT i.id FROM ${known} i WHERE i.source_id = ${said}`;
    return `CASE WHEN ${standing} IS NULL THEN NOT EXISTS (${rows}) ELSE ${standing} IN (${rows}) END`;
  };

/** Whether an array of flags has one of them; it has no others, and none twice. */
export const hasFlag =
  (flag: string, flags: readonly string[]): Agrees =>
  (standing, said) =>
    `((${literal(flag)} = ANY (${standing}))::text = ${said} AND ${standing}::text[] <@ ARRAY[${flags.map(literal).join(', ')}]
      AND cardinality(${standing}) = (SELECT count(DISTINCT e) FROM unnest(${standing}) e))`;

/** For words that are safety facts: that they arrive is held elsewhere, what stands around them here. */
export const bare = (column: string, from: string): Reading =>
  reading(
    column,
    from,
    () => 'no blanks',
    (standing) => isBare(standing),
  );
export const words = (column: string, from: string, agrees?: Agrees): Reading =>
  reading(column, from, (line) => line.words(from), agrees);
export const yes = (column: string, from: string, agrees?: Agrees): Reading =>
  reading(column, from, (line) => asText(line.yes(from)), agrees);
export const instant = (column: string, from: string): Reading =>
  reading(column, from, (line) => line.instant(from), sameInstant);
export const wall = (column: string, from: string): Reading =>
  reading(column, from, (line) => line.wall(from), sameWall);
export const day = (column: string, from: string): Reading =>
  reading(column, from, (line) => line.day(from), sameDay);
export const phone = (column: string, from: string): Reading =>
  reading(column, from, (line) => line.phone(from), samePhone);
export const number = (column: string, from: string): Reading =>
  reading(column, from, (line) => line.number(from), sameNumber);
/** What Gingr says nothing of must not say more than this. */
export const always = (column: string, value: string): Reading => reading(column, '', () => value);
/** An amount, where the cell has one: an empty one never stands for 0. */
export const amount = (column: string, from: string): Reading =>
  reading(
    column,
    from,
    (line) => (line.raw(from) === '' ? null : (line.cents(from)?.toString() ?? null)),
    sameCents,
  );
/** A plain 1 or 0; other words, and none, are the mapping's to read. */
export const bit = (column: string, from: string): Reading =>
  reading(column, from, (line) => (/^[01]$/.test(line.raw(from)) ? String(line.raw(from) === '1') : null));
/** A moment that the cell writes as the clock of the resort showed it. */
export const moment = (column: string, from: string): Reading =>
  reading(column, from, (line) => line.wall(from) || null, sameMoment);
export const parent = (column: string, from: string, entity: string): Reading =>
  reading(column, from, (line) => idOf(line, from), sameRow(entity));
export const source = (column: string): Reading =>
  reading(column, 'id', (line) => line.raw('id') || null, sameId);

export const asText = (value: boolean | null): string | null => (value === null ? null : String(value));

/** The id of another record; 0 is none. */
export const idOf = (line: Line, column: string): string => line.raw(column).replace(/^0$/, '');

/** One of a few common words, by another; null for every other word. */
export const oneOf = (word: string | null, choices: Record<string, string>): string | null =>
  word === null ? null : (choices[word.toLowerCase()] ?? null);
