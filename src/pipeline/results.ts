import type { Severity } from '../core/issue.ts';
import type { LineState } from '../core/outcome.ts';
import type { CopyResult } from '../extract/index.ts';
import type { RehearsalFingerprints, RehearsalProof, RehearsalVerdict } from '../ledger/rehearsals.ts';
import type { Suggestion } from '../mapping/propose.ts';
import type { RehearsalBrief, WaiverAccount } from '../reconcile/aftermath.ts';
import type { RunModel, RunStatus, TotalAccount, Verification } from '../reconcile/model.ts';
import type { Manifest } from '../snapshot/format.ts';
import type { SmokeCheck } from './cutover/checks.ts';
import type { Gate } from './cutover/gate.ts';
import type { PlanStep } from './cutover/plan.ts';

/** What the commands hand to the shell: plain data, ready for JSON. */

export interface ReportPaths {
  html: string;
  json: string;
}

export type RunResult = RunModel & { report: ReportPaths };

/** `reused`: the same data had been extracted before, and its snapshot was kept. */
export type ExtractResult = Manifest & { reused: boolean };

/** What became of the pictures whose addresses a snapshot holds. */
export type FilesResult = CopyResult & { snapshot: string };

export interface IssueCount {
  code: string;
  severity: Severity;
  count: number;
}

/** How far the lines of an entity got: lines = the sum of the states. */
export interface StageEntity extends Partial<Record<LineState, number>> {
  entity: string;
  lines: number;
}

/** What transform and validate leave behind. */
export interface StageSummary {
  stage: 'transform' | 'validate';
  snapshot: string;
  mapping: string;
  /** The stage had been done before on the same inputs, and nothing was done. */
  reused: boolean;
  entities: StageEntity[];
  issues: IssueCount[];
  durationMs: number;
}

export interface ChangedRow {
  table: string;
  id: string;
  columns: string[];
}

export interface VerifyResult {
  batch: string;
  status: RunStatus;
  /** Rows that people changed after the load. */
  changedSince: ChangedRow[];
  /** Rows that people deleted after the load. */
  missing: { table: string; id: string }[];
  totals: TotalAccount[];
  verification: Verification;
  /** The other batches that stand: their rows were not looked at. */
  others: string[];
}

export interface RollbackRow {
  table: string;
  id: string;
  why: string;
}

export interface RollbackResult {
  batch: string;
  dryRun: boolean;
  status: RunStatus;
  /** Rows per bucket. */
  buckets: { reversed: number; kept: number; blocked: number; failed: number };
  kept: RollbackRow[];
  blocked: RollbackRow[];
  /** Touched rows compared with their before-images, in all columns. */
  proof: { rows: number; equal: number; different: number };
  /** Of the tenant's rows; `equal` compares with the one stored before the load. */
  fingerprint: { before: string; after: string; equal: boolean };
}

export interface RehearseResult extends RehearsalProof {
  status: RunStatus;
  /** Null is never told: an unfinished rehearsal has no result. */
  verdict: RehearsalVerdict | null;
  /** The same inputs were rehearsed before and stand; nothing was done. */
  repeated: boolean;
  snapshot: string;
  mapping: string;
  target: string;
  fingerprints: RehearsalFingerprints;
  /** Milliseconds per step; a step in which the program was killed has none. */
  durationsMs: Record<string, number>;
  kept: RollbackRow[];
  blocked: RollbackRow[];
  /** What the load that stands said, or the one that stopped the rehearsal. */
  loaded: RunModel;
  report: ReportPaths;
}

export interface Statement {
  sql: string;
  why: string;
}

export interface PrepareResult {
  statements: Statement[];
  /** For the owner of tables that are another role's: this program may not run them, and does without. */
  forOwner: Statement[];
  /** False for a dry run, and where there was nothing to do. */
  applied: boolean;
}

export interface DoctorCheck {
  name: string;
  /** False only where the check failed, and nobody decided otherwise. */
  ok: boolean;
  state: 'ok' | 'warning' | 'failed' | 'not-checked';
  expected: string;
  actual: string;
  /** What to do where it is not as expected. */
  remedy: string;
  /** The key of the config that lets it be otherwise; null: nothing does. */
  override: string | null;
  /** The words that stand there, where they were needed. */
  overridden: string | null;
}

export interface DoctorResult {
  checks: DoctorCheck[];
}

export interface BatchStatus {
  id: string;
  state: 'loaded' | 'verified' | 'rolled_back';
  target: string;
  snapshot: string;
  mapping: string;
  /** UTC, as the batch stored it. */
  at: string;
  /** Day on which its images were purged: it cannot be taken back. Null while they are kept. */
  purged: string | null;
}

export interface StatusResult {
  /** Newest first. */
  batches: BatchStatus[];
  /** Unfinished work that the next `run` on the same inputs continues, or null. */
  open: { snapshot: string; stage: string } | null;
  /** The last rehearsal, or null. */
  rehearsal: RehearsalBrief | null;
  /** The next command, ready to type. */
  next: string;
}

export interface Explanation {
  title: string;
  sections: { title: string; lines: { key: string; value: string }[] }[];
}

/** What a person accepted, and whether the batch is signed by it. */
export interface SignOffResult {
  batch: string;
  /** False where exceptions are left that nobody accepted. */
  signed: boolean;
  name: string;
  /** ISO instant; null where it is not signed. */
  at: string | null;
  hashes: { snapshot: string; mapping: string; report: string };
  accepted: WaiverAccount[];
  /** Exceptions that nobody accepted yet, and why they still stand. */
  open: { code: string; kind: string; count: number; why: string }[];
  /** Codes of the file of acceptances that are no exceptions of this batch. */
  unneeded: string[];
  /** The sign-off in the workspace, or null. */
  file: string | null;
  report: ReportPaths;
}

/** What a cutover tells before anything is written. */
export interface CutoverTold {
  /** The resort's name, which the operator types. */
  resort: string;
  target: string;
  /** The batch to cut over, signed or not. */
  signedBatch: string;
  /** Null where the workspace knows nothing of the batch. */
  snapshot: string | null;
  mapping: string | null;
  gates: Gate[];
  /** Empty while nobody signed. */
  plan: PlanStep[];
}

export interface CutoverResult extends CutoverTold {
  status: RunStatus;
  /** The batch in production; null where none was made. */
  batch: string | null;
  /** It had been carried out before, at `doneAt` (UTC), and nothing was done now. */
  repeated: boolean;
  doneAt: string | null;
  /** What the load said, or why it was taken back; null where nothing was loaded. */
  headline: string | null;
  checks: SmokeCheck[];
  durationsMs: Record<string, number>;
  /** What the way back did, where a check failed. */
  rolledBack: RollbackResult | null;
  report: ReportPaths | null;
}

/** A file of exceptions to fill in. */
export interface ExceptionsResult {
  batch: string;
  file: string;
  exceptions: number;
  /** Those of them that nobody accepted yet. */
  open: number;
}

/** What `rejects replay` loaded: a batch of its own, that belongs to `of`. */
export interface ReplayResult {
  of: string;
  /** Records of the files, and those of them that were mended; the others were left alone. */
  given: number;
  mended: number;
  /** Records that were rejected only because one of these was. */
  waiting: number;
  /** Records of earlier batches that came along: the animal of a vaccination, say, with its other vaccinations. */
  along: number;
  run: RunResult;
}

export interface RejectsResult {
  files: { path: string; records: number }[];
  /** Rejected records that are not in the files, since these batches moved them, mended. */
  mended: { batch: string; records: number }[];
}

export interface MappingCheck {
  /** False where the mapping contradicts itself, the catalogues or the snapshot. */
  ok: boolean;
  mapping: string;
  problems: { file: string; line: number | null; column: number | null; message: string; hint: string }[];
  /** Source columns with data that go nowhere. */
  unmappedColumns: { entity: string; column: string; filled: number }[];
  /** Target columns that nothing fills, of the tables that these entities fill. */
  unfilledColumns: UnfilledColumn[];
  /** What could not be checked, and why. */
  notChecked: string[];
}

export interface UnfilledColumn {
  entities: string[];
  table: string;
  column: string;
  /** Whether the target wants a value and has no default of its own: a new row would be refused. */
  required: boolean;
}

export interface MappingSuggest {
  files: { path: string; entity: string; lines: number; known: number; unknown: number; missing: string[] }[];
  suggestions: Suggestion[];
  /** Overlay files that were written. */
  written: string[];
}

export interface MappingDocs {
  mapping: string;
  /** Markdown. */
  document: string;
  /** Where it was written to, or null. */
  file: string | null;
}

export interface SampleResult {
  files: string[];
}
