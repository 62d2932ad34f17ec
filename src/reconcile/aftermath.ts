import type { BatchReference } from './model.ts';

/** What becomes known of a batch after its load: who accepted what, who changed what, what was mended since. */

/** A person's recorded acceptance of one code. `at` is an ISO instant. */
export interface WaiverAccount {
  code: string;
  reason: string;
  name: string;
  at: string;
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

/** The last rehearsal of a rollback: load, verify, roll back, prove equality. `at` is an ISO instant. */
export interface RehearsalAccount {
  at: string;
  result: 'proven' | 'failed';
  detail: string;
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
  rehearsal: RehearsalAccount | null;
  /** Rows that people changed since, which a rollback would keep; null where nobody looked. */
  keptByPeople: number | null;
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
    rehearsal: null,
    keptByPeople: null,
    downloads: [],
    compared: null,
    replays: [],
  },
};
