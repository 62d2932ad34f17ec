import { usageError } from '../core/errors.ts';
import type { Batch } from '../ledger/batches.ts';
import { mendedBatch } from './batch.ts';
import type { Sheet } from './replay-files.ts';
import type { World } from './world.ts';

/**
 * The batch that rejected the lines of all these sheets, where none is named; of several the one that `mendedBatch` means
 * goes before the newest. Throws BATCH_UNKNOWN (exit 4), and REJECTS_OTHER_BATCH (exit 2) for lines of another one.
 */
export async function batchOfSheets(world: World, sheets: readonly Sheet[], id?: string): Promise<Batch> {
  const owners: string[][] = [];
  for (const sheet of sheets) owners.push(await rejectedBy(world, sheet));
  const usual = await mendedBatch(world, id);
  const common = (owners[0] ?? []).filter((one) => owners.every((all) => all.includes(one)));
  const [newest] = common;
  const batch =
    id !== undefined || newest === undefined || common.includes(usual.publicId)
      ? usual
      : await mendedBatch(world, newest);
  for (const [index, { name }] of sheets.entries()) {
    const [owner] = owners[index] ?? [];
    if (owner === undefined || owners[index]?.includes(batch.publicId)) continue;
    throw usageError(
      'REJECTS_OTHER_BATCH',
      `The lines of ${name} are not of batch ${batch.publicId}.`,
      `Give --batch ${owner}, and the files of that batch alone.`,
      { file: name },
    );
  }
  return batch;
}

/** The batches that stand and rejected every line of the sheet, newest first. */
async function rejectedBy({ session, source }: World, { lines }: Sheet): Promise<string[]> {
  const places = lines.flatMap(({ files, line }, index) =>
    [...new Set(files)].map((file) => ({ index, file, line })),
  );
  const { rows } = await session.query<{ id: string }>(
    `SELECT b.public_id AS id
     FROM unnest($3::int[], $4::text[], $5::int[]) AS place(index, file, line)
     JOIN migration.outcomes o ON o.file = place.file AND o.line = place.line AND o.outcome = 'rejected'
     JOIN migration.batches b ON b.id = o.batch
     WHERE b.tenant = $1 AND b.source_database = $2 AND b.state <> 'rolled_back'
     GROUP BY b.id, b.public_id HAVING count(DISTINCT place.index) = $6 ORDER BY b.id DESC`,
    [
      ...[source.tenant, source.sourceDatabase, places.map(({ index }) => index)],
      ...[places.map(({ file }) => file), places.map(({ line }) => line), lines.length],
    ],
  );
  return rows.map((row) => row.id);
}
