import { ruleOf } from '../core/rules/index.ts';
import type { Session } from '../database/session.ts';
import { type Layout, movesHere } from '../staging/layout.ts';
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
    const absent = unit.columns.filter(
      ({ targetType, mapping }) => targetType === null && !mapping.stagedOnly,
    );
    if (absent.length === 0) continue;
    const { rows } = await session.query<Record<string, number>>(
      `SELECT ${absent.map((column, index) => `count(s.${column.sql})::int AS c${index}`).join(', ')}
       FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n AND ${movesHere(unit)}`,
    );
    for (const [index, column] of absent.entries()) {
      const count = rows[0]?.[`c${index}`] ?? 0;
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
