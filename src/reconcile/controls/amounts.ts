/**
 * Amounts of money as an export writes them, read here once more: this code shares nothing with the mapping's
 * (core/money.ts), so that neither can hide the other's mistake. Whole cents in a bigint, no binary fraction.
 */

/** Fifteen digits are a whole number that is exact. */
const PLAIN = /^-?\d{1,13}\.\d\d$/;
/** Tailtown's columns keep 15 digits exactly; the mapping rejects whatever has more. */
const TOO_LARGE = 10n ** 15n;
const GROUPED = /^\d{1,3}(,\d\d\d)+(\.|$)/;

/** Cents of an amount; null where the text is empty, no amount, too large, or has more than two decimals. */
export function centsOf(raw: string | null): bigint | null {
  // A NUL in a cell is told of and taken out by the mapping.
  const text = (raw ?? '').replaceAll('\0', '').trim();
  if (PLAIN.test(text)) return BigInt(Number(text.slice(0, -3) + text.slice(-2)));
  if (text === '') return null;
  const brackets = text.startsWith('(') && text.endsWith(')');
  let minus = brackets ? 1 : 0;
  let digits = '';
  // Spaces of every kind: spreadsheets part an amount and its mark by one that does not break.
  for (const character of (brackets ? text.slice(1, -1) : text).replaceAll('USD', '').replace(/\s/g, '')) {
    if (character === '-') minus += 1;
    else if (!'+$€£'.includes(character)) digits += character;
  }
  if (digits.includes(',') && !GROUPED.test(digits)) return null;
  const [whole = '', decimals = '', ...more] = digits.replaceAll(',', '').split('.');
  if (minus > 1 || more.length > 0 || decimals.length > 2) return null;
  if (!/^\d+$/.test(whole + decimals)) return null;
  const cents = BigInt(whole + decimals.padEnd(2, '0'));
  if (cents >= TOO_LARGE) return null;
  return minus === 1 ? -cents : cents;
}
