import { refusal } from '../core/errors.ts';
import type { Shape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import type { Batch } from '../ledger/batches.ts';
import { countImages, type ImageCounts } from '../ledger/images.ts';
import type { RunModel } from '../reconcile/model.ts';

/**
 * Refuses (exit 4, BATCH_WITHOUT_PROVENANCE) a batch whose images are not all there: a row without its before-image would be
 * taken for one that the batch inserted, and go. A batch of an older version did not count them; where it says that it
 * wrote rows, it must have some.
 */
export async function refuseWithoutProvenance(session: Session, shape: Shape, batch: Batch): Promise<void> {
  const { rows } = await session.query<{ images: ImageCounts | null; tables: RunModel['tables'] | null }>(
    `SELECT images, result -> 'tables' AS tables FROM migration.batches WHERE id = $1`,
    [batch.id],
  );
  const left = rows[0]?.images ?? null;
  const known = Object.keys({ ...shape.tables, ...left });
  const found = await countImages(session, known, batch.id);
  const missing = left === null ? withoutAny(rows[0]?.tables ?? null, found) : differing(left, found, shape);
  if (missing.length === 0) return;
  throw refusal(
    'BATCH_WITHOUT_PROVENANCE',
    `What batch ${batch.publicId} touched is not known any more: ${missing.join('; ')}.`,
    'Nothing was changed. Bring the tables of the schema migration back from a backup, then roll back; without them nobody can tell what the rows were.',
  );
}

function differing(left: ImageCounts, found: ImageCounts, shape: Shape): string[] {
  return Object.entries(left).flatMap(([table, { before, after }]) => {
    if (!(table in shape.tables)) return [`the table ${table} itself is gone`];
    const is = found[table] ?? { before: 0, after: 0 };
    return [
      ...(is.after === after ? [] : [`${table} has ${is.after} of ${after} after-images`]),
      ...(is.before === before ? [] : [`${table} has ${is.before} of ${before} before-images`]),
    ];
  });
}

function withoutAny(tables: RunModel['tables'] | null, found: ImageCounts): string[] {
  if (tables === null) return ['it stored no result'];
  return tables
    .filter(({ table, inserted, updated }) => inserted + updated > 0 && (found[table]?.after ?? 0) === 0)
    .map(({ table, inserted, updated }) => `${table} has no after-image of ${inserted + updated} rows`);
}
