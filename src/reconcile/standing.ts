import type { SourceScope } from '../core/identity.ts';
import type { Shape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import { CONTROLS, controlText } from './controls/names.ts';
import { type ControlTime, targetRows } from './controls/target.ts';

/**
 * The control totals of an entity, in their order and as text, added up over every row of the source that the
 * crosswalk leads to: those of records that only earlier snapshots held too.
 */
export async function standingTotals(
  session: Session,
  shape: Shape,
  source: SourceScope,
  entity: string,
  time: ControlTime,
): Promise<string[]> {
  const controls = CONTROLS[entity]?.controls ?? [];
  const totals = controls.map(() => 0n);
  const [first, ...others] = targetRows(entity, time) ?? [];
  for (const { table, part, values, instead } of first ? [first, ...others] : []) {
    if (!shape.tables[table]) continue;
    // Numbers first: the crosswalk's key then leads to the entries of one scope, and not all of them are read.
    const scope = (inTable: string, ofPart: string) => `ANY (ARRAY(SELECT s.id FROM migration.scopes s
      WHERE s.entity = $1 AND s.target_table = ${inTable} AND s.part = ${ofPart} AND s.tenant = $4 AND s.source_database = $5))`;
    // Whether the record has a row of its own in the first table.
    const own = `SELECT FROM migration.crosswalk o
      WHERE o.source_id = x.source_id AND o.scope = ${scope(literal(first?.table ?? ''), `''`)}`;
    const sums = values.map((value, index) => `sum(${value ?? '0'})::text AS s${index}`);
    const { rows } = await session.query<Record<string, string | null>>(
      `SELECT ${sums.join(', ')} FROM public.${ident(table)} t
       WHERE t.id::text IN (SELECT x.target_id FROM migration.crosswalk x
         WHERE x.scope = ${scope('$2', '$3')} ${instead ? `AND NOT EXISTS (${own})` : ''})`,
      [entity, table, part, source.tenant, source.sourceDatabase],
    );
    for (const index of totals.keys()) {
      totals[index] = (totals[index] ?? 0n) + BigInt(rows[0]?.[`s${index}`] ?? '0');
    }
  }
  return controls.map(({ unit }, index) => controlText(unit, totals[index] ?? 0n));
}
