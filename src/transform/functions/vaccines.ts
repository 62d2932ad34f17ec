import { dayText, momentIn } from './dates.ts';
import type { Makers, Step, StepEnvironment, StepIssue } from './step.ts';

/**
 * Expiry of a vaccination: the calendar day in the resort's zone, at midnight UTC. `expiration_date` comes first
 * (unix seconds of local midnight, of 23:59:59, or a date), then Gingr's own text of it (gingr-sources 2.5).
 */
function expiry(environment: StepEnvironment): Step {
  const read = (raw: string | null, input: number) => {
    const { moment, issues } = momentIn(raw, environment);
    return { day: moment && dayText(moment), issues: issues.map((issue) => ({ ...issue, input })) };
  };
  return ([expires = null, formatted = null, updated = null]) => {
    const [stated, written, entered] = [read(expires, 0), read(formatted, 1), read(updated, 2)];
    const value = stated.day ?? written.day;
    const issues: StepIssue[] = [...stated.issues, ...written.issues, ...entered.issues];
    if (value === null) issues.push({ code: 'IMMUNIZATION_EXPIRY_MISSING' });
    if (stated.day !== null && written.day !== null && stated.day !== written.day) {
      issues.push({ code: 'IMMUNIZATION_EXPIRY_DISAGREES', input: 1, value: formatted ?? '' });
    }
    const picked = stated.day === null && written.day !== null ? 1 : 0;
    if (value !== null && value === entered.day) {
      const raw = (picked === 0 ? expires : formatted) ?? '';
      issues.push({ code: 'IMMUNIZATION_EXPIRY_IS_ENTRY_DAY', input: picked, value: raw });
    }
    return { value, picked, issues };
  };
}

export const vaccineFunctions: Makers<'expiry'> = { expiry: (_, environment) => expiry(environment) };
