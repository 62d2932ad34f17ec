import type { Severity } from '../core/issue.ts';
import { mask } from '../core/mask.ts';
import { isRuleCode, ruleOf } from '../core/rules/index.ts';
import type { Session } from '../database/session.ts';
import type { Manifest } from '../snapshot/format.ts';
import type { Layout } from '../staging/layout.ts';
import type { Example, IssueAccount } from './model.ts';
import { detailShown, idShown, isDerived } from './shown.ts';

const EXAMPLES = 50;
const SEVERITIES: Severity[] = ['error', 'warning', 'info'];

/**
 * SQL for the issues that count: of a record that was excluded or merged, only the rule that did so is told, unless
 * its values were folded into the other record (a vaccination that stands on its pet). What
 * else its line would have led to never happened.
 */
export const issuesThatCount = (layout: Layout): string =>
  `(SELECT i.* FROM ${layout.issues} i LEFT JOIN ${layout.lines} l ON l.n = i.n
    WHERE l.n IS NULL OR l.state NOT IN ('excluded', 'merged', 'copy') OR i.code = l.code
      OR (l.state = 'merged' AND l.fold IS NOT NULL))`;

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
