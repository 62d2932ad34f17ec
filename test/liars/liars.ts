import { ident, literal } from '../../src/database/sql.ts';
import type { Unit, UnitColumn } from '../../src/staging/layout.ts';

/** One lie: what it is called, where it stands, and how it is told in a relation. */
export interface Liar {
  /** Kind of lie, the same for all columns of a type. */
  kind: string;
  table: string;
  /** Null for a lie about a whole row. */
  column: string | null;
  /** SQL that tells it of one row of the relation (quoted name). */
  one: (relation: string) => string;
  /** SQL that tells it of every row, as a wrong function of the mapping would; null where that makes no sense. */
  all: ((relation: string) => string) | null;
}

export interface LiarColumn {
  name: string;
  /** Stored type; arrays end in []. */
  type: string;
  /** Type to cast to in the target, where it is an enum. */
  enumType?: string;
  enumValues?: readonly string[];
  reference?: boolean;
}

/** Columns of a unit as its staged table (`staged`) or its target table has them. */
export function columnsOf(unit: Unit, staged: boolean): LiarColumn[] {
  return unit.columns
    .filter((column) => staged || column.targetType !== null)
    .map((column) => columnOf(column, staged));
}

function columnOf({ name, type, targetType, enumValues, mapping }: UnitColumn, staged: boolean): LiarColumn {
  return {
    ...{ name, type: staged ? type : (targetType ?? type) },
    ...(enumValues ? { enumValues, ...(staged || targetType === null ? {} : { enumType: targetType }) } : {}),
    ...(mapping.source.kind === 'reference' ? { reference: true } : {}),
  };
}

/** Wrong values of a column by its type: SQL over row `r`. */
function wrongValues(column: LiarColumn): Record<string, string> {
  const c = `r.${ident(column.name)}`;
  const { type, enumValues, enumType } = column;
  if (enumValues && type.endsWith('[]')) {
    const all = `ARRAY[${enumValues.map(literal).join(', ')}]::${type}`;
    return {
      'element lost': `${c}[2:]`,
      'element added': `${c} || (SELECT e FROM unnest(${all}) e WHERE e <> ALL (${c}) LIMIT 1)`,
      'null for nothing': `nullif(${c}, '{}')`,
    };
  }
  if (enumValues) {
    const cast = enumType ? `::${enumType}` : '';
    const next = enumValues.map(
      (value, place) =>
        `WHEN ${literal(value)} THEN ${literal(enumValues[(place + 1) % enumValues.length] ?? '')}`,
    );
    return { 'other enum value': `(CASE ${c}::text ${next.join(' ')} END)${cast}`, null: 'NULL' };
  }
  if (type.endsWith('[]'))
    return {
      'element lost': `${c}[2:]`,
      'element added': `array_append(${c}, ${/^int/.test(type) ? `(${c})[1] + 1` : `(${c})[1] || '!'`})`,
      'element invented': `array_append(${c}, ${/^int/.test(type) ? '7' : `'LIAR'`})`,
      'null for nothing': `nullif(${c}, '{}')`,
    };
  if (type.startsWith('timestamp') || type === 'date')
    return {
      ...{ 'an hour later': `${c} + interval '1 hour'`, 'an hour earlier': `${c} - interval '1 hour'` },
      ...{ 'a day later': `${c} + interval '1 day'`, 'a month earlier': `${c} - interval '1 month'` },
      'day and month exchanged': `make_timestamp(date_part('year', ${c})::int, least(date_part('day', ${c}), 12)::int, date_part('month', ${c})::int, date_part('hour', ${c})::int, date_part('minute', ${c})::int, date_part('second', ${c}))`,
      null: 'NULL',
    };
  if (type === 'boolean') return { inverted: `NOT ${c}`, null: 'NULL' };
  if (type === 'jsonb' || type === 'json')
    return {
      'key lost': `CASE jsonb_typeof(${c}) WHEN 'array' THEN ${c} - 0 ELSE ${c} - (SELECT min(k) FROM jsonb_object_keys(${c}) k) END`,
      'key added': `${c} || '{"Liar": "2026-01-01"}'`,
      'value changed': `replace(replace(${c}::text, '202', '203'), 'a', 'e')::jsonb`,
      null: 'NULL',
    };
  if (/^(?:int|bigint|smallint)/.test(type))
    return { 'one more': `${c} + 1`, 'one less': `${c} - 1`, null: 'NULL' };
  if (/^(?:numeric|double|real)/.test(type))
    return {
      ...{ 'a cent more': `${c} + 0.01`, 'a cent less': `${c} - 0.01`, 'sign turned': `-${c}` },
      ...{ 'divided by 100': `${c} / 100`, null: 'NULL' },
    };
  return {
    'trailing blank': `${c} || ' '`,
    'other case': `CASE WHEN upper(${c}) = ${c} THEN lower(${c}) ELSE upper(${c}) END`,
    'empty for null': `coalesce(${c}, '')`,
    'null for text': 'NULL',
    'cut short': `left(${c}, length(${c}) - 1)`,
  };
}

/** Every wrong value of these columns. `key` orders the rows; the first that a lie would change is lied about. */
export function valueLiars(table: string, columns: readonly LiarColumn[], key: string): Liar[] {
  return columns.flatMap((column) => {
    const name = ident(column.name);
    const next = (relation: string) =>
      `coalesce((SELECT o.${name} FROM ${relation} o WHERE o.${name} IS DISTINCT FROM r.${name} ORDER BY o.${key} > r.${key} DESC, o.${key} LIMIT 1), r.${name})`;
    const kinds: Record<string, (relation: string) => string> = {
      "another row's": next,
      ...Object.fromEntries(Object.entries(wrongValues(column)).map(([kind, sql]) => [kind, () => sql])),
      ...(column.reference ? { 'nobody there': () => `'nobody'` } : {}),
    };
    return Object.entries(kinds).map(([kind, value]): Liar => {
      const changes = (relation: string) => `${value(relation)} IS DISTINCT FROM r.${name}`;
      return {
        ...{ kind, table, column: column.name },
        one: (relation) =>
          `UPDATE ${relation} r SET ${name} = ${value(relation)} WHERE ctid = (
             SELECT ctid FROM ${relation} r WHERE ${changes(relation)} ORDER BY ${key} LIMIT 1)`,
        all: (relation) => `UPDATE ${relation} r SET ${name} = ${value(relation)} WHERE ${changes(relation)}`,
      };
    });
  });
}

/** Lies about whole rows. `all` names every column of the relation. */
export function rowLiars(table: string, all: readonly string[], key: string, tenant: string | null): Liar[] {
  const first = (relation: string) => `(SELECT ${key} FROM ${relation} ORDER BY ${key} LIMIT 1)`;
  const last = (relation: string) => `(SELECT ${key} FROM ${relation} ORDER BY ${key} DESC LIMIT 1)`;
  const list = all.map((name) => ident(name)).join(', ');
  // An id may be a text or a uuid: another one of its own type.
  const other = (relation: string) =>
    `(jsonb_populate_record(NULL::${relation}, jsonb_build_object('${key.replaceAll('"', '')}', overlay(${key}::text PLACING 'f0f0' FROM 1 FOR 4)))).${key}`;
  const copied = (relation: string) =>
    all.map((name) => {
      if (ident(name) === key) return other(relation);
      if (['externalId', 'invoiceNumber', 'email', 'name'].includes(name)) return `${ident(name)} || '-liar'`;
      return name === 'reservationId' ? 'NULL' : ident(name);
    });
  const others = all.filter((name) => ident(name) !== key);
  const tell = (kind: string, one: Liar['one']): Liar => ({ kind, table, column: null, one, all: null });
  return [
    tell('row lost', (relation) => `DELETE FROM ${relation} WHERE ${key} = ${first(relation)}`),
    tell(
      'row doubled under a new id',
      (relation) =>
        `INSERT INTO ${relation} (${list}) SELECT ${copied(relation).join(', ')} FROM ${relation} WHERE ${key} = ${first(relation)} LIMIT 1`,
    ),
    tell(
      'ids of two rows exchanged',
      (relation) =>
        `UPDATE ${relation} r SET ${others.map((name) => `${ident(name)} = o.${ident(name)}`).join(', ')} FROM ${relation} o
       WHERE (r.${key} = ${first(relation)} AND o.${key} = ${last(relation)}) OR (r.${key} = ${last(relation)} AND o.${key} = ${first(relation)})`,
    ),
    tell(
      'row under another id',
      (relation) => `UPDATE ${relation} SET ${key} = ${key} || '-liar' WHERE ${key} = ${first(relation)}`,
    ),
    ...(tenant === null
      ? []
      : [
          tell(
            'row moved to another tenant',
            (relation) => `UPDATE ${relation} SET ${tenant} = 'another' WHERE ${key} = ${first(relation)}`,
          ),
        ]),
  ];
}

/** One row's references exchanged with another's: a payment of one owner at another's. */
export function swapLiars(table: string, columns: readonly LiarColumn[], key: string): Liar[] {
  return columns
    .filter(({ reference }) => reference)
    .map(({ name }): Liar => {
      const c = ident(name);
      return {
        ...{ kind: 'swapped between two', table, column: name, all: null },
        one: (relation) => `
        UPDATE ${relation} r SET ${c} = o.${c} FROM ${relation} o, (
          SELECT a.${key} AS x, b.${key} AS y FROM ${relation} a JOIN ${relation} b ON a.${c} < b.${c}
          ORDER BY 1, 2 LIMIT 1) pair
        WHERE (r.${key} = x AND o.${key} = y) OR (r.${key} = y AND o.${key} = x)`,
      };
    });
}
