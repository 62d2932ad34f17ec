import type { Severity } from '../core/issue.ts';
import { mask } from '../core/mask.ts';
import { isRuleCode, ruleOf } from '../core/rules/index.ts';
import type { Session } from '../database/session.ts';
import { isFileEntity } from '../gingr/catalogue.ts';
import type { Manifest } from '../snapshot/format.ts';
import type { Layout } from '../staging/layout.ts';
import type {
  AlterationAccount,
  Example,
  ForcedAccount,
  IssueAccount,
  LeftOut,
  UnmappedColumn,
} from './model.ts';

const EXAMPLES = 50;
const ALTERATION_EXAMPLES = 20;
const SEVERITIES: Severity[] = ['error', 'warning', 'info'];

/**
 * SQL for the issues that count: of a record that was excluded or merged, only the rule that did so is told. What
 * else its line would have led to never happened.
 */
export const issuesThatCount = (layout: Layout): string =>
  `(SELECT i.* FROM ${layout.issues} i LEFT JOIN ${layout.lines} l ON l.n = i.n
    WHERE l.n IS NULL OR l.state NOT IN ('excluded', 'merged', 'copy') OR i.code = l.code)`;

/** Issues by code with their first examples. Values are masked unless personal data was asked for. */
export async function accountIssues(
  session: Session,
  layout: Layout,
  manifest: Manifest,
  personal: boolean,
): Promise<IssueAccount[]> {
  const { rows: counts } = await session.query<{ code: string; count: number }>(
    `SELECT code, count(*)::int AS count FROM ${issuesThatCount(layout)} i GROUP BY 1`,
  );
  const { rows } = await session.query<ExampleRow & Record<string, unknown>>(`
    SELECT i.code, i.entity, l.source_id AS "sourceId", f.path, l.line, i.column_name AS "column", i.value, i.detail
    FROM (SELECT *, row_number() OVER (PARTITION BY code ORDER BY n) AS rank FROM ${issuesThatCount(layout)} c) i
    LEFT JOIN ${layout.lines} l ON l.n = i.n
    LEFT JOIN ${layout.files} f ON f.file = coalesce(l.file, i.file)
    WHERE i.rank <= ${EXAMPLES} ORDER BY i.code, i.rank`);
  const accounts = counts.map(
    ({ code, count }): IssueAccount => ({
      code,
      severity: severityOf(code),
      count,
      examples: rows.filter((row) => row.code === code).map((row) => exampleOf(layout, row, personal)),
    }),
  );
  const all = [...accounts, ...fileIssues(manifest)];
  return all.sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || a.code.localeCompare(b.code),
  );
}

interface ExampleRow {
  code: string;
  entity: number;
  sourceId: string | null;
  path: string | null;
  line: number | null;
  column: string | null;
  value: string | null;
  detail: string | null;
}

function exampleOf(layout: Layout, row: ExampleRow, personal: boolean): Example {
  const derived = isDerived(layout, row.entity);
  return {
    entity: layout.entities[row.entity]?.entity ?? '',
    sourceId: row.sourceId === null || personal || derived ? row.sourceId : idShown(row.sourceId),
    file: row.path,
    line: row.line,
    ...(row.column ? { column: row.column } : {}),
    ...(row.value ? { value: personal ? row.value : mask(row.value) } : {}),
    ...(row.detail ? { detail: personal || derived ? row.detail : detailShown(row.detail) } : {}),
  };
}

/** A derived record's id is its labels, which name no person. */
const isDerived = (layout: Layout, entity: number): boolean =>
  layout.entities[entity]?.derivedFrom !== undefined;

/** Gingr's ids are numbers; anything else may be a name that slipped into the column. */
const idShown = (id: string): string => (/^\d+$/.test(id) ? id : mask(id));

/** The id behind `owners/`, wherever a detail names a record. */
const detailShown = (detail: string): string =>
  detail.replace(/\b([a-z_]+)\/([^\s,]+)/g, (whole, entity: string, id: string) =>
    isFileEntity(entity) ? `${entity}/${idShown(id)}` : whole,
  );

/** Findings about files, which extract left in the manifest. */
function fileIssues(manifest: Manifest): IssueAccount[] {
  const codes = [...new Set(manifest.findings.map((finding) => finding.code))];
  return codes.map((code) => {
    const findings = manifest.findings.filter((finding) => finding.code === code);
    return {
      code,
      severity: severityOf(code),
      count: findings.length,
      examples: findings.slice(0, EXAMPLES).map((finding) => {
        const file = manifest.files[finding.file];
        return {
          entity: file?.entity ?? '',
          sourceId: null,
          file: file?.path ?? null,
          line: null,
          ...(finding.column ? { column: finding.column } : {}),
          ...(finding.detail ? { detail: finding.detail } : {}),
        };
      }),
    };
  });
}

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
    JOIN ${layout.lines} l ON l.n = a.n WHERE a.rank <= ${ALTERATION_EXAMPLES}`);
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

/** Data that was seen and has no place: source columns that no mapping reads, target columns that are not there. */
export async function accountLeftOut(
  session: Session,
  layout: Layout,
  unmapped: UnmappedColumn[],
): Promise<LeftOut[]> {
  const left = unmapped
    .filter(({ filled }) => filled > 0)
    .sort((a, b) => Number(b.own) - Number(a.own))
    .map(
      ({ entity, column, filled, own }): LeftOut => ({
        what: `${entity}.${column}`,
        count: filled,
        why: own
          ? 'No mapping reads this column; it stays in the snapshot.'
          : "Not the record's own: it repeats other files or describes the export. It stays in the snapshot.",
      }),
    );
  for (const unit of layout.units) {
    for (const column of unit.columns.filter((candidate) => candidate.targetType === null)) {
      const { rows } = await session.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${unit.staged} s JOIN ${layout.lines} l ON l.n = s._n AND l.state = 'ready'
         WHERE s.${column.sql} IS NOT NULL`,
      );
      const count = rows[0]?.count ?? 0;
      if (count > 0)
        left.push({
          what: `${unit.table}.${column.name}`,
          count,
          why: ruleOf('TARGET_COLUMN_ABSENT').explanation,
        });
    }
  }
  for (const entity of layout.entities) {
    for (const table of entity.tables.filter((candidate) => !layout.shape.tables[candidate.table])) {
      left.push({ what: table.table, count: 0, why: 'This target has no such table.' });
    }
  }
  return left;
}

const severityOf = (code: string): Severity => (isRuleCode(code) ? ruleOf(code).severity : 'warning');
