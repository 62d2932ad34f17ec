import { ruleOf } from '../core/rules/index.ts';
import type { Session } from '../database/session.ts';
import type { Layout } from '../staging/layout.ts';
import type { LeftOut, UnmappedColumn } from './model.ts';

/** Data that was seen and has no place: source columns that no mapping reads, target columns that are not there. */
export async function accountLeftOut(
  session: Session,
  layout: Layout,
  unmapped: UnmappedColumn[],
): Promise<LeftOut[]> {
  const left = unmapped
    .filter(({ filled }) => filled > 0)
    .sort((a, b) => Number(b.own) - Number(a.own))
    .map(
      ({ entity, column, filled, own }): LeftOut => ({
        what: `${entity}.${column}`,
        count: filled,
        why: own
          ? 'No mapping reads this column; it stays in the snapshot.'
          : "Not the record's own: it repeats other files or describes the export. It stays in the snapshot.",
      }),
    );
  for (const unit of layout.units) {
    for (const column of unit.columns.filter((candidate) => candidate.targetType === null)) {
      const { rows } = await session.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${unit.staged} s JOIN ${layout.lines} l ON l.n = s._n AND l.state = 'ready'
         WHERE s.${column.sql} IS NOT NULL`,
      );
      const count = rows[0]?.count ?? 0;
      if (count > 0)
        left.push({
          what: `${unit.table}.${column.name}`,
          count,
          why: ruleOf('TARGET_COLUMN_ABSENT').explanation,
        });
    }
  }
  for (const entity of layout.entities) {
    for (const table of entity.tables.filter((candidate) => !layout.shape.tables[candidate.table])) {
      left.push({ what: table.table, count: 0, why: 'This target has no such table.' });
    }
  }
  return left;
}
