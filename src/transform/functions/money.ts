import type { LookupTable } from '../../core/mapping.ts';
import { formatMoney, parseMoney } from '../../core/money.ts';
import type { RuleCode } from '../../core/rules/index.ts';
import { lookupKey } from '../../mapping/vocabulary.ts';
import { hasHtml, htmlToText } from './html.ts';
import { type Input, type Makers, NOTHING, refused, type Step, type StepIssue } from './step.ts';

/** A double precision column of Tailtown keeps 15 digits exactly; longer amounts would change on the way. */
const TOO_LARGE = 10n ** 15n;

/** Cents of a cell; null where it is empty or, with a code, where it is no amount. */
export interface Amount {
  cents: bigint | null;
  code: RuleCode | null;
}

/** Reads an amount of money (core/money). Nothing is rounded and nothing is guessed (P-MON). */
export function readAmount(raw: string | null | undefined): Amount {
  if (raw === null || raw === undefined || raw.trim() === '') return { cents: null, code: null };
  const parsed = parseMoney(raw);
  if (parsed.ok && parsed.cents < TOO_LARGE && parsed.cents > -TOO_LARGE) {
    return { cents: parsed.cents, code: null };
  }
  const decimals = !parsed.ok && parsed.why === 'too-many-decimals';
  return { cents: null, code: decimals ? 'MONEY_DECIMALS' : 'MONEY_UNREADABLE' };
}

/** Several columns are added up; an empty one counts nothing, and null where all of them are empty. */
const money =
  (negate: boolean): Step =>
  (input) => {
    let sum: bigint | null = null;
    for (let index = 0; index < input.length; index += 1) {
      const raw = input[index] ?? null;
      const { cents, code } = readAmount(raw);
      if (code !== null) return refused(code, raw ?? '', index);
      if (cents !== null) sum = (sum ?? 0n) + cents;
    }
    return sum === null ? NOTHING : { value: formatMoney(negate ? -sum : sum) };
  };

/** Gingr's own price goes before the one that people reviewed; one that cannot be read is not replaced. */
function reviewedPrice(table: LookupTable | undefined): Step {
  const prices = new Map<string, string>();
  for (const [label, entry] of Object.entries(table?.entries ?? {})) {
    const price: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'price') : null;
    if (typeof price === 'number' || typeof price === 'string') prices.set(lookupKey(label), String(price));
  }
  const read = money(false);
  return ([stated = null, label = null]) => {
    const own = read([stated]);
    if (own.value !== null || own.issues !== undefined || label === null) return own;
    const text = hasHtml(label) ? htmlToText(label) : label;
    const price = prices.get(lookupKey(text));
    return price === undefined ? NOTHING : read([price]);
  };
}

/**
 * `GINGR-70001`; another database of a chain says its name, since their ids collide (P-G-12). Null without all ids.
 */
const numbered =
  (sourceDatabase: string, between: string): Step =>
  (input) => {
    const ids = input.map((id) => id?.trim() ?? '');
    if (ids.length === 0 || ids.includes('')) return NOTHING;
    const prefix = sourceDatabase === 'main' ? 'GINGR-' : `GINGR-${sourceDatabase}-`;
    return { value: `${prefix}${ids.join(between)}` };
  };

/** Tailtown writes and shows a fraction (tailtown-target trap 12). Unreadable amounts are told of their own columns. */
const taxRate: Step = ([rawTax = null, rawSubtotal = null, rawDiscount = null]) => {
  const [tax, subtotal, discount] = [readAmount(rawTax), readAmount(rawSubtotal), readAmount(rawDiscount)];
  if (tax.code !== null || subtotal.code !== null || discount.code !== null) return NOTHING;
  const base = (subtotal.cents ?? 0n) - (discount.cents ?? 0n);
  const taxed = tax.cents ?? 0n;
  if (base <= 0n || taxed <= 0n) return { value: '0' };
  const millionths = (taxed * 2_000_000n + base) / (2n * base);
  return { value: `${millionths / 1_000_000n}.${(millionths % 1_000_000n).toString().padStart(6, '0')}` };
};

interface Line {
  quantity: bigint;
  /** Cents. */
  unitPrice: bigint | null;
  /** Why the quantity is not Gingr's. */
  code: 'INVOICE_LINE_QUANTITY_PARTIAL' | 'INVOICE_LINE_QUANTITY_NEGATIVE' | null;
}

/** Up to nine digits: Tailtown's quantity is a whole number of 32 bits. */
const WHOLE = /^0*([1-9]\d{0,8})(?:\.0*)?$/;
const NEGATIVE = /^-\s*[\d.]*[1-9]/;

/** Tailtown's line: a whole quantity whose price times it is the amount, else 1 at the whole amount (trap 13). */
function readLine(rawQuantity: string | null, rawUnit: string | null, rawTotal: string | null): Line {
  const { cents: total } = readAmount(rawTotal);
  const unit = readAmount(rawUnit);
  const one: Line = { quantity: 1n, unitPrice: total, code: null };
  const text = rawQuantity?.trim() ?? '';
  // Without amounts that can be read the record is rejected, and the quantity is not to blame.
  if (text === '' || total === null || unit.code !== null) return one;
  const whole = WHOLE.exec(text)?.[1];
  if (whole === undefined) {
    const negative = NEGATIVE.test(text);
    return { ...one, code: `INVOICE_LINE_QUANTITY_${negative ? 'NEGATIVE' : 'PARTIAL'}` };
  }
  const quantity = BigInt(whole);
  const unitPrice = unit.cents ?? total / quantity;
  if (unitPrice * quantity === total) return { quantity, unitPrice, code: null };
  return { ...one, code: 'INVOICE_LINE_QUANTITY_PARTIAL' };
}

const lineQuantity: Step = ([quantity = null, unit = null, total = null]) => {
  const line = readLine(quantity, unit, total);
  const issues = line.code === null ? [] : [{ code: line.code, value: quantity ?? '' }];
  return { value: Number(line.quantity), issues };
};

/** The total is told by the column that takes it as the line's amount. */
const unitPrice: Step = ([quantity = null, unit = null, total = null]) => {
  const { code } = readAmount(unit);
  if (code !== null) return refused(code, unit ?? '', 1);
  const line = readLine(quantity, unit, total);
  return { value: line.unitPrice === null ? null : formatMoney(line.unitPrice) };
};

/** A defect of Gingr re-opened closed invoices with such a line, of another account (P-G-8). */
const PREVIOUS_BALANCE = /previous\s+balance/i;

const lineDescription: Step = ([description = null, quantity = null, unit = null, total = null]) => {
  const text = description ?? '';
  const plain = hasHtml(text) ? htmlToText(text) : text;
  const issues: StepIssue[] = [];
  if (PREVIOUS_BALANCE.test(plain)) issues.push({ code: 'INVOICE_PREVIOUS_BALANCE', value: text });
  const { code } = readLine(quantity, unit, total);
  if (code === null) return { value: description, issues };
  return { value: `${text.trimEnd()} (quantity ${(quantity ?? '').trim()})`.trimStart(), issues };
};

/** Whether an amount is not 0. One that cannot be read counts as one: whoever carries it tells of it. */
export const isNonZero = (raw: string | null): boolean => {
  const { cents, code } = readAmount(raw);
  return code !== null || (cents !== null && cents !== 0n);
};

const nonZero: Step = (input: Input) => {
  const issues: StepIssue[] = [];
  let value: boolean | null = null;
  input.forEach((raw, index) => {
    const { cents, code } = readAmount(raw);
    if (code !== null) issues.push({ code, value: raw ?? '', input: index });
    if (cents !== null) value = value === true || cents !== 0n;
  });
  return { value, issues };
};

/** What cannot be read is told of the columns' own targets. */
const difference: Step = ([one = null, other = null]) => {
  const [more, less] = [readAmount(one), readAmount(other)];
  if (more.code !== null || less.code !== null) return NOTHING;
  return { value: formatMoney((more.cents ?? 0n) - (less.cents ?? 0n)) };
};

const ifNegative: Step = ([text = null, amount = null]) => {
  const { cents } = readAmount(amount);
  return cents !== null && cents < 0n ? { value: text } : NOTHING;
};

export const moneyFunctions: Makers<
  | (
      | 'money'
      | 'reviewedPrice'
      | 'invoiceNumber'
      | 'creditNoteNumber'
      | 'taxRate'
      | 'nonZero'
      | 'ifNegative'
      | 'difference'
    )
  | ('lineQuantity' | 'unitPrice' | 'lineDescription')
> = {
  money: ({ negate = false }) => money(negate),
  reviewedPrice: ({ table }, { lookups }) => reviewedPrice(lookups[table]),
  invoiceNumber: (_, { context }) => numbered(context.sourceDatabase, '-'),
  creditNoteNumber: (_, { context }) => numbered(context.sourceDatabase, '-R-'),
  taxRate: () => taxRate,
  nonZero: () => nonZero,
  ifNegative: () => ifNegative,
  difference: () => difference,
  lineQuantity: () => lineQuantity,
  unitPrice: () => unitPrice,
  lineDescription: () => lineDescription,
};
