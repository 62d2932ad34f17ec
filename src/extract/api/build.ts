import { createHash, type Hash } from 'node:crypto';
import type { Catalogue } from '../../gingr/catalogue.ts';
import type { SnapshotFile } from '../../snapshot/format.ts';
import type { SnapshotWriter } from '../../snapshot/write.ts';
import { columnsByEntity } from '../files/manifest.ts';
import type { Totals } from '../files/read-file.ts';
import { recordSink, type SinkRecord } from '../record-sink.ts';
import { type ApiFile, fileOf, Headers } from './headers.ts';
import type { Journal } from './journal.ts';
import type { Wanted } from './plan.ts';
import { recordsOf, type SourceRecord } from './records.ts';
import { Shapes } from './shapes.ts';
import { Survey } from './survey.ts';
import type { Unit } from './units.ts';

export interface BuildOptions {
  /** All of them stored, in the order of the plan. */
  units: readonly Unit[];
  /** The records of lists that are written. */
  wanted: Wanted;
  journal: Journal;
  catalogue: Catalogue;
  /** Names of the keys, in the order of the config. */
  keys: readonly string[];
  /** ISO instant: files of the manifest bear it. */
  asOf: string;
  totals: Totals;
  signal: AbortSignal;
}

export interface Built {
  files: SnapshotFile[];
  survey: Survey;
}

const BATCH = 500;

/**
 * Writes the records of all answers in the order of the plan, whatever order they came in: the same data gives the same
 * bytes. The answers are read three times, one at a time, so that memory does not grow with them.
 */
export async function buildSnapshot(options: BuildOptions, writer: SnapshotWriter): Promise<Built> {
  const { units, journal, catalogue, totals } = options;
  const survey = await Survey.of(units, journal);
  const shapes = new Shapes(catalogue);
  const headers = new Headers(shapes, catalogue, options.keys);
  for await (const { unit, record } of allRecords(options, survey)) headers.add(unit.key.name, record);
  const files = headers.files();
  const columns = columnsByEntity(files.map(({ file }) => ({ match: file, dropped: new Set() })));
  for (const [entity, names] of columns) await writer.declare(entity, names);
  const writers = new Map(
    files.map(({ key, file }, index) => {
      const sink = { index, columns: columns.get(file.entity) ?? [], writer, totals };
      return [`${key}\0${fileOf(file)}`, new FileWriter(file, shapes, recordSink({ ...file, ...sink }))];
    }),
  );
  for await (const { unit, record } of allRecords(options, survey))
    await writers.get(`${unit.key.name}\0${fileOf(record)}`)?.add(record);
  for (const each of writers.values()) await each.flush();
  return {
    survey,
    files: [...writers.values()].map((each, index) => each.described(options, totals.ofFile(index).lines)),
  };
}

async function* allRecords(
  { units, wanted, journal, signal }: BuildOptions,
  survey: Survey,
): AsyncGenerator<{ unit: Unit; record: SourceRecord }> {
  for (const [index, unit] of units.entries()) {
    signal.throwIfAborted();
    const { value } = await journal.read(unit.id);
    for (const record of recordsOf(unit, index, value, survey, wanted)) yield { unit, record };
  }
}

/** Lines of one file of the manifest, numbered from 1. */
class FileWriter {
  readonly #file: ApiFile;
  readonly #shapes: Shapes;
  readonly #sink: (records: readonly SinkRecord[]) => Promise<void>;
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;
  #line = 0;
  #waiting: SinkRecord[] = [];

  constructor(file: ApiFile, shapes: Shapes, sink: (records: readonly SinkRecord[]) => Promise<void>) {
    this.#file = file;
    this.#shapes = shapes;
    this.#sink = sink;
  }

  async add({ entity, cells }: SourceRecord): Promise<void> {
    const read = this.#shapes.canonical(entity, cells);
    const values = this.#file.canonical.map((name) => read.get(name) ?? null);
    const text = `${JSON.stringify(values)}\n`;
    this.#hash.update(text);
    this.#bytes += Buffer.byteLength(text);
    this.#line += 1;
    this.#waiting.push({ line: this.#line, cells: values });
    if (this.#waiting.length >= BATCH) await this.flush();
  }

  async flush(): Promise<void> {
    const records = this.#waiting;
    this.#waiting = [];
    if (records.length > 0) await this.#sink(records);
  }

  described({ asOf, catalogue }: BuildOptions, lines: number): SnapshotFile {
    const { path, entity, columns, canonical } = this.#file;
    const known = new Set(catalogue[entity].columns.map(({ name }) => name));
    return {
      ...{ path, entity, sha256: this.#hash.digest('hex'), bytes: this.#bytes },
      ...{ modified: asOf, exportDate: null, encoding: 'json', delimiter: '', lines, unreadable: 0 },
      ...{ columns, canonical, droppedColumns: [] },
      unknownColumns: canonical.filter((name) => !known.has(name)),
    };
  }
}
