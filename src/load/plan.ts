import { MERGEABLE } from '../core/merges.ts';
import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import type { Batch } from '../ledger/batches.ts';
import type { Scopes } from '../ledger/scopes.ts';
import {
  elsewhereOf,
  entityNumber,
  type Layout,
  movesHere,
  referencesOf,
  rowId,
  type Unit,
  type UnitColumn,
  unitOf,
  written,
} from '../staging/layout.ts';
import { adopt } from './adopt.ts';
import { carryGathered } from './carry.ts';
import { wanted } from './expressions.ts';
import { fall, fallenTable } from './fall.ts';
import type { AdoptionDecision } from './input.ts';
import { keepUnsaid } from './unsaid.ts';

export { fall, fallenTable } from './fall.ts';

/** Tables that live inside one load only; dropped before it commits. */
export const idsTable = (layout: Layout, entity: string) =>
  `migration_staging.${ident(`ids__${entity}_${layout.number}`)}`;

/**
 * Plans one unit: for every ready record the id of its target row and how it was found (crosswalk: `known`,
 * already in Tailtown: `adopted`, else `new` with its deterministic id), and its references as target ids.
 * Records that the target forbids are added to `fallen`. Ids are kept for others where the snapshot may refer to them. Gives
 * whether the unit has anything to do: a plan without rows stays so.
 */
export async function planUnit(
  session: Session,
  layout: Layout,
  unit: Unit,
  scopes: Scopes,
  tenant: string,
  isReferredTo: boolean,
  decisions: readonly AdoptionDecision[],
  complete: ReadonlySet<string>,
): Promise<boolean> {
  const isBusy = await createPlan(session, layout, unit, scopes);
  if (isBusy) {
    await carryGathered(session, layout, unit, complete);
    await keepUnsaid(session, layout, unit);
    await dropDeletedByPeople(session, layout, unit, tenant);
    await adopt(session, layout, unit, scopes, tenant, decisions);
    await requireValues(session, layout, unit);
  }
  if (unit.primary) await createIds(session, layout, unit);
  if (unit.primary && isReferredTo) await rememberIds(session, layout, unit, scopes, tenant);
  return isBusy;
}

async function createPlan(session: Session, layout: Layout, unit: Unit, scopes: Scopes): Promise<boolean> {
  const references = referencesOf(unit).map(({ column, source }, index) => ({
    column,
    source,
    alias: `r${index}`,
    ids: unitOf(layout, source.entity) ? idsTable(layout, source.entity) : null,
  }));
  const resolved = references.map(({ column, source, alias, ids }) => {
    const id = ids ? `${alias}.id` : 'NULL::text';
    const stands = `${alias}t.${column.sql}`;
    const row = ids ? survivorOf(layout, scopes, source.entity, ids, stands) : stands;
    const other = source.through === undefined ? '' : `, ${row}`;
    const standIn = references.find((candidate) => candidate.column.name === source.otherwise);
    const last = standIn?.ids ? `, ${standIn.alias}.id` : '';
    return `, coalesce(${id}${other}${last}) AS ${column.sql}`;
  });
  const joins = references.map(({ column, alias, ids }) =>
    ids ? `LEFT JOIN ${ids} ${alias} ON ${alias}.source_id = s.${column.sql}` : '',
  );
  // A row of an earlier load says it where this snapshot does not hold its record.
  const rows = references.map(({ source, alias }) => {
    const via = references.find((candidate) => candidate.column.name === source.through);
    const row = via ? unitOf(layout, via.source.entity) : undefined;
    return row && via
      ? `LEFT JOIN ${row.target} ${alias}t ON ${rowId(row, `${alias}t`)} = ${via.alias}.id`
      : '';
  });
  await session.exec(`
    CREATE UNLOGGED TABLE ${unit.plan} AS
    SELECT s._n AS n, s._source_id AS source_id, coalesce(x.target_id, s._new_id) AS id,
      CASE WHEN x.target_id IS NULL THEN 'new' ELSE 'known' END AS how,
      x.base_batch, NULL::jsonb AS _override${resolved.join('')}
    FROM ${unit.staged} s
    JOIN ${unit.lines} l ON l.n = s._n AND ${movesHere(unit)}
    LEFT JOIN migration.crosswalk x
      ON x.scope = ${scopes.of(unit) ?? -1} AND x.source_id = s._source_id ${mergesTwins(layout, unit) ? "AND x.kind <> 'merged'" : ''}
    ${[...joins, ...rows].join('\n')}`);
  const { rows: some } = await session.query(`SELECT 1 FROM ${unit.plan} LIMIT 1`);
  if (some.length > 0) await session.exec(`ANALYZE ${unit.plan}`);
  return some.length > 0;
}

/**
 * SQL for the row that a row of an earlier load refers to (`stands`), or its survivor's: where people say that the record was
 * merged, that row will follow, but only behind this plan.
 */
function survivorOf(layout: Layout, scopes: Scopes, entity: string, ids: string, stands: string): string {
  const unit = unitOf(layout, entity);
  if (!unit || !MERGEABLE.includes(entity)) return stands;
  return `coalesce((SELECT i.id FROM ${layout.merges} m
    JOIN migration.crosswalk x ON x.scope = ${scopes.of(unit) ?? -1} AND x.source_id = m.source_id AND x.kind <> 'merged'
    JOIN ${ids} i ON i.source_id = m.survivor WHERE m.entity = ${unit.entityNumber} AND x.target_id = ${stands} LIMIT 1), ${stands})`;
}

/**
 * Whether records of the unit's entity may be one for a while, by a rule or by people's word. Twins that part again are two records with two rows: what
 * led one of them to the other's row is not followed (promise 3). Spellings of a label stay one for good.
 */
export const mergesTwins = (layout: Layout, unit: Unit): boolean =>
  layout.entities[unit.entityNumber]?.merge !== undefined || MERGEABLE.includes(unit.entity);

/** A row that an earlier batch loaded and that is gone was deleted by people: it is not created again (promise 7). */
async function dropDeletedByPeople(
  session: Session,
  layout: Layout,
  unit: Unit,
  tenant: string,
): Promise<void> {
  // Looked for once: nearly always there is none.
  await session.exec(`
    CREATE TEMP TABLE gone ON COMMIT DROP AS
    SELECT p.n FROM ${unit.plan} p WHERE p.how = 'known' AND NOT EXISTS (
      SELECT FROM ${unit.target} t WHERE ${rowId(unit)} = p.id AND t.${unit.tenant} = ${literal(tenant)})`);
  if ((await session.query('SELECT 1 FROM gone LIMIT 1')).rows.length > 0) {
    const own = elsewhereOf(layout, unit.entity) === unit;
    const which = own ? `JOIN ${unit.lines} l USING (n) WHERE l.code IS NOT NULL` : '';
    if (unit.primary || own)
      await fall(session, layout, unit, `SELECT n FROM gone ${which}`, 'excluded', 'TARGET_ROW_DELETED');
    await session.query(`DELETE FROM ${unit.plan} p USING gone WHERE gone.n = p.n`);
  }
  await session.exec('DROP TABLE gone');
}

/** A NOT NULL column without a value would break the whole load: the record falls, and says why. */
async function requireValues(session: Session, layout: Layout, unit: Unit): Promise<void> {
  const required = written(unit).filter((column) => column.required);
  if (required.length === 0) return;
  const missing = required.map((column) => isMissing(layout, column)).join(' OR ');
  await fall(
    session,
    layout,
    unit,
    `SELECT p.n FROM ${unit.plan} p JOIN ${unit.staged} s ON s._n = p.n WHERE p.how = 'new' AND (${missing})`,
    'rejected',
    'TARGET_VALUE_REQUIRED',
  );
}

/** Where the row referred to fell just now, the next planning knows what stands in for it. */
function isMissing(layout: Layout, column: UnitColumn): string {
  const { source } = column.mapping;
  if (source.kind !== 'reference' || source.otherwise === undefined) return `${wanted(column)} IS NULL`;
  return `(${wanted(column)} IS NULL AND NOT EXISTS (
    SELECT FROM ${layout.lines} r JOIN ${fallenTable(layout)} f ON f.n = r.n
    WHERE r.entity = ${entityNumber(layout, source.entity)} AND r.source_id = s.${column.sql} AND r.state = 'ready'))`;
}

const createIds = (session: Session, layout: Layout, unit: Unit): Promise<void> =>
  session.exec(`CREATE UNLOGGED TABLE ${idsTable(layout, unit.entity)} (source_id text, id text)`);

/**
 * SQL for the open crosswalk entries of records that this snapshot does not hold: few, so found before anything is joined. What
 * the batch that was `opened` bound is of this snapshot.
 */
export const earlier = (unit: Unit, scopes: Scopes, opened: Batch | null = null): string =>
  `(SELECT x.* FROM migration.crosswalk x WHERE x.scope = ${scopes.of(unit) ?? -1} ${opened ? `AND x.opened_batch <> ${opened.id}` : ''} AND NOT EXISTS (
     SELECT FROM ${unit.lines} l WHERE l.source_id = x.source_id) OFFSET 0)`;

/** Source id to target id of an entity: this load's, those merged into them, and those of earlier loads. */
async function rememberIds(
  session: Session,
  layout: Layout,
  unit: Unit,
  scopes: Scopes,
  tenant: string,
): Promise<void> {
  const ids = idsTable(layout, unit.entity);
  await session.exec(`
    INSERT INTO ${ids} SELECT source_id, id FROM ${unit.plan};
    INSERT INTO ${ids} SELECT l.source_id, p.id FROM ${unit.lines} l JOIN ${unit.plan} p ON p.source_id = l.survivor
      WHERE l.state = 'merged';
    INSERT INTO ${ids} SELECT x.source_id, x.target_id FROM ${earlier(unit, scopes)} x
      JOIN ${unit.target} t ON ${rowId(unit)} = x.target_id AND t.${unit.tenant} = ${literal(tenant)};
    -- Whoever went away in Gingr is the survivor, whatever an earlier load made of them.
    DELETE FROM ${ids} i USING ${layout.merges} m WHERE m.entity = ${unit.entityNumber} AND i.source_id = m.source_id;
    INSERT INTO ${ids} SELECT m.source_id, i.id FROM ${layout.merges} m JOIN ${ids} i ON i.source_id = m.survivor
      WHERE m.entity = ${unit.entityNumber};
    ANALYZE ${ids}`);
}
