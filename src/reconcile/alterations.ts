import type { Session } from '../database/session.ts';
import type { Layout } from '../staging/layout.ts';
import type { AlterationAccount, ForcedAccount } from './model.ts';
import { idShown, isDerived, targetValueShown } from './shown.ts';

const EXAMPLES = 20;

/** Alterations of the records that moved, by target column and kind, and among them the forced values. */
export async function accountAlterations(
  session: Session,
  layout: Layout,
  personal: boolean,
): Promise<{ alterations: AlterationAccount[]; forced: ForcedAccount[] }> {
  // Numbers only while they are grouped: sorting the rows themselves took longer than writing them.
  const { rows: counts } = await session.query<{
    table: string;
    column: string;
    kind: string;
    count: number;
    lines: number[];
  }>(`
    SELECT target_table AS table, column_name AS column, kind, count,
      ARRAY(SELECT DISTINCT n FROM unnest(lines) AS u(n) ORDER BY n LIMIT ${EXAMPLES}) AS lines
    FROM (SELECT a.target_table, a.column_name, a.kind, count(*)::int AS count, array_agg(a.n) AS lines
          FROM ${layout.alterations} a JOIN ${layout.lines} l ON l.n = a.n AND l.state = 'ready' GROUP BY 1, 2, 3) g
    ORDER BY 1, 2, 3`);
  const { rows } = await session.query<AlterationRow & Record<string, unknown>>(
    `SELECT a.n, a.target_table AS table, a.column_name AS column, a.kind, l.entity, l.source_id AS "sourceId", a.before, a.after
     FROM ${layout.alterations} a JOIN ${layout.lines} l ON l.n = a.n
     WHERE a.n = ANY ($1::bigint[]) AND l.n = ANY ($1::bigint[]) ORDER BY a.n, a.before, a.after`,
    [[...new Set(counts.flatMap(({ lines }) => lines))]],
  );
  const shown = (table: string, column: string, value: string | null) =>
    value === null || personal ? value : targetValueShown(table, column, value);
  const alterations = counts.map(
    ({ table, column, kind, count, lines }): AlterationAccount => ({
      ...{ table, column, kind: kind as AlterationAccount['kind'], count },
      examples: rows
        .filter((row) => row.table === table && row.column === column && row.kind === kind)
        .filter((row) => lines.includes(row.n))
        .slice(0, EXAMPLES)
        .map((row) => ({
          entity: layout.entities[row.entity]?.entity ?? '',
          sourceId: personal || isDerived(layout, row.entity) ? row.sourceId : idShown(row.sourceId),
          before: shown(table, column, row.before),
          after: shown(table, column, row.after),
        })),
    }),
  );
  const forced = alterations
    .filter((alteration) => alteration.kind === 'forced')
    .map(({ table, column, count }) => ({ table, column, count }));
  return { alterations, forced };
}

interface AlterationRow {
  n: number;
  table: string;
  column: string;
  kind: string;
  entity: number;
  sourceId: string;
  before: string | null;
  after: string | null;
}
