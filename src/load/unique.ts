import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { bases } from '../ledger/images.ts';
import { type Layout, rowId, type Unit, type UnitColumn, written } from '../staging/layout.ts';
import { syntheticEmailSql } from '../tailtown/forced.ts';
import { changesTable, decideChanges } from './changes.ts';
import { planned, wanted } from './expressions.ts';
import { fall } from './plan.ts';

/**
 * Finds planned values that must be unique in the tenant and that another row will still have after this load, one of
 * the target's or, of two new ones, the first: by the unique constraints that the database really has. An e-mail gives
 * way to its marked synthetic address (people are never merged because they share one), an optional reference stays
 * empty; anything else rejects the record.
 */
export async function giveWayToOthers(
  session: Session,
  layout: Layout,
  unit: Unit,
  tenant: string,
  sourceDatabase: string,
) {
  for (const key of uniqueKeys(layout, unit)) {
    // Again until nothing gives way: whoever keeps an address may stand in the way of the one who was to get it.
    while (await giveWay(session, layout, unit, key, tenant, sourceDatabase));
  }
}

/** Returns whether the plan of other rows changed, so that it must be looked at again. */
async function giveWay(
  session: Session,
  layout: Layout,
  unit: Unit,
  key: UnitColumn[],
  tenant: string,
  sourceDatabase: string,
): Promise<boolean> {
  const values = key.map((column) => `(${wanted(column)})::text`);
  await session.exec(`
    CREATE TEMP TABLE taken ON COMMIT DROP AS
    SELECT n FROM (
      SELECT p.n, row_number() OVER (PARTITION BY ${values.join(', ')} ORDER BY p.n) AS place FROM ${planned(unit)}
      WHERE p.how = 'new' AND (p._override -> 'email') IS NULL AND (${values.join(', ')}) IS NOT NULL
    ) twins WHERE place > 1
    UNION SELECT p.n FROM ${planned(unit)}
    LEFT JOIN ${changesTable(layout, unit)} mine ON mine.n = p.n
    JOIN ${unit.target} t ON t.${unit.tenant} = ${literal(tenant)} AND ${rowId(unit)} <> p.id
    LEFT JOIN ${changesTable(layout, unit)} theirs ON theirs.id = ${rowId(unit)}
    WHERE (p._override -> 'email') IS NULL AND (p.how = 'new' OR mine.differs) AND ${key.map(collides).join(' AND ')}`);
  const [only] = key.length === 1 ? key : [];
  const yields = only !== undefined && (only.mapping.forced === 'syntheticEmail' || isLink(only));
  const again = yields && (await hasTaken(session));
  if (!again) await fall(session, layout, unit, 'SELECT n FROM taken', 'rejected', 'TARGET_ROW_TAKEN');
  else if (isLink(only)) await letGo(session, layout, unit, only);
  else await forceEmail(session, layout, unit, sourceDatabase);
  await session.exec('DROP TABLE taken');
  return again;
}

/** A reference that the row can be without, such as the stay of an invoice. */
const isLink = ({ mapping, required }: UnitColumn): boolean =>
  mapping.source.kind === 'reference' && !mapping.source.required && !required;

/** A record is not lost because another row has the one place that it refers to: the reference stays empty. */
async function letGo(session: Session, layout: Layout, unit: Unit, link: UnitColumn): Promise<void> {
  await session.exec(`
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value)
      SELECT l.n, l.entity, l.file, 'load', 'TARGET_LINK_TAKEN', ${literal(link.name)}, s.${link.sql}
      FROM taken JOIN ${unit.lines} l USING (n) JOIN ${unit.staged} s ON s._n = l.n;
    UPDATE ${unit.plan} p SET ${link.sql} = NULL FROM taken WHERE taken.n = p.n;
    DROP TABLE ${changesTable(layout, unit)}`);
  await decideChanges(session, layout, unit);
}

async function hasTaken(session: Session): Promise<boolean> {
  return (await session.query('SELECT 1 FROM taken LIMIT 1')).rows.length > 0;
}

/** Whether another row already stands or will stand on the value. Text for all types, since both sides are stored types. */
function collides(column: UnitColumn): string {
  const value = `CASE WHEN p.how = 'new' THEN (${wanted(column)})::text ELSE mine.${column.sql}::text END`;
  return `${value} = CASE WHEN theirs.n IS NULL THEN t.${column.sql}::text ELSE theirs.${column.sql}::text END`;
}

/**
 * A new record gets its synthetic address; one that was loaded before keeps what it had (its base, or what stands in
 * an adopted row), so that the next load finds nothing to do. What changes is then decided anew.
 */
async function forceEmail(
  session: Session,
  layout: Layout,
  unit: Unit,
  sourceDatabase: string,
): Promise<void> {
  const synthetic = syntheticEmailSql(literal(sourceDatabase), 'q.source_id');
  await session.exec(`
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name)
      SELECT l.n, l.entity, l.file, 'load', 'OWNER_EMAIL_TAKEN', 'email' FROM taken JOIN ${unit.lines} l USING (n);
    UPDATE ${unit.plan} p SET _override = coalesce(p._override, '{}') || jsonb_build_object('email', q.email)
        || CASE WHEN q.email = q.synthetic THEN jsonb_build_object('portalEnabled', false) ELSE '{}' END
      FROM (
        SELECT q.n, coalesce(b.email, t.email, ${synthetic}) AS email, ${synthetic} AS synthetic
        FROM ${unit.plan} q JOIN taken USING (n)
        LEFT JOIN ${bases(unit.table, ['email'])} b ON b._batch = q.base_batch AND b._id = q.id
        LEFT JOIN ${unit.target} t ON ${rowId(unit)} = q.id
      ) q WHERE q.n = p.n;
    INSERT INTO ${layout.alterations} (n, stage, target_table, column_name, kind, before, after)
      SELECT s._n, 'load', ${literal(unit.table)}, 'email', 'forced', s.email, p._override ->> 'email'
      FROM taken JOIN ${unit.plan} p USING (n) JOIN ${unit.staged} s ON s._n = p.n
      WHERE p._override ? 'portalEnabled';
    DROP TABLE ${changesTable(layout, unit)}`);
  await decideChanges(session, layout, unit);
}

/**
 * Clears the unique values that rows are about to give up, before anything is written: the database checks them row
 * by row, and an owner may get the address that another one leaves in the same load. Their before-images are kept.
 */
export async function makeRoom(session: Session, layout: Layout, unit: Unit): Promise<void> {
  for (const key of uniqueKeys(layout, unit)) {
    const column = key.find(
      (candidate) =>
        !candidate.required ||
        (candidate.type === 'text' &&
          candidate.maxLength === null &&
          candidate.enumValues === null &&
          candidate.mapping.source.kind !== 'reference'),
    );
    if (!column) continue;
    const passing = column.required ? `t.id || '@moving.tailtown-migrate.invalid'` : 'NULL';
    await session.query(`
      UPDATE ${unit.target} t SET ${column.sql} = ${passing}
      FROM ${changesTable(layout, unit)} c
      WHERE c.id = ${rowId(unit)} AND c.differs AND c.${column.sql} IS DISTINCT FROM t.${column.sql}`);
  }
}

/** Unique constraints over the tenant and written columns, the tenant left out. */
function uniqueKeys(layout: Layout, unit: Unit): UnitColumn[][] {
  const table = layout.shape.tables[unit.table];
  const tenant = unit.tenant.replaceAll('"', '');
  return (table?.uniques ?? []).flatMap((unique) => {
    const names = unique.columns.filter((name) => name !== tenant);
    const columns = written(unit).filter((column) => names.includes(column.name));
    return names.length > 0 && columns.length === names.length && !unique.partial ? [columns] : [];
  });
}
