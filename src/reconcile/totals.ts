import type { SourceScope } from '../core/identity.ts';
import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import type { Manifest } from '../snapshot/format.ts';
import { elsewhereOf, entityNumber, type Layout, rowId, type Unit } from '../staging/layout.ts';
import { balance } from './balance-total.ts';
import { CONTROLS } from './controls/names.ts';
import { type ControlTime, LEFT_BY_RULE, type TargetRows, targetRows } from './controls/target.ts';
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
    await addLines(input, entity, found, parts);
    for (const rows of found) {
      const unit = layout.units.find(
        (one) => one.entity === (rows.into ?? entity) && one.table === rows.table && one.part === rows.part,
      );
      if (unit && rows.into) await addFolded(input, entity, unit, rows, parts);
      else if (unit && (!rows.instead || elsewhereOf(layout, entity) === unit))
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
async function addLines(
  { session, layout }: TotalsInput,
  entity: string,
  found: readonly TargetRows[],
  parts: Parts,
): Promise<void> {
  const apart = `(l.state = 'ready' AND ${found.find((rows) => rows.apart !== undefined)?.apart ?? 'false'})`;
  await parts.add(
    session,
    (sums) => `
    SELECT CASE WHEN ${apart} THEN 'excluded' ELSE l.state END AS part, l.control_group AS grouped,
      ${sums((index) => amountOf(index))}
    FROM ${layout.lines} l
    WHERE l.entity = ${entityNumber(layout, entity)} AND (l.state IN ('copy', 'merged', 'excluded', 'rejected') OR ${apart})
    GROUP BY 1, 2`,
  );
  const left = LEFT_BY_RULE[entity];
  if (!left) return;
  await parts.add(
    session,
    (sums) => `
    SELECT 'excluded' AS part, l.control_group AS grouped,
      ${sums((index) => (left.controls.includes(index) ? amountOf(index) : '0'))}
    FROM ${layout.lines} l
    WHERE l.entity = ${entityNumber(layout, entity)} AND l.state = 'ready' AND NOT ${apart}
      AND EXISTS (SELECT FROM ${layout.issues} i WHERE i.n = l.n AND i.code = ${literal(left.code)})
    GROUP BY 2`,
  );
}

/**
 * Adds what stands in rows of other records, into which lines of this entity were merged: found there, it is merged no
 * more. Several may be one such row; what it differs by from all of them counts once.
 */
async function addFolded(
  { session, layout, kept }: TotalsInput,
  entity: string,
  unit: Unit,
  { group, values }: TargetRows,
  parts: Parts,
): Promise<void> {
  const first = 'row_number() OVER (PARTITION BY t.id ORDER BY l.n) = 1';
  const stands = values.map((value, index) => {
    const more = `${value ?? '0'} - sum(${amountOf(index)}) OVER (PARTITION BY t.id)`;
    const own = index === 0 ? '0' : `CASE WHEN ${first} THEN ${more} ELSE 0 END`;
    return `${amountOf(index)} + ${own} AS s${index}, ${amountOf(index)} AS a${index}`;
  });
  const rows = (
    joined: string,
  ) => `(SELECT l.control_group AS source, ${group} AS grouped, ${stands.join(', ')}
    FROM ${layout.lines} l
    JOIN ${layout.lines} f ON f.entity = ${unit.entityNumber} AND f.source_id = l.fold AND f.state = 'ready'
    JOIN ${unit.plan} p ON p.n = f.n JOIN ${unit.target} t ON ${rowId(unit)} = p.id ${joined}
    WHERE l.entity = ${entityNumber(layout, entity)} AND l.state = 'merged')`;
  await parts.add(
    session,
    (sums) =>
      `SELECT 'target' AS part, grouped, ${sums((index) => `r.s${index}`)} FROM ${rows('')} r GROUP BY 2`,
  );
  await parts.add(
    session,
    (sums) =>
      `SELECT 'merged' AS part, source AS grouped, ${sums((index) => `-r.a${index}`)} FROM ${rows('')} r GROUP BY 2`,
  );
  await parts.add(
    session,
    (sums) => `SELECT 'kept' AS part, source AS grouped, ${sums((index) => `(r.a${index} - r.s${index})`)}
      FROM ${rows(`JOIN (${kept.edited(unit)}) k ON k.n = f.n`)} r GROUP BY 2`,
  );
}

/** Adds what stands in one unit's rows, and what people's values there make of it. */
async function addTarget(
  { session, layout, kept }: TotalsInput,
  unit: Unit,
  { group, values, apart = 'false' }: TargetRows,
  parts: Parts,
): Promise<void> {
  // Of a second table only the rows that are their records' own: the others stand in the primary one too.
  const elsewhere = elsewhereOf(layout, unit.entity) === unit;
  const joined = `${unit.lines} l JOIN ${unit.plan} p ON p.n = l.n ${elsewhere ? 'AND l.code IS NOT NULL' : ''} JOIN ${unit.target} t ON ${rowId(unit)} = p.id AND NOT (${apart})`;
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
    FROM ${unit.lines} l JOIN (${kept.deleted(unit)}) k ON k.n = l.n GROUP BY 2`,
  );
}

const amountOf = (index: number) => `coalesce(l.control[${index + 1}], 0)`;
