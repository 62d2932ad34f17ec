import type { Session } from '../../database/session.ts';
import { ident, literal } from '../../database/sql.ts';
import type { Scopes } from '../../ledger/scopes.ts';
import { type Layout, rowId } from '../../staging/layout.ts';
import { MONEY_COLUMNS } from '../../tailtown/money.ts';
import { KEPT, unitsWithRows } from './fate.ts';
import { recordsTable, rowsTable } from './find.ts';
import { marksOf } from './marks.ts';

/** SQL for the issue that tells of a record `r`; null where there is nothing to tell any more. */
export const codeOf = `CASE r.fate WHEN 'soft-deleted' THEN 'TARGET_ROW_SOFT_DELETED' ${Object.entries(KEPT)
  .map(([fate, code]) => {
    const chosen =
      typeof code === 'string'
        ? literal(code)
        : `CASE r.why WHEN 'vanished' THEN ${literal(code.vanished)} ELSE ${literal(code.outdated)} END`;
    return `WHEN ${literal(fate)} THEN ${chosen}`;
  })
  .join(' ')} END`;

/**
 * An issue for each record, with its own row; of the stage `vanished`, so that it counts beside the rule that excluded its line.
 * And one for each table whose soft-deleted rows the application shows as before.
 */
export async function tellVanished(session: Session, layout: Layout, scopes: Scopes): Promise<void> {
  const units = await unitsWithRows(session, layout);
  const names = units.map(({ unit, index }) => `(${index}, ${literal(unit.table)})`);
  const others = `SELECT string_agg(u.tbl || '/' || o.id, ', ' ORDER BY u.unit, o.id) FROM ${rowsTable(layout)} o
    JOIN (VALUES ${names.join(', ')}) u(unit, tbl) ON u.unit = o.unit
    WHERE (o.entity, o.source_id) = (r.entity, r.source_id) AND o.unit <> w.unit`;
  for (const { unit, index } of units) {
    const own = `r.scope = ${scopes.of(unit) ?? -1} AND w.unit = ${index}`;
    const money = MONEY_COLUMNS[unit.table];
    const amount = money
      ? `|| CASE WHEN r.fate = 'money' THEN ' with ' || round(t.${ident(money)}::numeric, 2) || coalesce(', beside ' || (${others}), '') ELSE '' END`
      : '';
    await session.query(`
      INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
      SELECT r.n, r.entity, NULL, 'vanished', ${codeOf},
        ${literal(`${unit.entity}/`)} || r.source_id || ' is ${unit.table}/' || w.id ${amount} || coalesce(', ' || r.detail, '')
      FROM ${recordsTable(layout)} r JOIN ${rowsTable(layout)} w ON (w.entity, w.source_id) = (r.entity, r.source_id)
      JOIN ${unit.target} t ON ${rowId(unit)} = w.id
      WHERE ${own} AND (${codeOf}) IS NOT NULL ORDER BY r.source_id`);
    const table = layout.shape.tables[unit.table];
    if (!table || marksOf(table, '', '').understood) continue;
    await session.query(`
      INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
      SELECT NULL, ${unit.entityNumber}, NULL, 'vanished', 'TARGET_VANISHED_SHOWN', ${literal(`${unit.table}: `)} || count(*) || ' rows'
      FROM ${recordsTable(layout)} r JOIN ${rowsTable(layout)} w ON (w.entity, w.source_id) = (r.entity, r.source_id)
      WHERE ${own} AND r.fate = 'soft-deleted' HAVING count(*) > 0`);
  }
}
