import { SUSPICIONS, type SuspicionText } from '../suspicions.ts';
import { RULES, type Rule } from './index.ts';

/** docs/rules.md: every rule of the program, by family, in Markdown. The same rules give the same text. */
export function rulesDocument(): string {
  const families = new Map<string, [string, Rule][]>();
  for (const [code, rule] of Object.entries(RULES)) {
    families.set(rule.family, [...(families.get(rule.family) ?? []), [code, rule]]);
  }
  return `${[
    INTRODUCTION,
    [...families]
      .map(([family, rules]) => `- [${title(family)}](#${family.replaceAll(' ', '-')}): ${rules.length}`)
      .join('\n')
      .concat(`\n- [Suspicions](#suspicions): ${Object.keys(SUSPICIONS).length}`),
    ...[...families].flatMap(([family, rules]) => [`## ${title(family)}`, ...rules.map(section)]),
    '## Suspicions',
    ABOUT_SUSPICIONS,
    ...Object.entries(SUSPICIONS).map(suspicion),
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `# Rules

<!-- Written by \`npm run docs\` from src/core/rules. Change a rule there, not here. -->

Every finding of a run is an issue with one of these codes; codes never change their meaning. An **error** rejects the
record: it is not moved, and the report says why. A **warning** or an **info** is a note about a record that is moved,
left out on purpose (excluded) or folded into another (merged).`;

const ABOUT_SUSPICIONS = `A load also looks at what stands in Tailtown as a whole. Each detector says in the report what it looked at and what it
found, also when it found nothing. A suspicion is a warning: it rejects no record and takes no load back.`;

const suspicion = ([name, { title: line, explanation, remedy }]: [string, SuspicionText]): string =>
  [`### ${name}`, `**${line}.** Warning; reported only.`, explanation, `*What to do:* ${remedy}`].join(
    '\n\n',
  );

function section([code, rule]: [string, Rule]): string {
  return [
    `### ${code}`,
    `**${rule.title}.** ${title(rule.severity)}; ${EFFECTS[rule.effect]}.`,
    rule.explanation,
    `*What to do:* ${rule.remedy}`,
  ].join('\n\n');
}

const EFFECTS: Record<Rule['effect'], string> = {
  report: 'reported only',
  reject: 'the record is rejected',
  exclude: 'the record is excluded',
  merge: 'the record is merged',
};

const title = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
