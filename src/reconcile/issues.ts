import type { Severity } from '../core/issue.ts';
import { isRuleCode, ruleOf } from '../core/rules/index.ts';
import type { Session } from '../database/session.ts';
import type { Manifest } from '../snapshot/format.ts';
import type { Layout } from '../staging/layout.ts';
import type { Example, IssueAccount } from './model.ts';
import { detailShown, idShown, isDerived, sourceValueShown } from './shown.ts';

const EXAMPLES = 50;
const SEVERITIES: Severity[] = ['error', 'warning', 'info'];

/**
 * SQL for the issues that count: of a record that was excluded or merged, only the rule that did so is told, unless
 * its values were folded into the other record (a vaccination that stands on its pet), and what is said of the row that an
 * earlier load gave it. What
 * else its line would have led to never happened. With each issue its record's `source_id`, and the `path` and `line` that
 * it stands on.
 */
export const issuesThatCount = (layout: Layout): string =>
  `(SELECT i.*, l.source_id, f.path, l.line FROM ${layout.issues} i LEFT JOIN ${layout.lines} l ON l.n = i.n
    LEFT JOIN ${layout.files} f ON f.file = coalesce(l.file, i.file)
    WHERE l.n IS NULL OR l.state NOT IN ('excluded', 'merged', 'copy') OR i.code = l.code
      OR (l.state = 'merged' AND l.fold IS NOT NULL) OR i.stage = 'vanished')`;

/** Issues by code with their first examples. Values are masked unless personal data was asked for. */
export async function accountIssues(
  session: Session,
  layout: Layout,
  manifest: Manifest,
  personal: boolean,
): Promise<IssueAccount[]> {
  const { rows } = await session.query<ExampleRow & Record<string, unknown>>(`
    SELECT code, entity, source_id AS "sourceId", path, line, column_name AS "column", value, detail, count
    FROM (SELECT *, row_number() OVER (PARTITION BY code ORDER BY n, stage, column_name, value, detail) AS rank, count(*) OVER (PARTITION BY code)::int AS count
          FROM ${issuesThatCount(layout)} c) i
    WHERE rank <= ${EXAMPLES} ORDER BY code, rank`);
  const counts = new Map(rows.map(({ code, count }) => [code, count]));
  const accounts = [...counts].map(
    ([code, count]): IssueAccount => ({
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
  /** Of its code. */
  count: number;
}

function exampleOf(layout: Layout, row: ExampleRow, personal: boolean): Example {
  const derived = isDerived(layout, row.entity);
  const entity = layout.entities[row.entity]?.entity ?? '';
  return {
    entity,
    sourceId: row.sourceId === null || personal || derived ? row.sourceId : idShown(row.sourceId),
    file: row.path,
    line: row.line,
    ...(row.column ? { column: row.column } : {}),
    ...(row.value ? { value: personal ? row.value : sourceValueShown(entity, row.column, row.value) } : {}),
    ...(row.detail ? { detail: personal || derived ? row.detail : detailShown(row.detail) } : {}),
  };
}

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

const severityOf = (code: string): Severity => (isRuleCode(code) ? ruleOf(code).severity : 'warning');
