import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import type { Scopes } from '../ledger/scopes.ts';
import { type Layout, referencesOf, type Unit, unitOf } from '../staging/layout.ts';
import { forcedOf, isForcedName } from '../tailtown/forced.ts';
import { changesTable } from './changes.ts';
import { planned } from './expressions.ts';
import { earlier } from './plan.ts';

/** References that a record can be without and that lead to no row: the reference stays empty, with a warning. */
export async function warnOfLostReferences(
  session: Session,
  layout: Layout,
  units: readonly Unit[],
): Promise<void> {
  for (const unit of units) {
    for (const { column, source } of referencesOf(unit)) {
      // Without a table of theirs none of them has a row, and that is told of the records themselves.
      if (source.required || source.value !== undefined || !unitOf(layout, source.entity)) continue;
      await session.query(`
        INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value)
        SELECT l.n, l.entity, l.file, 'load', 'OPTIONAL_REFERENCE_UNKNOWN', ${literal(source.columns.join(', '))}, s.${column.sql}
        FROM ${planned(unit)} JOIN ${unit.lines} l ON l.n = p.n
        WHERE s.${column.sql} IS NOT NULL AND p.${column.sql} IS NULL AND NOT EXISTS (
          SELECT FROM ${layout.issues} i WHERE i.n = p.n AND i.stage = 'load' AND i.code = 'TARGET_LINK_TAKEN')`);
    }
  }
}

/** Marks each use of a row that stands in for one that a record must have: a forced value, with its rule. */
export async function markStandIns(session: Session, layout: Layout, units: readonly Unit[]): Promise<void> {
  for (const unit of units) {
    for (const { column, source } of referencesOf(unit)) {
      const { forced = '' } = column.mapping;
      const standIn = unit.columns.find(({ name }) => name === source.otherwise);
      if (!standIn || !isForcedName(forced)) continue;
      const { rule } = forcedOf(forced);
      const used = `FROM ${planned(unit)} JOIN ${unit.lines} l ON l.n = p.n
        WHERE p.${column.sql} IS NOT NULL AND p.${column.sql} = p.${standIn.sql}`;
      await session.query(`
        INSERT INTO ${layout.alterations} (n, stage, target_table, column_name, kind, before, after)
        SELECT l.n, 'load', ${literal(unit.table)}, ${literal(column.name)}, 'forced', s.${column.sql}, p.${column.sql} ${used}`);
      if (rule === undefined) continue;
      await session.query(`
        INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value)
        SELECT l.n, l.entity, l.file, 'load', ${literal(rule)}, ${literal(source.columns.join(', '))}, s.${column.sql} ${used}`);
    }
  }
}

/**
 * What an invoice owes follows from its row in the snapshot: a new line or payment of one that only an earlier load
 * brought leaves it as it was, with a warning.
 */
export async function warnOfParted(
  session: Session,
  layout: Layout,
  units: readonly Unit[],
  scopes: Scopes,
): Promise<void> {
  for (const unit of units.filter(({ primary }) => primary)) {
    for (const { column, source } of referencesOf(unit)) {
      const parent = unitOf(layout, source.entity);
      if (source.together === undefined || !parent) continue;
      await session.query(`
        INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value)
        SELECT l.n, l.entity, l.file, 'load', 'INVOICE_NOT_IN_SNAPSHOT', ${literal(source.columns.join(', '))}, s.${column.sql}
        FROM ${planned(unit)} JOIN ${unit.lines} l ON l.n = p.n
        JOIN ${earlier(parent, scopes)} x ON x.source_id = s.${column.sql}
        LEFT JOIN ${changesTable(layout, unit)} c ON c.n = p.n
        WHERE p.how = 'new' OR c.differs`);
    }
  }
}
