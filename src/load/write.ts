import type { TableShape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import type { Batch } from '../ledger/batches.ts';
import { CROSSWALK_ENTRY } from '../ledger/crosswalk.ts';
import { afterTable, asStored, baseTable, beforeTable, imageColumns } from '../ledger/images.ts';
import type { Scopes } from '../ledger/scopes.ts';
import { entityNumber, type Layout, referencesOf, rowId, type Unit, written } from '../staging/layout.ts';
import { PROVENANCE_ACTOR } from '../tailtown/tables.ts';
import { type Amended, amending } from './amend.ts';
import { changesTable } from './changes.ts';
import { columnList, planned, toTarget, wanted } from './expressions.ts';
import { mergesTwins } from './plan.ts';

/** What the mapping does not say, as column and value: who and when. Only columns that this target has and no mapping fills. */
export function housekeeping(
  layout: Layout,
  unit: Unit,
  batch: Batch,
  on: 'insert' | 'update',
): [string, string][] {
  const table = layout.shape.tables[unit.table];
  const mapped = new Set(written(unit).map((column) => column.name));
  const time = `${literal(batch.batchTime)}::timestamp`;
  const candidates: [string, string, boolean][] = [
    ['createdAt', time, on === 'insert'],
    ['created_at', time, on === 'insert'],
    ['updatedAt', time, true],
    ['updated_at', time, true],
    ['createdBy', literal(PROVENANCE_ACTOR), on === 'insert'],
    ['updatedBy', literal(PROVENANCE_ACTOR), true],
    ['migrationBatchId', literal(batch.publicId), true],
  ];
  return candidates.flatMap(([name, value, applies]): [string, string][] =>
    applies && table && name in table.columns && !mapped.has(name) ? [[ident(name), value]] : [],
  );
}

/**
 * Inserts the new rows of a unit; units are written parents first. Where the table has its indexes (`indexed`), rows of
 * one parent come together, so that their index entries do too: a fifth less time than in the order of the files, more
 * where indexes outgrow the cache. Where only the key is left on it, rows come in the order of the key: each entry goes
 * behind the last one, a third less time again.
 */
export async function insertRows(
  session: Session,
  layout: Layout,
  unit: Unit,
  batch: Batch,
  indexed: boolean,
): Promise<void> {
  const columns = written(unit);
  const extra = housekeeping(layout, unit, batch, 'insert');
  const [parent] = referencesOf(unit).filter(
    ({ column, source }) => source.required && column.targetType !== null,
  );
  const order = !indexed ? 'p.id' : parent ? `p.${parent.column.sql}, p.n` : null;
  const names = ['id', unit.tenant, ...columns.map((c) => c.sql), ...extra.map(([name]) => name)];
  const values = [
    unit.idType === null ? 'p.id' : `p.id::${unit.idType}`,
    literal(batch.tenant),
    ...columns.map((column) => toTarget(column, wanted(column))),
    ...extra.map(([, value]) => value),
  ];
  await session.query(
    `INSERT INTO ${unit.target} (${names.join(', ')}) SELECT ${values.join(', ')} FROM ${planned(unit)} WHERE p.how = 'new'
     ${order === null ? '' : `ORDER BY ${order}`}`,
  );
}

/** Keeps the before-image of every row that is about to change. */
export async function keepBeforeImages(
  session: Session,
  layout: Layout,
  unit: Unit,
  batch: Batch,
): Promise<void> {
  const table = layout.shape.tables[unit.table];
  if (!table) return;
  await keepImages(session, table, batch, beforeTable(unit.table), changing(layout, unit));
}

/** Changes the rows whose before-images were kept. */
export async function updateRows(session: Session, layout: Layout, unit: Unit, batch: Batch): Promise<void> {
  const changes = changesTable(layout, unit);
  const assignments = [
    ...written(unit).map((column) => `${column.sql} = ${toTarget(column, `c.${column.sql}`)}`),
    ...housekeeping(layout, unit, batch, 'update').map(([name, value]) => `${name} = ${value}`),
  ];
  await session.query(
    `UPDATE ${unit.target} t SET ${assignments.join(', ')} FROM ${changes} c WHERE c.id = ${rowId(unit)} AND c.differs`,
  );
}

/**
 * Keeps the after-image of every row of a table that this transaction wrote: told by its number, they are found in one
 * pass. One that no plan knows would be among them, and the comparison takes the load back for it. Where they are not as
 * many as planned, as when a trigger wrote one again below a savepoint of its own, they are looked for by their ids.
 */
export async function keepAfterImages(
  session: Session,
  layout: Layout,
  table: TableShape,
  batch: Batch,
  amended: readonly Amended[],
): Promise<void> {
  const into = afterTable(table.name);
  const units = layout.units.filter((unit) => unit.table === table.name);
  const kept = await keepImages(
    session,
    table,
    batch,
    into,
    'WHERE t.xmin = (SELECT pg_current_xact_id()::xid)',
  );
  const written = units.flatMap((unit) => [
    `(SELECT count(*) FROM ${unit.plan} WHERE how = 'new')`,
    `(SELECT count(*) FROM ${changesTable(layout, unit)} WHERE differs)`,
  ]);
  const { rows } = await session.query<{ planned: number }>(
    `SELECT (${written.join(' + ')})::int AS planned`,
  );
  const others = amended.filter((one) => one.table === table);
  const amendments = others.reduce((sum, one) => sum + one.rows, 0);
  if (kept === (rows[0]?.planned ?? 0) + amendments) return;
  await session.query(`DELETE FROM ${into} WHERE _batch = ${batch.id}`);
  for (const unit of units) {
    const inserted = `JOIN ${unit.plan} p ON p.id = ${rowId(unit)} AND p.how = 'new'`;
    for (const which of [inserted, changing(layout, unit)])
      await keepImages(session, table, batch, into, which);
  }
  for (const one of others) await keepImages(session, table, batch, into, amending(one));
}

const changing = (layout: Layout, unit: Unit): string =>
  `JOIN ${changesTable(layout, unit)} c ON c.id = ${rowId(unit)} AND c.differs`;

/** Keeps images of the rows `t` that `which` leaves; gives their number. */
export async function keepImages(
  session: Session,
  table: TableShape,
  batch: Batch,
  into: string,
  which: string,
): Promise<number> {
  const columns = imageColumns(table);
  const { affected } = await session.query(
    `INSERT INTO ${into} (_batch, ${columns.map((column) => column.sql).join(', ')})
     SELECT ${batch.id}, ${columns.map((column) => asStored('t', column)).join(', ')} FROM public.${ident(table.name)} t ${which}`,
  );
  return affected;
}

/** Advances the base of every record that was there and changed in Gingr, and binds new ones in the crosswalk. */
export async function keepBasesAndCrosswalk(
  session: Session,
  layout: Layout,
  unit: Unit,
  scopes: Scopes,
  batch: Batch,
) {
  const scope = scopes.of(unit);
  await session.query(
    `INSERT INTO ${baseTable(unit.table)} (_batch, _id, ${columnList(unit)})
     SELECT ${batch.id}, p.id, ${written(unit).map(wanted).join(', ')} FROM ${planned(unit)} JOIN ${changesTable(layout, unit)} c ON c.n = p.n`,
  );
  await session.query(
    `UPDATE migration.crosswalk x SET base_batch = ${batch.id} FROM ${unit.plan} p
       JOIN ${changesTable(layout, unit)} c ON c.n = p.n
     WHERE x.scope = ${scope} AND x.source_id = p.source_id AND p.how = 'known'`,
  );
  if (mergesTwins(layout, unit)) {
    await session.query(
      `WITH parted AS (
         DELETE FROM migration.crosswalk x USING ${unit.plan} p
         WHERE x.scope = ${scope} AND x.source_id = p.source_id AND p.how <> 'known' RETURNING x.*
       ) INSERT INTO migration.crosswalk_closed (closed_batch, ${CROSSWALK_ENTRY}) SELECT ${batch.id}, ${CROSSWALK_ENTRY} FROM parted`,
    );
  }
  await session.query(
    `INSERT INTO migration.crosswalk (${CROSSWALK_ENTRY})
     SELECT ${scope}, p.source_id, p.id, CASE WHEN p.how = 'adopted' THEN 'adopted' ELSE 'own' END, ${batch.id}, ${batch.id}, f.path, l.line, l.location
     FROM ${unit.plan} p JOIN ${unit.lines} l USING (n) LEFT JOIN ${layout.files} f ON f.file = l.file
     WHERE p.how <> 'known' ORDER BY p.source_id`,
  );
  // Where a record belongs is what its last line said.
  await session.query(
    `UPDATE migration.crosswalk x SET location = l.location FROM ${unit.plan} p JOIN ${unit.lines} l USING (n)
     WHERE x.scope = ${scope} AND x.source_id = p.source_id AND p.how = 'known' AND l.location IS NOT NULL AND x.location IS DISTINCT FROM l.location`,
  );
  if (!unit.primary) return;
  await session.query(
    `INSERT INTO migration.crosswalk (scope, source_id, target_id, kind, opened_batch, file, line)
     SELECT ${scope}, l.source_id, p.id, 'merged', ${batch.id}, f.path, l.line
     FROM ${mergedWithoutEntry(layout, unit, scopes)}`,
  );
}

/** Merged records that no open crosswalk entry leads to their survivor's row yet. */
export const mergedWithoutEntry = (layout: Layout, unit: Unit, scopes: Scopes): string =>
  `${layout.lines} l JOIN ${unit.plan} p ON p.source_id = l.survivor LEFT JOIN ${layout.files} f ON f.file = l.file
   WHERE l.entity = ${entityNumber(layout, unit.entity)} AND l.state = 'merged' AND NOT EXISTS (
     SELECT FROM migration.crosswalk x WHERE x.scope = ${scopes.of(unit) ?? -1} AND x.source_id = l.source_id)`;
