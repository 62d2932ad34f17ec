import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import { bases } from '../ledger/images.ts';
import { gathersOf } from '../mapping/steps.ts';
import { ownText, placeOf } from '../staging/below-heading.ts';
import { type Layout, type Unit, type UnitColumn, written } from '../staging/layout.ts';
import { defaultOf } from './expressions.ts';

/**
 * What was put together from other records, such as a pet's vaccinations or its icons: a snapshot that holds none of
 * them for a record says nothing of it, so what the last load made of them stays wanted; unless their export is declared
 * `complete`.
 */
export async function carryGathered(
  session: Session,
  layout: Layout,
  unit: Unit,
  complete: ReadonlySet<string>,
): Promise<void> {
  const gathered = written(unit).flatMap((column) => {
    const { source } = column.mapping;
    const of = source.kind === 'derive' ? (gathersOf(source.step)?.of ?? []) : [];
    const carried =
      of.length > 0 && of.every((entity) => complete.has(entity)) ? null : carriedOf(layout, unit, column);
    return carried === null ? [] : [{ column, ...carried }];
  });
  if (gathered.length === 0) return;
  const columns = [...new Set(gathered.flatMap(({ column, reads }) => [column.sql, ...reads]))];
  const overrides = gathered.map(
    ({ column, when, value }) =>
      // As text, which every type reads: arrays have no JSON form of their own that does.
      `CASE WHEN ${when} THEN jsonb_build_object(${literal(column.name)}, (${value})::text) ELSE '{}' END`,
  );
  await session.query(`
    UPDATE ${unit.plan} p SET _override = ${overrides.join(' || ')}
    FROM ${bases(unit.table, columns)} b, ${unit.staged} s
    WHERE b._batch = p.base_batch AND b._id = p.id AND s._n = p.n
      AND (${gathered.map(({ when }) => `(${when})`).join(' OR ')})`);
}

interface Carried {
  /** SQL, true where the last load's value stays wanted. */
  when: string;
  value: string;
  /** Other columns of the base that the value is made of. */
  reads: string[];
}

function carriedOf(layout: Layout, unit: Unit, column: UnitColumn): Carried | null {
  const { source } = column.mapping;
  const gathers = source.kind === 'derive' ? gathersOf(source.step) : null;
  if (source.kind !== 'derive' || gathers === null) return null;
  const said = unit.columns.find(({ name }) => name === gathers.said);
  const silent = said ? `s.${said.sql} IS NULL` : 'true';
  if (source.columns.length === 0)
    return {
      // What the target's own default gives anyway need not be carried.
      when: `s.${column.sql} IS NULL AND b.${column.sql} IS NOT NULL AND b.${column.sql} IS DISTINCT FROM ${defaultOf(column) ?? 'NULL'} AND ${silent}`,
      value: `b.${column.sql}`,
      reads: [],
    };
  if (gathers.tail !== undefined) return entriesOf(column.sql, silent, gathers.tail);
  // Only a part of these flags was gathered; the rest is the record's own, which this snapshot holds.
  if (column.merge !== 'array') return null;
  const flags = written(unit).filter(({ name }) => gathers.lists?.includes(name));
  const lists = flags.map(({ sql }) => `coalesce(b.${sql}, '[]')`).join(' || ');
  const listed = `SELECT e ->> 'requirement' AS w FROM jsonb_array_elements(${lists}) e WHERE e ? 'requirement'`;
  const added = addedWords(layout, unit, column, flags.length === 0 ? null : listed);
  const sources = [
    ...(flags.length === 0 ? [] : [`SELECT w FROM (${listed}) flagged WHERE ${silent}`]),
    ...added.map(({ select }) => select),
  ];
  if (sources.length === 0) return null;
  const words = `SELECT DISTINCT w FROM (${sources.join(' UNION ALL ')}) before
    WHERE w <> ALL (coalesce(s.${column.sql}, '{}'))`;
  return {
    when: `EXISTS (${words})`,
    value: `coalesce(s.${column.sql}, '{}') || ARRAY(${words} ORDER BY 1)`,
    reads: [...flags.map(({ sql }) => sql), ...added.flatMap(({ reads }) => reads)],
  };
}

/**
 * Words that records of another kind gave: one stays while a row of theirs stands, or where nothing else can have given it,
 * since the record's own text is what it was then and gives none now.
 */
function addedWords(
  layout: Layout,
  unit: Unit,
  { name, sql }: UnitColumn,
  listed: string | null,
): { select: string; reads: string[] }[] {
  return unit.columns.flatMap(({ sql: saidSql, name: said, mapping: { source } }) => {
    const gathers = source.kind === 'derive' ? gathersOf(source.step) : null;
    const added = gathers?.word;
    if (!added || added.column !== name || gathers.said !== said) return [];
    const word = literal(added.word);
    const text = written(unit).find((column) => column.name === added.text);
    const id = unit.idType === null ? '' : '::text';
    const why = [
      ...(layout.shape.tables[added.rows.table]
        ? [
            `EXISTS (SELECT FROM public.${ident(added.rows.table)} r
              WHERE r.${ident(added.rows.reference)}${id} = p.id AND r."isActive")`,
          ]
        : []),
      ...(text
        ? [
            `(b.${text.sql} IS NOT DISTINCT FROM s.${text.sql} ${listed === null ? '' : `AND ${word} NOT IN (${listed})`})`,
          ]
        : []),
    ];
    if (why.length === 0) return [];
    return [
      {
        select: `SELECT ${word} AS w WHERE s.${saidSql} IS NULL AND ${word} = ANY (b.${sql}) AND (${why.join(' OR ')})`,
        reads: text ? [text.sql] : [],
      },
    ];
  });
}

/**
 * Entries below a heading, behind the record's own text. A log is exported by dates, so what the last load had and this
 * snapshot does not hold stays; an entry of one date and author that reads otherwise now was edited in Gingr. Where one of
 * two that are else the same has the id of an employee, the other has the name to it, whichever export held the employees.
 */
function entriesOf(column: string, silent: string, heading: string): Carried {
  const title = literal(heading);
  const at = (text: string) => placeOf(text, heading);
  const log = (text: string) =>
    `regexp_split_to_table(substr(${text}, ${at(text)} + length(${title}) + 2), E'\\n\\n(?=\\\\[(?:\\\\d{4}-\\\\d\\\\d-\\\\d\\\\d |no date))')`;
  const head = (entry: string) => `substring(${entry} from '^\\[[^]]*\\][^:\\n]*')`;
  const byId = (entry: string) => `${entry} ~ '^\\[[^]]*\\] \\d+( \\(|: )'`;
  const nameless = (entry: string) => `regexp_replace(${entry}, '^(\\[[^]]*\\])[^(:\n]*', '\\1')`;
  const before = `SELECT o FROM ${log(`b.${column}`)} AS o`;
  const held = `SELECT n FROM ${log(`s.${column}`)} AS n WHERE ${at(`s.${column}`)} > 0`;
  const named = `SELECT FROM (${before}) e WHERE ${nameless('e.o')} = ${nameless('n')} AND NOT ${byId('e.o')}`;
  const now = `${held} AND NOT (${byId('n')} AND EXISTS (${named}))`;
  const gone = `${before} WHERE NOT EXISTS (SELECT FROM (${now}) m
    WHERE ${head('m.n')} = ${head('o')} OR (${byId('o')} AND ${nameless('m.n')} = ${nameless('o')}))`;
  return {
    when: `${at(`b.${column}`)} > 0 AND (${silent} OR EXISTS (${gone}))`,
    value: `concat_ws(E'\\n\\n', ${ownText(`s.${column}`, heading)}, ${title},
      (SELECT string_agg(u.e, E'\\n\\n' ORDER BY u.e COLLATE "C") FROM (${gone} UNION ${now}) AS u(e)))`,
    reads: [],
  };
}
