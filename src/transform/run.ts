import { checkpoint } from '../core/checkpoint.ts';
import type { SourceScope } from '../core/identity.ts';
import type { EntityMapping, Mapping } from '../core/mapping.ts';
import type { Session } from '../database/session.ts';
import { controlsOf } from '../reconcile/controls.ts';
import type { UnmappedColumn } from '../reconcile/model.ts';
import { safetyOf } from '../reconcile/safety.ts';
import type { Snapshot } from '../snapshot/read.ts';
import type { Layout } from '../staging/layout.ts';
import { createStaging } from '../staging/tables.ts';
import { CopyWriter } from '../staging/writer.ts';
import { collapseCopies } from './collapse.ts';
import { compileMapping } from './compile.ts';
import type { TransformContext } from './context.ts';
import { deriveEntities } from './derive/entities.ts';
import { deriveColumns } from './derive/index.ts';
import { fitToTarget } from './fit.ts';
import { LineWriter } from './line-writer.ts';
import { readLists } from './read-lists.ts';
import { UnmappedColumns } from './unmapped.ts';

export interface TransformInput {
  session: Session;
  layout: Layout;
  mapping: Mapping;
  snapshot: Snapshot;
  source: SourceScope;
  context: Omit<TransformContext, 'lists'>;
  onProgress: (entity: string, count: number, total: number) => void;
  signal: AbortSignal;
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
  const writer = new LineWriter(session, layout);
  await writeFiles(session, layout, snapshot);
  const context: TransformContext = { ...input.context, lists: await readLists(snapshot, input.mapping) };
  const unmapped = new UnmappedColumns();
  for (const entity of input.mapping.entities) {
    if (!entity.derivedFrom) await transformEntity(input, context, entity, writer, unmapped);
  }
  await writer.flush(true);
  checkpoint('transform.copied');
  await session.exec(
    [layout.lines, ...layout.units.map((unit) => unit.staged)].map((table) => `ANALYZE ${table}`).join(';'),
  );
  await collapseCopies(session, layout);
  checkpoint('transform.collapsed');
  await deriveEntities(session, layout, input.mapping, context, writer);
  await deriveColumns(session, layout, input.source);
  await fitToTarget(session, layout);
  await session.exec(`ANALYZE ${layout.lines}`);
  return { unmapped: unmapped.result() };
}

async function transformEntity(
  input: TransformInput,
  context: TransformContext,
  entity: EntityMapping,
  writer: LineWriter,
  unmapped: UnmappedColumns,
): Promise<void> {
  const extracted = input.snapshot.manifest.entities.find((candidate) => candidate.entity === entity.entity);
  if (!extracted) return;
  const map = compileMapping(entity, extracted.columns, context, input.mapping.lookups);
  const position = new Map(extracted.columns.map((column, index) => [column, index]));
  const count = unmapped.counter(entity, extracted.columns);
  let done = 0;
  for await (const lines of input.snapshot.readLines(entity.entity)) {
    for (const { file, line, values } of lines) {
      const get = (column: string) => values[position.get(column) ?? -1] ?? null;
      const controls = controlsOf(entity.entity, get);
      writer.add(entity.entity, map(values), {
        ...{ file, line },
        group: controls?.group ?? null,
        control: controls ? `{${controls.values.join(',')}}` : null,
        safety: stringify(safetyOf(entity.entity, get, context.consentUnknown)),
      });
      count(values);
    }
    await writer.flush();
    input.signal.throwIfAborted();
    checkpoint('transform.batch');
    done += lines.length;
    input.onProgress(entity.entity, done, extracted.lines);
  }
  for await (const lines of input.snapshot.readUnreadable(entity.entity)) {
    for (const line of lines) writer.addUnreadable(entity.entity, line.file, line.line, line.code);
    await writer.flush();
  }
}

async function writeFiles(session: Session, layout: Layout, snapshot: Snapshot): Promise<void> {
  const writer = new CopyWriter(session);
  for (const [number, file] of snapshot.manifest.files.entries()) {
    writer.add(
      layout.files,
      ['file', 'path', 'export_date', 'modified'],
      [String(number), file.path, file.exportDate, file.modified],
    );
  }
  await writer.flush(true);
}

const stringify = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));
