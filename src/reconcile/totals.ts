import type { SourceScope } from '../core/identity.ts';
import type { ReservationTimeMode } from '../core/settings.ts';
import type { Session } from '../database/session.ts';
import { ident } from '../database/sql.ts';
import type { Manifest } from '../snapshot/format.ts';
import { entityNumber, type Layout, type Unit, unitOf } from '../staging/layout.ts';
import { CONTROLS, type Control, targetControls } from './controls.ts';
import type { TotalAccount } from './model.ts';

type Sums = Map<string, bigint>;
type Part = 'copies' | 'merged' | 'excluded' | 'rejected';

/** One control total added up over every row of a source that the crosswalk leads to. */
export async function standingTotal(
  session: Session,
  source: SourceScope,
  table: string,
  amount: string,
): Promise<string> {
  const { rows } = await session.query<{ sum: string }>(
    `SELECT coalesce(sum(${amount}), 0)::text AS sum FROM public.${ident(table)} t
     WHERE EXISTS (SELECT FROM migration.crosswalk x JOIN migration.scopes s ON s.id = x.scope
       WHERE x.target_id = t.id::text AND x.closed_batch IS NULL AND s.target_table = $1 AND s.tenant = $2
         AND s.source_database = $3)`,
    [table, source.tenant, source.sourceDatabase],
  );
  return rows[0]?.sum ?? '0';
}

/**
 * Conservation of control totals (promise 1): source = target + merged + excluded + rejected + kept by people, to
 * the unit. `source` is the manifest's sum less what copies repeat; `target` is added up in the target itself.
 * `keptLines` is SQL for the lines whose target row holds a value that people set.
 */
export async function accountTotals(
  session: Session,
  layout: Layout,
  fates: string,
  manifest: Manifest,
  source: SourceScope,
  time: { mode: ReservationTimeMode; timeZone: string },
  keptLines: (unit: Unit) => string,
): Promise<TotalAccount[]> {
  const totals: TotalAccount[] = [];
  for (const { entity, controls } of manifest.entities) {
    const declared = CONTROLS[entity] ?? [];
    const unit = unitOf(layout, entity);
    const target = unit ? targetControls(unit.table, time.mode, time.timeZone) : null;
    if (declared.length === 0 || !unit || !target) continue;
    const number = entityNumber(layout, entity);
    for (const [index, control] of declared.entries()) {
      const amount = `coalesce(f.control[${index + 1}], 0)`;
      const parts = await grouped(
        session,
        `
        SELECT f.outcome AS part, f.control_group AS grouped, sum(${amount})::text AS sum FROM ${fates} f
        WHERE f.entity = ${number} AND f.outcome IN ('copy', 'merged', 'excluded', 'rejected') GROUP BY 1, 2`,
      );
      const reached = await grouped(
        session,
        `
        SELECT 'target' AS part, ${target.group} AS grouped, sum(${target.values[index]})::text AS sum
        FROM ${fates} f JOIN ${unit.target} t ON t.id = f.target_id WHERE f.entity = ${number} GROUP BY 2`,
      );
      // Both sides by their own group: people may have moved a stay into another month.
      const kept = await grouped(
        session,
        `SELECT 'kept' AS part, grouped, sum(amount)::text AS sum
        FROM ${fates} f JOIN ${unit.target} t ON t.id = f.target_id JOIN (${keptLines(unit)}) k USING (n)
        CROSS JOIN LATERAL (VALUES (f.control_group, ${amount}), (${target.group}, -(${target.values[index]})::bigint)) AS v(grouped, amount)
        WHERE f.entity = ${number} GROUP BY 2`,
      );
      const extracted = new Map(
        controls.filter((sum) => sum.name === control.name).map((sum) => [sum.group, BigInt(sum.value)]),
      );
      totals.push({
        ...balance(control, extracted, {
          copies: parts.get('copy'),
          merged: parts.get('merged'),
          excluded: parts.get('excluded'),
          rejected: parts.get('rejected'),
          kept: kept.get('kept'),
          target: reached.get('target'),
        }),
        standing: await standingTotal(session, source, unit.table, target.values[index] ?? '0'),
      });
    }
  }
  return totals;
}

function balance(
  control: Control,
  source: Sums,
  sums: Record<Part | 'kept' | 'target', Sums | undefined>,
): TotalAccount {
  const all = (part: Sums | undefined) =>
    [...(part?.values() ?? [])].reduce((total, value) => total + value, 0n);
  const at = (part: Sums | undefined, group: string) => part?.get(group) ?? 0n;
  const text = (value: bigint) => (control.unit === 'money' ? money(value) : value.toString());
  const left = (of: (part: Sums | undefined) => bigint) =>
    of(sums.merged) + of(sums.excluded) + of(sums.rejected) + of(sums.kept);
  const net = all(source) - all(sums.copies);
  const groups = [...new Set([...source.keys(), ...(sums.target?.keys() ?? [])])].sort().map((group) => {
    const there = at(source, group) - at(sums.copies, group) - left((part) => at(part, group));
    const here = at(sums.target, group);
    return { group, source: text(there), target: text(here), balanced: there === here };
  });
  return {
    name: control.name,
    unit: control.unit,
    source: text(net),
    target: text(all(sums.target)),
    copies: text(all(sums.copies)),
    merged: text(all(sums.merged)),
    excluded: text(all(sums.excluded)),
    rejected: text(all(sums.rejected)),
    keptByPeople: text(all(sums.kept)),
    balanced: net === all(sums.target) + left(all) && groups.every((group) => group.balanced),
    groups,
  };
}

async function grouped(session: Session, sql: string): Promise<Map<string, Sums>> {
  const { rows } = await session.query<{ part: string; grouped: string | null; sum: string | null }>(sql);
  const parts = new Map<string, Sums>();
  for (const row of rows) {
    const sums = parts.get(row.part) ?? new Map<string, bigint>();
    const group = row.grouped ?? 'no date';
    sums.set(group, (sums.get(group) ?? 0n) + BigInt(row.sum ?? '0'));
    parts.set(row.part, sums);
  }
  return parts;
}

function money(cents: bigint): string {
  const absolute = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${absolute.slice(0, -2)}.${absolute.slice(-2)}`;
}
