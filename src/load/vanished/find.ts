import type { Session } from '../../database/session.ts';
import { ident, literal } from '../../database/sql.ts';
import type { Scopes } from '../../ledger/scopes.ts';
import type { Manifest } from '../../snapshot/format.ts';
import { elsewhereOf, type Layout, rowId, type Unit, unitOf } from '../../staging/layout.ts';
import { earlier } from '../plan.ts';
import { mergedTable } from './merged.ts';

/** Records of earlier loads for which this snapshot gives no reason: what they are, and what becomes of their rows. */
export const recordsTable = (layout: Layout) => `migration_staging.${ident(`vanished_${layout.number}`)}`;
/** Their rows that stand in the target. */
export const rowsTable = (layout: Layout) => `migration_staging.${ident(`vanished_rows_${layout.number}`)}`;

/** Lives inside one load only. `fate`: soft-deleted, before, gone, or why the row is kept. */
const RECORDS = `
  entity smallint NOT NULL,
  scope int NOT NULL,
  source_id text NOT NULL,
  n bigint,
  why text NOT NULL,
  fate text,
  detail text,
  PRIMARY KEY (entity, source_id)`;

const ROWS = 'entity smallint NOT NULL, source_id text NOT NULL, unit smallint NOT NULL, id text NOT NULL';

/** The units in which an entity's own rows stand. */
export const ownUnits = (layout: Layout, entity: string): Unit[] =>
  [unitOf(layout, entity), elsewhereOf(layout, entity)].flatMap((unit) => unit ?? []);

/** SQL, true for a line `l` of a record that does not move (any more); of a row that people deleted, that is told already. */
export const NO_LONGER_MOVES = `l.state IN ('excluded', 'merged', 'rejected') AND l.code IS DISTINCT FROM 'TARGET_ROW_DELETED'`;

/** SQL, true for crosswalk entries `x` of records that went away by a merge. */
export const mergedAway = (layout: Layout, entity: number): string =>
  `EXISTS (SELECT FROM ${mergedTable(layout)} m WHERE m.entity = ${entity} AND m.source_id = x.source_id)`;

/** SQL, true for crosswalk entries `x` of which the snapshot declares that it holds all; null where it declares nothing. */
export function declaredComplete({ entities }: Manifest, entity: string): string | null {
  const declared = entities.find((candidate) => candidate.entity === entity);
  if (declared?.completeness === 'complete') return 'true';
  const places = declared?.completeAt ?? [];
  return places.length > 0 ? `x.location IN (${places.map((place) => literal(place)).join(', ')})` : null;
}

/**
 * Finds them: those on no line of the snapshot, where their entity (or its location) is declared complete, and those whose
 * line is excluded, merged or rejected now, or that were merged by people's word. An entry that leads to another record's row (`merged`) has none of its own.
 */
export async function findVanished(
  session: Session,
  layout: Layout,
  manifest: Manifest,
  scopes: Scopes,
): Promise<boolean> {
  const [records, rows] = [recordsTable(layout), rowsTable(layout)];
  await session.exec(`
    DROP TABLE IF EXISTS ${records}, ${rows};
    CREATE UNLOGGED TABLE ${records} (${RECORDS});
    CREATE UNLOGGED TABLE ${rows} (${ROWS})`);
  for (const [number, { entity, derivedFrom }] of layout.entities.entries()) {
    if (derivedFrom) continue;
    const complete = declaredComplete(manifest, entity);
    for (const unit of ownUnits(layout, entity)) {
      const scope = scopes.of(unit) ?? -1;
      if (complete !== null)
        await session.query(`
          INSERT INTO ${records} SELECT ${number}, x.scope, x.source_id, NULL, 'vanished', NULL, NULL
          FROM ${earlier(unit, scopes)} x WHERE x.kind <> 'merged' AND ${complete} AND NOT ${mergedAway(layout, number)} ON CONFLICT DO NOTHING`);
      await session.query(`
        INSERT INTO ${records} SELECT ${number}, x.scope, x.source_id, l.n, 'outdated', NULL, NULL
        FROM (SELECT * FROM ${unit.lines} l WHERE ${NO_LONGER_MOVES} OFFSET 0) l
        JOIN migration.crosswalk x ON x.scope = ${scope} AND x.source_id = l.source_id AND x.kind <> 'merged'
        ON CONFLICT DO NOTHING`);
    }
    await session.query(`
      INSERT INTO ${records} SELECT ${number}, m.scope, m.source_id, NULL, 'outdated', NULL, NULL
      FROM ${mergedTable(layout)} m WHERE m.entity = ${number} ON CONFLICT DO NOTHING`);
  }
  const found = await session.query<{ entity: number }>(`SELECT DISTINCT entity FROM ${records}`);
  for (const { entity } of found.rows) await findRows(session, layout, entity, scopes);
  await session.exec(`ANALYZE ${records}; ANALYZE ${rows}`);
  return found.rows.length > 0;
}

async function findRows(session: Session, layout: Layout, entity: number, scopes: Scopes): Promise<void> {
  for (const [index, unit] of layout.units.entries()) {
    if (unit.entityNumber !== entity) continue;
    await session.query(`
      INSERT INTO ${rowsTable(layout)} SELECT r.entity, r.source_id, ${index}, x.target_id
      FROM ${recordsTable(layout)} r JOIN migration.crosswalk x
        ON x.scope = ${scopes.of(unit) ?? -1} AND x.source_id = r.source_id AND x.kind <> 'merged'
      JOIN ${unit.target} t ON ${rowId(unit)} = x.target_id WHERE r.entity = ${entity}`);
  }
}
