import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { bases } from '../ledger/images.ts';
import { gathersOf, writtenInto } from '../mapping/steps.ts';
import { ownText, tailText } from '../staging/below-heading.ts';
import { type Layout, rowId, type Unit, type UnitColumn, unitOf, written } from '../staging/layout.ts';
import { cameAlong, mayBeSilent, wanted } from './expressions.ts';

/**
 * A file without a column says nothing of it, as a thinner export of a later day: what an earlier load made of it stays
 * wanted, so that nobody's allergies go because they were not exported. An empty cell of a column that is there is a value.
 */
export async function keepUnsaid(session: Session, layout: Layout, unit: Unit): Promise<void> {
  const columns = written(unit).filter(mayBeSilent);
  if (columns.length === 0) return;
  const before = `FROM ${bases(
    unit.table,
    columns.map(({ sql }) => sql),
  )} b`;
  // On a first load, and on most others, there is nothing to keep, which a look at the bases alone tells.
  const filled = columns.map(({ sql }) => `b.${sql} IS NOT NULL`).join(' OR ');
  if ((await session.query(`SELECT 1 ${before} WHERE ${filled} LIMIT 1`)).rows.length === 0) return;
  const silent = columns.map((column) => ({ column, when: `(${unsaid(layout, column)})` }));
  const overrides = silent.map(
    ({ column, when }) =>
      `CASE WHEN ${when} THEN jsonb_build_object(${literal(column.name)}, (${kept(layout, unit, column)})::text) ELSE '{}' END`,
  );
  const references = silent
    .filter(({ column }) => column.mapping.source.kind === 'reference')
    .map(({ column: { sql }, when }) => `${sql} = CASE WHEN ${when} THEN b.${sql} ELSE p.${sql} END`);
  // Of a reference it only says that it was kept.
  const override = `_override = coalesce(p._override, '{}') || ${overrides.join(' || ')}`;
  await session.query(`
    UPDATE ${unit.plan} p SET ${[override, ...references].join(', ')}
    ${before}, ${unit.staged} s, ${unit.lines} l
    WHERE b._batch = p.base_batch AND b._id = p.id AND s._n = p.n AND l.n = p.n
      AND (${silent.map(({ when }) => when).join(' OR ')})`);
}

/** One issue per column that files of this snapshot lack and that an earlier load filled, with how many values stay for it. */
export async function noteUnsaid(session: Session, layout: Layout, units: readonly Unit[]): Promise<void> {
  for (const unit of units) {
    const silent = written(unit).flatMap(({ name, silentIn }) =>
      silentIn.filter((file) => !layout.along.has(file)).map((file) => `(${literal(name)}, ${file})`),
    );
    if (silent.length === 0) continue;
    await session.query(`
      INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, detail)
      SELECT NULL, ${unit.entityNumber}, v.file, 'load', 'COLUMN_NOT_EXPORTED', v.name,
        ${literal(`${unit.table}.`)} || v.name || ': ' || count(*) || ' values'
      FROM ${unit.plan} p JOIN ${unit.lines} l USING (n)
      JOIN (VALUES ${silent.join(', ')}) AS v(name, file) ON v.file = l.file AND p._override ? v.name
      WHERE p._override IS NOT NULL GROUP BY v.file, v.name`);
  }
}

/** SQL for the text before with what steps write into it now: in the place of what they wrote then, else behind the rest. */
const withWritten = (unit: Unit, column: UnitColumn, before: string, now: string): string =>
  writtenInto(unit.entity, column.name).reduce((text, pattern) => {
    const written = `substring(${now} from ${literal(`(${pattern})`)})`;
    return `CASE WHEN ${written} IS NULL THEN ${text} WHEN ${text} ~ ${literal(pattern)}
      THEN regexp_replace(${text}, ${literal(pattern)}, replace(${written}, '\\', '\\\\')) ELSE concat_ws(E'\\n\\n', ${text}, ${written}) END`;
  }, before);

/** SQL for the value that stays, with what this snapshot's records of other kinds add to it. */
function kept(layout: Layout, unit: Unit, column: UnitColumn): string {
  const { sql, merge, mapping } = column;
  const before = `b.${sql}`;
  if (mapping.source.kind !== 'derive') return before;
  const tail = gathersOf(mapping.source.step)?.tail;
  if (tail !== undefined)
    return `concat_ws(E'\\n\\n', ${withWritten(unit, column, ownText(before, tail), ownText(wanted(column), tail))}, ${tailText(wanted(column), tail)})`;
  if (merge === 'scalar') return withWritten(unit, column, before, wanted(column));
  if (merge !== 'array') return before;
  const others = `(${[`NOT (${cameAlong(layout, column)})`, ...givenWords(unit, column)].join(' OR ')})`;
  return `${before} || ARRAY(SELECT w FROM unnest(${wanted(column)}) WITH ORDINALITY AS u(w, at) WHERE w <> ALL (${before}) AND ${others} ORDER BY at)`;
}

/** SQL, true of words `w` that records of other kinds put among the record's own. */
const givenWords = (unit: Unit, { name }: UnitColumn): string[] =>
  unit.columns.flatMap(({ sql, name: said, mapping: { source } }) => {
    const gathers = source.kind === 'derive' ? gathersOf(source.step) : null;
    if (gathers?.word?.column !== name || gathers.said !== said) return [];
    return [`(w = ${literal(gathers.word.word)} AND s.${sql} = 'yes')`];
  });

/** SQL, true where the snapshot says nothing of the column and an earlier load did. */
function unsaid(layout: Layout, column: UnitColumn): string {
  const { source } = column.mapping;
  const before = `b.${column.sql}`;
  // A record that only came along had nothing there for a reason; what a file has no column for may be new.
  const said = `(${before} IS NOT NULL OR ${cameAlong(layout, column)})`;
  const row = source.kind === 'reference' ? unitOf(layout, source.entity) : undefined;
  const stands = row
    ? ` AND (${before} IS NULL OR EXISTS (SELECT FROM ${row.target} r WHERE ${rowId(row, 'r')} = ${before}))`
    : '';
  return `l.file IN (${column.silentIn.join(', ')}) AND ${said} AND ${before} IS DISTINCT FROM ${wanted(column)}${stands}`;
}
