import { CONTROLS } from '../../reconcile/controls/names.ts';
import { controlReader } from '../../reconcile/controls/raw.ts';
import type { ControlSum } from '../../snapshot/format.ts';
import type { SnapshotWriter } from '../../snapshot/write.ts';
import { recordSink } from '../record-sink.ts';
import { openContent, openDumpContent } from './content.ts';
import type { TableForm } from './form.ts';
import type { InspectedFile } from './inspect.ts';
import type { BadRecord } from './records.ts';

export interface ReadTotals {
  /** Readable and unreadable lines, the header not. */
  lines: number;
  unreadable: number;
}

/** Where the records of a file go. */
export interface Into {
  /** The file's place in the manifest. */
  index: number;
  /** The order of the entity's values. */
  columns: readonly string[];
  writer: SnapshotWriter;
  totals: Totals;
}

/**
 * Reads one file's records into the snapshot. Throws FILE_CHANGED (exit 4) when the file is no longer the one that was
 * inspected, and what `openContent` throws.
 */
export async function readFile(
  inspected: InspectedFile,
  into: Into,
  onBlock: (bytes: number) => void,
): Promise<void> {
  const take = taker(inspected, into);
  const { match } = inspected;
  const content = await openContent(inspected, (column, line) => {
    if (line !== inspected.headerLine)
      into.totals.addDoubtful(into.index, match.canonical[column] ?? '', line);
  });
  for await (const batch of content.batches) {
    await take(batch);
    onBlock(content.position());
  }
}

/** Reads the tables of one dump into the snapshot, all of them in one go; throws as `readFile` does. */
export async function readDump(
  tables: readonly (InspectedFile & TableForm)[],
  intoOf: (table: InspectedFile) => Into,
  onBlock: (table: InspectedFile, bytes: number) => void,
): Promise<void> {
  const takers = new Map(tables.map((table) => [table.table, { table, take: taker(table, intoOf(table)) }]));
  const content = await openDumpContent(
    tables,
    ({ table }, index) => takers.get(table)?.table.dropped.has(index) === false,
  );
  for await (const batch of content.batches) {
    const known = takers.get(batch.form.table);
    if (!known) continue;
    await known.take(batch);
    onBlock(known.table, content.position());
  }
}

/** Writes batches of a file's records, and counts them. */
function taker(
  inspected: InspectedFile,
  { index, columns, writer, totals }: Into,
): (batch: AnyBatch) => Promise<void> {
  const { match, dropped } = inspected;
  const { entity, canonical } = match;
  const sink = recordSink({ entity, canonical, index, columns, writer, totals });
  return async (batch) => {
    await sink(batch.records.filter(({ line }) => line !== inspected.headerLine));
    // The text of a broken line may hold a secret anywhere, so a file with secrets keeps only the place.
    const raw = (text: string) => (dropped.size > 0 ? '' : text);
    const unreadable = batch.unreadable.map((bad) => ({
      file: index,
      line: bad.line,
      code: bad.code,
      raw: raw(bad.raw),
    }));
    await writer.unreadable(entity, unreadable);
    totals.add(entity, index, 0, unreadable.length);
  };
}

interface AnyBatch {
  records: readonly { line: number; cells: readonly (string | null)[] }[];
  unreadable: readonly BadRecord[];
}

/** Cells of one column that may have been texts before a spreadsheet program made days of them. */
export interface DoubtfulDays {
  column: string;
  cells: number;
  firstLine: number;
}

/** Counts and control totals over all files; grows with the number of groups, not of lines. */
export class Totals {
  readonly #timeZone: string;
  readonly #files = new Map<number, ReadTotals>();
  readonly #lines = new Map<string, number>();
  readonly #controls = new Map<string, Map<string, bigint[]>>();
  readonly #doubtful = new Map<number, Map<string, DoubtfulDays>>();

  /** Local months are told in `timeZone` (IANA). */
  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  add(entity: string, file: number, readable: number, unreadable: number): void {
    const before = this.ofFile(file);
    const lines = readable + unreadable;
    this.#files.set(file, { lines: before.lines + lines, unreadable: before.unreadable + unreadable });
    this.#lines.set(entity, this.linesOf(entity) + lines);
  }

  addControls(
    entity: string,
    names: readonly string[],
    records: readonly (readonly (string | null)[])[],
  ): void {
    const read = controlReader(entity, this.#timeZone);
    if (!read) return;
    const places = new Map(names.map((name, place) => [name, place]));
    const groups = this.#controls.get(entity) ?? new Map<string, bigint[]>();
    this.#controls.set(entity, groups);
    for (const cells of records) {
      const found = read((column) => cells[places.get(column) ?? -1] ?? null);
      if (!found) continue;
      const sums = groups.get(found.group) ?? [];
      groups.set(
        found.group,
        found.values.map((value, at) => value + (sums[at] ?? 0n)),
      );
    }
  }

  addDoubtful(file: number, column: string, line: number): void {
    const columns = this.#doubtful.get(file) ?? new Map<string, DoubtfulDays>();
    this.#doubtful.set(file, columns);
    const { cells, firstLine } = columns.get(column) ?? { cells: 0, firstLine: line };
    columns.set(column, { column, cells: cells + 1, firstLine });
  }

  doubtfulOf = (file: number): DoubtfulDays[] => [...(this.#doubtful.get(file)?.values() ?? [])];

  linesOf = (entity: string): number => this.#lines.get(entity) ?? 0;

  ofFile = (file: number): ReadTotals => this.#files.get(file) ?? { lines: 0, unreadable: 0 };

  /** The sums of an entity, sorted by name and group. */
  controlsOf(entity: string): ControlSum[] {
    const groups = [...(this.#controls.get(entity) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return (CONTROLS[entity]?.controls ?? []).flatMap(({ name }, at) =>
      groups.map(([group, sums]) => ({ name, group, value: String(sums[at] ?? 0n) })),
    );
  }
}
