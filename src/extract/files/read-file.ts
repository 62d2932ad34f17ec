import { CONTROLS } from '../../reconcile/controls/names.ts';
import { controlReader } from '../../reconcile/controls/raw.ts';
import type { ControlSum } from '../../snapshot/format.ts';
import type { SnapshotWriter } from '../../snapshot/write.ts';
import { recordSink } from '../record-sink.ts';
import { openContent } from './content.ts';
import type { InspectedFile } from './inspect.ts';

export interface ReadTotals {
  /** Readable and unreadable lines, the header not. */
  lines: number;
  unreadable: number;
}

/**
 * Reads one file's records into the snapshot. `columns` is the order of the entity's values. Throws FILE_CHANGED
 * (exit 4) when the file is no longer the one that was inspected, and what `openContent` throws.
 */
export async function readFile(
  inspected: InspectedFile,
  index: number,
  columns: readonly string[],
  writer: SnapshotWriter,
  totals: Totals,
  onBlock: (bytes: number) => void,
): Promise<void> {
  const { match, dropped } = inspected;
  const { entity, canonical } = match;
  const sink = recordSink({ entity, canonical, index, columns, writer, totals });
  const content = await openContent(inspected, (column, line) => {
    if (line !== inspected.headerLine) totals.addDoubtful(index, canonical[column] ?? '', line);
  });
  for await (const batch of content.batches) {
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
    onBlock(content.position());
  }
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
