/** Money is integer cents in a bigint; a binary fraction never touches it (P-MON 7). */

export type ParsedMoney =
  | { ok: true; cents: bigint }
  | { ok: false; why: 'unreadable' | 'too-many-decimals' };

/** As Gingr writes nearly all of them; fifteen digits are a whole number that is exact. */
const PLAIN = /^-?\d{1,13}\.\d\d$/;
const AMOUNT = /^([+-]?)\s*(?:[$€£]|USD)?\s*([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d*))?\s*(?:USD)?(-?)$/;

/**
 * Reads an amount such as `45.00`, `-2.56`, `1,240.50`, `$45`, `(12.00)` (negative) or `12.00-` into cents.
 * More than two decimals are refused, even when they are zeros: they say that the cell is no amount of money.
 */
export function parseMoney(text: string): ParsedMoney {
  if (PLAIN.test(text)) return { ok: true, cents: BigInt(Number(text.slice(0, -3) + text.slice(-2))) };
  const trimmed = text.trim();
  const inner = /^\((.*)\)$/.exec(trimmed);
  const match = AMOUNT.exec((inner?.[1] ?? trimmed).trim());
  const [, before = '', after = '', whole = '', decimals = '', behind = ''] = match ?? [];
  if (!match || (whole === '' && decimals === '')) return { ok: false, why: 'unreadable' };
  const signs = [before, after, behind].filter((sign) => sign !== '');
  if (signs.length + (inner ? 1 : 0) > 1) return { ok: false, why: 'unreadable' };
  if (decimals.length > 2) return { ok: false, why: 'too-many-decimals' };
  const cents = BigInt(whole.replaceAll(',', '') || '0') * 100n + BigInt(decimals.padEnd(2, '0'));
  const negative = inner !== null || signs.includes('-');
  return { ok: true, cents: negative ? -cents : cents };
}

/** Cents as decimal text with two decimals: `-1240.50`. */
export function formatMoney(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
