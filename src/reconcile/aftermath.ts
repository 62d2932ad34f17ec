import type { BatchReference } from './model.ts';

/** What becomes known of a batch after its load: who accepted what, who changed what, what was mended since. */

/** A person's recorded acceptance of one code. `at` is an ISO instant. */
export interface WaiverAccount {
  code: string;
  reason: string;
  name: string;
  at: string;
  /** The most that it covers; null for any number. */
  upTo: number | null;
}

/** A person's recorded acceptance of a batch, with the hashes of what was accepted. `at` is an ISO instant. */
export interface SignOffAccount {
  name: string;
  at: string;
  snapshot: string;
  mapping: string;
  report: string;
  accepted: string[];
}

/** The last rehearsal as the report and `status` tell of it. */
export interface RehearsalBrief {
  /** `YYYY-MM-DD HH:mm:ss` in UTC: when it ended, or began where it is unfinished. */
  at: string;
  /** Null: unfinished. The same `rehearse` command goes on. */
  verdict: 'proven' | 'different' | 'failed' | 'refused' | null;
  target: string;
  snapshot: string;
  /** The batch that was taken back, and the one that it left; null where it did not come so far. */
  batches: { first: string | null; again: string | null };
  records: number | null;
  /** Rows that the rollback reversed. */
  reversed: number | null;
  fingerprints: { before: string | null; rolledBack: string | null };
  durationsMs: Record<string, number>;
  differences: string[];
}

/** How a batch can be taken back, as it is when the report is written. */
export interface WayBack {
  /** The day (YYYY-MM-DD) on which the images were purged: there is no way back any more. Null while they are kept. */
  purged: string | null;
  /** The day (YYYY-MM-DD) until which the images are kept for certain; null where no end is set. */
  until: string | null;
  /** Rows that people changed or deleted since: a rollback would keep the former. Null where nobody looked. */
  changed: number | null;
  deleted: number | null;
  rehearsal: RehearsalBrief | null;
}

/** A file beside the report. */
export interface Download {
  /** Relative to the report. */
  path: string;
  what: string;
  lines: number;
  /** Of rejected records: which rule rejected how many. */
  codes?: Record<string, number>;
}

/** One figure of a batch against the same of an earlier one. */
export interface Change {
  what: string;
  before: string;
  after: string;
}

/** What a batch of mended records did with them. */
export interface ReplayAccount {
  batch: string;
  state: BatchReference['state'];
  read: number;
  moved: number;
  rejected: number;
}

/** What is known of a batch when its report is written, and changes after its load. */
export interface Aftermath {
  /** sha256 of the batch's numbers (`reportHash`): what a sign-off vouches for; null where there is no batch. */
  hash: string | null;
  /** The newest of each code. */
  waivers: WaiverAccount[];
  /** Newest first. */
  signOffs: SignOffAccount[];
  /** Null where no batch stands. */
  wayBack: WayBack | null;
  downloads: Download[];
  compared: { batch: string; changes: Change[] } | null;
  /** Batches of mended records that belong to this one, oldest first. */
  replays: ReplayAccount[];
}

export const NOTHING_AFTER: Aftermath = {
  ...{
    hash: null,
    waivers: [],
    signOffs: [],
    wayBack: null,
    downloads: [],
    compared: null,
    replays: [],
  },
};
