/**
 * The sample's own arithmetic of money, in integer cents. It shares nothing with the program's, so that the answer key
 * does not lean on the code it is to judge.
 */

/** Cents of `45.00` or `-4.25`. Throws RangeError for any other form. */
export function cents(text: string): bigint {
  if (!/^-?\d+\.\d\d$/.test(text)) throw new RangeError(`no amount of a sample: ${text}`);
  return BigInt(text.replace('.', ''));
}

/** `45.00`, `-4.25`. */
export function decimal(amount: bigint): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The amount as a double precision column gives it back. */
export const float = (amount: bigint): number => Number(decimal(amount));

/** Tax of the sample's resort: 8 % of an amount that is not negative, to the nearest cent. */
export const taxOn = (amount: bigint): bigint => (amount * 8n + 50n) / 100n;

/** `$1,240.50`, `(12.00)`: the forms that reports have (gingr-sources.md 2.0). */
export function reportForm(amount: bigint): string {
  const [whole = '', part = ''] = decimal(amount < 0n ? -amount : amount).split('.');
  const form = `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${part}`;
  return amount < 0n ? `(${form})` : `$${form}`;
}
