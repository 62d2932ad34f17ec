const LONGEST = 40;

/**
 * Shows the shape of a personal value without its content: letters become `x`, digits `9`; ASCII punctuation and
 * blanks stay; anything else becomes `?`. At most 40 characters, the last one `…` where the value was longer.
 * Masking twice gives the same text.
 */
export function mask(value: string): string {
  const shape = Array.from(value.slice(0, 4 * LONGEST).normalize('NFC'), shapeOf);
  const whole = value.length <= 4 * LONGEST && shape.length <= LONGEST;
  return whole ? shape.join('') : `${shape.slice(0, LONGEST - 1).join('')}…`;
}

function shapeOf(character: string): string {
  if (/^[\p{L}\p{M}]$/u.test(character)) return 'x';
  if (/^\p{N}$/u.test(character)) return '9';
  return /^[\x20-\x7e\t\n…]$/.test(character) ? character : '?';
}
