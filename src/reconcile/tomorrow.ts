import type { ReservationTimeMode } from '../core/settings.ts';
import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { type Layout, rowId, unitOf } from '../staging/layout.ts';
import { daysAhead } from './desk.ts';
import type { TomorrowAccount, TomorrowCell } from './model.ts';

export interface TomorrowInput {
  session: Session;
  layout: Layout;
  /** The snapshot's, an ISO instant and an IANA zone: they say which day is tomorrow. */
  asOf: string;
  timeZone: string;
  mode: ReservationTimeMode;
  /** SQL table of `source_id` and target `id` of the reservation types; null where the target has none. */
  types: string | null;
  /** Whether the target holds what the mapping wants; where nothing was written, nothing is compared. */
  complete: boolean;
}

/** No guest of these comes or stays. */
const GONE = ['CANCELLED', 'COMPLETED', 'NO_SHOW', 'CHECKED_OUT'];

/**
 * Arrivals, departures and overnights of the days ahead by service: what the raw lines say (desk.ts), and what stands in
 * Tailtown's rows of the same stays. `notMoved` are those of records that did not move.
 */
export async function accountTomorrow(input: TomorrowInput): Promise<TomorrowAccount> {
  const { session, layout, asOf, timeZone } = input;
  const days = daysAhead(asOf, timeZone);
  const stays = unitOf(layout, 'reservations');
  if (!stays || !input.complete) {
    const why = stays ? 'Refused before anything was written.' : 'This target has no reservations.';
    return { notChecked: why, days, cells: [], services: {} };
  }
  const from = `(l.desk ->> 'from')::date`;
  const to = `(l.desk ->> 'to')::date`;
  const lines = `SELECT ${from} AS f, ${to} AS u, l.desk ->> 'type' AS type, l.state <> 'ready' AS stayed
    FROM ${stays.lines} l WHERE l.desk IS NOT NULL AND l.state <> 'copy'`;
  const local = (column: string) =>
    input.mode === 'utc'
      ? `(t."${column}" AT TIME ZONE 'UTC' AT TIME ZONE ${literal(timeZone)})::date`
      : `t."${column}"::date`;
  const types = input.types === null ? '(SELECT NULL::text AS source_id, NULL::text AS id)' : input.types;
  const rows = `SELECT ${local('startDate')} AS f, ${local('endDate')} AS u, i.source_id AS type, false AS stayed
    FROM ${stays.plan} p JOIN ${stays.lines} l ON l.n = p.n AND l.state = 'ready'
    JOIN ${stays.target} t ON ${rowId(stays)} = p.id LEFT JOIN ${types} i ON i.id = t."serviceId"::text
    WHERE t.status::text NOT IN (${GONE.map(literal).join(', ')})
      AND ${local('startDate')} <= ${literal(days.at(-1) ?? '')}::date AND ${local('endDate')} >= ${literal(days[0] ?? '')}::date`;
  const cells = new Map<string, TomorrowCell>();
  for (const [side, stays] of [
    ['source', lines],
    ['target', rows],
  ] as const) {
    const found = await session.query<Counted & Record<string, unknown>>(counted(stays, days));
    for (const { day, kind, service, stayed, count } of found.rows) {
      const key = [day, kind, service].join('|');
      const cell = cells.get(key) ?? { day, kind, service, source: 0, target: 0, notMoved: 0 };
      cell[side] += count;
      if (stayed) cell.notMoved += count;
      cells.set(key, cell);
    }
  }
  const order = [...cells.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { notChecked: null, days, cells: order, services: await serviceNames(input) };
}

interface Counted {
  day: string;
  kind: TomorrowCell['kind'];
  service: string;
  stayed: boolean;
  count: number;
}

const keyOf = ({ day, kind, service }: TomorrowCell): string => [day, kind, service].join('|');

const counted = (stays: string, days: readonly string[]): string => `
  SELECT d.day::text AS day, k.kind, coalesce(s.type, '') AS service, s.stayed, count(*)::int AS count
  FROM (${stays}) s
  JOIN (SELECT unnest(ARRAY[${days.map(literal).join(', ')}]::date[]) AS day) d ON d.day BETWEEN s.f AND s.u
  CROSS JOIN LATERAL (VALUES ('arrivals', s.f = d.day), ('departures', s.u = d.day),
    ('overnights', s.f <= d.day AND d.day < s.u)) k(kind, holds)
  WHERE k.holds GROUP BY 1, 2, 3, 4`;

/** Names of the services by Gingr's id of the reservation type. */
async function serviceNames({ session, layout, types }: TomorrowInput): Promise<Record<string, string>> {
  const services = unitOf(layout, 'reservation_types');
  if (!services || types === null) return {};
  const { rows } = await session.query<{ id: string; name: string }>(
    `SELECT i.source_id AS id, t.name FROM ${types} i JOIN ${services.target} t ON ${rowId(services)} = i.id ORDER BY 1`,
  );
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}
