import { bookingSplitter } from '../gingr/bookings.ts';
import { FORM_COLUMN, hasForm, withoutSecretFields } from '../gingr/form-data.ts';
import type { SnapshotLine } from '../snapshot/format.ts';
import type { SnapshotWriter } from '../snapshot/write.ts';
import type { Totals } from './files/read-file.ts';

/** One record as its source has it; `line` says where it stands there. */
export interface SinkRecord {
  line: number;
  cells: readonly (string | null)[];
}

export interface SinkOptions {
  entity: string;
  /** Canonical names of the cells, in their order. */
  canonical: readonly string[];
  /** Of the file in the manifest. */
  index: number;
  /** Order of the entity's values in the snapshot. */
  columns: readonly string[];
  writer: SnapshotWriter;
  totals: Totals;
}

/**
 * Takes the records of one file into the snapshot, whatever source it stands for: parts bookings of several animals, takes
 * secret fields out of forms, and adds up counts and control totals.
 */
export function recordSink(options: SinkOptions): (records: readonly SinkRecord[]) => Promise<void> {
  const { entity, canonical, index, columns, writer, totals } = options;
  const place = new Map(canonical.map((name, at) => [name, at]));
  const places = columns.map((column) => place.get(column) ?? -1);
  const split = bookingSplitter(entity, canonical);
  const form = hasForm(entity) ? columns.indexOf(FORM_COLUMN) : -1;
  return async (given) => {
    const records = split
      ? given.flatMap(({ line, cells }) => (split(cells) ?? [cells]).map((own) => ({ line, cells: own })))
      : given;
    const lines: SnapshotLine[] = records.map(({ line, cells }) => ({
      file: index,
      line,
      values: places.map((at) => (at === -1 ? null : (cells[at] ?? null))),
    }));
    if (form >= 0) for (const { values } of lines) values[form] &&= withoutSecretFields(entity, values[form]);
    await writer.lines(entity, lines);
    totals.add(entity, index, records.length, 0);
    totals.addControls(
      entity,
      canonical,
      records.map(({ cells }) => cells),
    );
  };
}
