import { z } from 'zod';
import type { Settings } from '../core/settings.ts';
import { evidence } from './evidence.ts';
import { figures } from './figures.ts';

const acceptance = z.strictObject({
  ...{ code: z.string(), reason: z.string(), name: z.string(), at: z.string() },
  /** The most that it covers; null for any number. */
  upTo: z.int().nullable(),
});

const content = z.strictObject({
  format: z.literal(2),
  tenant: z.string(),
  sourceDatabase: z.string(),
  target: z.string(),
  batch: z.string(),
  /** Whether the batch had been verified when it was signed. */
  verified: z.boolean(),
  /** Hashes of what was signed. */
  snapshot: z.string(),
  mapping: z.string(),
  report: z.string(),
  /** The snapshot's, an ISO instant. */
  asOf: z.string(),
  name: z.string(),
  /** ISO instant. */
  at: z.string(),
  accepted: z.array(acceptance),
  /** What else decides of a load: production must not be loaded by other rules than those that were looked at. */
  rules: z.strictObject({ conflicts: z.string(), vanished: z.string() }),
  figures,
  toolVersion: z.string(),
  /** The batch whose mended rejects this one holds; absent for every other batch. */
  belongsTo: z.string().optional(),
});

export type SignOffFile = z.infer<typeof content>;

/** Settings that no mapping holds and that decide what a load writes over, and what it marks deleted. */
export const rulesOf = ({ conflicts, vanished }: Settings): SignOffFile['rules'] => ({ conflicts, vanished });

/** A person's recorded acceptance of a batch. */
export const signOffs = evidence<SignOffFile>({
  ...{ folder: 'sign-offs', content, what: 'sign-off' },
  remedy: 'Sign the batch again with `tailtown-migrate signoff`.',
});

/** A batch that was loaded and verified outside production, by `<workspace>/verified/<batch>.json`. */
const verifiedContent = content.pick({
  ...{ tenant: true, sourceDatabase: true, target: true, batch: true, snapshot: true, mapping: true },
  ...{ asOf: true, figures: true, toolVersion: true },
});
export type VerifiedFile = z.infer<typeof verifiedContent>;
export const verifiedBatches = evidence<VerifiedFile>({
  ...{ folder: 'verified', content: verifiedContent, what: 'proof of a verified batch' },
  remedy: 'Verify the batch again with `tailtown-migrate verify`.',
});

/** A rehearsal that came to its end, by `<workspace>/rehearsals/<batch that it left>.json`. */
const rehearsalContent = content
  .pick({ tenant: true, sourceDatabase: true, target: true, snapshot: true, mapping: true })
  .extend({
    verdict: z.literal('proven'),
    /** `YYYY-MM-DD HH:mm:ss` in UTC. */
    at: z.string(),
    records: z.int().nullable(),
    reversed: z.int().nullable(),
    batches: z.strictObject({ first: z.string().nullable(), again: z.string().nullable() }),
    fingerprints: z.strictObject({ before: z.string().nullable(), rolledBack: z.string().nullable() }),
    durationsMs: z.record(z.string(), z.number()),
  });
export type RehearsalFile = z.infer<typeof rehearsalContent>;
export const rehearsalProofs = evidence<RehearsalFile>({
  ...{ folder: 'rehearsals', content: rehearsalContent, what: 'proof of a rehearsal' },
  remedy: 'Rehearse again with `tailtown-migrate rehearse`.',
});
