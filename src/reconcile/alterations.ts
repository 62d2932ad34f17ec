import { mask } from '../core/mask.ts';
import type { Session } from '../database/session.ts';
import type { Layout } from '../staging/layout.ts';
import type { AlterationAccount, ForcedAccount } from './model.ts';
import { idShown, isDerived } from './shown.ts';

const EXAMPLES = 20;

/** Alterations of the records that moved, by target column and kind, and among them the forced values. */
export async function accountAlterations(
  session: Session,
  layout: Layout,
  personal: boolean,
): Promise<{ alterations: AlterationAccount[]; forced: ForcedAccount[] }> {
  const { rows: counts } = await session.query<{
    table: string;
    column: string;
    kind: string;
    count: number;
  }>(`
    SELECT a.target_table AS table, a.column_name AS column, a.kind, count(*)::int AS count
    FROM ${layout.alterations} a JOIN ${layout.lines} l ON l.n = a.n AND l.state = 'ready'
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`);
  const { rows } = await session.query<AlterationRow & Record<string, unknown>>(`
    SELECT a.target_table AS table, a.column_name AS column, a.kind, l.entity, l.source_id AS "sourceId", a.before, a.after
    FROM (SELECT a.*, row_number() OVER (PARTITION BY target_table, column_name, kind ORDER BY a.n) AS rank
          FROM ${layout.alterations} a JOIN ${layout.lines} l ON l.n = a.n AND l.state = 'ready') a
    JOIN ${layout.lines} l ON l.n = a.n WHERE a.rank <= ${EXAMPLES}`);
  const shown = (value: string | null) => (value === null || personal ? value : mask(value));
  const alterations = counts.map(
    ({ table, column, kind, count }): AlterationAccount => ({
      ...{ table, column, kind: kind as AlterationAccount['kind'], count },
      examples: rows
        .filter((row) => row.table === table && row.column === column && row.kind === kind)
        .map((row) => ({
          entity: layout.entities[row.entity]?.entity ?? '',
          sourceId: personal || isDerived(layout, row.entity) ? row.sourceId : idShown(row.sourceId),
          before: shown(row.before),
          after: shown(row.after),
        })),
    }),
  );
  const forced = alterations
    .filter((alteration) => alteration.kind === 'forced')
    .map(({ table, column, count }) => ({ table, column, count }));
  return { alterations, forced };
}

interface AlterationRow {
  table: string;
  column: string;
  kind: string;
  entity: number;
  sourceId: string;
  before: string | null;
  after: string | null;
}
