import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import type { TableAccount } from '../reconcile/model.ts';
import { type Layout, type Unit, written as writtenColumns } from '../staging/layout.ts';
import { changesTable } from './changes.ts';
import { planned, standing, wanted } from './expressions.ts';

export const fatesView = (layout: Layout) => `migration_staging.${ident(`fates_${layout.number}`)}`;

/**
 * A view of what became of every line, read from the target itself: a ready record whose row is not there is
 * `lost`, which no account adds up with. `copy` lines are no records. Without `written`, new rows count as planned.
 */
export async function createFates(
  session: Session,
  layout: Layout,
  tenant: string,
  written: boolean,
): Promise<void> {
  const lost = written ? 't.id IS NULL' : "t.id IS NULL AND p.how <> 'new'";
  const rows = layout.units
    .filter((unit) => unit.primary)
    .map(
      (unit) => `
      SELECT p.n, p.id::text AS target_id, CASE WHEN ${lost} THEN 'lost' WHEN p.how = 'new' THEN 'inserted'
        WHEN c.differs THEN 'updated' ELSE 'unchanged' END AS outcome
      FROM ${unit.plan} p
      LEFT JOIN ${unit.target} t ON t.id = p.id AND t.${unit.tenant} = ${literal(tenant)}
      LEFT JOIN ${changesTable(layout, unit)} c ON c.n = p.n`,
    );
  await session.exec(`
    DROP VIEW IF EXISTS ${fatesView(layout)};
    CREATE VIEW ${fatesView(layout)} AS
    SELECT l.n, l.entity, l.source_id, l.file, l.line, l.code, l.root, l.survivor, l.control, l.control_group, o.target_id,
      CASE l.state WHEN 'ready' THEN coalesce(o.outcome, 'lost') WHEN 'unreadable' THEN 'rejected' ELSE l.state END AS outcome
    FROM ${layout.lines} l LEFT JOIN (${rows.join(' UNION ALL ')}) o USING (n)`);
}

/** Rows written per target table, as planned; the comparison has proven that they stand so. */
export async function tableAccounts(session: Session, layout: Layout): Promise<TableAccount[]> {
  const accounts = new Map<string, TableAccount>();
  for (const unit of layout.units) {
    const account = accounts.get(unit.table) ?? {
      table: unit.table,
      inserted: 0,
      updated: 0,
      unchanged: 0,
      softDeleted: 0,
    };
    const counted = await countUnit(session, layout, unit);
    account.inserted += counted.inserted;
    account.updated += counted.updated;
    account.unchanged += counted.rows - counted.inserted - counted.updated;
    accounts.set(unit.table, account);
  }
  return [...accounts.values()];
}

interface UnitCount {
  rows: number;
  inserted: number;
  updated: number;
  /** Rows whose base advances: new, adopted, or changed in Gingr. */
  advanced: number;
}

export async function countUnit(session: Session, layout: Layout, unit: Unit): Promise<UnitCount> {
  const { rows } = await session.query<UnitCount & Record<string, unknown>>(`
    SELECT count(*)::int AS rows, count(*) FILTER (WHERE p.how = 'new')::int AS inserted,
      count(*) FILTER (WHERE c.differs)::int AS updated,
      count(*) FILTER (WHERE p.how <> 'known' OR c.n IS NOT NULL)::int AS advanced
    FROM ${unit.plan} p LEFT JOIN ${changesTable(layout, unit)} c ON c.n = p.n`);
  return rows[0] ?? { rows: 0, inserted: 0, updated: 0, advanced: 0 };
}

/** SQL for the lines of records that stand but whose row in this secondary table people deleted (promise 7). */
export const deletedLines = (layout: Layout, unit: Unit): string =>
  `SELECT s._n AS n FROM ${unit.staged} s JOIN ${layout.lines} l ON l.n = s._n AND l.state = 'ready'
   WHERE NOT EXISTS (SELECT FROM ${unit.plan} p WHERE p.n = s._n)`;

/** SQL for the lines of rows in which a mapped column holds another value than the mapping wants: people's values. */
export function keptLines(unit: Unit): string {
  const differs = writtenColumns(unit).map(
    (column) => `${standing(column)} IS DISTINCT FROM ${wanted(column)}`,
  );
  return `SELECT p.n FROM ${planned(unit)} JOIN ${unit.target} t ON t.id = p.id
    WHERE p.how <> 'new' AND (${differs.join(' OR ') || 'false'})`;
}
