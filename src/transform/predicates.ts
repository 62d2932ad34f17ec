import {
  isPredicateName,
  PREDICATES,
  type PredicateArgs,
  type PredicateName,
} from '../mapping/predicates.ts';
import { lookupKey } from '../mapping/vocabulary.ts';
import { readBoolean } from './functions/flags.ts';
import { hasHtml, htmlToText } from './functions/html.ts';
import { isNoDate, readMoment } from './functions/moment.ts';
import { isNonZero, readAmount } from './functions/money.ts';
import type { Input, StepEnvironment } from './functions/step.ts';

/** Pure yes/no of some columns, by which a named rule leaves a record out or a secondary row stands. */
export type Predicate = (input: Input, args?: Readonly<Record<string, unknown>>) => boolean;

/** The vendor's domains, and the names of its users (gingr-sources.md 2.10). */
const VENDOR = /(?:@(?:[\w-]+\.)*gingr(?:app)?\.(?:com|io)|^gingr(?:[ ._-]?(?:support|admin|house))?)$/i;

/** Empty, or mark-up around nothing. */
const isNothing = (value: string | null): boolean =>
  value === null || (hasHtml(value) ? htmlToText(value) : value).trim() === '';

/**
 * By the invoice's own arithmetic (columns: the amount in question, subtotal, tax, discount, total, tip, surcharge); amounts
 * that cannot be read are within nothing.
 */
const isWithinTotal = ([amount = null, ...all]: Input): boolean => {
  const read = all.map(readAmount);
  if (!isNonZero(amount) || read.some(({ code }) => code !== null)) return false;
  const [subtotal = 0n, tax = 0n, discount = 0n, total = 0n, tip = 0n, surcharge = 0n] = read.map(
    ({ cents }) => cents ?? 0n,
  );
  return tip + surcharge !== 0n && total === subtotal + tax - discount + tip + surcharge;
};

type PredicateEnvironment = Omit<StepEnvironment, 'chain'>;

const MAKERS: {
  [Name in PredicateName]: (args: PredicateArgs<Name>, environment: PredicateEnvironment) => Predicate;
} = {
  filled: () => (input) => input.some((value) => value !== null && value.trim() !== ''),
  empty: () => (input) => input.every((value) => isNothing(value)),
  oneOf: ({ words }) => {
    const known = words.map(lookupKey);
    return (input) => input.some((value) => value !== null && known.includes(lookupKey(value)));
  },
  vendorAccount: () => (input) => input.some((value) => value !== null && VENDOR.test(value.trim())),
  /** "Create completed reservations" dates its rows 2000-01-01 12:00 (gingr-sources 2.3.5). */
  syntheticStay:
    () =>
    ([start = null]) =>
      start !== null && /^2000-01-01[ T]12:00(?::00(?:\.0+)?)?$/.test(start.trim()),
  waitListed:
    () =>
    ([waiting = null, ...others]) =>
      !isNoDate(waiting) && others.every(isNoDate),
  stamped: () => (input) => !input.every(isNoDate),
  yes: () => (input) => input.some((raw) => readBoolean(raw) === true),
  estimate:
    () =>
    ([complete = null]) =>
      readBoolean(complete) === false,
  neverPaid:
    () =>
    ([payment = null, paid = null, ...fates]) =>
      /^0?$/.test(payment?.trim() ?? '') && !isNonZero(paid) && fates.every(isNoDate),
  nonZero: () => (input) => input.some(isNonZero),
  unsigned:
    () =>
    ([moment = null, ...signs]) =>
      isNoDate(moment) && signs.every(isNothing),
  unequalAmounts:
    () =>
    ([one = null, other = null]) =>
      (readAmount(one).cents ?? 0n) !== (readAmount(other).cents ?? 0n),
  withinTotal: () => isWithinTotal,
  besideTotal: () => (input) => isNonZero(input[0] ?? null) && !isWithinTotal(input),
  zeroPayment:
    () =>
    ([marked = null, amount = null]) =>
      readBoolean(marked) === true || readAmount(amount).cents === 0n,
  subscriptionEnded: (_, environment) => (input) => hasEnded(input, environment),
  subscriptionRuns: (_, environment) => (input) => !hasEnded(input, environment),
  lookedUp: ({ table, field, value, list }, { lookups, context }) => {
    const entries = new Map(
      Object.entries(lookups[table]?.entries ?? {}).map(([word, entry]) => [lookupKey(word), entry]),
    );
    const labels = list === undefined ? undefined : context.lists.get(list);
    return ([raw = null]) => {
      const word = list === undefined ? raw : labels?.get(raw?.trim() ?? '')?.label;
      const entry = entries.get(lookupKey(word ?? ''));
      return typeof entry === 'object' && entry !== null && Reflect.get(entry, field) === value;
    };
  },
};

const ENDED = ['canceled', 'cancelled', 'ended', 'expired', 'inactive', 'deleted', 'terminated'];

/**
 * Whether a subscription charges nobody any more (columns: status, deleted, then days of its end). Only a plain word or a
 * day that has come says so: a customer who is charged twice is worse than one look too many.
 */
function hasEnded(
  [status = null, deleted = null, ...ends]: Input,
  { zone, context }: PredicateEnvironment,
): boolean {
  const word = status?.trim().toLowerCase() ?? '';
  if (word === 'active') return false;
  if (ENDED.includes(word) || readBoolean(deleted) === true) return true;
  return ends.some((raw) => {
    const read = readMoment(raw, zone);
    return read.ok && read.moment !== null && read.moment.epochMs <= Date.parse(context.asOf);
  });
}

/** Compiles a predicate; the mapping has been checked, so an unknown name or argument is a bug and throws. */
export function predicateOf(
  { name, args }: { name: string; args: Record<string, unknown> },
  environment: PredicateEnvironment,
): Predicate {
  if (!isPredicateName(name)) throw new Error(`unknown predicate ${name}`);
  return make(name, args, environment);
}

function make<Name extends PredicateName>(
  name: Name,
  args: unknown,
  environment: PredicateEnvironment,
): Predicate {
  // zod cannot tell which of the schemas belongs to Name; the table of makers is indexed by the same name.
  const parsed = PREDICATES[name].args.parse(args) as PredicateArgs<Name>;
  return MAKERS[name](parsed, environment);
}
