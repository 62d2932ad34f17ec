import { isRuleCode, ruleOf } from '../core/rules/index.ts';
import { isSuspicionName, SUSPICIONS } from '../core/suspicions.ts';
import { label } from './format.ts';

export interface RuleTexts {
  title: string;
  explanation: string;
  remedy: string;
}

/** The words of a rule or a detector. A code that the catalogue does not hold (an older or newer batch) speaks for itself. */
export function textsOf(code: string): RuleTexts {
  if (isRuleCode(code)) return ruleOf(code);
  if (isSuspicionName(code)) return SUSPICIONS[code];
  return {
    title: label(code),
    explanation: 'This version of the program has no explanation for the code.',
    remedy: 'Look the code up in docs/rules.md of the version that made the batch.',
  };
}
