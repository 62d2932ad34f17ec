import { RULES } from '../core/rules/index.ts';
import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import type { Batch } from '../ledger/batches.ts';
import { issuesThatCount } from '../reconcile/issues.ts';
import { keepLists } from '../reconcile/lists.ts';
import type { Layout } from '../staging/layout.ts';
import { outcomeOf } from './fates.ts';

/** Keeps issues, alterations and the fate of records that did not move with the batch, after staging is gone. */
export async function persistFindings(session: Session, layout: Layout, batch: Batch): Promise<void> {
  const names = layout.entities.map((mapping) => literal(mapping.entity));
  const entity = (alias: string) => `(ARRAY[${names.join(', ')}])[${alias}.entity + 1]`;
  const severity = `CASE i.code ${Object.entries(RULES)
    .map(([code, rule]) => `WHEN ${literal(code)} THEN ${literal(rule.severity)}`)
    .join(' ')} ELSE 'warning' END`;
  await session.query(`
    INSERT INTO migration.issues (batch, entity, source_id, file, line, code, severity, column_name, value, detail)
    SELECT ${batch.id}, ${entity('i')}, i.source_id, i.path, i.line, i.code, ${severity}, i.column_name, i.value, i.detail
    FROM ${issuesThatCount(layout)} i`);
  await session.query(`
    INSERT INTO migration.outcomes (batch, entity, source_id, file, line, outcome, code, detail)
    SELECT ${batch.id}, ${entity('l')}, l.source_id, f.path, l.line, ${outcomeOf('l')}, l.code, coalesce(l.root, l.survivor)
    FROM ${layout.lines} l LEFT JOIN ${layout.files} f ON f.file = l.file
    WHERE l.state NOT IN ('ready', 'copy')`);
  await session.query(`
    INSERT INTO migration.alterations (batch, entity, source_id, target_table, column_name, kind, before, after)
    SELECT ${batch.id}, ${entity('l')}, l.source_id, a.target_table, a.column_name, a.kind, a.before, a.after
    FROM ${layout.alterations} a JOIN ${layout.lines} l ON l.n = a.n AND l.state = 'ready'`);
  await keepLists(session, batch);
}
