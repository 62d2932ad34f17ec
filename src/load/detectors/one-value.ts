import { READINGS, type Reading } from '../../reconcile/readings/index.ts';
import { SAFETY_CHECKS } from '../../reconcile/safety.ts';
import { lineOf, rowId, type Unit, type UnitColumn, written } from '../../staging/layout.ts';
import { type Detector, ENOUGH, found, type Look, nameOf, ourRows, percent } from './look.ts';

/** Rows of each unit that are looked at: what fills a column shows in few. */
const ROWS = 500;
/** A value that fills as much of a column is told where Gingr's cells are not as much alike. */
const FILLS = 0.9;
const MORE_THAN_GINGR = 0.2;
/** The same where Gingr has nothing to hold against it. */
const FILLS_ALONE = 0.95;

const WHAT = 'columns';

interface Filled {
  name: string;
  filled: number;
  most: number;
  value: string;
}

/** How much alike Gingr's own cells are: `filled` of them, the most frequent value `most` times. */
interface Said {
  filled: number;
  most: number;
}

export const oneValue: Detector = async (look) => {
  if (!look.complete) return found({ count: 0, what: WHAT }, [], ['Refused before anything was written.']);
  const said = await saidOf(look);
  const findings = [];
  let columns = 0;
  for (const unit of look.layout.units) {
    const watched = columnsOf(unit);
    if (watched.length === 0) continue;
    for (const standing of await fillingsOf(look, unit, watched)) {
      const column = watched.find(({ name }) => name === standing.name);
      if (!column || standing.filled < ENOUGH) continue;
      const source = sourceOf(unit, column, standing, said);
      columns += 1;
      // Without a cell of Gingr, a yes or no and what the mapping says of empty cells stand for themselves.
      if (!source && (column.type === 'boolean' || isFallback(column, standing.value))) continue;
      if (!isSuspect(standing, source)) continue;
      const { filled, most, value } = standing;
      findings.push({
        ...{ where: nameOf(unit, column.name), count: most, of: filled },
        detail: `${shown(column, value)} in ${percent(most, filled)} of the filled cells; ${
          source
            ? `Gingr's most frequent value is in ${percent(source.most, source.filled)} of its cells`
            : 'no cell of Gingr was read again for it'
        }`,
      });
    }
  }
  return found({ count: columns, what: WHAT }, findings, [
    ...(columns === 0 ? [`No column has ${ENOUGH} filled cells.`] : []),
  ]);
};

const isSuspect = ({ filled, most }: Filled, source: Said | null): boolean =>
  source === null
    ? most >= FILLS_ALONE * filled
    : most >= FILLS * filled && source.most / source.filled < most / filled - MORE_THAN_GINGR;

const isFallback = ({ mapping: { fallback } }: UnitColumn, value: string): boolean =>
  fallback !== undefined && (String(fallback) === value || Number(value) === fallback);

/**
 * What the mapping says once for all rows is wanted, unless Gingr's cells can be held against it. Safety facts are
 * compared in every row.
 */
const columnsOf = (unit: Unit): UnitColumn[] =>
  written(unit).filter(
    ({ name, mapping }) =>
      readingsOf(unit, name).length > 0 || (mapping.source.kind !== 'value' && !isSafety(unit, name)),
  );

const isSafety = ({ entity, table }: Unit, column: string): boolean =>
  (SAFETY_CHECKS[entity] ?? []).some((check) => check.table === table && check.column === column);

const readingsOf = (unit: Unit, column: string): [number, Reading][] =>
  [...(READINGS[unit.entity] ?? []).entries()].filter(
    ([, reading]) => reading.table === unit.table && reading.part === unit.part && reading.column === column,
  );

/** Of what was read again of the column, what is least alike; cells that are mostly empty say nothing of it. */
function sourceOf(
  unit: Unit,
  column: UnitColumn,
  { filled }: Filled,
  said: ReadonlyMap<string, Said>,
): Said | null {
  const all = readingsOf(unit, column.name).flatMap(([place]) => {
    const one = said.get(`${unit.entityNumber}/${place}`);
    return one && one.filled >= ENOUGH && one.filled >= filled / 2 ? [one] : [];
  });
  return all.sort((a, b) => a.most / a.filled - b.most / b.filled)[0] ?? null;
}

/** Of the records that moved alone, as in the target. */
async function saidOf({ session, layout }: Look): Promise<ReadonlyMap<string, Said>> {
  const { rows } = await session.query<{ key: string } & Said>(`
    WITH read AS MATERIALIZED (SELECT DISTINCT entity, n FROM ${layout.readings}),
      moved AS MATERIALIZED (SELECT r.n FROM read r CROSS JOIN LATERAL ${lineOf(layout, 'r')} l WHERE l.state = 'ready')
    SELECT entity || '/' || place AS key, sum(c)::int AS filled, max(c)::int AS most
    FROM (SELECT entity, place, said, count(*) AS c FROM ${layout.readings}
          WHERE place >= 0 AND said <> '' AND n IN (SELECT n FROM moved) GROUP BY 1, 2, 3) g
    GROUP BY 1`);
  return new Map(rows.map(({ key, ...one }) => [key, one]));
}

/**
 * Of each column the number of filled cells and its most frequent value, over the lines that were read twice. The rows
 * are asked for by an array of ids, which an index finds: a join would read the whole table.
 */
async function fillingsOf(
  { session, layout }: Look,
  unit: Unit,
  columns: readonly UnitColumn[],
): Promise<Filled[]> {
  const rows =
    unit.entity in READINGS
      ? `WHERE r.n IN (SELECT n FROM ${layout.readings} WHERE entity = ${unit.entityNumber})`
      : '';
  // Where a step made nothing, the target's own default stands: it says nothing of the step.
  const ours = ({ sql, mapping }: UnitColumn) =>
    mapping.source.kind === 'derive' ? `CASE WHEN s.${sql} IS NOT NULL THEN t.${sql} END` : `t.${sql}`;
  const cells = columns.map(
    (column) =>
      `('${column.name.replaceAll("'", "''")}', nullif(nullif(left((${ours(column)})::text, 200), ''), '{}'))`,
  );
  const { rows: counted } = await session.query<Filled & Record<string, unknown>>(`
    WITH few AS MATERIALIZED (
      SELECT r.n, r.id FROM ${ourRows(layout, unit)} r ${rows} ORDER BY hashint8(r.n), r.n LIMIT ${ROWS})
    SELECT name, sum(c)::int AS filled, max(c)::int AS most, (array_agg(value ORDER BY c DESC, value))[1] AS value
    FROM (
      SELECT v.name, v.value, count(*) AS c
      FROM few JOIN ${unit.target} t ON ${rowId(unit)} = few.id JOIN ${unit.staged} s ON s._n = few.n
      CROSS JOIN LATERAL (VALUES ${cells.join(', ')}) AS v(name, value)
      WHERE ${rowId(unit)} = ANY (ARRAY(SELECT id FROM few)) AND v.value IS NOT NULL GROUP BY 1, 2
    ) g GROUP BY 1 ORDER BY 1`);
  return counted;
}

/** Only a word of a closed list, a yes or no, or a number names no person. */
const shown = ({ enumValues, type }: UnitColumn, value: string): string =>
  enumValues || /^(?:boolean|integer|smallint|bigint|numeric|double precision|real)/.test(type)
    ? value
    : 'one value';
