import { formatMoney } from '../../core/money.ts';
import { lookupKey } from '../../mapping/vocabulary.ts';
import { readAmount } from './money.ts';
import { type Makers, NOTHING, refused, type Step } from './step.ts';

/** A product's price has eight digits before the point in Tailtown (numeric(10,2)). */
const DEAREST = 10n ** 10n;

const price: Step = ([raw = null]) => {
  const { cents, code } = readAmount(raw);
  if (code !== null) return refused(code, raw ?? '');
  if (cents === null) return NOTHING;
  if (cents >= DEAREST || cents <= -DEAREST) return refused('MONEY_UNREADABLE', raw ?? '');
  return { value: formatMoney(cents) };
};

/** Less than nothing is in stock where more was sold than was ever booked in. */
const STOCK = /^-?\d{1,9}(?:\.0+)?$/;

const readStock = (raw: string | null): number | null | undefined => {
  const text = (raw ?? '')
    .trim()
    .replace(/^(-?\d{1,3}(?:,\d{3})+)(?=\.|$)/, (whole) => whole.replaceAll(',', ''));
  if (text === '') return null;
  return STOCK.test(text) ? Number(text) + 0 : undefined;
};

const stock: Step = ([raw = null]) => {
  const count = readStock(raw);
  return count === undefined ? refused('PRODUCT_STOCK_UNREADABLE', raw ?? '') : { value: count };
};

export const productFunctions: Makers<'price' | 'stock' | 'stockCounted' | 'labelKey'> = {
  price: () => price,
  stock: () => stock,
  stockCounted:
    () =>
    ([raw = null]) => ({ value: typeof readStock(raw) === 'number' }),
  labelKey:
    () =>
    ([raw = null]) => ({ value: lookupKey(raw ?? '') }),
};
