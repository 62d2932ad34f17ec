import type { ConflictPolicy } from '../core/mapping.ts';
import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import { bases } from '../ledger/images.ts';
import { type Layout, rowId, type Unit, type UnitColumn, written } from '../staging/layout.ts';
import { planned, standing, wanted } from './expressions.ts';
import { isLeftover } from './leftovers.ts';
import { fall } from './plan.ts';
import { revivedMarks, revivedTable, withRevived } from './vanished/revive.ts';

export const changesTable = (layout: Layout, unit: Unit) =>
  `migration_staging.${ident(`changes__${unit.entity}__${unit.table}${unit.part ? `__${unit.part}` : ''}_${layout.number}`)}`;

/**
 * Decides, field by field, what becomes of rows that are already there (DESIGN.md section 4, incremental loads):
 * base = what the mapping produced last time, wanted = what it produces now, standing = what is in the target.
 * Only rows whose wanted values differ from their base are looked at; adopted rows have no base, and only their
 * empty columns are filled. Rows that are revived count as they were before their soft-delete. The result holds the new value of every column, whether the row `differs` from what
 * stands, and which columns were `kept` or `overwritten` against a person's change.
 */
export async function decideChanges(session: Session, layout: Layout, unit: Unit): Promise<void> {
  const columns = written(unit);
  const marks = await revivedMarks(session, layout, unit);
  const values = columns.map((column) => `${decision(unit, column)} AS ${column.sql}`);
  const differs = columns.map((column) => `d.${column.sql} IS DISTINCT FROM d.${ident(`${column.name}::t`)}`);
  const named = (kind: 'target-wins' | 'source-wins' | 'fail') => {
    const conflicts = columns
      .filter((column) => policyOf(column) === kind)
      .map((column) => `CASE WHEN ${conflict(unit, column)} THEN ${literal(column.name)} END`);
    return conflicts.length === 0 ? `'{}'::text[]` : `array_remove(ARRAY[${conflicts.join(', ')}], NULL)`;
  };
  const unchanged = columns
    .map((column) => `${wanted(column)} IS NOT DISTINCT FROM b.${column.sql}`)
    .join(' AND ');
  const base = `LEFT JOIN ${bases(
    unit.table,
    columns.map(({ sql }) => sql),
  )} b ON b._batch = p.base_batch AND b._id = p.id`;
  const moved = `migration_staging.${ident(`moved_${layout.number}`)}`;
  // First those that Gingr changed, without a look at the target: on most days there is none. A table of its own, which may
  // be filled in parallel, as nothing below WITH may.
  await session.exec(`
    CREATE UNLOGGED TABLE ${moved} AS SELECT p.n FROM ${planned(unit)} ${base}
    WHERE p.how <> 'new' AND (b._id IS NULL OR NOT (${unchanged || 'true'}))
      ${marks ? `UNION SELECT n FROM ${revivedTable(layout, unit)}` : ''};
    CREATE UNLOGGED TABLE ${changesTable(layout, unit)} AS
    SELECT d.*, (${differs.join(' OR ') || 'false'} ${marks ? 'OR d.revived' : ''}) AS differs FROM (
      SELECT p.n, p.id, p.how, ${values.join(', ')},
        ${columns.map((column) => `${standing(column, marks ? 'r' : 't')} AS ${ident(`${column.name}::t`)}`).join(', ')},
        ${marks ? 'v.n IS NOT NULL AS revived,' : ''}
        ${named('target-wins')} AS kept, ${named('source-wins')} AS overwritten, ${named('fail')} AS fails
      FROM ${moved} m JOIN ${planned(unit)} ON p.n = m.n
      ${marks ? withRevived(layout, unit, marks) : `JOIN ${unit.target} t ON ${rowId(unit)} = p.id`} ${base}
    ) d;
    DROP TABLE ${moved};
    ANALYZE ${changesTable(layout, unit)}`);
  await fall(
    session,
    layout,
    unit,
    `SELECT n FROM ${changesTable(layout, unit)} WHERE fails <> '{}'`,
    'rejected',
    'TARGET_CONFLICT_FAILS',
  );
}

/** The tables of units without planned rows: nothing is decided in them, and whoever looks at all units finds nothing. */
export async function createNoChanges(
  session: Session,
  layout: Layout,
  units: readonly Unit[],
): Promise<void> {
  const lists = ['kept', 'overwritten', 'fails'].map((name) => `${name} text[]`).join(', ');
  const tables = units.map(
    (unit) =>
      `CREATE UNLOGGED TABLE ${changesTable(layout, unit)} (n bigint, id text, how text, ${lists}, differs boolean)`,
  );
  if (tables.length > 0) await session.exec(tables.join(';\n'));
}

/** Notes every conflict with the people's value, once the plan is final. */
export async function reportConflicts(session: Session, layout: Layout, unit: Unit): Promise<void> {
  const changes = changesTable(layout, unit);
  for (const [list, code] of [
    ['kept', 'TARGET_CONFLICT_KEPT'],
    ['overwritten', 'TARGET_CONFLICT_OVERWRITTEN'],
  ] as const) {
    await session.query(`
      INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, detail)
      SELECT l.n, l.entity, l.file, 'load', ${literal(code)}, c.name, ${literal(`${unit.table}/`)} || ch.id
      FROM ${changes} ch JOIN ${unit.lines} l USING (n) CROSS JOIN LATERAL unnest(ch.${list}) AS c(name)`);
  }
  await session.query(`
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
    SELECT l.n, l.entity, l.file, 'load', 'TARGET_ADOPTED', ${literal(`${unit.table}/`)} || p.id
    FROM ${unit.plan} p JOIN ${unit.lines} l USING (n) WHERE p.how = 'adopted'`);
}

/** A column that the target insists on keeps what stands where the mapping has nothing for it any more. */
const decision = (unit: Unit, column: UnitColumn): string =>
  column.required ? `coalesce(${decided(unit, column)}, ${standing(column)})` : decided(unit, column);

function decided(unit: Unit, column: UnitColumn): string {
  const want = wanted(column);
  const stands = standing(column);
  switch (column.merge) {
    case 'array':
      return `migration.merge_array(b.${column.sql}, ${want}, ${stands})`;
    case 'json':
      return `migration.merge_jsonb(b.${column.sql}, ${want}, ${stands})`;
    case 'scalar': {
      const both = column.conflict === 'source-wins' ? want : stands;
      return `CASE
        WHEN b._id IS NULL THEN CASE ${ofOlderImporter(unit, column)} WHEN ${empty(column, stands)} THEN ${want} WHEN ${empty(column, want)} THEN ${stands} ELSE ${both} END
        WHEN ${want} IS NOT DISTINCT FROM b.${column.sql} THEN ${stands}
        WHEN ${stands} IS NOT DISTINCT FROM b.${column.sql} THEN ${want}
        ELSE ${both} END`;
    }
  }
}

/** What an older importer wrote is nobody's value: its key stays, anything else gives way. */
function ofOlderImporter(unit: Unit, column: UnitColumn): string {
  const older = isLeftover(unit, column);
  if (older === null) return '';
  const isKey = unit.mapping.recognise.some((key) => key.includes(column.name));
  return `WHEN ${older} THEN ${isKey ? standing(column) : `coalesce(${wanted(column)}, ${standing(column)})`}`;
}

/** Arrays have no conflicts, and per key of an object people always win. */
const policyOf = (column: UnitColumn): ConflictPolicy | null =>
  column.merge === 'scalar' ? column.conflict : column.merge === 'json' ? 'target-wins' : null;

/** Both sides have a value of their own. */
function conflict(unit: Unit, column: UnitColumn): string {
  const want = wanted(column);
  const stands = standing(column);
  if (column.merge === 'json') {
    const at = (value: string) => `(${value}) -> k`;
    return `EXISTS (SELECT FROM jsonb_object_keys(CASE WHEN jsonb_typeof(${want}) = 'object' THEN ${want} ELSE '{}' END) AS keys(k)
      WHERE ${at(stands)} IS NOT NULL AND ${at(want)} <> ${at(stands)}
        AND ${at(want)} IS DISTINCT FROM ${at(`b.${column.sql}`)} AND ${at(stands)} IS DISTINCT FROM ${at(`b.${column.sql}`)})`;
  }
  const older = isLeftover(unit, column);
  return `(${want} IS DISTINCT FROM ${stands} AND CASE
    WHEN b._id IS NULL${older ? ` AND ${older} THEN false WHEN b._id IS NULL` : ''} THEN NOT ${empty(column, stands)} AND NOT ${empty(column, want)}
    ELSE ${want} IS DISTINCT FROM b.${column.sql} AND ${stands} IS DISTINCT FROM b.${column.sql} END)`;
}

const empty = (column: UnitColumn, expression: string): string =>
  column.type === 'text' ? `(${expression} IS NULL OR ${expression} = '')` : `(${expression} IS NULL)`;
