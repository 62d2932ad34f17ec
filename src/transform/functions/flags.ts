import type { FunctionArgs } from '../../mapping/vocabulary.ts';
import { type Makers, NOTHING, refused, type Step, type StepIssue } from './step.ts';
import { isNoValue } from './text.ts';

const YES = new Set(['1', 'true', 'yes', 'y', '✓', '✔']);
const NO = new Set(['0', 'false', 'no', 'n']);
const ACTIVE_WORDS: Record<string, boolean> = {
  active: true,
  enabled: true,
  inactive: false,
  disabled: false,
  deleted: false,
};

/** The closed table of gingr-sources 2.0: yes, no, `null` for an empty cell, `undefined` for any other word. */
export function readBoolean(raw: string | null): boolean | null | undefined {
  const word = raw === null ? '' : raw.trim().toLowerCase();
  if (word === '') return null;
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

const boolean =
  (invert: boolean): Step =>
  ([raw = null]) => {
    const read = readBoolean(raw);
    if (read === null) return NOTHING;
    if (read === undefined) return refused('VALUE_BOOLEAN_UNKNOWN', raw ?? '');
    return { value: read !== invert };
  };

const active =
  (signs: readonly ('off' | 'on')[]): Step =>
  (input) => {
    const issues: StepIssue[] = [];
    let value = true;
    signs.forEach((sign, index) => {
      const raw = input[index] ?? null;
      const read = readBoolean(raw) ?? ACTIVE_WORDS[raw?.trim().toLowerCase() ?? ''];
      if (read === undefined && raw !== null && raw.trim() !== '') {
        issues.push({ code: 'VALUE_BOOLEAN_UNKNOWN', value: raw, input: index });
      }
      if (read === (sign === 'off')) value = false;
    });
    return { value, issues };
  };

/** What people chose in a field of several choices, or typed one behind the other. */
const wordsOf = (raw: string): string[] =>
  raw
    .split(/[,;\n]/)
    .map((word) => word.replace(/\s+/g, ' ').trim())
    .filter((word) => !isNoValue(word));

const flags =
  (declared: FunctionArgs<'flags'>['flags']): Step =>
  (input) => {
    const issues: StepIssue[] = [];
    const value: string[] = [];
    declared.forEach((flag, index) => {
      const raw = input[index] ?? null;
      if (raw === null) return;
      if (flag.when === 'words') {
        for (const word of wordsOf(raw)) if (!value.includes(word)) value.push(word);
        return;
      }
      if (flag.when === 'text') {
        if (!isNoValue(raw)) value.push(flag.value);
        return;
      }
      const read = readBoolean(raw);
      if (read === undefined) issues.push({ code: 'VALUE_BOOLEAN_UNKNOWN', value: raw, input: index });
      if (read === true) value.push(flag.value);
    });
    return { value, issues };
  };

/**
 * Any known opt-out counts; consent holds only where every column is known (legal weight: gingr-sources 2.1). The last
 * columns, `also` many, are about a part of the messages that share the switch: many exports lack them, and only then
 * they may be silent. One that alone turns the switch off is told.
 */
const consent =
  (unknown: 'deny' | 'target-default', also: number): Step =>
  (input) => {
    const read = input.map(readBoolean);
    const own = input.length - also;
    const part = read.indexOf(true);
    if (part >= own && !read.slice(0, own).some((value) => value !== false))
      return { value: false, issues: [{ code: 'OWNER_CONSENT_NARROWED', input: part }] };
    if (part >= 0) return { value: false };
    const gap = read.findIndex((value, index) => (index < own && value === null) || value === undefined);
    if (gap < 0) return { value: true };
    const raw = input[gap] ?? null;
    const issue: StepIssue = { code: 'OWNER_CONSENT_UNKNOWN', input: gap };
    if (raw !== null) issue.value = raw;
    return { value: unknown === 'deny' ? false : null, issues: [issue] };
  };

/** Says nothing about the unknown: the notification columns of the same record do. */
const contactMethod =
  (unknown: 'deny' | 'target-default'): Step =>
  ([mailOptOut = null, smsOptOut = null]) => {
    const mail = readBoolean(mailOptOut);
    const sms = readBoolean(smsOptOut);
    if (unknown === 'target-default' && (typeof mail !== 'boolean' || typeof sms !== 'boolean'))
      return NOTHING;
    if (mail === false) return { value: sms === false ? 'BOTH' : 'EMAIL' };
    return { value: sms === false ? 'SMS' : 'NONE' };
  };

export const flagFunctions: Makers<'boolean' | 'active' | 'flags' | 'consent' | 'contactMethod'> = {
  boolean: ({ invert = false }) => boolean(invert),
  active: ({ signs }) => active(signs),
  flags: (args) => flags(args.flags),
  consent: ({ also = 0 }, { context }) => consent(context.consentUnknown, also),
  contactMethod: (_, { context }) => contactMethod(context.consentUnknown),
};
