/** Exact arithmetic on decimal text (`-12.30`), for amounts that must add up to the cent. */

const DECIMAL = /^([+-]?)(\d{1,60})(?:\.(\d{1,30}))?$/;
const SCALE = 30;

/** The sum of the amounts, or null where one of them is no decimal number. Unit: 10^-30. */
export function sumOf(amounts: readonly string[]): bigint | null {
  let sum = 0n;
  for (const amount of amounts) {
    const scaled = scaledOf(amount);
    if (scaled === null) return null;
    sum += scaled;
  }
  return sum;
}

/** `a - b` as decimal text with as few decimals as are needed, at least those of `a`; null where one is no number. */
export function difference(a: string, b: string): string | null {
  const left = scaledOf(a);
  const right = scaledOf(b);
  return left === null || right === null ? null : textOf(left - right, decimalsOf(a));
}

/** An amount in units of 10^-30 as decimal text, with at least the decimals asked for. */
export function textOf(scaled: bigint, decimals: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).replace(/0+$/, '').padEnd(decimals, '0');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -SCALE)}${fraction === '' ? '' : `.${fraction}`}`;
}

export const decimalsOf = (amount: string): number => DECIMAL.exec(amount)?.[3]?.length ?? 0;

function scaledOf(amount: string): bigint | null {
  const match = DECIMAL.exec(amount);
  if (!match) return null;
  const [, sign, whole = '', fraction = ''] = match;
  const magnitude = BigInt(whole + fraction.padEnd(SCALE, '0'));
  return sign === '-' ? -magnitude : magnitude;
}
