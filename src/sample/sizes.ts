import type { GenerateOptions } from './generate.ts';

/** The sizes of an invented resort by name (gingr-sources.md 5): what real resorts of a kind have, in proportion. */
export const SIZES = {
  small: { owners: 50 },
  /** About 18,500 animals, 200,000 reservations, 150,000 invoices with 400,000 lines. */
  mid: { owners: 12_000, staysPerOwner: 17 },
} as const satisfies Record<string, Omit<GenerateOptions, 'seed' | 'out'>>;

export type SizeName = keyof typeof SIZES;
