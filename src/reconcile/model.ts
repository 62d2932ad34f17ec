import type { AlterationKind, Severity } from '../core/issue.ts';
import type { Outcome } from '../core/outcome.ts';

/** What a run found, as one model: `run --json` prints a part of it (DESIGN.md 6.3), the report all of it. */

export interface EntityAccount extends Record<Outcome, number> {
  entity: string;
  lines: number;
  copies: number;
  /** lines - copies; equals the sum of the six outcomes when `balanced`. */
  read: number;
  balanced: boolean;
}

/**
 * What became of the rows that earlier loads made of records for which this snapshot gives no reason any more. No record
 * of the snapshot, so in no other account: records = softDeleted + before + gone + kept.
 */
export interface VanishedAccount {
  entity: string;
  /** `vanished`: on no line, though the entity was declared complete; `outdated`: excluded, merged or rejected now. */
  why: 'vanished' | 'outdated';
  /** Counted from the crosswalk and the lines alone. */
  records: number;
  /** Marked deleted by this load, found so in the target. */
  softDeleted: number;
  /** Marked deleted by an earlier load. */
  before: number;
  /** Deleted by people. */
  gone: number;
  /** They stand as they were, each with an issue. */
  kept: number;
  /** Kept rows by the issue that tells of them. */
  reasons: { code: string; count: number }[];
  /** What the kept rows hold in money, as decimal text; null for tables without money. */
  money: string | null;
  balanced: boolean;
}

export interface TableAccount {
  table: string;
  inserted: number;
  updated: number;
  unchanged: number;
  softDeleted: number;
}

/**
 * One control total. Amounts are decimal text; `unit` says whether of money or of things. `source` is net of what
 * copies repeat (`copies`): source = target + merged + excluded + rejected + keptByPeople. A group's `source` is what
 * should stand in the target.
 */
export interface TotalAccount {
  name: string;
  unit: 'money' | 'count';
  source: string;
  target: string;
  copies: string;
  merged: string;
  excluded: string;
  rejected: string;
  keptByPeople: string;
  balanced: boolean;
  /**
   * Added up over every row that the crosswalk leads to, those of records that only earlier snapshots held too:
   * what a later verification finds again. Not printed.
   */
  standing?: string;
  /** What the parts of a group's name are, joined by `|`: `2026-03|Harbor|CASH` is month, location, method. */
  dimensions?: ('month' | 'location' | 'method' | 'fate')[];
  /** The same per group, where the total has groups. */
  groups?: { group: string; source: string; target: string; balanced: boolean }[];
}

/** Invoices of which something is open: how many, and how much (decimal text). */
export interface OpenInvoices {
  count: number;
  amount: string;
}

/** Unpaid invoices, old and new, invoice by invoice: gingr = tailtown + notMoved wherever none differs. */
export interface UnpaidAccount {
  /** Why it was not compared; null where it was. */
  notChecked: string | null;
  gingr: OpenInvoices;
  tailtown: OpenInvoices;
  /** Of `gingr`: left out, or could not be moved. */
  notMoved: OpenInvoices;
  /** Invoices that were moved and of which another amount is open. */
  differing: number;
  /** The largest differences first; at most 50. */
  differences: { sourceId: string; gingr: string; tailtown: string }[];
}

/**
 * What owners owe, in Gingr's own words (`current_balance`) against Tailtown's sum, per owner. Money as decimal text,
 * positive = the owner owes. It is compared only once the sign of `current_balance` is configured.
 */
export interface BalanceAccount {
  /** Why it was not compared; null where it was. */
  notChecked: string | null;
  /** Owners that were moved and whose balance Gingr states. */
  owners: number;
  differing: number;
  gingr: string;
  tailtown: string;
  /** tailtown - gingr. */
  difference: string;
  /** The balances that are owed, and those that are credit, apart; absent in batches of an older version. */
  owed?: { gingr: string; tailtown: string };
  credit?: { gingr: string; tailtown: string };
  /** Deposits that Tailtown holds for the same owners, which are in neither; absent in batches of an older version. */
  held?: string;
  /** The largest differences first; at most 1000. */
  differences: {
    sourceId: string;
    /** Only where personal data was asked for. */
    name?: string;
    gingr: string;
    tailtown: string;
    difference: string;
  }[];
}

/** Where a finding was met. `value` is masked unless personal data was asked for. */
export interface Example {
  entity: string;
  sourceId: string | null;
  file: string | null;
  line: number | null;
  column?: string;
  value?: string;
  detail?: string;
}

export interface IssueAccount {
  code: string;
  severity: Severity;
  count: number;
  /** At most 50. */
  examples: Example[];
}

export interface ForcedAccount {
  table: string;
  column: string;
  count: number;
}

export interface AlterationAccount {
  table: string;
  column: string;
  kind: AlterationKind;
  count: number;
  /** At most 20; values masked unless personal data was asked for. */
  examples: { entity: string; sourceId: string; before: string | null; after: string | null }[];
}

/** Records per entity, outcome and the rule that decided it; `code` is null where no rule did. */
export interface ReasonAccount {
  entity: string;
  outcome: Outcome;
  code: string | null;
  count: number;
}

export interface NotChecked {
  check: string;
  why: string;
}

export interface Verification {
  /** Values compared (rows x mapped columns). */
  compared: number;
  different: number;
  missing: number;
  unexpected: number;
  /** Safety facts compared by code that the mapping does not share, and those that differ. */
  safetyFacts: number;
  safetyDifferent: number;
  notChecked: NotChecked[];
  /** The first differences, named: `customers.phone of owners/40123`. At most 50. */
  differences: string[];
}

/** A source column that no mapping reads. */
export interface UnmappedColumn {
  entity: string;
  column: string;
  /** Cells that are not empty. */
  filled: number;
  /** Sum of the cells as decimal text, where the column is of money and every cell is an amount; else null. */
  sum: string | null;
  /** False where the column repeats what the files of other entities say, or describes the export. */
  own: boolean;
}

/** Data of the source that has no place in the target, as it was seen. */
export interface LeftOut {
  what: string;
  count: number;
  why: string;
}

/**
 * One line of the fidelity statement: a kind of data that was seen in Gingr and has no place of its own in Tailtown, how
 * many, of what value (decimal text; null where it is no money, or states none), and where it was kept.
 */
export interface FidelityAccount {
  /** Stable: `records/ENTITY/RULE`, `rows/TABLE/PART`, `notes/TABLE.COLUMN/LABEL`, `column/ENTITY.COLUMN`, `absent/...`. */
  name: string;
  what: string;
  /** The rule that decided it; null where the mapping did. */
  code: string | null;
  count: number;
  value: string | null;
  kept: 'other-record' | 'other-row' | 'notes' | 'labels' | 'repeated' | 'snapshot';
  /** The same in words, with its place. */
  where: string;
  /** Each of them by its id, with what the mapping tells of it; at most 1000, where the mapping tells anything. */
  records?: { sourceId: string; detail: string }[];
}

/** One thing that a detector found: `count` of `of` in a place of the target, in words without personal values. */
export interface SuspicionFinding {
  where: string;
  count: number;
  of: number | null;
  detail: string;
}

/**
 * What one detector looked at and found. A detector that could not look says why: silence is never a skipped check.
 * It warns and takes no load back.
 */
export interface SuspicionAccount {
  /** Stable: a name of core/suspicions.ts, or VALUE_SUSPECT for the second readings. */
  name: string;
  /** 0 where it could not look at anything. */
  looked: { count: number; what: string };
  /** What it could not look at, and why. */
  notLooked: string[];
  found: number;
  /** At most 50. */
  findings: SuspicionFinding[];
  /** Hours of a day and how many stays start in them, for the histogram of starts. */
  hours?: { hour: string; source: number; target: number }[];
}

/** Stays of one service on one day ahead. `notMoved` are those of `source` whose records did not move. */
export interface TomorrowCell {
  /** `YYYY-MM-DD` by the resort's clock. */
  day: string;
  kind: 'arrivals' | 'departures' | 'overnights';
  /** Gingr's id of the reservation type; '' for none. */
  service: string;
  source: number;
  target: number;
  notMoved: number;
}

/** What the front desk sees on the days ahead, tomorrow the first: source = target + notMoved, cell by cell. */
export interface TomorrowAccount {
  notChecked: string | null;
  days: string[];
  cells: TomorrowCell[];
  /** Names of the services by Gingr's id of the reservation type. */
  services: Record<string, string>;
}

/**
 * An animal that lost a safety fact; `code` names the rule that kept its record or its vaccination back, null where its pet
 * says otherwise.
 */
export interface SafetyLoss {
  sourceId: string;
  code: string | null;
  /** Only where personal data was asked for. */
  name?: string;
}

/** How many animals have a safety fact, by the raw lines and by the pets that stand in Tailtown. */
export interface SafetyAccount {
  name:
    | ('allergies' | 'medication' | 'bites' | 'do-not-book' | 'feeding')
    | ('vaccination-missing' | 'vaccination-expired');
  source: number;
  target: number;
  /** Of `source`: merged, or left out on purpose. */
  leftOut: number;
  /** Of `source`: could not be moved. */
  rejected: number;
  lost: number;
  /** Of `lost`: without a rule that says why. */
  wrong: number;
  /** Those without a rule first; at most 1000. */
  losses: SafetyLoss[];
}

/** One record to look up in both programs. Values are masked unless personal data was asked for. */
export interface SpotCheck {
  entity: 'animals' | 'owners';
  sourceId: string;
  /** Why it was chosen; `chance` is seeded by the snapshot. */
  why: 'chance' | 'safety' | 'merged' | 'altered' | 'balance';
  /** Null where the value is none. */
  fields: { label: string; source: string | null; target: string | null }[];
}

export type RunStatus = 'ok' | 'attention' | 'refused' | 'failed';

export interface BatchReference {
  id: string;
  snapshot: string;
  mapping: string;
  target: string;
  tenant: string;
  state: 'loaded' | 'verified' | 'rolled_back';
}

export interface RunModel {
  command: string;
  status: RunStatus;
  /** One sentence that a person reads first. */
  headline: string;
  dryRun: boolean;
  /** Whether this run wrote anything; false also when nothing had changed. */
  wrote: boolean;
  batch: BatchReference | null;
  /** The batch whose mended rejects this one holds; absent for every other batch. */
  belongsTo?: string;
  /**
   * By entity, records of earlier batches that came along, so that mended ones reach their rows: an animal with its
   * vaccinations.
   */
  along?: Record<string, number>;
  context: {
    tenantId: string;
    tenantName: string;
    timeZone: string;
    reservationTimeMode: string;
    target: string;
    sourceDatabase: string;
    snapshot: string;
    mapping: string;
    asOf: string;
    toolVersion: string;
  };
  files: {
    path: string;
    entity: string;
    lines: number;
    unreadable: number;
    bytes: number;
    encoding: string;
    /** Canonical names: a later load tells by them which columns its own files lack. */
    columns: string[];
  }[];
  entities: EntityAccount[];
  /** Absent in batches of an older version. */
  vanished?: VanishedAccount[];
  reasons: ReasonAccount[];
  tables: TableAccount[];
  totals: TotalAccount[];
  /** Null where no owner states a balance. */
  balances: BalanceAccount | null;
  /** Null where no invoice was read; absent in batches of an older version. */
  unpaid?: UnpaidAccount | null;
  issues: IssueAccount[];
  alterations: AlterationAccount[];
  forced: ForcedAccount[];
  leftOut: LeftOut[];
  /** Null where the version that made the batch made no statement. */
  fidelity: FidelityAccount[] | null;
  /** One per detector, also where it found nothing. */
  suspicions: SuspicionAccount[];
  /** Null where the version that made the batch did not look. */
  tomorrow: TomorrowAccount | null;
  /** Null where it was not counted. */
  safety: SafetyAccount[] | null;
  /** Null where none was chosen. */
  spots: SpotCheck[] | null;
  verification: Verification;
  /** Order-independent hash over the tenant's rows in the target, before and after the load. */
  fingerprints: { before: string; after: string } | null;
  durationsMs: Record<string, number>;
}
