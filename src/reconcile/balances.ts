import type { BalanceSign } from '../core/settings.ts';
import type { Session } from '../database/session.ts';
import { cents, literal } from '../database/sql.ts';
import { entityNumber, type Layout, linesOf, unitOf } from '../staging/layout.ts';
import { controlText } from './controls/names.ts';
import { UNREADABLE_BALANCE } from './controls/raw.ts';
import { addToList, decimal } from './lists.ts';
import type { BalanceAccount, NotChecked } from './model.ts';
import { idShown } from './shown.ts';

const LISTED = 1000;

export interface BalancesInput {
  session: Session;
  layout: Layout;
  tenant: string;
  sign: BalanceSign | null;
  /** Whether the target holds what the mapping wants; where nothing was written, nothing is compared. */
  complete: boolean;
  personal: boolean;
}

/**
 * Compares what every owner who was moved owes: Gingr's own `current_balance`, as the raw line states it, with what
 * Tailtown shows, which is the sum of the customer's invoices that are neither cancelled nor refunded, less the paid
 * payments. Gingr's balance mixes open invoices and store credit (gingr-sources 2.1), and no deposits that it holds for a
 * stay: those are added up apart. All rows of the customer count, those too that no migration brought. Each difference becomes an issue
 * OWNER_BALANCE_DIFFERS; none takes a load back.
 */
export async function accountBalances(
  input: BalancesInput,
): Promise<{ balances: BalanceAccount | null; notChecked: NotChecked[] }> {
  const { session, layout } = input;
  const owners = unitOf(layout, 'owners');
  if (!owners) return { balances: null, notChecked: [] };
  const stated = await statedBalances(session, layout);
  const unreadable = stated.unreadable === 0 ? [] : [unreadableBalances(stated.unreadable)];
  if (stated.readable === 0) return { balances: null, notChecked: unreadable };
  const why = reasonAgainst(input);
  if (why !== null || input.sign === null) {
    const none = {
      owners: stated.readable,
      differing: 0,
      gingr: '0.00',
      tailtown: '0.00',
      difference: '0.00',
    };
    return {
      balances: { notChecked: why, ...none, differences: [] },
      notChecked: [...unreadable, { check: 'owner balances', why: why ?? '' }],
    };
  }
  const negate = input.sign === 'owes-negative' ? '-' : '';
  await session.exec(`
    CREATE TEMP TABLE owner_balances ON COMMIT DROP AS
    WITH holding AS (
      SELECT i.id FROM public.invoices i JOIN public.payments p ON p."invoiceId" = i.id AND p.status::text = 'PAID'
      WHERE i."tenantId" = ${literal(input.tenant)} AND i.status::text IN ('DRAFT', 'DEPOSIT_PAID')
      GROUP BY i.id HAVING sum(${cents('p.amount')}) > ${cents('i.total')}
    ), owed AS (
      SELECT "customerId" AS id, ${cents('"total"')} AS cents, id AS invoice FROM public.invoices
      WHERE "tenantId" = ${literal(input.tenant)} AND status::text NOT IN ('CANCELLED', 'REFUNDED')
      UNION ALL
      SELECT "customerId", -${cents('"amount"')}, "invoiceId" FROM public.payments
      WHERE "tenantId" = ${literal(input.tenant)} AND status::text = 'PAID'
    ), sums AS (
      SELECT o.id, coalesce(sum(o.cents) FILTER (WHERE h.id IS NULL), 0)::bigint AS cents,
        coalesce(-sum(o.cents) FILTER (WHERE h.id IS NOT NULL), 0)::bigint AS held
      FROM owed o LEFT JOIN holding h ON h.id = o.invoice GROUP BY 1)
    SELECT l.n, l.source_id, ${negate}l.control[1] AS gingr, coalesce(s.cents, 0) AS tailtown, coalesce(s.held, 0) AS held
    FROM ${owners.lines} l JOIN ${owners.plan} p ON p.n = l.n LEFT JOIN sums s ON s.id = p.id
    WHERE l.entity = ${owners.entityNumber} AND l.state = 'ready' AND l.control[1] IS NOT NULL`);
  await reportDifferences(session, layout);
  await session.query(
    addToList(
      'balances',
      `SELECT NULL, source_id, NULL, ${decimal('gingr')}, ${decimal('tailtown')} FROM owner_balances
       WHERE gingr <> tailtown ORDER BY abs(tailtown - gingr) DESC, n`,
    ),
  );
  const balances = await readBalances(session, input.personal);
  await session.exec('DROP TABLE owner_balances');
  return { balances, notChecked: unreadable };
}

/** Owners that are moved, by whether the balance that Gingr states for them can be read. */
async function statedBalances(
  session: Session,
  layout: Layout,
): Promise<{ readable: number; unreadable: number }> {
  const { rows } = await session.query<{ readable: number; unreadable: number }>(`
    SELECT count(l.control[1])::int AS readable,
      count(*) FILTER (WHERE l.control_group = ${literal(UNREADABLE_BALANCE)})::int AS unreadable
    FROM ${layout.lines} l WHERE l.entity = ${entityNumber(layout, 'owners')} AND l.state = 'ready'`);
  return rows[0] ?? { readable: 0, unreadable: 0 };
}

function reasonAgainst({ layout, sign, complete }: BalancesInput): string | null {
  const { tables } = layout.shape;
  if (sign === null)
    return 'What the sign of current_balance means is not configured: set balanceSign to owes-positive or owes-negative.';
  if (!tables['invoices'] || !tables['payments']) return 'This target has no invoices or no payments.';
  return complete ? null : 'Refused before anything was written.';
}

const unreadableBalances = (owners: number): NotChecked => ({
  check: 'owner balances that cannot be read',
  why: `Owners whose current_balance is no amount of money: ${owners}.`,
});

async function reportDifferences(session: Session, layout: Layout): Promise<void> {
  await session.query(`
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, detail)
    SELECT l.n, l.entity, l.file, 'load', 'OWNER_BALANCE_DIFFERS', 'current_balance',
      'owes ' || ${decimal('b.gingr')} || ' in Gingr, ' || ${decimal('b.tailtown')} || ' in Tailtown'
        || CASE WHEN b.held = 0 THEN '' ELSE ', beside deposits of ' || ${decimal('b.held')} END
    FROM owner_balances b JOIN ${linesOf(layout, 'owners')} l USING (n) WHERE b.gingr <> b.tailtown`);
}

async function readBalances(session: Session, personal: boolean): Promise<BalanceAccount> {
  const { rows: sums } = await session.query<{
    owners: number;
    differing: number;
    gingr: string;
    tailtown: string;
    held: string;
    owedGingr: string;
    owedTailtown: string;
    creditGingr: string;
    creditTailtown: string;
  }>(`
    SELECT count(*)::int AS owners, count(*) FILTER (WHERE gingr <> tailtown)::int AS differing,
      coalesce(sum(gingr), 0)::text AS gingr, coalesce(sum(tailtown), 0)::text AS tailtown,
      coalesce(sum(held), 0)::text AS held,
      coalesce(sum(gingr) FILTER (WHERE gingr > 0), 0)::text AS "owedGingr",
      coalesce(sum(tailtown) FILTER (WHERE tailtown > 0), 0)::text AS "owedTailtown",
      coalesce(-sum(gingr) FILTER (WHERE gingr < 0), 0)::text AS "creditGingr",
      coalesce(-sum(tailtown) FILTER (WHERE tailtown < 0), 0)::text AS "creditTailtown"
    FROM owner_balances`);
  const { rows } = await session.query<{ sourceId: string; gingr: string; tailtown: string }>(`
    SELECT source_id AS "sourceId", gingr::text, tailtown::text FROM owner_balances
    WHERE gingr <> tailtown ORDER BY abs(tailtown - gingr) DESC, n LIMIT ${LISTED}`);
  const all = sums[0];
  if (!all) throw new Error('a sum without groups gives a row');
  const text = (cents: string) => controlText('money', BigInt(cents));
  return {
    ...{ notChecked: null, owners: all.owners, differing: all.differing, ...amounts(all) },
    owed: { gingr: text(all.owedGingr), tailtown: text(all.owedTailtown) },
    credit: { gingr: text(all.creditGingr), tailtown: text(all.creditTailtown) },
    held: text(all.held),
    differences: rows.map((row) => ({
      sourceId: personal ? row.sourceId : idShown(row.sourceId),
      ...amounts(row),
    })),
  };
}

function amounts({ gingr, tailtown }: { gingr: string; tailtown: string }) {
  const text = (cents: bigint) => controlText('money', cents);
  const [there, here] = [BigInt(gingr), BigInt(tailtown)];
  return { gingr: text(there), tailtown: text(here), difference: text(here - there) };
}
