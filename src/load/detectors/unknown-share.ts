import { literal } from '../../database/sql.ts';
import { READINGS } from '../../reconcile/readings/index.ts';
import type { Unit, UnitColumn } from '../../staging/layout.ts';
import { type Detector, found, type Look, nameOf, ourRows, percent, sourced } from './look.ts';

const WORDS = ['UNKNOWN', 'OTHER'];
const AT_LEAST = 5;
const SHARE = 0.1;

export const unknownShare: Detector = async (look) => {
  const what = 'columns with a closed list';
  if (!look.complete) return found({ count: 0, what }, [], ['Refused before anything was written.']);
  const findings = [];
  let columns = 0;
  for (const unit of look.layout.units) {
    for (const column of sourced(unit)) {
      const words = WORDS.filter((word) => column.enumValues?.includes(word));
      if (words.length === 0 || column.merge !== 'scalar') continue;
      const { rows, of, labels } = await sharesOf(look, unit, column, words);
      if (of === 0) continue;
      columns += 1;
      const told = await toldBy(look, unit, column, words);
      if (rows < AT_LEAST || rows / of - told <= SHARE) continue;
      findings.push({
        ...{ where: nameOf(unit, column.name), count: rows, of },
        detail: `${percent(rows, of)} hold ${words.join(' or ')}${labels === 0 ? ', for which Gingr has no word' : `, for ${labels === 1 ? 'one word' : `${labels} different words`} of Gingr`}`,
      });
    }
  }
  return found({ count: columns, what }, findings, [
    ...(columns === 0 ? ['No column with UNKNOWN or OTHER in its list has a value.'] : []),
  ]);
};

/** Rows that hold one of the words, of how many, and how many different words of Gingr became them. */
async function sharesOf({ session, layout }: Look, unit: Unit, column: UnitColumn, words: string[]) {
  const list = words.map(literal).join(', ');
  const { rows } = await session.query<{ rows: number; of: number; labels: number }>(`
    SELECT count(*) FILTER (WHERE t.${column.sql}::text IN (${list}))::int AS rows, count(t.${column.sql})::int AS of,
      (SELECT count(DISTINCT a.before) FROM ${layout.alterations} a WHERE a.target_table = ${literal(unit.table)}
         AND a.column_name = ${literal(column.name)} AND a.after IN (${list}))::int AS labels
    FROM ${ourRows(layout, unit)} r JOIN ${unit.target} t ON t.id = r.id`);
  return rows[0] ?? { rows: 0, of: 0, labels: 0 };
}

/** The share of raw cells that say so themselves, where they were read again. */
async function toldBy(
  { session, layout }: Look,
  unit: Unit,
  { name }: UnitColumn,
  words: string[],
): Promise<number> {
  const places = [...(READINGS[unit.entity] ?? []).entries()]
    .filter(([, { table, part, column }]) => table === unit.table && part === unit.part && column === name)
    .map(([place]) => place);
  if (places.length === 0) return 0;
  const { rows } = await session.query<{ told: number | null }>(`
    SELECT (count(*) FILTER (WHERE said IN (${words.map(literal).join(', ')})))::float8 / nullif(count(*), 0) AS told
    FROM ${layout.readings} WHERE entity = ${unit.entityNumber} AND place IN (${places.join(', ')}) AND said <> ''`);
  return rows[0]?.told ?? 0;
}
