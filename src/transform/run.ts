import { checkpoint } from '../core/checkpoint.ts';
import type { SourceScope } from '../core/identity.ts';
import type { Mapping } from '../core/mapping.ts';
import type { MergeDecision } from '../core/merges.ts';
import { timestampText, utcToLocal, zoneOf } from '../core/time.ts';
import type { Session } from '../database/session.ts';
import { together } from '../database/together.ts';
import type { UnmappedColumn } from '../reconcile/model.ts';
import type { Snapshot } from '../snapshot/read.ts';
import type { Layout, Unit } from '../staging/layout.ts';
import { analyzeLines, createStaging, indexStaging } from '../staging/tables.ts';
import { CopyBuffers, CopyWriter } from '../staging/writer.ts';
import { mapLines } from './chunks/index.ts';
import type { ThreadChoice } from './chunks/mappers.ts';
import { collapseCopies } from './collapse.ts';
import type { TransformContext } from './context.ts';
import { deriveEntities } from './derive/entities.ts';
import { findFolds } from './derive/folds.ts';
import { deriveColumns, gatherFromLines } from './derive/index.ts';
import { fillThrough } from './derive/through.ts';
import { fitToTarget } from './fit.ts';
import { applyMerges } from './merges.ts';
import { readLists } from './read-lists.ts';

export interface TransformInput {
  session: Session;
  layout: Layout;
  mapping: Mapping;
  snapshot: Snapshot;
  source: SourceScope;
  context: Omit<TransformContext, 'lists'>;
  /** What people say was merged in Gingr. */
  merges: readonly MergeDecision[];
  onProgress: (entity: string, count: number, total: number) => void;
  signal: AbortSignal;
  /** Another choice than the program's own, for tests. */
  threads?: ThreadChoice;
}

export interface TransformResult {
  /** Source columns that no mapping reads, with their number of filled cells. */
  unmapped: UnmappedColumn[];
}

/**
 * Snapshot to staging: every line through the compiled mapping, rows by COPY, then what needs several lines.
 * Starts from nothing each time, so a transform that was interrupted leaves no trace.
 */
export async function transform(input: TransformInput): Promise<TransformResult> {
  const { session, layout, snapshot } = input;
  await createStaging(session, layout);
  checkpoint('transform.created');
  await writeFiles(session, layout, snapshot);
  const context: TransformContext = { ...input.context, lists: await readLists(snapshot, input.mapping) };
  const { lines, unmapped } = await mapLines(input, context);
  checkpoint('transform.copied');
  await indexStaging(session, layout);
  checkpoint('transform.indexed');
  await analyze(session, layout, layout.units);
  const { files } = snapshot.manifest;
  const filesWith = (entity: string, column: string) =>
    [...files.entries()].flatMap(([number, file]) =>
      file.entity === entity && file.canonical.includes(column) ? [number] : [],
    );
  await gatherFromLines({ session, layout, source: input.source, filesWith });
  await collapseCopies(session, layout);
  await applyMerges(session, layout, input.merges);
  checkpoint('transform.collapsed');
  await deriveEntities(session, layout, input.mapping, context, lines);
  await fillThrough(session, layout);
  checkpoint('derive.through');
  await deriveColumns({ session, layout, source: input.source, today: localDay(context) });
  await findFolds(session, layout);
  await fitToTarget(session, layout);
  checkpoint('transform.fitted');
  // Derived rows and columns were empty before, and the planner would expect them to be.
  await analyze(
    session,
    layout,
    layout.units.filter((unit) => isFilledLate(layout, unit)),
  );
  return { unmapped };
}

async function analyze(session: Session, layout: Layout, units: readonly Unit[]): Promise<void> {
  // Samples of a few thousand rows say enough about tables that are joined by their keys.
  const statements = [analyzeLines(layout), ...units.map((unit) => `ANALYZE ${unit.staged}`)];
  const halves = [0, 1].map((half) => statements.filter((_, place) => place % 2 === half));
  const tasks = halves.map(
    (half) => (own: Session) =>
      own.exec(
        `SET default_statistics_target = 20; ${half.join(';')}; SET default_statistics_target = DEFAULT`,
      ),
  );
  await together(session, tasks);
}

/** Whether a derive step makes the rows or fills a column of this table. */
const isFilledLate = (layout: Layout, unit: Unit): boolean =>
  layout.entities[unit.entityNumber]?.derivedFrom !== undefined ||
  unit.columns.some(
    ({ mapping: { source } }) =>
      source.kind === 'derive' || (source.kind === 'reference' && source.through !== undefined),
  );

/** The calendar day of the snapshot's `asOf` in the resort's zone. */
function localDay({ timeZone, asOf }: TransformContext): string {
  const { year, month, day } = utcToLocal(zoneOf(timeZone), Date.parse(asOf));
  return timestampText(Date.UTC(year, month - 1, day)).slice(0, 10);
}

async function writeFiles(session: Session, layout: Layout, snapshot: Snapshot): Promise<void> {
  const rows = new CopyBuffers();
  for (const [number, file] of snapshot.manifest.files.entries()) {
    rows.add(
      layout.files,
      ['file', 'path', 'export_date', 'modified'],
      [String(number), file.path, file.exportDate, file.modified],
    );
  }
  const copy = new CopyWriter(session);
  copy.add(rows.take());
  await copy.flush(true);
}
