import { timestampText, utcToLocal } from '../../core/time.ts';
import { isNoDate, type Moment, readMoment } from './moment.ts';
import {
  type Input,
  type Makers,
  NOTHING,
  refused,
  type Step,
  type StepEnvironment,
  type StepIssue,
  type StepResult,
} from './step.ts';

const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2101, 0, 1);
const inRange = (epochMs: number) => epochMs >= EARLIEST && epochMs < LATEST;

/** The calendar day of a moment in the resort's zone, as timestamp text at midnight UTC. */
export const dayText = ({ local }: Moment): string =>
  timestampText(Date.UTC(local.year, local.month - 1, local.day));

const wallText = ({ local }: Moment): string =>
  timestampText(Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second));

/** Wall-clock order; DST cannot turn it round, and it is what people see in Gingr. */
const wall = ({ local }: Moment): number =>
  Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);

/** A moment inside 1990..2100, with the issue where the cell holds another thing. */
export function momentIn(
  raw: string | null,
  environment: StepEnvironment,
): { moment: Moment | null; issues: StepIssue[] } {
  const read = readMoment(raw, environment.zone);
  const value = raw ?? '';
  if (!read.ok) return { moment: null, issues: [{ code: read.code, value }] };
  if (read.moment && !inRange(read.moment.epochMs)) {
    return { moment: null, issues: [{ code: 'VALUE_YEAR_OUT_OF_RANGE', value }] };
  }
  return { moment: read.moment, issues: [] };
}

const unixInstant =
  (environment: StepEnvironment): Step =>
  ([raw = null]) => {
    const { moment, issues } = momentIn(raw, environment);
    return { value: moment ? timestampText(moment.epochMs) : null, issues };
  };

/** The day on which Gingr went over from receipts to invoices (gingr-sources 1.2). */
const FIRST_INVOICES = '2019-08-01';

const receiptDate =
  (environment: StepEnvironment): Step =>
  ([raw = null]) => {
    const { moment, issues } = momentIn(raw, environment);
    if (moment === null) return { value: null, issues };
    const value = timestampText(moment.epochMs);
    const late = dayText(moment).slice(0, 10) >= FIRST_INVOICES;
    return late ? { value, issues: [{ code: 'RECEIPT_AFTER_CHANGE', value: raw ?? '' }] } : { value };
  };

const unixDate =
  (environment: StepEnvironment): Step =>
  ([raw = null]) => {
    const { moment, issues } = momentIn(raw, environment);
    return { value: moment ? dayText(moment) : null, issues };
  };

function birthday(environment: StepEnvironment): Step {
  const today = utcToLocal(environment.zone, Date.parse(environment.context.asOf));
  const lastDay = Date.UTC(today.year, today.month - 1, today.day);
  return ([raw = null]) => {
    const read = readMoment(raw, environment.zone);
    if (!read.ok) return refused(read.code, raw ?? '');
    if (read.moment === null) return NOTHING;
    const { year, month, day } = read.moment.local;
    if (year < 1980) return refused('ANIMAL_BIRTHDAY_TOO_OLD', raw ?? '');
    if (Date.UTC(year, month - 1, day) > lastDay) return refused('ANIMAL_BIRTHDAY_FUTURE', raw ?? '');
    return { value: dayText(read.moment) };
  };
}

/** Text of a stay's time by the mode, and the issues of an hour that DST skips or repeats (P-TZ). */
function stayTime(moment: Moment, raw: string | null, environment: StepEnvironment): StepResult {
  const issues: StepIssue[] = [];
  const value = raw ?? '';
  if (moment.kind === 'gap') issues.push({ code: 'RESERVATION_TIME_IN_GAP', value });
  if (moment.kind === 'ambiguous') issues.push({ code: 'RESERVATION_TIME_AMBIGUOUS', value });
  switch (environment.context.reservationTimeMode) {
    case 'wall-as-utc':
      return { value: wallText(moment), issues };
    case 'utc':
      return { value: timestampText(moment.epochMs), issues };
    case 'date-only':
      return { value: dayText(moment), issues };
  }
}

const localInstant =
  (environment: StepEnvironment): Step =>
  ([raw = null]) => {
    const { moment, issues } = momentIn(raw, environment);
    return moment ? stayTime(moment, raw, environment) : { value: null, issues };
  };

/** Start or end of a stay: without it the stay is rejected, it never becomes "now" (P-TZ). */
function stayBound(raw: string | null, environment: StepEnvironment): StepResult {
  const { moment, issues } = momentIn(raw, environment);
  if (moment) return stayTime(moment, raw, environment);
  const missing: StepIssue =
    raw === null ? { code: 'RESERVATION_DATES_MISSING' } : { code: 'RESERVATION_DATES_MISSING', value: raw };
  return { value: null, issues: [...issues, missing] };
}

const stayEnd =
  (environment: StepEnvironment): Step =>
  ([end = null, start = null]) => {
    const result = stayBound(end, environment);
    const issue = orderIssue(end, start, environment);
    return issue ? { value: result.value, issues: [...(result.issues ?? []), issue] } : result;
  };

function orderIssue(
  end: string | null,
  start: string | null,
  environment: StepEnvironment,
): StepIssue | null {
  const last = momentIn(end, environment).moment;
  const first = momentIn(start, environment).moment;
  if (!last || !first || wall(last) > wall(first)) return null;
  const code = wall(last) < wall(first) ? 'RESERVATION_END_BEFORE_START' : 'RESERVATION_ZERO_LENGTH';
  return { code, value: end ?? '' };
}

const checkOut =
  (environment: StepEnvironment): Step =>
  (input) => {
    const result = localInstant(environment)(input);
    const [out = null, into = null] = input;
    if (out === null || into === null) return result;
    const left = momentIn(out, environment).moment;
    const came = momentIn(into, environment).moment;
    if (!left || !came || wall(left) >= wall(came)) return result;
    return {
      ...result,
      issues: [...(result.issues ?? []), { code: 'RESERVATION_CHECKOUT_BEFORE_CHECKIN', value: out }],
    };
  };

/** The day export has no creation time, and the clock must not stand in: its generator counts today's rows (trap 3). */
function earliestInstant(environment: StepEnvironment): Step {
  const asOf = Date.parse(environment.context.asOf);
  return (input: Input) => {
    const [created = null] = input;
    const stated = momentIn(created, environment).moment;
    if (stated) return { value: timestampText(stated.epochMs) };
    let earliest = asOf;
    for (let index = 1; index < input.length; index += 1) {
      const raw = input[index] ?? null;
      const moment = raw === null ? null : momentIn(raw, environment).moment;
      if (moment && moment.epochMs < earliest) earliest = moment.epochMs;
    }
    const value = timestampText(earliest);
    return { value, alterations: [{ kind: 'forced', before: null, after: value }] };
  };
}

/** A text keeps what people saw on the wall, whatever stays do. */
const wallTime =
  (environment: StepEnvironment): Step =>
  ([raw = null]) => {
    const { moment, issues } = momentIn(raw, environment);
    return { value: moment ? wallText(moment).slice(0, 19) : (raw?.trim() ?? null), issues };
  };

/** Gingr has no due date: the creation stands in (promise 10). An unreadable creation is told of the creation. */
const dueDate =
  (environment: StepEnvironment): Step =>
  ([created = null]) => {
    const { moment } = momentIn(created, environment);
    if (moment === null) return NOTHING;
    const value = timestampText(moment.epochMs);
    return { value, alterations: [{ kind: 'forced', before: null, after: value }] };
  };

const epochMs =
  (environment: StepEnvironment): Step =>
  ([raw = null]) => {
    const { moment, issues } = momentIn(raw, environment);
    return { value: moment ? String(moment.epochMs) : null, issues };
  };

/** What became of a wait: a stay that was accepted, or used, was granted, and cancelling it later is another matter. */
const waitListStatus: Step = (input) => {
  if (!input.slice(0, 4).every(isNoDate)) return { value: 'CONVERTED' };
  return { value: isNoDate(input[4] ?? null) ? 'ACTIVE' : 'CANCELLED' };
};

/** Precedence that loses nothing (gingr-sources 2.3.5); those that wait stand elsewhere. */
const reservationStatus: Step = ([cancel = null, checkedOut = null, checkedIn = null, confirmed = null]) => {
  if (!isNoDate(cancel)) {
    if (isNoDate(checkedIn)) return { value: 'CANCELLED' };
    return { value: 'CANCELLED', issues: [{ code: 'RESERVATION_CANCELLED_AND_CHECKED_IN' }] };
  }
  if (!isNoDate(checkedOut)) return { value: 'COMPLETED' };
  if (!isNoDate(checkedIn)) return { value: 'CHECKED_IN' };
  return { value: isNoDate(confirmed) ? 'PENDING' : 'CONFIRMED' };
};

export const dateFunctions: Makers<
  | 'unixInstant'
  | 'unixDate'
  | 'birthday'
  | 'stayStart'
  | 'stayEnd'
  | 'localInstant'
  | 'checkOut'
  | 'earliestInstant'
  | 'dueDate'
  | 'receiptDate'
  | 'wallTime'
  | 'epochMs'
  | 'waitListStatus'
  | 'reservationStatus'
> = {
  unixInstant: (_, environment) => unixInstant(environment),
  unixDate: (_, environment) => unixDate(environment),
  birthday: (_, environment) => birthday(environment),
  stayStart:
    (_, environment) =>
    ([start = null]) =>
      stayBound(start, environment),
  stayEnd: (_, environment) => stayEnd(environment),
  localInstant: (_, environment) => localInstant(environment),
  checkOut: (_, environment) => checkOut(environment),
  earliestInstant: (_, environment) => earliestInstant(environment),
  dueDate: (_, environment) => dueDate(environment),
  receiptDate: (_, environment) => receiptDate(environment),
  wallTime: (_, environment) => wallTime(environment),
  epochMs: (_, environment) => epochMs(environment),
  waitListStatus: () => waitListStatus,
  reservationStatus: () => reservationStatus,
};
