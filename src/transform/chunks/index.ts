import { checkpoint } from '../../core/checkpoint.ts';
import type { UnmappedColumn } from '../../reconcile/model.ts';
import { readLabels } from '../../reconcile/readings/index.ts';
import type { Snapshot } from '../../snapshot/read.ts';
import { CopyWriter } from '../../staging/writer.ts';
import type { TransformContext } from '../context.ts';
import type { TransformInput } from '../run.ts';
import { UnmappedColumns, watchedColumns } from '../unmapped.ts';
import { inOrder } from './in-order.ts';
import type { MapJob } from './map.ts';
import { openMappers, THREADS } from './mappers.ts';

/**
 * Maps every line of every entity, in the order of the mapping, and copies what comes out to the staging tables.
 * Gives the number of lines, copies and unreadable ones too.
 */
export async function mapLines(
  input: TransformInput,
  context: TransformContext,
): Promise<{ lines: number; unmapped: UnmappedColumn[] }> {
  const { session, layout, mapping, snapshot, signal, onProgress } = input;
  const unmapped = new UnmappedColumns();
  const columns: Record<string, string[]> = {};
  const totals = new Map<string, number>();
  for (const entity of mapping.entities) {
    const extracted = snapshot.manifest.entities.find((candidate) => candidate.entity === entity.entity);
    if (entity.derivedFrom || !extracted) continue;
    columns[entity.entity] = extracted.columns;
    totals.set(entity.entity, extracted.lines);
    unmapped.watch(entity.entity, watchedColumns(entity, extracted.columns));
  }
  const all = [...totals.values()].reduce((sum, lines) => sum + lines, 0);
  const { timeZone } = snapshot.manifest;
  const labels = await readLabels(snapshot);
  const lines = Object.fromEntries(totals);
  const mappers = openMappers(
    { mapping, layout, context, columns, lines, labels, timeZone },
    all,
    input.threads ?? THREADS,
  );
  const copy = new CopyWriter(session);
  const jobs = jobsOf(snapshot, [...totals.keys()]);
  try {
    const results = inOrder(jobs, mappers.ahead, async (job) => {
      const { entity, chunk } = job;
      return { entity, lines: chunk.lines, ...(await mappers.map(job)) };
    });
    const done = new Map<string, number>();
    for await (const { entity, lines, blocks, filled, fields } of results) {
      copy.add(blocks);
      await copy.flush();
      signal.throwIfAborted();
      checkpoint('transform.batch');
      unmapped.add(entity, filled);
      unmapped.addFields(entity, fields);
      const count = (done.get(entity) ?? 0) + lines;
      done.set(entity, count);
      onProgress(entity, count, totals.get(entity) ?? count);
    }
    await copy.flush(true);
    const lines = [...done.values()].reduce((sum, count) => sum + count, 0);
    return { lines, unmapped: unmapped.result() };
  } finally {
    await mappers.close();
  }
}

/** The numbers of the lines follow their order in the snapshot, whoever maps them. */
async function* jobsOf(snapshot: Snapshot, entities: readonly string[]): AsyncGenerator<MapJob> {
  let before = 0;
  for (const entity of entities) {
    for (const kind of ['lines', 'unreadable'] as const) {
      for await (const chunk of snapshot.readChunks(entity, kind)) {
        yield { entity, before, chunk };
        before += chunk.lines;
      }
    }
  }
}
