import { hasHtml, htmlToText } from './html.ts';
import {
  altered,
  type Makers,
  NOTHING,
  type Step,
  type StepAlteration,
  type StepIssue,
  type StepResult,
} from './step.ts';

const collapsed = (text: string): string => text.replace(/\s+/g, ' ').trim();

/**
 * Words of gingr-sources 2.0 that mean "none" (P-NAME 5). A closed list: short genuine texts must not fall into it.
 * They raise no flag, but the text itself is kept wherever it stands.
 */
const NO_VALUE = new Set([
  ...[
    '',
    'n/a',
    'na',
    'none',
    'no',
    'nka',
    'nkda',
    'nil',
    'none known',
    'no known allergies',
    'no allergies',
  ],
  ...['no medication', 'no medications', 'no meds'],
]);

/** Whether the text says nothing or says "none", mark-up and closing punctuation apart. */
export function isNoValue(raw: string): boolean {
  const plain = hasHtml(raw) ? htmlToText(raw) : raw;
  return NO_VALUE.has(
    collapsed(plain)
      .toLowerCase()
      .replace(/[\s.,!?_-]+$/, ''),
  );
}

const text: Step = ([raw = null]) => {
  if (raw === null || !hasHtml(raw)) return { value: raw };
  const plain = htmlToText(raw);
  return altered('reformatted', raw, plain === '' ? null : plain);
};

const trim: Step = ([raw = null]) => {
  if (raw === null) return NOTHING;
  const trimmed = raw.trim();
  if (trimmed.length === raw.length) return { value: raw };
  return trimmed === '' ? NOTHING : altered('trimmed', raw, trimmed);
};

const collapse: Step = ([raw = null]) => {
  if (raw === null) return NOTHING;
  const single = collapsed(raw);
  if (single === raw) return { value: raw };
  return single === '' ? NOTHING : altered('trimmed', raw, single);
};

/** A name is no fact, so nothing follows from it but a finding. `RIP` is left out: dogs are called Rip. */
const petName: Step = ([raw = null]) => {
  if (raw === null) return NOTHING;
  if (!/\b(?:deceased|passed away|died|r\.i\.p|rainbow bridge)\b/i.test(raw)) return { value: raw };
  return { value: raw, issues: [{ code: 'ANIMAL_PERHAPS_DECEASED', value: raw }] };
};

/** A name that names nobody cannot stand (P-REF-8); a number for a name can, and is told. */
const vetName: Step = ([raw = null]) => {
  const name = collapsed(raw ?? '');
  if (!/[\p{L}\p{N}]/u.test(name)) return { value: null, issues: [issueOf('VET_NAME_UNUSABLE', raw)] };
  const issues = /\p{L}/u.test(name) ? [] : [issueOf('VET_NAME_IS_NUMBER', raw)];
  return name === raw ? { value: name, issues } : { ...altered('trimmed', raw ?? '', name), issues };
};

const issueOf = (code: StepIssue['code'], raw: string | null): StepIssue =>
  raw === null ? { code } : { code, value: raw };

const without: Step = ([first = null, ...others]) => {
  if (first !== null && first.trim() !== '') return NOTHING;
  const said = others.map((other) => collapsed(other ?? ''));
  return { value: said.every((other) => other === '') ? null : JSON.stringify(said) };
};

const join =
  (separator: string): Step =>
  (input) => {
    const parts = input.flatMap((part) => (part === null || part.trim() === '' ? [] : [part.trim()]));
    return { value: parts.length === 0 ? null : parts.join(separator) };
  };

const filled =
  (nth: number): Step =>
  (input) => {
    let met = 0;
    for (let index = 0; index < input.length; index += 1) {
      const value = input[index] ?? null;
      if (value === null || isNoValue(value)) continue;
      met += 1;
      if (met === nth) return { value, picked: index };
    }
    return NOTHING;
  };

interface Part {
  label: string;
  pair: boolean;
  first: number;
  take: number;
  step: Step | null;
}

function blocks(parts: readonly Part[]): Step {
  return (input) => {
    const found: string[] = [];
    const issues: StepIssue[] = [];
    const alterations: StepAlteration[] = [];
    const read = (index: number, take: number, step: Step | null): string => {
      const part = input.slice(index, index + take);
      if (part.every((raw) => raw === null)) return '';
      const result: StepResult = step === null ? { value: part[0] ?? null } : step(part);
      for (const issue of result.issues ?? []) {
        issues.push({ ...issue, input: index + (issue.input ?? result.picked ?? 0) });
      }
      alterations.push(...(result.alterations ?? []));
      return result.value === null ? '' : String(result.value).trim();
    };
    for (const { label, pair, first, take, step } of parts) {
      const value = read(pair ? first + 1 : first, take, step);
      if (value === '') continue;
      const title = pair ? read(first, 1, step) : label;
      found.push(title === '' ? value : `${title}${/[:?.!]$/.test(title) ? '' : ':'} ${value}`);
    }
    return { value: found.length === 0 ? null : found.join('\n\n'), issues, alterations };
  };
}

export const textFunctions: Makers<
  | ('text' | 'trim' | 'collapse' | 'noValue' | 'petName' | 'vetName' | 'without' | 'filled')
  | ('join' | 'blocks' | 'required' | 'prefix' | 'suffix' | 'object')
> = {
  text: () => text,
  trim: () => trim,
  collapse: () => collapse,
  noValue:
    () =>
    ([raw = null]) =>
      raw === null || isNoValue(raw) ? NOTHING : { value: raw },
  petName: () => petName,
  vetName: () => vetName,
  without: () => without,
  filled: ({ nth }) => filled(nth),
  join: ({ separator }) => join(separator),
  prefix:
    (args) =>
    ([raw = null]) =>
      raw === null || raw.trim() === '' ? NOTHING : { value: `${args.text}${raw}` },
  suffix:
    (args) =>
    ([raw = null]) =>
      raw === null || raw.trim() === '' ? NOTHING : { value: `${raw}${args.text}` },
  blocks: ({ parts }, { chain }) => {
    let next = 0;
    return blocks(
      parts.map(({ label = '', pair = false, take = 1, apply }) => {
        const first = next;
        next += pair ? 2 : take;
        return { label, pair, first, take, step: apply ? chain(apply) : null };
      }),
    );
  },
  required:
    ({ rule }) =>
    ([raw = null]) =>
      raw === null || raw.trim() === '' ? { value: null, issues: [{ code: rule }] } : { value: raw },
  object:
    ({ keys }) =>
    (input) => {
      const entries = keys.flatMap((key, index) => {
        const value = input[index] ?? null;
        return value === null || value.trim() === '' ? [] : [[key, value] as const];
      });
      return { value: entries.length === 0 ? null : Object.fromEntries(entries) };
    },
};
