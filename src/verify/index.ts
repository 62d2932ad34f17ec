import type { ReservationTimeMode } from '../core/settings.ts';
import type { Shape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { together } from '../database/together.ts';
import type { Batch } from '../ledger/batches.ts';
import { CONTROLS } from '../reconcile/controls/names.ts';
import type { RunModel, TotalAccount } from '../reconcile/model.ts';
import { standingTotals } from '../reconcile/standing.ts';
import { type VerifiedTable, verifyTable } from './table.ts';

export interface VerifyInput {
  session: Session;
  shape: Shape;
  batch: Batch;
  /** What the batch stored when it was loaded. */
  loaded: RunModel | null;
  time: { mode: ReservationTimeMode; timeZone: string };
  /** False of a batch whose images were purged: only its totals are added up again. */
  rows?: boolean;
}

export interface Verified extends VerifiedTable {
  /** Control totals as they stand now, against what the load reached. */
  totals: TotalAccount[];
}

/**
 * Compares the target with the batch's after-images: what people changed or deleted since. Rows that a later batch
 * changed on purpose are compared with that batch's image.
 */
export async function verify(input: VerifyInput): Promise<Verified> {
  const { session, shape, batch, loaded, time } = input;
  const tables: VerifiedTable[] = [];
  const totals: TotalAccount[][] = [];
  const told = (entity: string) => accountsOf(entity, loaded, []).length > 0;
  await together(session, [
    ...(input.rows === false ? [] : Object.values(shape.tables)).map(
      (table, place) => async (own: Session) => {
        tables[place] = await verifyTable(own, table, batch);
      },
    ),
    // Over every row that the crosswalk still leads to.
    ...Object.keys(CONTROLS)
      .filter(told)
      .map((entity, place) => async (own: Session) => {
        totals[place] = accountsOf(entity, loaded, await standingTotals(own, shape, batch, entity, time));
      }),
  ]);
  const sum = (of: (table: VerifiedTable) => number) => tables.reduce((all, table) => all + of(table), 0);
  return {
    rows: sum(({ rows }) => rows),
    compared: sum(({ compared }) => compared),
    changed: tables.flatMap(({ changed }) => changed),
    changedCount: sum(({ changedCount }) => changedCount),
    missing: tables.flatMap(({ missing }) => missing),
    missingCount: sum(({ missingCount }) => missingCount),
    unexpected: tables.flatMap(({ unexpected }) => unexpected),
    totals: totals.flat(),
  };
}

/** The control totals that the load told of an entity, beside what they add up to now. */
function accountsOf(entity: string, loaded: RunModel | null, now: readonly string[]): TotalAccount[] {
  const reached = loaded?.totals ?? [];
  return (CONTROLS[entity]?.controls ?? []).flatMap(({ name }, index) => {
    const total = reached.find((candidate) => candidate.name === name);
    if (!total) return [];
    const { standing = total.target, ...shown } = total;
    const target = now[index] ?? '';
    return [{ ...shown, standing, target, balanced: target === standing }];
  });
}
