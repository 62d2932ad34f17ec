/** Bytes of SQL text, and what kind of token each begins or goes on. */

export const SPACE = 1;
export const LETTER = 2;
export const [QUOTE, DOUBLE, BACKTICK, BACKSLASH] = [0x27, 0x22, 0x60, 0x5c] as const;
export const [DASH, PLUS, DOT, HASH, SLASH, STAR, SEMICOLON] = [
  0x2d, 0x2b, 0x2e, 0x23, 0x2f, 0x2a, 0x3b,
] as const;
export const [NEWLINE, ZERO, NINE] = [0x0a, 0x30, 0x39] as const;

/** Letters, digits and what else a bare word of MySQL may hold; every byte above ASCII is part of one. */
function classes(): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of Buffer.from(' \t\r\n\f\v\0')) table[byte] = SPACE;
  for (const byte of Buffer.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$@.'))
    table[byte] = LETTER;
  table.fill(LETTER, 0x80);
  return table;
}

export const CLASS = classes();
