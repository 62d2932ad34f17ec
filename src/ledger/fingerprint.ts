import { createHash } from 'node:crypto';
import type { Shape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { ident } from '../database/sql.ts';
import { FILLED_TABLES } from '../tailtown/tables.ts';

/**
 * Order-independent hash over all rows of one tenant in the tables that a migration fills: per table the count and
 * the sum of a 64-bit hash of each row's text. Equal fingerprints before a load and after its rollback mean that
 * nothing of the load is left, as long as nobody else wrote meanwhile. The tenants row itself is not part of it.
 */
export async function fingerprint(session: Session, shape: Shape, tenant: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of [...FILLED_TABLES].sort()) {
    const table = shape.tables[name];
    const column = ['tenantId', 'tenant_id'].find((candidate) => table && candidate in table.columns);
    if (!table || !column) continue;
    const { rows } = await session.query<{ sum: string }>(
      `SELECT count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) AS sum
       FROM public.${ident(name)} t WHERE t.${ident(column)} = $1`,
      [tenant],
    );
    hash.update(`${name}=${rows[0]?.sum ?? ''}\n`);
  }
  return hash.digest('hex');
}
