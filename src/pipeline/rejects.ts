import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline as flow } from 'node:stream/promises';
import { refusal } from '../core/errors.ts';
import { isRuleCode, ruleOf } from '../core/rules/index.ts';
import type { Session } from '../database/session.ts';
import { bookingOf } from '../gingr/bookings.ts';
import { idColumnOf } from '../gingr/catalogue.ts';
import { type Batch, listBatches, standingBatch } from '../ledger/batches.ts';
import type { SnapshotFile } from '../snapshot/format.ts';
import { openSnapshot, type Snapshot } from '../snapshot/read.ts';
import type { RejectsResult } from './results.ts';
import type { Runtime } from './runtime.ts';
import { withWorld } from './world.ts';

const WHY_COLUMNS = ['reject_line', 'reject_code', 'reject_reason', 'reject_remedy'];

/**
 * Writes the rejected records of a batch, one CSV per source file, in the file's own columns and order, with why
 * and what to do behind them. They hold personal data: folder 0700, files 0600.
 */
export function rejectsExport(
  runtime: Runtime,
  options: { batch?: string; out: string },
): Promise<RejectsResult> {
  return withWorld(runtime, async ({ session, source }) => {
    const batch = options.batch
      ? (await listBatches(session, source.tenant)).find((candidate) => candidate.publicId === options.batch)
      : await standingBatch(session, source);
    if (!batch)
      throw refusal(
        'BATCH_UNKNOWN',
        'There is no such batch in this target.',
        'List the batches with `tailtown-migrate status`.',
      );
    const snapshot = await openSnapshot(runtime.settings.workspace, batch.snapshot);
    await mkdir(options.out, { recursive: true, mode: 0o700 });
    const files: RejectsResult['files'] = [];
    for (const [number, file] of snapshot.manifest.files.entries()) {
      const rejects = await rejectsOf(session, batch, file.path);
      if (rejects.size === 0) continue;
      const target = path.join(options.out, `${file.path.replaceAll(/[\\/]/g, '_')}.rejects.csv`);
      await flow(rejectedLines(snapshot, file, number, rejects), createWriteStream(target, { mode: 0o600 }));
      const records = [...rejects.values()].reduce((sum, { size }) => sum + size, 0);
      files.push({ path: target, records });
    }
    return { files };
  });
}

/** Codes of rejected lines, by line number and source id: a line that books several animals was parted into one for each. */
type Rejects = ReadonlyMap<number, ReadonlyMap<string | null, string>>;

/** Rejected lines of one file. */
async function rejectsOf(session: Session, batch: Batch, file: string): Promise<Rejects> {
  const { rows } = await session.query<{ line: number; id: string | null; code: string }>(
    `SELECT line, source_id AS id, code FROM migration.outcomes WHERE batch = $1 AND file = $2 AND outcome = 'rejected' AND line IS NOT NULL`,
    [batch.id, file],
  );
  const rejects = new Map<number, Map<string | null, string>>();
  for (const { line, id, code } of rows) rejects.set(line, (rejects.get(line) ?? new Map()).set(id, code));
  return rejects;
}

async function* rejectedLines(snapshot: Snapshot, file: SnapshotFile, number: number, rejects: Rejects) {
  yield `\ufeff${csv([...file.columns, ...WHY_COLUMNS])}`;
  const columns = snapshot.manifest.entities.find((entity) => entity.entity === file.entity)?.columns ?? [];
  const id = columns.indexOf(idColumnOf(file.entity));
  const positions = file.canonical.map((column) => columns.indexOf(column));
  for await (const lines of snapshot.readLines(file.entity)) {
    for (const { file: of, line, values } of lines) {
      const here = of === number ? rejects.get(line) : undefined;
      const own = values[id]?.trim() ?? '';
      const code = here?.get(own) ?? (bookingOf(own) === null ? here?.values().next().value : undefined);
      if (code) yield csv([...positions.map((position) => values[position] ?? ''), ...why(line, code)]);
    }
  }
  for await (const lines of snapshot.readUnreadable(file.entity)) {
    for (const { file: of, line, code, raw } of lines) {
      if (of === number) yield csv([raw, ...file.columns.slice(1).map(() => ''), ...why(line, code)]);
    }
  }
}

const why = (line: number, code: string): string[] =>
  isRuleCode(code)
    ? [String(line), code, ruleOf(code).title, ruleOf(code).remedy]
    : [String(line), code, '', ''];

/** A cell that a spreadsheet would run as a formula gets an apostrophe in front. */
const csv = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${(/^[=+@\t\r-]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
