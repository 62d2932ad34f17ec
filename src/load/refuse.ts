import type { RejectLimit } from '../core/settings.ts';
import type { Session } from '../database/session.ts';
import { withinLimit } from '../reconcile/limits.ts';
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
  return manifest.entities.flatMap(({ entity }) => {
    const limit = limits[entity] ?? limits['*'];
    const count = rows.find((row) => row.entity === entityNumber(layout, entity));
    if (!limit || !count || withinLimit(count.rejected, count.read, limit)) return [];
    return [
      `${entity}: ${count.rejected} of ${count.read} records would be rejected, more than rejects.refuse allows`,
    ];
  });
}
