import type { RuleCode } from '../core/rules/index.ts';
import { type Cells, STAY_COLUMNS } from './columns.ts';
import type { EndedOutcome, KeyBuilder } from './key.ts';
import type { LodgingBook, LodgingLabel } from './lodging-book.ts';
import { ExportFile, type FileFormat } from './writer.ts';

/** How a record ends; `why` is for the person who reads the key. */
export type Fate = 'inserted' | { outcome: EndedOutcome; code: RuleCode; why: string };

export interface PlacedStay {
  cells: Cells;
  /** Cells that many stays share; those of `cells` stand before them. */
  shared?: Cells;
  /** First and last day that the stay touches, and so the exports that it stands on. */
  first: number;
  last: number;
  fate: Fate;
  /** Warnings beside the fate, each once per record however often it stands there. */
  issues?: readonly RuleCode[];
  lodging?: LodgingLabel;
  /** Animals that its line books, where they are several. */
  animals?: number;
  /** Other lodgings, each on a line of its own that differs in nothing else. */
  also?: readonly LodgingLabel[];
  /** Still on the wait list: its row is no booking. */
  waits?: true;
}

export interface FileSpan {
  path: string;
  format: FileFormat;
  first: number;
  last: number;
}

interface OpenSpan extends FileSpan {
  file: ExportFile;
}

/** The open export files of stays, and the one way a stay gets onto them: on every day it touches (P-G-14). */
export class StayFiles {
  readonly #book: KeyBuilder;
  readonly #lodgings: LodgingBook;
  readonly #byDay = new Map<number, OpenSpan>();
  readonly #spans: OpenSpan[];

  constructor(root: string, spans: readonly FileSpan[], book: KeyBuilder, lodgings: LodgingBook) {
    this.#book = book;
    this.#lodgings = lodgings;
    this.#spans = spans.map((span) => ({
      ...span,
      file: new ExportFile(root, span.path, STAY_COLUMNS, span.format),
    }));
    for (const span of this.#spans)
      for (let day = span.first; day <= span.last; day += 1) this.#byDay.set(day, span);
  }

  get files(): readonly ExportFile[] {
    return this.#spans.map(({ file }) => file);
  }

  /** The file of a day; every day that a sample names has one. */
  of(day: number): ExportFile {
    return this.#span(day).file;
  }

  /** Writes the stay on every export that it touches: one line is the record, the others are copies. */
  write(stay: PlacedStay): void {
    const spans = this.#touched(stay);
    spans.forEach((span, index) => {
      this.#record(span, stay);
      if (index > 0) this.#book.copy('reservations');
      else for (let animal = 0; animal < (stay.animals ?? 1); animal += 1) this.#account(stay);
    });
    const { also = [], ...own } = stay;
    for (const lodging of also)
      this.write({ ...own, lodging, issues: [...(own.issues ?? []), 'RESERVATION_SEVERAL_LODGINGS'] });
  }

  /** Two lines of one stay that differ, on its first and its last export. `stay` is the newer; how it ends is its fate. */
  writeConflict(stay: PlacedStay, older: Cells): void {
    const [first, last] = [this.#span(stay.first), this.#span(stay.last)];
    this.#record(first, { ...stay, cells: { ...stay.cells, ...older } });
    this.#record(last, stay);
    this.#book.copy('reservations');
    this.#account(stay);
  }

  close(): void {
    for (const { file } of this.#spans) {
      if (file.records === 0) this.#book.issue('FILE_WITHOUT_LINES');
      const recognised =
        file.format.encoding === 'utf-16le' || (file.format.encoding === 'windows-1252' && file.records > 0);
      if (recognised) this.#book.issue('FILE_ENCODING_RECOGNISED');
      file.close();
    }
  }

  #account({ cells, fate, issues = [], lodging, waits }: PlacedStay): void {
    for (const code of issues) this.#book.issue(code);
    if (lodging) this.#lodgings.used(lodging, fate === 'inserted');
    if (fate === 'inserted') {
      this.#book.inserted('reservations');
      if (!waits) this.#book.forced('reservations', 'createdAt');
      return;
    }
    const id = cells['id'] === '' ? null : (cells['id'] ?? null);
    this.#book.ended('reservations', id, fate.outcome, fate.code, fate.why);
  }

  #touched({ first, last }: PlacedStay): OpenSpan[] {
    const spans: OpenSpan[] = [];
    for (let day = first; day <= last; day += 1) {
      const span = this.#byDay.get(day);
      if (span && span !== spans.at(-1)) spans.push(span);
    }
    if (spans.length === 0) spans.push(this.#span(first));
    return spans;
  }

  #record({ file, ...span }: OpenSpan, { cells, shared, first, last, lodging }: PlacedStay): void {
    const day = {
      starts_today: first >= span.first && first <= span.last ? '1' : '0',
      ends_today: last >= span.first && last <= span.last ? '1' : '0',
    };
    const labels = lodging ? { area_name: lodging.area, run_name: lodging.run } : NOTHING;
    file.record(day, cells, labels, shared ?? NOTHING);
  }

  #span(day: number): OpenSpan {
    const span = this.#byDay.get(day);
    if (!span) throw new RangeError(`no export holds day ${day}`);
    return span;
  }
}

const NOTHING: Cells = {};
