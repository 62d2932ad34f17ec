import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { entityNumber, type Layout, referencesOf, unitOf } from '../staging/layout.ts';
import { changesTable } from './changes.ts';
import { planned } from './expressions.ts';

/** References that a record can be without and that lead to no row: the reference stays empty, with a warning. */
export async function warnOfLostReferences(session: Session, layout: Layout): Promise<void> {
  for (const unit of layout.units) {
    for (const { column, source } of referencesOf(unit)) {
      // Without a table of theirs none of them has a row, and that is told of the records themselves.
      if (source.required || !unitOf(layout, source.entity)) continue;
      await session.query(`
        INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value)
        SELECT l.n, l.entity, l.file, 'load', 'OPTIONAL_REFERENCE_UNKNOWN', ${literal(source.columns.join(', '))}, s.${column.sql}
        FROM ${planned(unit)} JOIN ${layout.lines} l ON l.n = p.n
        WHERE s.${column.sql} IS NOT NULL AND p.${column.sql} IS NULL AND NOT EXISTS (
          SELECT FROM ${layout.issues} i WHERE i.n = p.n AND i.stage = 'load' AND i.code = 'TARGET_LINK_TAKEN')`);
    }
  }
}

/**
 * What an invoice owes follows from its row in the snapshot: a new line or payment of one that only an earlier load
 * brought leaves it as it was, with a warning.
 */
export async function warnOfParted(session: Session, layout: Layout): Promise<void> {
  for (const unit of layout.units.filter(({ primary }) => primary)) {
    for (const { column, source } of referencesOf(unit)) {
      if (source.together === undefined) continue;
      await session.query(`
        INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value)
        SELECT l.n, l.entity, l.file, 'load', 'INVOICE_NOT_IN_SNAPSHOT', ${literal(source.columns.join(', '))}, s.${column.sql}
        FROM ${planned(unit)} JOIN ${layout.lines} l ON l.n = p.n
        LEFT JOIN ${changesTable(layout, unit)} c ON c.n = p.n
        WHERE (p.how = 'new' OR c.differs) AND NOT EXISTS (
          SELECT FROM ${layout.lines} i
          WHERE i.entity = ${entityNumber(layout, source.entity)} AND i.source_id = s.${column.sql})`);
    }
  }
}
