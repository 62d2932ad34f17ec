import type { SourceScope } from '../core/identity.ts';
import type { Session } from '../database/session.ts';
import type { Manifest } from '../snapshot/format.ts';
import { elsewhereOf, entityNumber, type Layout, rowId, type Unit } from '../staging/layout.ts';
import { balance } from './balance-total.ts';
import { CONTROLS } from './controls/names.ts';
import { type ControlTime, type TargetRows, targetRows } from './controls/target.ts';
import type { TotalAccount } from './model.ts';
import { Parts } from './parts.ts';
import { standingTotals } from './standing.ts';

export interface TotalsInput {
  session: Session;
  layout: Layout;
  manifest: Manifest;
  source: SourceScope;
  time: ControlTime;
  /** Labels of locations by Gingr's id. */
  locations: ReadonlyMap<string, string>;
  kept: KeptByPeople;
}

/** SQL for the numbers of lines whose target row is no longer as the mapping wants it, because people say so. */
export interface KeptByPeople {
  /** The row holds another value in a mapped column. */
  edited: (unit: Unit) => string;
  /** The row is gone, though its record stands: only a row of a secondary table. */
  deleted: (unit: Unit) => string;
}

/**
 * Conservation of control totals (promise 1), to the unit: source = target + merged + excluded + rejected + kept by
 * people, in sum and per group. `source` is the manifest's sum less what copies repeat; `target` is added up in the
 * target itself. One query per entity and side, whatever the number of its totals.
 */
export async function accountTotals(input: TotalsInput): Promise<TotalAccount[]> {
  const { session, layout, manifest, source, time } = input;
  const totals: TotalAccount[] = [];
  for (const [entity, declared] of Object.entries(CONTROLS)) {
    const controls = manifest.entities.find((extracted) => extracted.entity === entity)?.controls;
    const found = targetRows(entity, time);
    if (!controls || !found) continue;
    const parts = new Parts(declared.controls.length);
    await addLines(input, entity, parts);
    for (const rows of found) {
      const unit = layout.units.find(
        (one) => one.entity === entity && one.table === rows.table && one.part === rows.part,
      );
      if (unit && (!rows.instead || elsewhereOf(layout, entity) === unit))
        await addTarget(input, unit, rows, parts);
    }
    const standing = await standingTotals(session, layout.shape, source, entity, time);
    for (const [index, control] of declared.controls.entries()) {
      const extracted = new Map(
        controls.filter((sum) => sum.name === control.name).map((sum) => [sum.group, BigInt(sum.value)]),
      );
      totals.push({
        ...balance(control, declared.dimensions, extracted, parts.of(index), input.locations),
        standing: standing[index] ?? '0',
      });
    }
  }
  return totals;
}

/** Adds what the lines say themselves: the amounts of everything that has no row of its own in the target. */
async function addLines({ session, layout }: TotalsInput, entity: string, parts: Parts): Promise<void> {
  await parts.add(
    session,
    (sums) => `
    SELECT l.state AS part, l.control_group AS grouped, ${sums((index) => amountOf(index))}
    FROM ${layout.lines} l
    WHERE l.entity = ${entityNumber(layout, entity)} AND l.state IN ('copy', 'merged', 'excluded', 'rejected')
    GROUP BY 1, 2`,
  );
}

/** Adds what stands in one unit's rows, and what people's values there make of it. */
async function addTarget(
  { session, layout, kept }: TotalsInput,
  unit: Unit,
  { group, values }: TargetRows,
  parts: Parts,
): Promise<void> {
  // Of a second table only the rows that are their records' own: the others stand in the primary one too.
  const elsewhere = elsewhereOf(layout, unit.entity) === unit;
  const joined = `${layout.lines} l JOIN ${unit.plan} p ON p.n = l.n ${elsewhere ? 'AND l.code IS NOT NULL' : ''} JOIN ${unit.target} t ON ${rowId(unit)} = p.id`;
  const amounts = values.map((value, index) => (value === null ? '0::bigint' : amountOf(index)));
  const stands = values.map((value) => (value === null ? '0::bigint' : `(${value})::bigint`));
  await parts.add(
    session,
    (sums) => `
    SELECT 'target' AS part, ${group} AS grouped, ${sums((index) => stands[index] ?? '0')}
    FROM ${joined} GROUP BY 2`,
  );
  const columns = values.map((_, index) => `v${index}`).join(', ');
  // Both sides by their own group: people may have moved a stay into another month.
  await parts.add(
    session,
    (sums) => `
    SELECT 'kept' AS part, grouped, ${sums((index) => `v${index}`)}
    FROM ${joined} JOIN (${kept.edited(unit)}) k ON k.n = l.n
    CROSS JOIN LATERAL (VALUES (l.control_group, ${amounts.join(', ')}),
      (${group}, ${stands.map((value) => `-${value}`).join(', ')})) AS v(grouped, ${columns})
    GROUP BY 2`,
  );
  if (unit.primary || elsewhere) return;
  await parts.add(
    session,
    (sums) => `
    SELECT 'kept' AS part, l.control_group AS grouped, ${sums((index) => amounts[index] ?? '0')}
    FROM ${layout.lines} l JOIN (${kept.deleted(unit)}) k ON k.n = l.n GROUP BY 2`,
  );
}

const amountOf = (index: number) => `coalesce(l.control[${index + 1}], 0)`;
