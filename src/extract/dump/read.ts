import type { TableForm } from '../files/form.ts';
import type { BadRecord } from '../files/records.ts';
import { openDump } from './bytes.ts';
import { DumpReader, type RowTaker } from './reader.ts';
import { tableKey } from './statements.ts';

/** Some rows of one table. */
export interface TableBatch {
  form: TableForm;
  records: { line: number; cells: readonly (string | null)[] }[];
  unreadable: BadRecord[];
  blank: 0;
}

/** What is kept of a row that cannot be read. */
const KEPT_OF_BAD = 64 * 1024;

/**
 * The rows of tables of one dump, in its order; what stands under a dropped index is never made a text. The line of a row is its
 * number in its table, from 1: one line of a dump may hold many thousands of rows. `wanted` says which columns by form. Throws what
 * opening and reading the file throws, and a DumpProblem; `isSame` is asked at the end with the hash of the file.
 */
export async function openTables(
  forms: readonly TableForm[],
  wanted: (form: TableForm, index: number) => boolean,
): Promise<{ batches: AsyncIterable<TableBatch>; position(): number; sha256(): string }> {
  const [first] = forms;
  if (!first) throw new Error('No table was asked for');
  const bytes = await openDump(first.dump.absolute);
  const byKey = new Map(forms.map((form) => [form.table, form]));
  let batches: TableBatch[] = [];
  const batchOf = (form: TableForm): TableBatch => {
    const last = batches.at(-1);
    if (last?.form === form) return last;
    const batch: TableBatch = { form, records: [], unreadable: [], blank: 0 };
    batches.push(batch);
    return batch;
  };
  const takerOf = (form: TableForm): RowTaker => ({
    wanted: form.header.map((_, index) => wanted(form, index)),
    row(line, cells, fault) {
      const batch = batchOf(form);
      if (fault === null) batch.records.push({ line, cells });
      else
        batch.unreadable.push({
          line,
          code: fault,
          raw: cells
            .map((cell) => cell ?? '')
            .join('\t')
            .slice(0, KEPT_OF_BAD),
        });
    },
  });
  const reader = new DumpReader({
    charset: first.charset,
    takerOf: (table) => {
      const form = byKey.get(tableKey(table));
      return form ? takerOf(form) : null;
    },
  });
  const take = () => {
    const taken = batches;
    batches = [];
    return taken;
  };
  const all = async function* () {
    for await (const chunk of bytes.chunks) {
      reader.take(chunk);
      yield* take();
    }
    reader.finish();
    yield* take();
  };
  return { batches: all(), position: bytes.position, sha256: bytes.sha256 };
}
