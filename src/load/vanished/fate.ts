import type { VanishedPolicy } from '../../core/settings.ts';
import type { Session } from '../../database/session.ts';
import { ident, literal } from '../../database/sql.ts';
import { afterTable, asStored, imageColumns } from '../../ledger/images.ts';
import type { Scopes } from '../../ledger/scopes.ts';
import { type Layout, rowId, type Unit } from '../../staging/layout.ts';
import { MONEY_COLUMNS } from '../../tailtown/money.ts';
import { recordsTable, rowsTable } from './find.ts';
import { marksOf } from './marks.ts';
import { isMerged } from './merged.ts';
import { keepNeeded } from './needed.ts';

/** Why a row stays as it is, and the issue that says so. */
export const KEPT = {
  kept: { vanished: 'TARGET_ROW_VANISHED', outdated: 'TARGET_ROW_OUTDATED' },
  money: { vanished: 'TARGET_MONEY_VANISHED', outdated: 'TARGET_MONEY_OUTDATED' },
  unsure: 'TARGET_VANISHED_UNSURE',
  stateless: 'TARGET_VANISHED_STATELESS',
  edited: 'TARGET_VANISHED_EDITED',
  needed: 'TARGET_VANISHED_NEEDED',
} as const;

/**
 * SQL (`s`) for the newest word about a row: whether a load soft-deleted it, or revived it since, and which one. That the row
 * still is as that load left it must be asked as well: people, or a rollback, may have brought it back.
 */
export const newestMark = (scope: string, sourceId: string): string =>
  `(SELECT batch, deleted FROM migration.soft_deletes WHERE scope = ${scope} AND source_id = ${sourceId} ORDER BY batch DESC LIMIT 1)`;

/**
 * Decides what becomes of the rows of the records found. A record goes with all of its rows or with none. Nothing is
 * soft-deleted unless that was asked for, and never: money, whose tables have no state for it and which would be missing in
 * somebody's books; what people changed since the last load that touched it (promise 7); what somebody still refers to.
 */
export async function decideFates(
  session: Session,
  layout: Layout,
  policy: VanishedPolicy,
  scopes: Scopes,
): Promise<void> {
  const records = recordsTable(layout);
  const units = await unitsWithRows(session, layout);
  const set = (fate: string, where: string) =>
    session.query(`UPDATE ${records} r SET fate = ${literal(fate)} WHERE fate IS NULL AND ${where}`);
  const has = (unit: string) =>
    `EXISTS (SELECT FROM ${rowsTable(layout)} w WHERE (w.entity, w.source_id) = (r.entity, r.source_id) AND ${unit})`;
  await set('gone', `NOT ${has('true')}`);
  for (const { unit, index } of units)
    await markDeletedBefore(session, layout, unit, index, scopes.of(unit) ?? -1);
  const money = units.filter(({ unit }) => unit.table in MONEY_COLUMNS).map(({ index }) => index);
  if (money.length > 0) await set('money', has(`w.unit IN (${money.join(', ')})`));
  // Who reviewed a merge asked for what it does.
  await set(
    'kept',
    policy === 'keep' ? `NOT ${isMerged(layout)}` : `why = 'outdated' AND ${rejectedNow(layout)}`,
  );
  await set(
    'unsure',
    `why = 'vanished' AND EXISTS (SELECT FROM ${layout.lines} l WHERE l.entity = r.entity AND l.state = 'unreadable')`,
  );
  const stateless = units.filter(({ unit }) => {
    const table = layout.shape.tables[unit.table];
    return unit.primary && table && marksOf(table, '', '').marks.length === 0;
  });
  for (const { index } of stateless) await set('stateless', has(`w.unit = ${index}`));
  for (const { unit, index } of units) await keepEdited(session, layout, unit, index);
  await keepNeeded(session, layout, units);
  await set('soft-deleted', 'true');
}

export interface WithRows {
  unit: Unit;
  /** Its place among the layout's units, by which rows name it. */
  index: number;
}

/** The units in which records found have rows. */
export async function unitsWithRows(session: Session, layout: Layout): Promise<WithRows[]> {
  const { rows } = await session.query<{ unit: number }>(
    `SELECT DISTINCT unit FROM ${rowsTable(layout)} ORDER BY 1`,
  );
  return rows.flatMap(({ unit: index }) => {
    const unit = layout.units[index];
    return unit ? [{ unit, index }] : [];
  });
}

/** A record that cannot be moved is still there in Gingr. */
const rejectedNow = (layout: Layout): string =>
  `EXISTS (SELECT FROM ${layout.lines} l WHERE l.entity = r.entity AND l.n = r.n AND l.state = 'rejected')`;

/** Soft-deleted by an earlier load, and still so: what people brought back since is theirs. */
async function markDeletedBefore(
  session: Session,
  layout: Layout,
  unit: Unit,
  index: number,
  scope: number,
): Promise<void> {
  const table = layout.shape.tables[unit.table];
  if (!table) return;
  const { marks } = marksOf(table, '', '');
  if (marks.length === 0) return;
  const same = marks.map(({ column }) => {
    const image = imageColumns(table).find(({ sql }) => sql === ident(column.name));
    return image ? `${asStored('t', image)} IS NOT DISTINCT FROM a.${image.sql}` : 'true';
  });
  await session.query(`
    UPDATE ${recordsTable(layout)} r SET fate = 'before'
    FROM ${rowsTable(layout)} w JOIN ${unit.target} t ON ${rowId(unit)} = w.id
    WHERE (w.entity, w.source_id) = (r.entity, r.source_id) AND w.unit = ${index} AND r.scope = ${scope} AND r.fate IS NULL
      AND EXISTS (SELECT FROM ${newestMark('r.scope', 'r.source_id')} s
        JOIN ${afterTable(unit.table)} a ON a._batch = s.batch AND a.id = w.id WHERE s.deleted AND ${same.join(' AND ')})`);
}

/** A row that is not as the last load left it, or that no load ever wrote, is people's (the same test as a rollback's). */
async function keepEdited(session: Session, layout: Layout, unit: Unit, index: number): Promise<void> {
  const table = layout.shape.tables[unit.table];
  if (!table) return;
  const columns = imageColumns(table);
  const differing = columns.map(
    (column) =>
      `CASE WHEN ${asStored('t', column)} IS DISTINCT FROM a.${column.sql} THEN ${literal(column.sql.replaceAll('"', ''))} END`,
  );
  await session.query(`
    WITH mine AS (
      SELECT w.entity, w.source_id, w.id FROM ${rowsTable(layout)} w
      JOIN ${recordsTable(layout)} r ON (w.entity, w.source_id) = (r.entity, r.source_id)
      WHERE w.unit = ${index} AND r.fate IS NULL
    ), last AS (
      SELECT DISTINCT ON (a.id) a.* FROM ${afterTable(unit.table)} a JOIN mine ON mine.id = a.id
      JOIN migration.batches b ON b.id = a._batch AND b.state <> 'rolled_back' ORDER BY a.id, a._batch DESC
    ), edited AS (
      SELECT m.entity, m.source_id, a.id IS NULL AS strange, array_remove(ARRAY[${differing.join(', ')}], NULL) AS columns
      FROM mine m JOIN ${unit.target} t ON ${rowId(unit)} = m.id LEFT JOIN last a ON a.id = m.id
    )
    UPDATE ${recordsTable(layout)} r SET fate = 'edited', detail = CASE WHEN e.strange THEN 'was in Tailtown before the first load, or its images were purged'
      ELSE 'changed by people since: ' || array_to_string(e.columns, ', ') END
    FROM edited e WHERE (e.entity, e.source_id) = (r.entity, r.source_id) AND r.fate IS NULL AND (e.strange OR e.columns <> '{}')`);
}
