import { formatMoney } from '../../core/money.ts';
import type { RuleCode } from '../../core/rules/index.ts';
import { localToUtc, timestampText } from '../../core/time.ts';
import { momentIn } from './dates.ts';
import { readAmount } from './money.ts';
import {
  type Cell,
  type Makers,
  NOTHING,
  refused,
  type Step,
  type StepEnvironment,
  type StepIssue,
} from './step.ts';

/** Prepaid credits: what is bought, used and left, and what one is worth (gingr-sources 1.1 and 2.9). */

interface Credits {
  quantity: bigint;
  /** Cents for the whole quantity. */
  price: bigint;
  left: bigint;
  /** Quantity and price are not Gingr's own: nobody bought the credits, or only their value is stated. */
  forced: { quantity: boolean; price: boolean };
  notes: RuleCode[];
}

type Read = { ok: true; credits: Credits } | { ok: false; code: RuleCode; input: number };

const wholeOf = (raw: string | null): bigint | null => {
  const text = raw?.trim() ?? '';
  return /^\d{1,9}$/.test(text) ? BigInt(text) : null;
};
const isEmpty = (raw: string | null): boolean => (raw?.trim() ?? '') === '';

function readCredits([rawQuantity = null, rawPrice = null, rawLeft = null, rawValue = null]: readonly (
  | string
  | null
)[]): Read {
  const fail = (code: RuleCode, input: number): Read => ({ ok: false, code, input });
  const [quantity, left] = [wholeOf(rawQuantity), wholeOf(rawLeft)];
  if (isEmpty(rawLeft)) return fail('PACKAGE_CREDITS_MISSING', 2);
  if (left === null) return fail('PACKAGE_CREDITS_UNREADABLE', 2);
  if (quantity === null && !isEmpty(rawQuantity)) return fail('PACKAGE_CREDITS_UNREADABLE', 0);
  const [price, value] = [readAmount(rawPrice), readAmount(rawValue)];
  if (price.code !== null) return fail(price.code, 1);
  if (value.code !== null) return fail(value.code, 3);
  if ((price.cents ?? 0n) < 0n) return fail('PACKAGE_PRICE_NEGATIVE', 1);
  const bought = quantity !== null && quantity > 0n;
  if (price.cents !== null && bought) {
    const notes: RuleCode[] = left > quantity ? ['PACKAGE_MORE_THAN_BOUGHT'] : [];
    if (price.cents === 0n && left > 0n) notes.push('PACKAGE_WITHOUT_SALE');
    const worth = (2n * price.cents * left + quantity) / (2n * quantity);
    if (value.cents !== null && value.cents !== worth) notes.push('PACKAGE_VALUE_DIFFERS');
    const forced = { quantity: false, price: false };
    return { ok: true, credits: { quantity, price: price.cents, left, forced, notes } };
  }
  // The value that is left says as much as price and quantity, for the credits that are left.
  if (value.cents !== null && value.cents > 0n && left > 0n) {
    const forced = { quantity: true, price: true };
    return { ok: true, credits: { quantity: left, price: value.cents, left, forced, notes: [] } };
  }
  if (price.cents !== null && price.cents !== 0n) return fail('PACKAGE_QUANTITY_MISSING', 0);
  const forced = { quantity: !bought, price: price.cents === null };
  const notes: RuleCode[] = left > 0n ? ['PACKAGE_WITHOUT_SALE'] : [];
  if (bought && left > quantity) notes.push('PACKAGE_MORE_THAN_BOUGHT');
  return { ok: true, credits: { quantity: bought ? quantity : left, price: 0n, left, forced, notes } };
}

/** Of several columns that read the same credits, one tells what there is to tell. */
const pass =
  (as: 'purchased' | 'left' | 'used' | 'price' | 'each'): Step =>
  (input) => {
    const read = readCredits(input);
    const tells = as === 'purchased';
    if (!read.ok) return tells ? refused(read.code, input[read.input] ?? '', read.input) : NOTHING;
    const { quantity, price, left, forced, notes } = read.credits;
    const give = (value: Cell, isForced: boolean) => ({
      value,
      ...(isForced ? { alterations: [{ kind: 'forced' as const, before: null, after: String(value) }] } : {}),
    });
    switch (as) {
      case 'purchased': {
        const issues = notes.map((code): StepIssue => ({ code, input: 2, value: input[2] ?? '' }));
        return { ...give(Number(quantity), forced.quantity), issues };
      }
      case 'left':
        return { value: Number(left) };
      case 'used':
        return { value: quantity > left ? Number(quantity - left) : 0 };
      case 'price':
        return give(formatMoney(price), forced.price);
      case 'each':
        return give(each(price, quantity), forced.price);
    }
  };

/** Dollars for one, to ten decimals: rounded to the cent, a third of them would not be worth a third of the price. */
function each(price: bigint, quantity: bigint): string {
  if (quantity === 0n) return '0.00';
  const scaled = (2n * price * 10n ** 8n + quantity) / (2n * quantity);
  const digits = scaled.toString().padStart(11, '0');
  return `${digits.slice(0, -10)}.${digits.slice(-10).replace(/0{1,8}$/, '')}`;
}

const DAY = 86_400_000;

/** Epoch milliseconds of the end; a day without a time holds until the clock on the wall says midnight. */
function endOf(
  raw: string | null,
  environment: StepEnvironment,
): { end: number | null; issues: StepIssue[] } {
  const { moment, issues } = momentIn(raw, environment);
  if (moment === null) return { end: null, issues };
  const { year, month, day, hour, minute, second } = moment.local;
  if (hour !== 0 || minute !== 0 || second !== 0) return { end: moment.epochMs, issues };
  const next = new Date(Date.UTC(year, month - 1, day) + DAY);
  const midnight = [next.getUTCFullYear(), next.getUTCMonth() + 1, next.getUTCDate()] as const;
  return { end: localToUtc(environment.zone, ...midnight).epochMs - 1000, issues };
}

export const passFunctions: Makers<'pass' | 'passEnd' | 'passStatus' | 'notZero'> = {
  pass: ({ as }) => pass(as),
  passEnd:
    (_, environment) =>
    ([raw = null]) => {
      const { end, issues } = endOf(raw, environment);
      return { value: end === null ? null : timestampText(end), issues };
    },
  passStatus:
    (_, environment) =>
    ([left = null, raw = null]) => {
      if (wholeOf(left) === 0n) return { value: 'EXHAUSTED' };
      const { end } = endOf(raw, environment);
      return { value: end !== null && end < Date.parse(environment.context.asOf) ? 'EXPIRED' : 'ACTIVE' };
    },
  notZero:
    () =>
    ([raw = null]) =>
      raw === null || /^0+$/.test(raw.trim()) ? NOTHING : { value: Number(raw) },
};
