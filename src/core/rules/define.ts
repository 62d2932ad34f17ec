import type { Severity } from '../issue.ts';

/** What a rule does to the record: an `exclude` rule leaves it out on purpose, a `merge` rule folds it into another. */
export type RuleEffect = 'report' | 'reject' | 'exclude' | 'merge';

export interface RuleText {
  severity: Severity;
  /** Default: `reject` for errors, else `report`. */
  effect?: RuleEffect;
  /** One line for tables. */
  title: string;
  /** What it means and where the rule comes from. */
  explanation: string;
  /** What a person can do about it. */
  remedy: string;
}

export interface Rule extends Required<RuleText> {
  family: string;
}

/** Declares one family of rules; the keys are the stable codes. */
export function defineRules<const Code extends string>(
  family: string,
  rules: Record<Code, RuleText>,
): Record<Code, Rule> {
  const declared = {} as Record<Code, Rule>;
  for (const code of Object.keys(rules) as Code[]) {
    const text = rules[code];
    declared[code] = { family, effect: text.severity === 'error' ? 'reject' : 'report', ...text };
  }
  return declared;
}
