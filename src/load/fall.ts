import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import type { Layout, Unit } from '../staging/layout.ts';

/** Records that a load found it cannot move; the table lives inside one load only. */
export const fallenTable = (layout: Layout) => `migration_staging.${ident(`fallen_${layout.number}`)}`;

/**
 * Adds records of the unit's entity to the fallen ones, with their issue; `select` gives their line numbers, and as `detail` what the issue
 * says beside its code, where it says something.
 */
export async function fall(
  session: Session,
  layout: Layout,
  unit: Unit,
  select: string,
  state: 'rejected' | 'excluded',
  code: string,
  detailed = false,
): Promise<void> {
  const detail = detailed ? 'q.detail' : 'NULL::text';
  await session.query(`
    WITH hit AS (
      INSERT INTO ${fallenTable(layout)} (n, entity, state, code, root)
      SELECT DISTINCT q.n, ${unit.entityNumber}, ${literal(state)}, ${literal(code)}, NULL::text FROM (${select}) q
      ON CONFLICT (n) DO NOTHING RETURNING n
    )
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
    SELECT l.n, l.entity, l.file, 'load', ${literal(code)}, ${detail}
    FROM hit JOIN ${unit.lines} l USING (n)${detailed ? ` JOIN (${select}) q USING (n)` : ''}`);
}
