import { checkpoint } from '../core/checkpoint.ts';
import type { SourceScope } from '../core/identity.ts';
import type { EntityMapping, Mapping } from '../core/mapping.ts';
import type { Session } from '../database/session.ts';
import { controlsOf } from '../reconcile/controls.ts';
import type { UnmappedColumn } from '../reconcile/model.ts';
import { safetyOf } from '../reconcile/safety.ts';
import type { Snapshot } from '../snapshot/read.ts';
import { entityNumber, type Layout, type Unit } from '../staging/layout.ts';
import type { MappedLine } from '../staging/record.ts';
import { ALTERATION_COLUMNS, createStaging, ISSUE_COLUMNS, LINE_COLUMNS } from '../staging/tables.ts';
import { CopyWriter } from '../staging/writer.ts';
import { collapseCopies } from './collapse.ts';
import { compileMapping } from './compile.ts';
import type { TransformContext } from './context.ts';
import { deriveEntities } from './derive/entities.ts';
import { deriveColumns } from './derive/index.ts';
import { fitToTarget } from './fit.ts';
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
  await deriveEntities(session, layout, input.mapping, context, input.source, writer);
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

/** What is known of a line apart from its mapping. */
export interface LineFacts {
  file: number | null;
  line: number | null;
  group: string | null;
  control: string | null;
  safety: string | null;
}

/** Numbers the lines and writes each with its rows, issues and alterations. */
export class LineWriter {
  readonly #copy: CopyWriter;
  readonly #layout: Layout;
  readonly #units = new Map<string, { unit: Unit; columns: string[] }>();
  #n = 0;

  constructor(session: Session, layout: Layout) {
    this.#copy = new CopyWriter(session);
    this.#layout = layout;
    for (const unit of layout.units) {
      const columns = ['_n', '_source_id', '_new_id', ...unit.columns.map((column) => column.name)];
      this.#units.set(`${unit.entity}/${unit.table}/${unit.part}`, { unit, columns });
    }
  }

  add(entity: string, mapped: MappedLine, facts: LineFacts): void {
    const n = this.#next();
    const number = String(entityNumber(this.#layout, entity));
    const file = facts.file === null ? null : String(facts.file);
    const line = facts.line === null ? null : String(facts.line);
    const { state, code, sourceId } = mapped;
    this.#copy.add(this.#layout.lines, LINE_COLUMNS, [
      ...[n, number, sourceId, file, line, mapped.content, String(mapped.stamps)],
      ...[facts.group, facts.control, facts.safety, state, code, state, code],
    ]);
    for (const issue of mapped.issues) {
      this.#copy.add(this.#layout.issues, ISSUE_COLUMNS, [
        ...[n, number, file, 'transform', issue.code],
        ...[issue.column ?? null, withoutNul(issue.value), issue.detail ?? null],
      ]);
    }
    if (sourceId === null) return;
    for (const row of mapped.rows) {
      const known = this.#units.get(`${entity}/${row.table}/${row.part}`);
      if (known) this.#copy.add(known.unit.staged, known.columns, [n, sourceId, row.newId, ...row.values]);
    }
    for (const { table, column, kind, before, after } of mapped.alterations) {
      this.#copy.add(this.#layout.alterations, ALTERATION_COLUMNS, [
        n,
        'transform',
        table,
        column,
        kind,
        withoutNul(before),
        withoutNul(after),
      ]);
    }
  }

  addUnreadable(entity: string, file: number, line: number, code: string): void {
    const n = this.#next();
    const number = String(entityNumber(this.#layout, entity));
    this.#copy.add(this.#layout.lines, LINE_COLUMNS, [
      ...[n, number, null, String(file), String(line), null, '0', null, null, null],
      ...['unreadable', code, 'unreadable', code],
    ]);
    this.#copy.add(this.#layout.issues, ISSUE_COLUMNS, [
      n,
      number,
      String(file),
      'transform',
      code,
      null,
      null,
      null,
    ]);
  }

  flush(everything = false): Promise<void> {
    return this.#copy.flush(everything);
  }

  #next(): string {
    this.#n += 1;
    return String(this.#n);
  }
}

const stringify = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

const withoutNul = (text: string | null | undefined): string | null =>
  text?.replaceAll('\u0000', '\u2400') ?? null;
