import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import { LEFT_OUT_PLACE, READINGS, type Reading, type Standing } from '../reconcile/readings/index.ts';
import { entityNumber, type Layout, lineOf, rowId, type Unit, unitOf, written } from '../staging/layout.ts';
import { mayBeSilent, standing, wanted } from './expressions.ts';
import type { LoadInput } from './input.ts';
import { idsTable } from './plan.ts';

/**
 * Holds what raw lines plainly say, by code that the mapping does not share, against the rows that stand in the target,
 * and tells what they do not confirm. A suspicion takes no load back: an overlay may want just that. Values that people
 * set are theirs and not looked at.
 */
export async function tellSuspicions(
  { session, layout, ...input }: LoadInput,
  units: readonly Unit[],
): Promise<void> {
  const asked = new Set<string>();
  const at: Standing = {
    mode: input.reservationTimeMode,
    timeZone: input.manifest.timeZone,
    ids(entity) {
      if (!unitOf(layout, entity)) return null;
      asked.add(idsTable(layout, entity));
      return idsTable(layout, entity);
    },
  };
  const questions = units.map((unit) => questionOf(layout, unit, at));
  // Each parent is looked up by itself; nothing else looks into these tables from here on.
  for (const ids of asked) await session.exec(`CREATE INDEX ON ${ids} (source_id)`);
  for (const question of questions) if (question !== null) await session.query(question);
  await tellLeftOut(session, layout);
}

function questionOf(layout: Layout, unit: Unit, at: Standing): string | null {
  const there = layout.shape.tables[unit.table]?.columns ?? {};
  const readings = [...(READINGS[unit.entity] ?? []).entries()].filter(
    ([, { table, part, column }]) => table === unit.table && part === unit.part && column in there,
  );
  if (readings.length === 0) return null;
  const cases = (of: (reading: Reading) => string) =>
    readings.map(([place, reading]) => `WHEN ${place} THEN ${of(reading)}`).join('\n');
  // The few lines first: everything else is read once, and held against them. Their rows and lines are asked for by
  // arrays, which an index finds.
  return `
    WITH q AS MATERIALIZED (SELECT * FROM ${layout.readings} WHERE entity = ${unit.entityNumber}),
      few AS MATERIALIZED (SELECT * FROM ${unit.plan} WHERE n IN (SELECT n FROM q))
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, detail)
    SELECT l.n, l.entity, l.file, 'load', 'VALUE_SUSPECT',
      CASE q.place ${cases(({ from }) => literal(from))} END,
      CASE q.place ${cases(({ table, column }) => literal(`${table}.${column}`))} END
    FROM few p JOIN q ON q.n = p.n JOIN ${unit.staged} s ON s._n = p.n JOIN ${unit.target} t ON ${rowId(unit)} = p.id
    JOIN ${unit.lines} l ON l.n = q.n
    WHERE ${rowId(unit)} = ANY (ARRAY(SELECT id FROM few)) AND l.n = ANY (ARRAY(SELECT n FROM few)) AND CASE q.place ${cases((reading) => doubted(unit, reading, at))} ELSE false END`;
}

/** A value of this program's making that does not agree with what was read. */
function doubted(unit: Unit, { column, agrees }: Reading, at: Standing): string {
  const mapped = written(unit).find((candidate) => candidate.name === column);
  const ours = mapped
    ? `(p.how = 'new' OR ${standing(mapped)} IS NOT DISTINCT FROM ${wanted(mapped)})`
    : `p.how = 'new'`;
  // A file that lacks a column of the value says nothing of it: what an earlier load made of it stands (unsaid.ts).
  const silent =
    mapped && mayBeSilent(mapped)
      ? `(p.how = 'new' OR l.file NOT IN (${mapped.silentIn.join(', ')})) AND `
      : '';
  return `${silent}${ours} AND (${agrees(`t.${ident(column)}`, 'q.said', at)}) IS NOT TRUE`;
}

/** Rules that look at other lines too: no line says by itself that they leave it out. */
const BY_OTHERS = ['INVOICE_LINE_ESTIMATE', 'RECEIPT_IS_INVOICE'];

/** Lines that a rule left out and that plainly should move, or the other way round. */
async function tellLeftOut(session: Session, layout: Layout): Promise<void> {
  const entities = Object.keys(READINGS).map((entity) => entityNumber(layout, entity));
  const names = layout.entities.map(({ entity }, number) => `WHEN ${number} THEN ${literal(`${entity}/`)}`);
  // Without a line: findings of what was left out are not told but for its rule.
  await session.query(`
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
    SELECT NULL, l.entity, l.file, 'load', 'VALUE_SUSPECT', CASE l.entity ${names.join(' ')} END || l.source_id
      || CASE WHEN l.mapped_state = 'excluded' THEN ' was left out' ELSE ' was not left out' END
    FROM ${layout.readings} q CROSS JOIN LATERAL ${lineOf(layout, 'q')} l
    WHERE q.place = ${LEFT_OUT_PLACE} AND q.entity IN (${entities.join(', ')})
      AND l.state <> 'copy' AND coalesce(l.mapped_code, '') NOT IN (${BY_OTHERS.map(literal).join(', ')}) AND (q.said = 'true') <> (l.mapped_state = 'excluded')`);
}
