import type { Alteration, Issue } from '../core/issue.ts';
import { type RuleCode, ruleOf } from '../core/rules/index.ts';
import type { StepResult } from './functions/step.ts';

/** What one line gave beside its rows. Made anew for each line; the compiled columns write into it. */
export class Findings {
  readonly issues: Issue[] = [];
  readonly alterations: (Alteration & { table: string })[] = [];

  /** One issue per rule and source column: two target columns that read one cell find the same thing once. */
  issue(code: RuleCode, column?: string, value?: string, detail?: string): void {
    if (this.issues.some((issue) => issue.code === code && issue.column === column)) return;
    const issue: Issue = { code };
    if (column !== undefined) issue.column = column;
    if (value !== undefined) issue.value = value;
    if (detail !== undefined) issue.detail = detail;
    this.issues.push(issue);
  }

  /** The findings of a function whose inputs are these source columns. */
  take(result: StepResult, table: string, column: string, sources: readonly string[]): void {
    if (result.issues !== undefined) {
      for (const { code, input, value, detail } of result.issues) {
        this.issue(code, sources[input ?? result.picked ?? 0], value, detail);
      }
    }
    if (result.alterations === undefined) return;
    for (const alteration of result.alterations) this.alterations.push({ table, column, ...alteration });
  }

  /** The first rule that rejects the record. */
  rejection(): RuleCode | null {
    for (const { code } of this.issues) if (ruleOf(code).effect === 'reject') return code;
    return null;
  }
}
