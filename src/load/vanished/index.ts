import type { Session } from '../../database/session.ts';
import { ident, literal } from '../../database/sql.ts';
import type { Batch } from '../../ledger/batches.ts';
import { imageColumns } from '../../ledger/images.ts';
import type { Scopes } from '../../ledger/scopes.ts';
import { withinLimit } from '../../reconcile/limits.ts';
import { type Layout, rowId } from '../../staging/layout.ts';
import { type Amended, amendTable } from '../amend.ts';
import type { LoadInput } from '../input.ts';
import { decideFates, unitsWithRows } from './fate.ts';
import { findVanished, ownUnits, recordsTable, rowsTable } from './find.ts';
import { marksOf } from './marks.ts';
import { tellVanished } from './tell.ts';

export { accountVanished } from './account.ts';

export const REASON = 'Not in Gingr any more (tailtown-migrate)';

/**
 * Finds the records of earlier loads for which this snapshot gives no reason any more, decides what becomes of their rows
 * and tells of them. Gives the rows that are to be soft-deleted, table by table. Plans must be final.
 */
export async function planVanished(input: LoadInput, scopes: Scopes): Promise<Amended[]> {
  const { session, layout, manifest } = input;
  const amended: Amended[] = [];
  if (await findVanished(session, layout, manifest, scopes)) {
    await decideFates(session, layout, input.vanished);
    for (const table of new Set((await unitsWithRows(session, layout)).map(({ unit }) => unit.table))) {
      const one = await softDeletes(session, layout, table, manifest.asOf);
      if (one) amended.push(one);
    }
  }
  await tellVanished(session, layout);
  return amended;
}

async function softDeletes(
  session: Session,
  layout: Layout,
  name: string,
  at: string,
): Promise<Amended | null> {
  const table = layout.shape.tables[name];
  const unit = layout.units.find((candidate) => candidate.table === name);
  if (!table || !unit) return null;
  const { marks } = marksOf(table, at, REASON);
  const images = imageColumns(table);
  const set = marks.flatMap(({ column, value }) => {
    const image = images.find(({ sql }) => sql === ident(column.name));
    return image ? [{ image, value: image.cast ? `(${value})::${image.type}` : value }] : [];
  });
  if (set.length === 0) return null;
  const values = amendTable(layout, name);
  const indexes = layout.units.flatMap((other, index) => (other.table === name ? [index] : []));
  await session.exec(`
    DROP TABLE IF EXISTS ${values};
    CREATE UNLOGGED TABLE ${values} AS
    SELECT DISTINCT ON (w.id) w.id, ${set.map(({ image, value }) => `${value} AS ${image.sql}`).join(', ')}
    FROM ${rowsTable(layout)} w JOIN ${recordsTable(layout)} r ON (w.entity, w.source_id) = (r.entity, r.source_id)
    JOIN ${unit.target} t ON ${rowId(unit)} = w.id
    WHERE r.fate = 'soft-deleted' AND w.unit IN (${indexes.join(', ')}) ORDER BY w.id;
    ANALYZE ${values}`);
  const { rows } = await session.query<{ rows: number }>(`SELECT count(*)::int AS rows FROM ${values}`);
  const count = rows[0]?.rows ?? 0;
  return count === 0 ? null : { table, unit, columns: set.map(({ image }) => image), values, rows: count };
}

/** Sentences about every entity of which more records would be soft-deleted than allowed; empty = go on. */
export async function overLimit(input: LoadInput, scopes: Scopes): Promise<string[]> {
  const { session, layout, vanishedLimit } = input;
  const { rows } = await session.query<{ entity: number; count: number }>(
    `SELECT entity, count(*)::int AS count FROM ${recordsTable(layout)} WHERE fate = 'soft-deleted' GROUP BY 1 ORDER BY 1`,
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
