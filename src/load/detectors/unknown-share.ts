import { literal } from '../../database/sql.ts';
import { READINGS } from '../../reconcile/readings/index.ts';
import { rowId, type Unit, type UnitColumn } from '../../staging/layout.ts';
import { type Detector, found, type Look, nameOf, ourRows, percent, sourced } from './look.ts';

const WORDS = ['UNKNOWN', 'OTHER'];
const LIST = WORDS.map(literal).join(', ');
const AT_LEAST = 5;
const SHARE = 0.1;

export const unknownShare: Detector = async (look) => {
  const what = 'columns with a closed list';
  if (!look.complete) return found({ count: 0, what }, [], ['Refused before anything was written.']);
  const findings = [];
  let columns = 0;
  for (const unit of look.layout.units) {
    const listed = sourced(unit).filter(
      ({ enumValues, merge }) => merge === 'scalar' && knowsNone(enumValues),
    );
    for (const { column, rows, of } of await sharesOf(look, unit, listed)) {
      if (of === 0) continue;
      columns += 1;
      if (rows < AT_LEAST || rows <= SHARE * of) continue;
      if (rows / of - (await toldBy(look, unit, column)) <= SHARE) continue;
      const words = WORDS.filter((word) => column.enumValues?.includes(word));
      findings.push({
        ...{ where: nameOf(unit, column.name), count: rows, of },
        detail: `${percent(rows, of)} hold ${words.join(' or ')}, ${await labelsOf(look, unit, column)}`,
      });
    }
  }
  return found({ count: columns, what }, findings, [
    ...(columns === 0 ? ['No column with UNKNOWN or OTHER in its list has a value.'] : []),
  ]);
};

const knowsNone = (values: readonly string[] | null): boolean => WORDS.some((word) => values?.includes(word));

/** Rows that hold one of the words, and of how many, by column. */
async function sharesOf({ session, layout }: Look, unit: Unit, columns: readonly UnitColumn[]) {
  if (columns.length === 0) return [];
  const counts = columns.flatMap(({ sql }, index) => [
    `count(*) FILTER (WHERE t.${sql}::text IN (${LIST}))::int AS r${index}`,
    `count(t.${sql})::int AS c${index}`,
  ]);
  const { rows } = await session.query<Record<string, number>>(
    `SELECT ${counts.join(', ')} FROM ${ourRows(layout, unit)} r JOIN ${unit.target} t ON ${rowId(unit)} = r.id`,
  );
  return columns.map((column, index) => ({
    ...{ column, rows: rows[0]?.[`r${index}`] ?? 0, of: rows[0]?.[`c${index}`] ?? 0 },
  }));
}

/** How many different words of Gingr became them. */
async function labelsOf({ session, layout }: Look, unit: Unit, { name }: UnitColumn): Promise<string> {
  const { rows } = await session.query<{ labels: number }>(`
    SELECT count(DISTINCT before)::int AS labels FROM ${layout.alterations}
    WHERE target_table = ${literal(unit.table)} AND column_name = ${literal(name)} AND after IN (${LIST})`);
  const labels = rows[0]?.labels ?? 0;
  if (labels === 0) return 'for which Gingr has no word';
  return `for ${labels === 1 ? 'one word' : `${labels} different words`} of Gingr`;
}

/** The share of raw cells that say so themselves, where they were read again. */
async function toldBy({ session, layout }: Look, unit: Unit, { name }: UnitColumn): Promise<number> {
  const places = [...(READINGS[unit.entity] ?? []).entries()]
    .filter(([, { table, part, column }]) => table === unit.table && part === unit.part && column === name)
    .map(([place]) => place);
  if (places.length === 0) return 0;
  const { rows } = await session.query<{ told: number | null }>(`
    SELECT (count(*) FILTER (WHERE said IN (${LIST})))::float8 / nullif(count(*), 0) AS told
    FROM ${layout.readings} WHERE entity = ${unit.entityNumber} AND place IN (${places.join(', ')}) AND said <> ''`);
  return rows[0]?.told ?? 0;
}
