import type { Session } from '../../database/session.ts';
import { ident } from '../../database/sql.ts';
import { MEDICATED } from '../../mapping/steps.ts';
import { entityNumber, type Layout, unitOf } from '../../staging/layout.ts';
import type { DeriveStep } from './index.ts';

/** Lines `l` of medications that move, or that only fall: the animal is given something in any case. */
const OF_MEDICATIONS = (layout: Layout) =>
  `l.entity = ${entityNumber(layout, 'medications')} AND l.mapped_state IN ('ready', 'rejected')`;

/** SQL for `(animal, given)`, one row per medication; what is stated to be given no more counts as told, not as given. */
function medicationsOf(layout: Layout): string {
  const unit = unitOf(layout, 'medications');
  // Without a table here nothing is staged, and the flag is the only sign that stays.
  if (!unit)
    return `SELECT l.safety ->> 'animal' AS animal, l.safety ? 'given' AS given FROM ${layout.lines} l WHERE ${OF_MEDICATIONS(layout)}`;
  return `SELECT s."petId" AS animal, coalesce(s."isActive"::text, 'true') NOT IN ('f', 'false') AS given
    FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n WHERE ${OF_MEDICATIONS(layout)}`;
}

/** An animal that has medications of their own needs them as one does whose own text says so: the same requirement. */
export const medicated: DeriveStep = async ({ session, layout, unit }) => {
  const column = unit.columns.find(({ name }) => name === MEDICATED.column);
  if (!column) return;
  const own = `coalesce(s.${column.sql}::text[], '{}')`;
  await session.query(`
    UPDATE ${unit.staged} s SET ${ident('medicated')} = CASE WHEN m.given THEN 'yes' ELSE 'no' END,
      ${column.sql} = CASE WHEN m.given AND '${MEDICATED.word}' <> ALL (${own})
        THEN (${own} || ARRAY['${MEDICATED.word}'])::${column.type} ELSE s.${column.sql} END
    FROM (SELECT animal, bool_or(given) AS given FROM (${medicationsOf(layout)}) each WHERE animal IS NOT NULL GROUP BY 1) m
    WHERE m.animal = s._source_id`);
};

/**
 * Hands what second code read of medications to the lines of their animals, where the load looks for it (promise 10): by
 * the raw animal ids, whatever the mapping makes of them. A target without the column can hold no such fact.
 */
export async function handOverMedications(session: Session, layout: Layout): Promise<void> {
  const animals = unitOf(layout, 'animals');
  if (!animals || layout.shape.tables[animals.table]?.columns[MEDICATED.column] === undefined) return;
  await session.query(`
    UPDATE ${layout.lines} a SET safety = coalesce(a.safety, '{}') || '{"medicated": "true"}'
    FROM (SELECT DISTINCT l.safety ->> 'animal' AS animal FROM ${layout.lines} l
      WHERE ${OF_MEDICATIONS(layout)} AND l.safety ? 'given') m
    WHERE a.entity = ${animals.entityNumber} AND a.source_id = m.animal`);
}
