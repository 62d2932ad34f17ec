import type { ReservationTimeMode } from '../../core/settings.ts';
import type { Session } from '../../database/session.ts';
import type { SuspicionAccount, TableAccount, TotalAccount } from '../../reconcile/model.ts';
import { type Layout, type Unit, type UnitColumn, written } from '../../staging/layout.ts';
import { seenTable } from '../seen.ts';
import type { DatesOfUnit } from './dates-scan.ts';

/** What detectors look at, inside the load's transaction, once the target was compared. */
export interface Look {
  session: Session;
  layout: Layout;
  /** False where the load was refused: the target does not hold what the mapping wants. */
  complete: boolean;
  mode: ReservationTimeMode;
  /** IANA; the manifest's. */
  timeZone: string;
  /** Days (`YYYY-MM-DD`) on which a date looks like "now": those of the snapshot and of the batch. */
  days: string[];
  personal: boolean;
  totals: TotalAccount[];
  tables: TableAccount[];
  /** Whether the batch that stood before this load came from the same snapshot through the same mapping. */
  repeated: boolean;
}

export type Found = Omit<SuspicionAccount, 'name'>;
/** `scanned`: the dates of the target, which several detectors look at. */
export type Detector = (look: Look, scanned: readonly DatesOfUnit[]) => Promise<Found>;

/** Findings that are listed; all are counted. */
export const LISTED = 50;

/** Fewer values say nothing about a column. */
export const ENOUGH = 20;

export const found = (
  looked: Found['looked'],
  findings: Found['findings'],
  notLooked: string[] = [],
): Found => ({ looked, notLooked, found: findings.length, findings: findings.slice(0, LISTED) });

/** SQL for the rows of a unit that stand in the target as the mapping wants them: `n` and `id`. Others are people's. */
export const ourRows = (layout: Layout, unit: Unit): string =>
  `(SELECT n, id FROM ${seenTable(layout, unit)} WHERE found AND NOT kept)`;

/** The columns of a unit whose values come from the source: what the mapping says once for all rows is left out. */
export const sourced = (unit: Unit): UnitColumn[] =>
  written(unit).filter(
    ({ mapping: { source } }) =>
      source.kind !== 'value' && !(source.kind === 'from' && source.columns.length === 0),
  );

/** `payments.method`, or `invoices/return.total`. */
export const nameOf = (unit: Unit, column: string): string =>
  `${unit.table}${unit.part === '' ? '' : `/${unit.part}`}.${column}`;

/** A share as people read it: `95 %`; never rounded up to all. */
export const percent = (part: number, whole: number): string =>
  `${whole === 0 ? 0 : Math.floor((100 * part) / whole)} %`;
