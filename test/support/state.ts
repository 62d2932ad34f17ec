import type { TargetSettings } from '../../src/core/settings.ts';
import { introspect } from '../../src/database/introspect.ts';
import { openSession } from '../../src/database/open.ts';
import type { Session } from '../../src/database/session.ts';
import { CLOCK_COLUMNS, tenantColumn } from '../../src/tailtown/tables.ts';
import { TEST_TENANT } from './databases.ts';

/** What two runs that end equal have in common. Fingerprints take clock columns in, so they are no part of it. */
export interface State {
  /** All rows of the tenant, per table, without the columns that hold the time of writing. */
  rows: Record<string, Record<string, unknown>[]>;
  crosswalk: unknown[];
  batches: unknown[];
}

export async function withSession<T>(
  target: TargetSettings,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(target);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

export const stateOf = (target: TargetSettings): Promise<State> => withSession(target, readState);

export async function readState(session: Session): Promise<State> {
  const rows: State['rows'] = {};
  for (const [name, table] of Object.entries((await introspect(session)).tables)) {
    const column = name === 'tenants' ? 'id' : tenantColumn(name);
    if (!(column in table.columns)) continue;
    const found = await session.query<{ row: Record<string, unknown> }>(
      `SELECT to_jsonb(t) - ARRAY[${CLOCK_COLUMNS.map((clock) => `'${clock}'`).join(', ')}] AS row
       FROM public."${name}" t WHERE "${column}" = $1 ORDER BY "id"`,
      [TEST_TENANT.id],
    );
    if (found.rows.length > 0) rows[name] = found.rows.map(({ row }) => row);
  }
  const crosswalk = await session.query(
    `SELECT s.entity, s.target_table, x.source_id, x.target_id, x.kind, x.closed
     FROM (SELECT scope, source_id, target_id, kind, false AS closed FROM migration.crosswalk
       UNION ALL SELECT scope, source_id, target_id, kind, true FROM migration.crosswalk_closed) x JOIN migration.scopes s ON s.id = x.scope ORDER BY 1, 2, 3, 4, 6`,
  );
  const batches = await session.query(
    `SELECT public_id, state, snapshot, mapping, result - 'durationsMs' - 'fingerprints' AS result FROM migration.batches ORDER BY id`,
  );
  return { rows, crosswalk: crosswalk.rows, batches: batches.rows };
}
