import type { SourceScope } from '../core/identity.ts';
import type { BalanceSign, RejectLimit, ReservationTimeMode, VanishedPolicy } from '../core/settings.ts';
import type { Session } from '../database/session.ts';
import type { Batch } from '../ledger/batches.ts';
import type { RunModel, UnmappedColumn, VanishedAccount } from '../reconcile/model.ts';
import type { Manifest } from '../snapshot/format.ts';
import type { Layout } from '../staging/layout.ts';
import type { Measures } from '../staging/tables.ts';

/** The parts of the model that a load fills. */
type Found =
  | ('entities' | 'reasons' | 'tables' | 'totals' | 'issues' | 'alterations')
  | (
      | 'forced'
      | 'leftOut'
      | 'verification'
      | 'fingerprints'
      | 'balances'
      | 'unpaid'
      | 'suspicions'
      | 'fidelity'
    )
  | ('tomorrow' | 'safety' | 'spots');

/** What a load found and did, before anything is said about it. */
export interface LoadFindings extends Pick<RunModel, Found> {
  vanished: VanishedAccount[];
  /** `refused`: too many rejects, nothing written. `imbalance`: rolled back. `same`: nothing to write. */
  result: 'written' | 'dry-run' | 'same' | 'refused' | 'imbalance';
  /** Entities whose rejects exceed `rejects.refuse`, as sentences. */
  refusals: string[];
  /** The batch that holds: the one just written, or the standing one. */
  batch: Batch | null;
}

/** One line of the reviewed decision file: which row of its primary table a record is, or null for a new one. */
export interface AdoptionDecision {
  entity: string;
  sourceId: string;
  targetId: string | null;
}

export interface LoadInput {
  session: Session;
  layout: Layout;
  manifest: Manifest;
  mapping: string;
  source: SourceScope;
  /** Name of the target, as the batch records it. */
  target: string;
  reservationTimeMode: ReservationTimeMode;
  balanceSign: BalanceSign | null;
  /** Labels of Gingr's locations by their id. */
  locations: ReadonlyMap<string, string>;
  /** Whether findings may show personal values. */
  personal: boolean;
  toolVersion: string;
  actor: string;
  dryRun: boolean;
  /** Whether nobody else works in this target: a rehearsal or the embedded database. */
  alone: boolean;
  refuse: Record<string, RejectLimit>;
  /** What speaks against keeping a load that balances, as sentences: it is then refused, and nothing is kept. */
  objections: (model: RunModel) => string[];
  /** What becomes of the rows of records that vanished, and how many of an entity at most. */
  vanished: VanishedPolicy;
  vanishedLimit: Record<string, RejectLimit>;
  /** What people decided of records that several rows in Tailtown could be. */
  adoption: readonly AdoptionDecision[];
  /** What people decided of the tenant, with their words: kept in the audit trail. */
  answers: readonly { key: string; found: string; decision: string }[];
  /** Source columns that no mapping reads, with their number of filled cells. */
  unmapped: UnmappedColumn[];
  /** What transform left in staging (staging/tables.ts): nobody may have changed it since. */
  transformed: Measures;
  /** What validate left there, and the ledger's version that its verdicts hold for. */
  validated: { ledger: string; measures: Measures };
  onStep: (step: string) => void;
  /** Hears that it starts again, since others stood in its way. */
  onAgain: () => void;
  /** Composes the model that the batch stores and the report prints. Pure. */
  describe: (findings: LoadFindings) => RunModel;
  /** Keeps the findings outside the database, before the transaction ends in whatever way. */
  spool: (model: RunModel) => Promise<void>;
}
