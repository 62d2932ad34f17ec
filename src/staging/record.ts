import type { Alteration, Issue } from '../core/issue.ts';

/** A value on its way into a staged column: text as PostgreSQL's COPY takes it before escaping, null = SQL NULL. */
export type StagedValue = string | null;

/** One row for one target table. `values` stand in the order of the table mapping's columns. */
export interface StagedRow {
  table: string;
  part: string;
  /** Deterministic id of the target row, should it have to be created. */
  newId: string;
  /** References hold the source id of the parent record, never a target id. */
  values: StagedValue[];
}

/** What the mapping makes of one readable line: pure output, nothing has been written. */
export interface MappedLine {
  /** Trimmed id, or null where it is missing (then `state` is rejected with RECORD_ID_MISSING). */
  sourceId: string | null;
  state: 'ready' | 'excluded' | 'rejected';
  /** The rule behind a state that is not ready, or by which a ready record's own row stands in another table. */
  code: string | null;
  rows: StagedRow[];
  /** The record that this one ends merged in, by which rule; null where it has a row of its own. */
  fold: { entity: string; id: string | null; rule: string } | null;
  issues: Issue[];
  alterations: (Alteration & { table: string })[];
  /** Hash of the record's own columns: lines with one id and one hash are copies. */
  content: string;
  /** Number of status stamps that are filled; decides between differing lines of one age. */
  stamps: number;
}
