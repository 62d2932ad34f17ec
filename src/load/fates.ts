import type { Session } from '../database/session.ts';
import type { TableAccount } from '../reconcile/model.ts';
import { elsewhereOf, type Layout, linesOf, type Unit, unitOf } from '../staging/layout.ts';
import type { Amended } from './amend.ts';
import { changesTable } from './changes.ts';
import { seenTable } from './seen.ts';

/**
 * SQL for what became of every line, from what was seen in the target itself (`lookAt`): a ready record whose row is not
 * there is `lost`, which no account adds up with. `copy` lines are no records. Entity by entity, since a line is only looked
 * for among the rows of its own.
 */
export const fates = (layout: Layout): string =>
  `(${layout.entities.map(({ entity }) => fatesOf(layout, entity)).join(' UNION ALL ')})`;

function fatesOf(layout: Layout, entity: string): string {
  const own = unitOf(layout, entity);
  const other = elsewhereOf(layout, entity);
  const seen = [
    ...(own ? [`SELECT n, outcome FROM ${seenTable(layout, own)}`] : []),
    ...(other ? [`SELECT n, outcome FROM ${ownSeen(layout, other)} own`] : []),
  ];
  const looked = seen.length > 0 ? `LEFT JOIN (${seen.join(' UNION ALL ')}) o USING (n)` : '';
  return `SELECT l.entity, CASE WHEN l.state <> 'ready' THEN l.code END AS code,
      CASE l.state WHEN 'ready' THEN coalesce(${looked ? 'o.outcome' : 'NULL'}, 'lost') ELSE ${outcomeOf('l')} END AS outcome
    FROM ${linesOf(layout, entity)} l ${looked}`;
}

/** SQL for the outcome of a line `l` of no record that moved. */
export const outcomeOf = (l: string): string =>
  `CASE ${l}.state WHEN 'unreadable' THEN 'rejected' ELSE ${l}.state END`;

/** What was seen of the rows in a second table that are their records' own. */
export const ownSeen = (layout: Layout, unit: Unit): string =>
  `(SELECT seen.* FROM ${seenTable(layout, unit)} seen
    JOIN ${unit.lines} l ON l.n = seen.n AND l.state = 'ready' AND l.code IS NOT NULL)`;

/** Rows written per target table, as planned; the comparison has proven that they stand so. */
export async function tableAccounts(
  session: Session,
  layout: Layout,
  amended: readonly Amended[],
): Promise<TableAccount[]> {
  const accounts = new Map<string, TableAccount>();
  for (const unit of layout.units) {
    const account = accounts.get(unit.table) ?? {
      ...{ table: unit.table, inserted: 0, updated: 0, unchanged: 0, softDeleted: 0 },
    };
    const { rows } = await session.query<{ inserted: number; updated: number; unchanged: number }>(`
      SELECT count(*) FILTER (WHERE outcome = 'inserted')::int AS inserted,
        count(*) FILTER (WHERE outcome = 'updated')::int AS updated,
        count(*) FILTER (WHERE outcome NOT IN ('inserted', 'updated'))::int AS unchanged
      FROM ${seenTable(layout, unit)}`);
    account.inserted += rows[0]?.inserted ?? 0;
    account.updated += rows[0]?.updated ?? 0;
    account.unchanged += rows[0]?.unchanged ?? 0;
    accounts.set(unit.table, account);
  }
  for (const { table, rows, softDeleted } of amended) {
    const account = accounts.get(table.name);
    if (!account) continue;
    account.softDeleted += softDeleted;
    account.updated += rows - softDeleted;
  }
  return [...accounts.values()];
}

/** Whether a base of the unit would advance: a row is new here, adopted, or changed in Gingr. */
export async function advances(session: Session, layout: Layout, unit: Unit): Promise<boolean> {
  const { rows } = await session.query(`
    SELECT 1 FROM ${unit.plan} WHERE how <> 'known' UNION ALL SELECT 1 FROM ${changesTable(layout, unit)} LIMIT 1`);
  return rows.length > 0;
}

/** SQL for the lines of records that stand but whose row in this secondary table people deleted (promise 7). */
export const deletedLines = (unit: Unit): string =>
  `SELECT s._n AS n FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n AND l.state = 'ready'
   WHERE NOT EXISTS (SELECT FROM ${unit.plan} p WHERE p.n = s._n)`;

/** SQL for the lines of rows in which a mapped column holds another value than the mapping wants: people's values. */
export const keptLines = (layout: Layout, unit: Unit): string =>
  `SELECT n FROM ${seenTable(layout, unit)} WHERE kept`;
