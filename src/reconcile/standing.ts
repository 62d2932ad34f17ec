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
    // Whether the record has a row of its own in the first table.
    const own = `SELECT FROM migration.crosswalk o JOIN migration.scopes p ON p.id = o.scope
      WHERE o.source_id = x.source_id AND p.target_table = ${literal(first?.table ?? '')} AND p.part = ''
        AND (p.entity, p.tenant, p.source_database) = (s.entity, s.tenant, s.source_database)`;
    const sums = values.map((value, index) => `sum(${value ?? '0'})::text AS s${index}`);
    const { rows } = await session.query<Record<string, string | null>>(
      `SELECT ${sums.join(', ')} FROM public.${ident(table)} t
       WHERE t.id::text IN (SELECT x.target_id FROM migration.crosswalk x JOIN migration.scopes s ON s.id = x.scope
         WHERE s.entity = $1 AND s.target_table = $2 AND s.part = $3
           AND s.tenant = $4 AND s.source_database = $5 ${instead ? `AND NOT EXISTS (${own})` : ''})`,
      [entity, table, part, source.tenant, source.sourceDatabase],
    );
    for (const index of totals.keys()) {
      totals[index] = (totals[index] ?? 0n) + BigInt(rows[0]?.[`s${index}`] ?? '0');
    }
  }
  return controls.map(({ unit }, index) => controlText(unit, totals[index] ?? 0n));
}
