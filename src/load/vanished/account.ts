import { formatMoney } from '../../core/money.ts';
import type { Session } from '../../database/session.ts';
import { cents, ident, literal } from '../../database/sql.ts';
import type { Scopes } from '../../ledger/scopes.ts';
import type { VanishedAccount } from '../../reconcile/model.ts';
import type { Manifest } from '../../snapshot/format.ts';
import { type Layout, rowId } from '../../staging/layout.ts';
import { MONEY_COLUMNS } from '../../tailtown/money.ts';
import type { Amended } from '../amend.ts';
import { unitsWithRows } from './fate.ts';
import { declaredComplete, mergedAway, NO_LONGER_MOVES, ownUnits, recordsTable, rowsTable } from './find.ts';
import { codeOf } from './tell.ts';

type Count = {
  entity: number;
  why: VanishedAccount['why'];
  fate: string;
  code: string | null;
  count: number;
};

/**
 * Accounts for the records that this snapshot gives no reason for. Their number is counted once more, from the crosswalk
 * less the lines; a row counts as soft-deleted because it was found so in the target (`written`).
 */
export async function accountVanished(
  session: Session,
  layout: Layout,
  manifest: Manifest,
  scopes: Scopes,
  amended: readonly Amended[],
  written: boolean,
): Promise<VanishedAccount[]> {
  const { rows } = await session.query<Count>(`
    SELECT r.entity, r.why, r.fate, ${codeOf} AS code, count(*)::int AS count
    FROM ${recordsTable(layout)} r WHERE ${written ? foundAsDecided(layout, amended) : 'true'} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`);
  const accounts: VanishedAccount[] = [];
  for (const [number, { entity, derivedFrom }] of layout.entities.entries()) {
    if (derivedFrom) continue;
    const money = await keptMoney(session, layout, number);
    for (const why of ['vanished', 'outdated'] as const) {
      const mine = rows.filter((row) => row.entity === number && row.why === why);
      const records = await countAgain(session, layout, manifest, scopes, entity, why);
      if (records === 0 && mine.length === 0) continue;
      const sum = (is: (fate: string) => boolean) =>
        mine.filter(({ fate }) => is(fate)).reduce((all, { count }) => all + count, 0);
      const [softDeleted, before, gone] = ['soft-deleted', 'before', 'gone'].map((fate) =>
        sum((is) => is === fate),
      );
      const kept = sum((fate) => !['soft-deleted', 'before', 'gone'].includes(fate));
      const reasons = mine.flatMap(({ fate, code, count }) =>
        code === null || fate === 'soft-deleted' ? [] : [{ code, count }],
      );
      accounts.push({
        ...{
          entity,
          why,
          records,
          softDeleted: softDeleted ?? 0,
          before: before ?? 0,
          gone: gone ?? 0,
          kept,
        },
        ...{ reasons, money: money.get(why) ?? null },
        balanced: records === mine.reduce((all, { count }) => all + count, 0),
      });
    }
  }
  return accounts;
}

/** SQL, false for records of which a row was to be soft-deleted and does not stand so. */
function foundAsDecided(layout: Layout, amended: readonly Amended[]): string {
  const missed = amended.map(({ table, unit, columns, values }) => {
    const differs = columns.map(
      ({ sql, cast, type }) => `t.${sql}${cast ? `::${type}` : ''} IS DISTINCT FROM a.${sql}`,
    );
    const indexes = layout.units.flatMap((other, index) => (other.table === table.name ? [index] : []));
    return `EXISTS (SELECT FROM ${rowsTable(layout)} w JOIN ${values} a ON a.id = w.id LEFT JOIN ${unit.target} t ON ${rowId(unit)} = a.id
      WHERE (w.entity, w.source_id) = (r.entity, r.source_id) AND w.unit IN (${indexes.join(', ')}) AND (t.id IS NULL OR ${differs.join(' OR ')}))`;
  });
  return missed.length === 0 ? 'true' : `NOT (r.fate = 'soft-deleted' AND (${missed.join(' OR ')}))`;
}

async function countAgain(
  session: Session,
  layout: Layout,
  manifest: Manifest,
  scopes: Scopes,
  entity: string,
  why: VanishedAccount['why'],
): Promise<number> {
  const units = ownUnits(layout, entity);
  const complete = declaredComplete(manifest, entity);
  const [unit] = units;
  if (!unit || (why === 'vanished' && complete === null)) return 0;
  const scope = units.map((own) => scopes.of(own) ?? -1).join(', ');
  const away = mergedAway(layout, unit.entityNumber);
  const which =
    why === 'vanished'
      ? `${complete} AND NOT ${away} AND NOT EXISTS (SELECT FROM ${unit.lines} l WHERE l.source_id = x.source_id)`
      : `(${away} OR x.source_id IN (SELECT source_id FROM ${unit.lines} l WHERE ${NO_LONGER_MOVES}))`;
  const { rows } = await session.query<{ count: number }>(
    `SELECT count(DISTINCT x.source_id)::int AS count FROM migration.crosswalk x
     WHERE x.scope IN (${scope}) AND x.kind <> 'merged' AND ${which}`,
  );
  return rows[0]?.count ?? 0;
}

/** What stands in money for records whose rows were kept, by why. */
async function keptMoney(
  session: Session,
  layout: Layout,
  entity: number,
): Promise<Map<VanishedAccount['why'], string>> {
  const sums = new Map<VanishedAccount['why'], bigint>();
  for (const { unit, index } of await unitsWithRows(session, layout)) {
    const column = MONEY_COLUMNS[unit.table];
    // Of a record the own row alone: a credit note repeats its lines.
    if (unit.entityNumber !== entity || !unit.primary || !column) continue;
    const { rows } = await session.query<{ why: VanishedAccount['why']; sum: string }>(`
      SELECT r.why, coalesce(sum(${cents(`t.${ident(column)}`)}), 0)::bigint::text AS sum
      FROM ${recordsTable(layout)} r JOIN ${rowsTable(layout)} w ON (w.entity, w.source_id) = (r.entity, r.source_id)
      JOIN ${unit.target} t ON ${rowId(unit)} = w.id WHERE w.unit = ${index} AND r.fate = ${literal('money')} GROUP BY 1`);
    for (const { why, sum } of rows) sums.set(why, (sums.get(why) ?? 0n) + BigInt(sum));
  }
  return new Map([...sums].map(([why, sum]) => [why, formatMoney(sum)]));
}
