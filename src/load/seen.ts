import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import { type Layout, rowId, type Unit, written } from '../staging/layout.ts';
import { changesTable } from './changes.ts';
import { planned, standing, wanted } from './expressions.ts';

export const seenTable = (layout: Layout, unit: Unit) =>
  `migration_staging.${ident(`seen__${unit.entity}__${unit.table}${unit.part ? `__${unit.part}` : ''}_${layout.number}`)}`;

/** The tables of units without planned rows: nothing was looked for. */
export async function seeNothing(session: Session, layout: Layout, units: readonly Unit[]): Promise<void> {
  const flags = ['found', 'lost', 'kept', 'wrong'].map((name) => `${name} boolean`).join(', ');
  const tables = units.map(
    (unit) => `CREATE UNLOGGED TABLE ${seenTable(layout, unit)} (n bigint, id text, outcome text, ${flags})`,
  );
  if (tables.length > 0) await session.exec(tables.join(';\n'));
}

/**
 * Reads every planned row of a unit in the target once, in all mapped columns, and keeps what was seen: `lost` (not
 * there), `outcome`, `kept` (a known row holds another value than the mapping wants: people's) and `wrong` (a row
 * does not hold what this load decided). Without `wrote`, rows that would be new count as planned.
 */
export async function lookAt(
  session: Session,
  layout: Layout,
  unit: Unit,
  tenant: string,
  wrote: boolean,
): Promise<void> {
  const columns = written(unit);
  const anyOf = (terms: string[]) => `(${terms.join(' OR ') || 'false'})`;
  const off = anyOf(columns.map((column) => `${standing(column)} IS DISTINCT FROM ${wanted(column)}`));
  const missed = anyOf(columns.map((column) => `${standing(column)} IS DISTINCT FROM c.${column.sql}`));
  await session.exec(`
    CREATE UNLOGGED TABLE ${seenTable(layout, unit)} AS
    SELECT n, id, found, lost,
      CASE WHEN lost THEN 'lost' WHEN how = 'new' THEN 'inserted' WHEN differs THEN 'updated' ELSE 'unchanged' END AS outcome,
      how <> 'new' AND off AS kept, CASE WHEN how = 'new' THEN off ELSE missed END AS wrong
    FROM (
      SELECT p.n, p.id, p.how, c.differs, t.id IS NOT NULL AS found, ${absent(wrote)} AS lost,
        t.id IS NOT NULL AND ${off} AS off,
        CASE WHEN t.id IS NOT NULL AND ${decided(wrote)} THEN ${missed} ELSE false END AS missed
      ${joined(layout, unit, tenant)}
    ) looked`);
}

/** `plan p`, `staged s`, `target t` and `changes c` of a unit, joined. */
export const joined = (layout: Layout, unit: Unit, tenant: string): string =>
  `FROM ${planned(unit)}
   LEFT JOIN ${unit.target} t ON ${rowId(unit)} = p.id AND t.${unit.tenant} = ${literal(tenant)}
   LEFT JOIN ${changesTable(layout, unit)} c ON c.n = p.n`;

export const absent = (wrote: boolean): string =>
  wrote ? 't.id IS NULL' : "(t.id IS NULL AND p.how <> 'new')";

/** Rows for which this load decided values field by field: what is not written yet can't be looked for. */
const decided = (wrote: boolean): string =>
  wrote ? 'c.n IS NOT NULL' : '(c.n IS NOT NULL AND NOT c.differs)';
