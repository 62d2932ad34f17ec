import type { Session } from '../../database/session.ts';
import { type Layout, referencesOf, unitOf } from '../../staging/layout.ts';

/**
 * Fills references that go through another one: a payment's customer is its invoice's. Where the other record is not
 * in this snapshot the column stays empty, and the load asks the row that an earlier batch left.
 */
export async function fillThrough(session: Session, layout: Layout): Promise<void> {
  for (const unit of layout.units) {
    for (const { column, source } of referencesOf(unit)) {
      const via = referencesOf(unit).find((candidate) => candidate.column.name === source.through);
      const row = via ? unitOf(layout, via.source.entity) : undefined;
      if (!via || !row) continue;
      await session.query(`
        UPDATE ${unit.staged} s SET ${column.sql} = p.${column.sql} FROM ${row.staged} p
        WHERE s.${column.sql} IS NULL AND p._source_id = s.${via.column.sql}`);
    }
  }
}
