import type { Session } from '../../database/session.ts';
import { ident, literal } from '../../database/sql.ts';
import type { Batch } from '../../ledger/batches.ts';
import { asStored, imageColumns } from '../../ledger/images.ts';
import type { Scopes } from '../../ledger/scopes.ts';
import { withinLimit } from '../../reconcile/limits.ts';
import { type Layout, rowId } from '../../staging/layout.ts';
import { type Amended, amendTable } from '../amend.ts';
import type { LoadInput } from '../input.ts';
import { decideFates, unitsWithRows } from './fate.ts';
import { findVanished, ownUnits, recordsTable, rowsTable } from './find.ts';
import { marksOf } from './marks.ts';
import { findMerged, isMerged, movesTable } from './merged.ts';
import { tellVanished } from './tell.ts';

export { accountVanished } from './account.ts';

const REASON = 'Not in Gingr any more (tailtown-migrate)';

/**
 * Finds the records of earlier loads for which this snapshot gives no reason any more, decides what becomes of their rows
 * and tells of them. Gives the rows that change, table by table: those that are soft-deleted, and those that follow a merge.
 * Plans must be final.
 */
export async function planVanished(input: LoadInput, scopes: Scopes): Promise<Amended[]> {
  const { session, layout, manifest } = input;
  const amended: Amended[] = [];
  const merged = await findMerged(session, layout, scopes);
  const vanished = await findVanished(session, layout, manifest, scopes);
  if (vanished) await decideFates(session, layout, input.vanished, scopes);
  if (merged || vanished) {
    for (const table of new Set(layout.units.map((unit) => unit.table))) {
      const one = await amendments(session, layout, table, manifest.asOf);
      if (one) amended.push(one);
    }
  }
  await tellVanished(session, layout, scopes);
  return amended;
}

/** The rows of a table that change, with the columns as they shall be. */
async function amendments(
  session: Session,
  layout: Layout,
  name: string,
  at: string,
): Promise<Amended | null> {
  const table = layout.shape.tables[name];
  const unit = layout.units.find((candidate) => candidate.table === name);
  if (!table || !unit) return null;
  const indexes = layout.units.flatMap((other, index) => (other.table === name ? [index] : []));
  const mine = `unit IN (${indexes.join(', ')})`;
  const moves = `SELECT * FROM ${movesTable(layout)} WHERE ${mine}`;
  const deleted = `SELECT w.id FROM ${rowsTable(layout)} w JOIN ${recordsTable(layout)} r
    ON (w.entity, w.source_id) = (r.entity, r.source_id) WHERE r.fate = 'soft-deleted' AND ${mine}`;
  const counted = await session.query<{ deleted: number; moved: string[] }>(
    `SELECT (SELECT count(DISTINCT id)::int FROM (${deleted}) d) AS deleted, ARRAY(SELECT DISTINCT column_name FROM (${moves}) m) AS moved`,
  );
  const { deleted: softDeleted = 0, moved = [] } = counted.rows[0] ?? {};
  const marks = softDeleted > 0 ? marksOf(table, at, REASON).marks : [];
  const set = imageColumns(table).flatMap((image) => {
    const stands = asStored('t', image);
    const mark = marks.find(({ column }) => ident(column.name) === image.sql);
    if (mark) {
      const value = image.cast ? `(${mark.value})::${image.type}` : mark.value;
      return [{ image, value: `CASE WHEN t_deleted THEN ${value} ELSE ${stands} END` }];
    }
    const reference = moved.find((column) => ident(column) === image.sql);
    if (reference === undefined) return [];
    const value = `SELECT max(m.value) FROM moves m WHERE m.id = ${rowId(unit)} AND m.column_name = ${literal(reference)}`;
    return [{ image, value: `coalesce((${value}), ${stands})` }];
  });
  if (set.length === 0) return null;
  const values = amendTable(layout, name);
  await session.exec(`
    DROP TABLE IF EXISTS ${values};
    CREATE UNLOGGED TABLE ${values} AS
    WITH moves AS (${moves}), deleted AS (SELECT DISTINCT id FROM (${deleted}) d),
      touched AS (SELECT id FROM moves UNION SELECT id FROM deleted)
    SELECT u.id, ${set.map(({ image, value }) => `${value} AS ${image.sql}`).join(', ')}
    FROM touched u JOIN ${unit.target} t ON ${rowId(unit)} = u.id LEFT JOIN deleted d ON d.id = u.id
    CROSS JOIN LATERAL (SELECT d.id IS NOT NULL AS t_deleted) x;
    ANALYZE ${values}`);
  const written = await session.query<{ rows: number }>(`SELECT count(*)::int AS rows FROM ${values}`);
  const rows = written.rows[0]?.rows ?? 0;
  const columns = set.map(({ image }) => image);
  return rows === 0 ? null : { table, unit, columns, values, rows, softDeleted };
}

/**
 * Sentences about every entity of which more records would be soft-deleted than allowed; empty = go on. What people reviewed,
 * merge by merge, needs no limit.
 */
export async function overLimit(input: LoadInput, scopes: Scopes): Promise<string[]> {
  const { session, layout, vanishedLimit } = input;
  const { rows } = await session.query<{ entity: number; count: number }>(
    `SELECT r.entity, count(*)::int AS count FROM ${recordsTable(layout)} r
     WHERE r.fate = 'soft-deleted' AND NOT ${isMerged(layout)} GROUP BY 1 ORDER BY 1`,
  );
  const sentences: string[] = [];
  for (const { entity: number, count } of rows) {
    const entity = layout.entities[number]?.entity ?? '';
    const limit = vanishedLimit[entity] ?? vanishedLimit['*'];
    const scope = ownUnits(layout, entity).map((unit) => scopes.of(unit) ?? -1);
    const known = await session.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM migration.crosswalk WHERE scope IN (${scope.join(', ')}) AND kind <> 'merged'`,
    );
    const all = known.rows[0]?.count ?? 0;
    if (!limit || withinLimit(count, all, limit)) continue;
    const sentence = `${entity}: ${count} of ${all} records of earlier loads would be soft-deleted, more than vanishedLimit allows`;
    await session.query(`
      INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
      VALUES (NULL, ${number}, NULL, 'vanished', 'TARGET_VANISHED_OVER_LIMIT', ${literal(`${count} of ${all}`)})`);
    sentences.push(sentence);
  }
  return sentences;
}

/** Keeps that this batch soft-deleted the rows, so that a later load does not again, and revives them if they come back. */
export async function keepSoftDeletes(
  session: Session,
  layout: Layout,
  scopes: Scopes,
  batch: Batch,
): Promise<void> {
  for (const { unit, index } of await unitsWithRows(session, layout)) {
    await session.query(`
      INSERT INTO migration.soft_deletes (scope, source_id, batch, deleted)
      SELECT ${scopes.of(unit) ?? -1}, w.source_id, ${batch.id}, true
      FROM ${rowsTable(layout)} w JOIN ${recordsTable(layout)} r ON (w.entity, w.source_id) = (r.entity, r.source_id)
      WHERE w.unit = ${index} AND r.fate = 'soft-deleted'`);
  }
}
