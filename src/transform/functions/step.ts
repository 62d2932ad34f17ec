import type { AlterationKind } from '../../core/issue.ts';
import type { LookupTable } from '../../core/mapping.ts';
import type { RuleCode } from '../../core/rules/index.ts';
import type { Zone } from '../../core/time.ts';
import type { FunctionArgs, FunctionName } from '../../mapping/vocabulary.ts';
import type { TransformContext } from '../context.ts';

/** A value between two functions. Lists become PostgreSQL arrays and objects JSON only when they are staged. */
export type Cell = string | number | boolean | null | readonly string[] | CellObject;
export interface CellObject {
  readonly [key: string]: Cell;
}

export type Input = readonly (string | null)[];

export interface StepIssue {
  code: RuleCode;
  /** Index of the input that is to blame; 0 when absent. */
  input?: number;
  value?: string;
  detail?: string;
}

export interface StepAlteration {
  kind: AlterationKind;
  before: string | null;
  after: string | null;
}

export interface StepResult {
  value: Cell;
  /** Index of the input that was chosen among several: later issues blame its column. */
  picked?: number;
  issues?: StepIssue[];
  alterations?: StepAlteration[];
}

/**
 * One compiled function: pure, never throws, must not keep its input (the array is used again for the next line).
 * Inputs are null or a text that is not empty.
 */
export type Step = (input: Input) => StepResult;

/** What functions are compiled with, once per mapping. */
export interface StepEnvironment {
  context: TransformContext;
  zone: Zone;
  lookups: Readonly<Record<string, LookupTable>>;
  /** Compiles a nested `apply` list. */
  chain: (apply: readonly unknown[]) => Step;
}

export type Makers<Names extends FunctionName> = {
  [Name in Names]: (args: FunctionArgs<Name>, environment: StepEnvironment) => Step;
};

export const NOTHING: StepResult = Object.freeze({ value: null });

/** A result whose value replaces `before` with a loss of this kind. */
export const altered = (kind: AlterationKind, before: string, after: Cell): StepResult => ({
  value: after,
  alterations: [{ kind, before, after: after === null ? null : cellText(after) }],
});

/** No value, and an issue that names the raw one. */
export const refused = (code: RuleCode, value: string, input = 0): StepResult => ({
  value: null,
  issues: [{ code, value, input }],
});

/** A cell as one line of text, for findings and for the next function. */
export function cellText(cell: Exclude<Cell, null>): string {
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
