import type { RuleCode } from './rules/index.ts';

export type Severity = 'error' | 'warning' | 'info';

/**
 * One finding about one line (or one file). `error` rejects the record.
 * `value` may be personal: it is stored in the target's own database and masked in every report and log.
 */
export interface Issue {
  code: RuleCode;
  /** Column of the source, where one column is to blame. */
  column?: string | undefined;
  /** The raw value that is to blame. Personal: never logged. */
  value?: string | undefined;
  /** A sentence part without personal values, such as `owners/40123` or `line 12 of a.csv`. */
  detail?: string | undefined;
}

/** What kind of loss an alteration is (DESIGN.md section 2). */
export type AlterationKind = 'trimmed' | 'reformatted' | 'defaulted' | 'truncated' | 'looked-up' | 'forced';

/** A value that was changed on the way in a manner that loses something. `forced` is promise 10's closed list. */
export interface Alteration {
  /** Target column. */
  column: string;
  kind: AlterationKind;
  before: string | null;
  after: string | null;
}
