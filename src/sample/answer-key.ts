import type { Outcome } from '../core/outcome.ts';
import type { RuleCode } from '../core/rules/index.ts';

/** How every record of a sample must end at a first load into an empty target, known from how it was made. */

export const ANSWER_KEY = 'answer-key.json';
/** Where the records stand when they are too many for the key itself: a JSON array, one record per line. */
export const ANSWER_KEY_RECORDS = 'answer-key.records.json';

/** What a first load can make of a record. */
export type FirstOutcome = Exclude<Outcome, 'updated' | 'unchanged'>;

export interface KeyEntity extends Record<FirstOutcome, number> {
  entity: string;
  lines: number;
  copies: number;
  read: number;
}

export interface KeyReason {
  entity: string;
  outcome: FirstOutcome;
  code: RuleCode;
  count: number;
}

/** One record that does not simply end `inserted`. `id` is null where the line has none or cannot be read. */
export interface KeyRecord {
  entity: string;
  id: string | null;
  outcome: FirstOutcome;
  code: RuleCode;
  why: string;
  file?: string;
  line?: number;
}

/** Spellings of one record: exactly one is inserted, the others are merged into it. */
export interface KeyGroup {
  entity: string;
  ids: string[];
  code: RuleCode;
}

/**
 * A value that one column of the record's target row must have. Text as PostgreSQL prints it; timestamps as
 * `YYYY-MM-DD HH:mm:ss` of the column's own wall clock, in the mode wall-as-utc.
 */
export interface KeyValue {
  entity: string;
  id: string;
  table: string;
  column: string;
  value: string | null;
}

export interface AnswerKeyHeader {
  format: 1;
  seed: number | null;
  owners: number;
  timeZone: string;
  entities: KeyEntity[];
  reasons: KeyReason[];
  issues: { code: RuleCode; count: number }[];
  /** Uses of forced values in rows that are written. */
  forced: { table: string; column: string; count: number }[];
  groups: KeyGroup[];
  expect: KeyValue[];
  /** Rules about these entities that this sample cannot provoke. */
  notProvoked: { code: RuleCode; why: string }[];
}

/** `records` can be gone through again and again; entities that are lists (all excluded) are left out of it. */
export interface AnswerKey extends AnswerKeyHeader {
  records: () => AsyncIterable<KeyRecord>;
}
