import { MERGEABLE } from '../../core/merges.ts';
import type { Session } from '../../database/session.ts';
import { ident, literal } from '../../database/sql.ts';
import type { Batch } from '../../ledger/batches.ts';
import { CROSSWALK_ENTRY } from '../../ledger/crosswalk.ts';
import { bases, baseTable } from '../../ledger/images.ts';
import type { Scopes } from '../../ledger/scopes.ts';
import { type Layout, referencesOf, rowId, unitOf, written } from '../../staging/layout.ts';

/** Records that went away by a merge and have a row of their own: `entity`, `scope`, `source_id`, `survivor`, `old_id`, `new_id`. */
export const mergedTable = (layout: Layout) => `migration_staging.${ident(`merged_away_${layout.number}`)}`;
/** SQL, true for a record found `r` that went away by a merge. */
export const isMerged = (layout: Layout): string =>
  `EXISTS (SELECT FROM ${mergedTable(layout)} m WHERE (m.entity, m.source_id) = (r.entity, r.source_id))`;
/** Rows of earlier loads that are to refer to the survivor's row: `unit`, `source_id`, `id`, `column_name`, `value`. */
export const movesTable = (layout: Layout) => `migration_staging.${ident(`moves_${layout.number}`)}`;

/**
 * Finds the rows of records that people say were merged in Gingr, and the rows of earlier loads that still hang on them: those
 * that this snapshot holds follow by their own lines. A row that people gave to somebody else since is theirs.
 */
export async function findMerged(session: Session, layout: Layout, scopes: Scopes): Promise<boolean> {
  await session.exec(`
    DROP TABLE IF EXISTS ${mergedTable(layout)}, ${movesTable(layout)};
    CREATE UNLOGGED TABLE ${mergedTable(layout)} (entity smallint, scope int, source_id text, survivor text, old_id text, new_id text);
    CREATE UNLOGGED TABLE ${movesTable(layout)} (unit smallint, source_id text, id text, column_name text, value text)`);
  for (const entity of MERGEABLE) {
    const unit = unitOf(layout, entity);
    if (!unit) continue;
    const scope = scopes.of(unit) ?? -1;
    const { affected } = await session.query(`
      INSERT INTO ${mergedTable(layout)}
      SELECT m.entity, ${scope}, m.source_id, m.survivor, x.target_id, coalesce(p.id, y.target_id)
      FROM ${layout.merges} m JOIN migration.crosswalk x ON x.scope = ${scope} AND x.source_id = m.source_id AND x.kind <> 'merged'
      LEFT JOIN ${unit.plan} p ON p.source_id = m.survivor
      LEFT JOIN migration.crosswalk y ON y.scope = ${scope} AND y.source_id = m.survivor
      WHERE m.entity = ${unit.entityNumber} AND coalesce(p.id, y.target_id) <> x.target_id`);
    if (affected > 0) await findMoves(session, layout, scopes, entity);
  }
  return (await session.query(`SELECT 1 FROM ${mergedTable(layout)} LIMIT 1`)).rows.length > 0;
}

async function findMoves(session: Session, layout: Layout, scopes: Scopes, entity: string): Promise<void> {
  const number = unitOf(layout, entity)?.entityNumber ?? -1;
  for (const [index, unit] of layout.units.entries()) {
    // What is the record's own goes with it, and of what there is one for each the survivor has its own.
    const uniques = (layout.shape.tables[unit.table]?.uniques ?? []).flatMap(({ columns }) => columns);
    if (unit.entity === entity) continue;
    for (const { column } of referencesOf(unit).filter(({ source }) => source.entity === entity)) {
      if (column.targetType === null || uniques.includes(column.name)) continue;
      const { sql, name } = column;
      await session.query(`
        INSERT INTO ${movesTable(layout)}
        SELECT ${index}, x.source_id, x.target_id, ${literal(name)}, m.new_id
        FROM ${mergedTable(layout)} m JOIN ${unit.target} t ON t.${sql} = m.old_id AND m.entity = ${number}
        JOIN migration.crosswalk x ON x.scope = ${scopes.of(unit) ?? -1} AND x.target_id = ${rowId(unit)} AND x.kind <> 'merged'
        JOIN ${bases(unit.table, [sql])} b ON b._batch = x.base_batch AND b._id = x.target_id AND b.${sql} = m.old_id
        WHERE NOT EXISTS (SELECT FROM ${unit.plan} p WHERE p.id = x.target_id)`);
    }
  }
  await session.query(`
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, detail)
    SELECT NULL, ${number}, NULL, 'vanished', 'TARGET_ROW_MOVED', v.column_name,
      u.entity || '/' || v.source_id || ' is of ${entity}/' || v.survivor || ' now'
    FROM (SELECT DISTINCT v.*, m.survivor FROM ${movesTable(layout)} v JOIN ${mergedTable(layout)} m ON m.new_id = v.value AND m.entity = ${number}) v
    JOIN (VALUES ${layout.units.map((unit, index) => `(${index}, ${literal(unit.entity)})`).join(', ')}) u(unit, entity) ON u.unit = v.unit`);
}

/** Keeps in the crosswalk that the record is its survivor's row now, and advances the bases of the rows that moved with it. */
export async function keepMerged(
  session: Session,
  layout: Layout,
  scopes: Scopes,
  batch: Batch,
): Promise<void> {
  const merged = mergedTable(layout);
  const { rows } = await session.query<{ unit: number }>(`SELECT DISTINCT unit FROM ${movesTable(layout)}`);
  for (const { unit: index } of rows) {
    const unit = layout.units[index];
    if (!unit) continue;
    const columns = written(unit);
    const moved = (name: string) =>
      `(SELECT v.value FROM ${movesTable(layout)} v WHERE v.unit = ${index} AND v.id = b._id AND v.column_name = ${literal(name)})`;
    const mine = `SELECT source_id FROM ${movesTable(layout)} WHERE unit = ${index}`;
    await session.query(`
      INSERT INTO ${baseTable(unit.table)} (_batch, _id, ${columns.map(({ sql }) => sql).join(', ')})
      SELECT ${batch.id}, b._id, ${columns
        .map(({ sql, name, mapping }) =>
          mapping.source.kind === 'reference' ? `coalesce(${moved(name)}, b.${sql})` : `b.${sql}`,
        )
        .join(', ')}
      FROM migration.crosswalk x JOIN ${bases(
        unit.table,
        columns.map(({ sql }) => sql),
      )} b ON b._batch = x.base_batch AND b._id = x.target_id
      WHERE x.scope = ${scopes.of(unit) ?? -1} AND x.source_id IN (${mine})`);
    await session.query(
      `UPDATE migration.crosswalk SET base_batch = ${batch.id} WHERE scope = ${scopes.of(unit) ?? -1} AND source_id IN (${mine})`,
    );
  }
  await session.query(`
    WITH closed AS (
      DELETE FROM migration.crosswalk x USING ${merged} m WHERE x.scope = m.scope AND x.source_id = m.source_id RETURNING x.*
    ) INSERT INTO migration.crosswalk_closed (closed_batch, ${CROSSWALK_ENTRY}) SELECT ${batch.id}, ${CROSSWALK_ENTRY} FROM closed`);
  await session.query(`
    INSERT INTO migration.crosswalk (scope, source_id, target_id, kind, opened_batch, file, line)
    SELECT m.scope, m.source_id, m.new_id, 'merged', ${batch.id}, c.file, c.line
    FROM ${merged} m JOIN migration.crosswalk_closed c ON (c.closed_batch, c.scope, c.source_id) = (${batch.id}, m.scope, m.source_id)`);
}
