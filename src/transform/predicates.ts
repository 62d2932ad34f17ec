import { isPredicateName, type PredicateName } from '../mapping/vocabulary.ts';
import { readBoolean } from './functions/flags.ts';
import { isNoDate } from './functions/moment.ts';
import { isNonZero, readAmount } from './functions/money.ts';
import type { Input } from './functions/step.ts';

/** Pure yes/no of some columns, by which a named rule leaves a record out or a secondary row stands. */
export type Predicate = (input: Input) => boolean;

const PREDICATES: Record<PredicateName, Predicate> = {
  filled: (input) => input.some((value) => value !== null && value.trim() !== ''),
  /** "Create completed reservations" dates its rows 2000-01-01 12:00 (gingr-sources 2.3.5). */
  syntheticStay: ([start = null]) =>
    start !== null && /^2000-01-01[ T]12:00(?::00(?:\.0+)?)?$/.test(start.trim()),
  waitListed: ([waiting = null, ...others]) => !isNoDate(waiting) && others.every(isNoDate),
  stamped: (input) => !input.every(isNoDate),
  yes: (input) => input.some((raw) => readBoolean(raw) === true),
  estimate: ([complete = null]) => readBoolean(complete) === false,
  nonZero: (input) => input.some(isNonZero),
  zeroPayment: ([marked = null, amount = null]) =>
    readBoolean(marked) === true || readAmount(amount).cents === 0n,
};

/** The predicate of this name; the mapping has been checked, so an unknown one is a bug and throws. */
export function predicateOf(name: string): Predicate {
  if (!isPredicateName(name)) throw new Error(`unknown predicate ${name}`);
  return PREDICATES[name];
}
