import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline as flow } from 'node:stream/promises';
import { refusal } from '../core/errors.ts';
import { isRuleCode, ruleOf } from '../core/rules/index.ts';
import type { Session } from '../database/session.ts';
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
      files.push({ path: target, records: rejects.size });
    }
    return { files };
  });
}

/** Rejected lines of one file: line number to code. */
async function rejectsOf(session: Session, batch: Batch, file: string): Promise<Map<number, string>> {
  const { rows } = await session.query<{ line: number; code: string }>(
    `SELECT line, code FROM migration.outcomes WHERE batch = $1 AND file = $2 AND outcome = 'rejected' AND line IS NOT NULL`,
    [batch.id, file],
  );
  return new Map(rows.map((row) => [row.line, row.code]));
}

async function* rejectedLines(
  snapshot: Snapshot,
  file: SnapshotFile,
  number: number,
  rejects: Map<number, string>,
) {
  yield `\ufeff${csv([...file.columns, ...WHY_COLUMNS])}`;
  const columns = snapshot.manifest.entities.find((entity) => entity.entity === file.entity)?.columns ?? [];
  const positions = file.canonical.map((column) => columns.indexOf(column));
  for await (const lines of snapshot.readLines(file.entity)) {
    for (const { file: of, line, values } of lines) {
      const code = of === number ? rejects.get(line) : undefined;
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
