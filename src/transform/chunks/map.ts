import type { EntityMapping, Mapping } from '../../core/mapping.ts';
import { locationColumn } from '../../gingr/catalogue.ts';
import { FORM_COLUMN, FormCounts, hasForm } from '../../gingr/form-data.ts';
import { columnsRead } from '../../mapping/check.ts';
import { type ControlReader, controlReader } from '../../reconcile/controls/raw.ts';
import { type DeskReader, deskReader } from '../../reconcile/desk.ts';
import { isReadTwice, type Labels, lineReader, readLine, stride } from '../../reconcile/readings/index.ts';
import { safetyOf } from '../../reconcile/safety.ts';
import { type TraitReader, traitReader } from '../../reconcile/traits.ts';
import { linesOf, type SnapshotChunk, unreadableOf } from '../../snapshot/read.ts';
import type { Layout } from '../../staging/layout.ts';
import { type CopyBlock, CopyBuffers } from '../../staging/writer.ts';
import { compileMapping, type LineMapper } from '../compile.ts';
import type { TransformContext } from '../context.ts';
import { LineWriter } from '../line-writer.ts';
import { SPREADSHEET_MARKS } from '../spreadsheet.ts';
import { type Filled, fill, nothingFilled, type WatchedColumn, watchedColumns } from '../unmapped.ts';

/** All that mapping depends on beside the lines: plain data, so that it can be handed to another thread. */
export interface MapInput {
  mapping: Mapping;
  layout: Layout;
  context: TransformContext;
  /** Columns of the snapshot by entity. */
  columns: Readonly<Record<string, readonly string[]>>;
  /** Number of lines of each entity. */
  lines: Readonly<Record<string, number>>;
  /** Labels of Gingr's lists, as second readings know them. */
  labels: Labels;
  /** Zone that the snapshot was extracted in: control totals and safety facts are read in the same. */
  timeZone: string;
}

/** Lines of one entity; the first gets the number after `before`. */
export interface MapJob {
  entity: string;
  before: number;
  chunk: SnapshotChunk;
}

/** What became of the lines, ready for the staging tables. */
export interface MappedChunk {
  blocks: CopyBlock[];
  /** What fills the entity's watched columns in these lines. */
  filled: Filled[];
  /** Custom fields that no mapping reads, by column, with the number of lines that fill them. */
  fields: ReadonlyMap<string, number>;
}

/** NUL, U+FFFD and what spreadsheet programs leave, as the snapshot's JSON writes them. */
const DOUBTFUL = ['\\u0000', '\ufffd', ...SPREADSHEET_MARKS].map((mark) => Buffer.from(mark));

interface Program {
  map: LineMapper;
  readControls: ControlReader | null;
  readTrait: TraitReader | null;
  /** Column that says where a record belongs; null for none. */
  place: string | null;
  readDesk: DeskReader | null;
  /** A line is read twice for each so many. */
  every: number;
  position: ReadonlyMap<string, number>;
  watched: readonly WatchedColumn[];
  /** Counts the custom fields in that column; null where the mapping reads the column as a whole. */
  form: FormCounts | null;
}

/** Maps chunks of lines; the same bytes whichever thread does it. Compiles the mapping of an entity at its first chunk. */
export function chunkMapper(input: MapInput): (job: MapJob) => MappedChunk {
  const programs = new Map<string, Program>();
  const programOf = (entity: string): Program => {
    const known = programs.get(entity);
    if (known) return known;
    const mapping = input.mapping.entities.find((candidate) => candidate.entity === entity);
    if (!mapping) throw new Error(`no mapping of ${entity}`);
    const program = compile(input, mapping);
    programs.set(entity, program);
    return program;
  };
  const readAgain = lineReader(input.timeZone, input.labels);
  const facts = { consentUnknown: input.context.consentUnknown, timeZone: input.timeZone };
  const buffers = new CopyBuffers();
  return ({ entity, before, chunk }) => {
    const writer = new LineWriter(buffers, input.layout, before);
    if (chunk.kind === 'unreadable') {
      for (const { file, line, code } of unreadableOf(chunk)) writer.addUnreadable(entity, file, line, code);
      return { blocks: buffers.take(), filled: [], fields: new Map() };
    }
    const program = programOf(entity);
    const { map, readControls, readTrait, readDesk, place, every, position, watched, form } = program;
    const filled = nothingFilled(watched);
    const bytes = Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.length);
    const sound = !DOUBTFUL.some((doubtful) => bytes.includes(doubtful));
    let n = before;
    for (const { file, line, values } of linesOf(chunk)) {
      n += 1;
      const get = (column: string) => {
        const value = values[position.get(column) ?? -1] ?? null;
        return sound ? value : (value?.replaceAll('\0', '') ?? null);
      };
      const controls = readControls?.(get) ?? null;
      const safety = safetyOf(entity, get, facts);
      const desk = readDesk?.(get) ?? null;
      writer.add(entity, map(values, sound), {
        file,
        line,
        group: controls?.group ?? null,
        control: controls ? `{${controls.values.join(',')}}` : null,
        safety: safety === null ? null : JSON.stringify(safety),
        trait: readTrait?.(get) ?? null,
        location: place === null ? null : get(place)?.trim() || null,
        desk: desk === null ? null : JSON.stringify(desk),
        readings: isReadTwice(n, every) ? readLine(entity, readAgain(get)) : [],
      });
      for (let at = 0; at < watched.length; at += 1) {
        const value = values[watched[at]?.index ?? -1];
        const column = filled[at];
        if (!column || !value || value.trim() === '') continue;
        // Of a form each field counts for itself; what is no form counts as a whole.
        const isForm = form !== null && watched[at]?.column === FORM_COLUMN && form.add(value);
        if (!isForm) fill(column, value);
      }
    }
    return { blocks: buffers.take(), filled, fields: form?.take() ?? new Map() };
  };
}

function compile(input: MapInput, mapping: EntityMapping): Program {
  const { context, timeZone } = input;
  const columns = input.columns[mapping.entity] ?? [];
  return {
    map: compileMapping(mapping, columns, context, input.mapping.lookups),
    readControls: controlReader(mapping.entity, timeZone),
    readTrait: traitReader(mapping.entity, timeZone),
    place: locationColumn(mapping.entity),
    readDesk: deskReader(mapping.entity, timeZone, context.asOf),
    every: stride(input.lines[mapping.entity] ?? 0),
    position: new Map(columns.map((column, index) => [column, index])),
    watched: watchedColumns(mapping, columns),
    form: hasForm(mapping.entity) ? new FormCounts(columnsRead(mapping)) : null,
  };
}
