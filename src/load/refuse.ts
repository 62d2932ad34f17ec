import type { RejectLimit } from '../core/settings.ts';
import type { Session } from '../database/session.ts';
import { beyondLimit, limitText } from '../reconcile/limits.ts';
import type { Manifest } from '../snapshot/format.ts';
import { entityNumber, type Layout } from '../staging/layout.ts';

/** Sentences about every entity with more rejects than `rejects.refuse` allows; empty = go on. */
export async function refusals(
  session: Session,
  layout: Layout,
  manifest: Manifest,
  limits: Record<string, RejectLimit>,
): Promise<string[]> {
  const { rows } = await session.query<{ entity: number; rejected: number; read: number }>(`
    SELECT entity, count(*) FILTER (WHERE state IN ('rejected', 'unreadable'))::int AS rejected,
      count(*) FILTER (WHERE state <> 'copy')::int AS read
    FROM ${layout.lines} GROUP BY 1`);
  const counts = manifest.entities.flatMap(({ entity }) => {
    const count = rows.find((row) => row.entity === entityNumber(layout, entity));
    return count ? [{ ...count, entity }] : [];
  });
  return beyondLimit(counts, limits).map(
    ({ entity, rejected, read, limit }) =>
      `${entity}: ${rejected} of ${read} records would be rejected, and rejects.refuse allows ${limitText(limit)}`,
  );
}
