import { isRuleCode, type Rule, ruleOf } from '../../core/rules/index.ts';
import type { RunModel } from '../../reconcile/model.ts';
import { count } from '../format.ts';
import { type Html, html } from '../html.ts';
import { type Limits, more } from '../limits.ts';
import { badge } from '../section.ts';

/** The errors and warnings of some families of rules, each with its count and the way to its explanation. */
export function noticed(
  { issues }: RunModel,
  families: readonly Rule['family'][],
  limits: Limits,
): Html | null {
  const found = issues.flatMap((issue) => {
    const rule = isRuleCode(issue.code) ? ruleOf(issue.code) : null;
    return rule !== null && issue.severity !== 'info' && families.includes(rule.family)
      ? [{ ...issue, title: rule.title }]
      : [];
  });
  if (found.length === 0) return null;
  const sorted = found.sort(
    (a, b) => Number(b.severity === 'error') - Number(a.severity === 'error') || b.count - a.count,
  );
  const shown = sorted.slice(0, limits.rows);
  return html`<h3>Worth a look</h3><ul class="plain">${shown.map(
    (issue) =>
      html`<li class="row">${issue.severity === 'error' ? badge('bad', 'error') : badge('warn', 'warning')} <a href="#issue-${issue.code}">${issue.title}</a> <span class="count">${count(issue.count)}</span></li>`,
  )}</ul>${more(shown.length, sorted.length, 'finding')}`;
}
