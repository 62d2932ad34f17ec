import type { Severity } from '../../core/issue.ts';
import type { Example, IssueAccount, RunModel } from '../../reconcile/model.ts';
import { count, plural } from '../format.ts';
import { type Html, html } from '../html.ts';
import { type Limits, more } from '../limits.ts';
import { badge, nothing, section, value } from '../section.ts';
import { type Column, table } from '../table.ts';
import { textsOf } from '../texts.ts';

/** The issues by code, grouped by severity, the most frequent first. */
export function issuesSection(model: RunModel, limits: Limits): Html {
  const intro = 'What was noticed on the way, why it matters, and what can be done about it.';
  if (model.issues.length === 0) return section('issues', 'Issues', intro, nothing('No issue was found.'));
  return section('issues', 'Issues', intro, [
    FILTER,
    SEVERITIES.map((group) => severity(model, group, limits)),
  ]);
}

/** Without a script the box stays hidden and every issue is shown. */
const FILTER = html`<form class="filter" role="search" hidden>
<label for="filter">Filter issues</label>
<input id="filter" type="search" autocomplete="off" placeholder="e.g. e-mail, stay, PHONE" aria-describedby="filter-count">
<span id="filter-count" role="status"></span></form>`;

interface Group {
  severity: Severity;
  title: string;
  kind: 'bad' | 'warn' | 'info';
}

const SEVERITIES: Group[] = [
  { severity: 'error', title: 'Errors: these records were not moved', kind: 'bad' },
  { severity: 'warning', title: 'Warnings: moved, but worth a look', kind: 'warn' },
  { severity: 'info', title: 'For information', kind: 'info' },
];

function severity(model: RunModel, group: Group, limits: Limits): Html | null {
  const issues = model.issues
    .filter((issue) => issue.severity === group.severity)
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
  if (issues.length === 0) return null;
  const shown = issues.slice(0, limits.rows);
  return html`<div class="severity"><h3>${group.title}</h3>
${shown.map((issue) => article(issue, group, limits))}</div>${more(shown.length, issues.length, 'code')}`;
}

function article(issue: IssueAccount, group: Group, limits: Limits): Html {
  const texts = textsOf(issue.code);
  return html`<article class="issue ${group.kind}" id="issue-${issue.code}">
<header><h4>${texts.title}</h4> <span>${badge(group.kind, group.severity)} <code class="code">${issue.code}</code></span> <span class="count">${count(issue.count)}<span class="unseen"> times</span></span></header>
<p>${texts.explanation}<br><strong>What to do:</strong> ${texts.remedy}</p>
${examples(issue, limits)}
</article>
`;
}

function examples(issue: IssueAccount, limits: Limits): Html | null {
  const shown = issue.examples.slice(0, limits.examples);
  if (shown.length === 0) return null;
  const summary =
    shown.length < issue.count
      ? `${count(shown.length)} of ${count(issue.count)} places`
      : plural(issue.count, 'place');
  return html`<details><summary>${summary}</summary>${table({
    caption: `${issue.code}: where it was found`,
    columns: columnsFor(shown),
    rows: shown,
    limits,
  })}</details>`;
}

/** Columns in which no example says anything are left out. */
function columnsFor(examples: readonly Example[]): Column<Example>[] {
  const says = (read: (example: Example) => unknown) =>
    examples.some((example) => (read(example) ?? null) !== null);
  const columns: Column<Example>[] = [{ label: 'Record', cell: record }];
  if (says((example) => example.file)) columns.push({ label: 'File', cell: (example) => example.file ?? '' });
  if (says((example) => example.line)) {
    columns.push({
      label: 'Line',
      numeric: true,
      cell: (example) => (example.line === null ? '' : count(example.line)),
    });
  }
  if (says((example) => example.column))
    columns.push({ label: 'Column', cell: (example) => example.column ?? '' });
  if (says((example) => example.value)) {
    columns.push({
      label: 'Value',
      cell: (example) => (example.value === undefined ? '' : value(example.value)),
    });
  }
  if (says((example) => example.detail))
    columns.push({ label: 'Detail', cell: (example) => example.detail ?? '' });
  return columns;
}

const record = (example: Example): string =>
  example.sourceId === null ? example.entity : `${example.entity}/${example.sourceId}`;
