import type { RuleCode } from './rules/index.ts';

/** A mapping as the stages use it: read from YAML, checked, overlaid, in load order. Plain data, no functions. */

export type ConflictPolicy = 'target-wins' | 'source-wins' | 'fail';

/** One named function of transform/functions, with its arguments. */
export interface FunctionCall {
  name: string;
  args: Record<string, unknown>;
}

export type ColumnSource =
  /** One or several columns of the source record, handed to the first function together. */
  | { kind: 'from'; columns: string[] }
  | { kind: 'value'; value: string | number | boolean | string[] | Record<string, unknown> | null }
  | ReferenceSource
  /** The id of the record's own row in another of its tables. */
  | { kind: 'row'; table: string; part: string }
  /** Filled by a derive step over staging; `from` stages the value that the step starts with. */
  | { kind: 'derive'; step: string; columns: string[] };

/**
 * The target row of another entity's record. Staged as that record's source id (a JSON array when `columns` are
 * several). `missing` and `unknown` are the rules that reject a record whose mandatory reference is empty or unknown.
 */
export interface ReferenceSource {
  kind: 'reference';
  entity: string;
  columns: string[];
  required: boolean;
  missing?: RuleCode;
  unknown?: RuleCode;
  /** Reference column of the same table: where this one is empty, the row that it leads to says (in the same column). */
  through?: string;
  /** The record referred to stands or falls with this one: a rejected child rejects it by this rule. */
  together?: RuleCode;
  /** Reference column of the same table that stands in where this one leads to no row; each use is a forced value. */
  otherwise?: string;
  /** The same id for every record, instead of one from a column. */
  value?: string;
}

export interface ColumnMapping {
  column: string;
  source: ColumnSource;
  apply: FunctionCall[];
  /** Value where the functions give none. */
  fallback?: string | number | boolean;
  /** Name in tailtown/forced.ts: what is written where Tailtown insists and Gingr is silent. */
  forced?: string;
  conflict?: ConflictPolicy;
  tooLong: 'truncate' | 'reject';
  /** Read by derive steps only: no column of the target. */
  stagedOnly: boolean;
}

/** The column in which Tailtown keeps a record's id in Gingr, where a table has one. */
export const EXTERNAL_ID = 'externalId';

export interface TableMapping {
  table: string;
  /** Distinguishes several rows of one record in one table; '' for the only one. */
  part: string;
  primary: boolean;
  /** A secondary row stands only where this predicate holds. */
  when?: PredicateCall;
  /** Ways to recognise a row that is already there: lists of target columns that must all be equal and not null. */
  recognise: string[][];
  /** What older importers wrote, by column: texts in which `{id}` stands for the record's external id. */
  leftovers?: Record<string, string[]>;
  conflict?: ConflictPolicy;
  columns: ColumnMapping[];
}

/** A named predicate of transform/predicates, and the source columns that it looks at. */
export type PredicateCall = FunctionCall & { columns: string[] };

export interface ExcludeRule {
  rule: RuleCode;
  when: PredicateCall;
  /** Columns that are told of each record which the rule leaves out. */
  tell?: string[];
}

/**
 * A record that has no row of its own: it ends `merged` in the record of another entity that its columns name. With a
 * `step` they are no id but a key (a JSON array, each column through its functions) that the derive step finds it by.
 */
export interface FoldRule {
  rule: RuleCode;
  entity: string;
  columns: string[];
  missing: RuleCode;
  unknown: RuleCode;
  /** Column of the primary table: where it has a value, the record keeps its row and does not fold. */
  unless?: string;
  /** Functions for each of the columns. */
  apply?: FunctionCall[][];
  step?: string;
}

/**
 * A record whose own row stands in another of its tables where a predicate holds, and not in the primary one: a request
 * on the wait list is no booking. A target without that table leaves the record out by the rule.
 */
export interface ElsewhereRule {
  rule: RuleCode;
  table: string;
  when: PredicateCall;
}

/** How a derived entity gets its records: the distinct references that another entity's rows make to it. */
export interface DerivedFrom {
  entity: string;
  table: string;
  column: string;
  /** Names of the parts of the source id, read by the mapping as columns. */
  columns: string[];
  /** Function that gives spelling variants one key, and the rule that merges them. */
  key: FunctionCall;
  mergeRule: RuleCode;
  onlyRejectedRule: RuleCode;
}

/** Records whose own rows are equal in some columns are one: all but the first end `merged` in it. */
export interface MergeRule {
  rule: RuleCode;
  /** Columns of the primary table, staged ones too, that make two records one; empty equals empty. */
  equal: string[];
  /** Columns of the primary table whose larger value comes first (a yes before a no); then the smaller id. */
  prefer: string[];
}

export interface EntityMapping {
  entity: string;
  /** More header names of source columns, by canonical column; absent where there are none. */
  aliases?: Record<string, string[]>;
  derivedFrom?: DerivedFrom;
  /** Empty for a mere reference list: its records are excluded by REFERENCE_ONLY and read through `list`. */
  tables: TableMapping[];
  exclude: ExcludeRule[];
  elsewhere?: ElsewhereRule;
  fold?: FoldRule;
  merge?: MergeRule;
  /** For a reference list: which columns are its key and its label. */
  list?: { key: string; label: string; extra: string[] };
}

export interface Mapping {
  /** sha256 of the mapping's canonical form, lookups included: what a batch records. */
  hash: string;
  /** Parents before children. */
  entities: EntityMapping[];
  /** Lookup tables by name: normalised key to value. */
  lookups: Record<string, LookupTable>;
}

export interface LookupTable {
  name: string;
  entries: Record<string, unknown>;
}
