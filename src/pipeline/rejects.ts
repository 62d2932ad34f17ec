import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BOM, csvLine } from '../core/csv.ts';
import { isRuleCode, ruleOf } from '../core/rules/index.ts';
import type { Session } from '../database/session.ts';
import { bookingOf } from '../gingr/bookings.ts';
import { idColumnOf } from '../gingr/catalogue.ts';
import type { Batch } from '../ledger/batches.ts';
import type { Download } from '../reconcile/aftermath.ts';
import { openSnapshot, type Snapshot } from '../snapshot/read.ts';
import type { Layout } from '../staging/layout.ts';
import { mendedBatch } from './batch.ts';
import { mendedSince } from './replay-earlier.ts';
import type { RejectsResult } from './results.ts';
import type { Runtime } from './runtime.ts';
import { withWorld } from './world.ts';

/** Behind the file's own columns. `rejects replay` knows by them where a line came from, and takes them off again. */
export const WHY_COLUMNS = ['reject_file', 'reject_line', 'reject_code', 'reject_reason', 'reject_remedy'];

/** A rejected line: where it stands, whose it is, and which rule rejected it. */
export interface Reject {
  file: string;
  line: number;
  id: string | null;
  code: string;
  /** The record that this one only waits for, as `owners/40123`, or null. */
  root: string | null;
}

/**
 * Writes the rejected records of a batch, one CSV per source file, in the file's own columns and order, with why
 * and what to do behind them; without those that a batch of mended records moved since. They hold personal data: folder 0700, files 0600.
 */
export function rejectsExport(
  runtime: Runtime,
  options: { batch?: string; out: string },
): Promise<RejectsResult> {
  return withWorld(runtime, async (world) => {
    const batch = await mendedBatch(world, options.batch);
    const snapshot = await openSnapshot(runtime.settings.workspace, batch.snapshot);
    const since = await mendedSince(world, runtime.settings.workspace, batch);
    const entities = new Map(snapshot.manifest.files.map((file) => [file.path, file.entity]));
    const open: Reject[] = [];
    const mended = new Map<string, number>();
    for (const reject of await rejectsOf(world.session, batch)) {
      const by = since.get(`${entities.get(reject.file)}/${reject.id}`);
      if (by === undefined) open.push(reject);
      else mended.set(by, (mended.get(by) ?? 0) + 1);
    }
    const files = await writeRejects(snapshot, open, options.out);
    return {
      mended: [...mended].map(([by, records]) => ({ batch: by, records })),
      files: files.map(({ path: name, lines }) => ({ path: path.join(options.out, name), records: lines })),
    };
  });
}

/** Rejected lines of a batch. */
export async function rejectsOf(session: Session, batch: Batch): Promise<Reject[]> {
  const { rows } = await session.query<Reject & Record<string, unknown>>(
    `SELECT file, line, source_id AS id, code, detail AS root FROM migration.outcomes
     WHERE batch = $1 AND outcome = 'rejected' AND file IS NOT NULL AND line IS NOT NULL`,
    [batch.id],
  );
  return rows;
}

/** Rejected lines of a staging set, inside the load's transaction: of a load that is not kept, no batch tells them. */
export async function stagedRejects(session: Session, layout: Layout): Promise<Reject[]> {
  const { rows } = await session.query<Reject & Record<string, unknown>>(
    `SELECT f.path AS file, l.line, l.source_id AS id, l.code, l.root FROM ${layout.lines} l JOIN ${layout.files} f ON f.file = l.file
     WHERE l.state IN ('rejected', 'unreadable') AND l.line IS NOT NULL`,
  );
  return rows;
}

/** One rejected record in the columns of its file. */
export interface RejectedCells {
  reject: Reject;
  cells: string[];
}

/** The rejected records as the snapshot has them, entity by entity, each entity read once. */
export async function* rejectedCells(
  snapshot: Snapshot,
  rejects: readonly Reject[],
): AsyncGenerator<RejectedCells> {
  const byPlace = new Map<string, Reject[]>();
  for (const reject of rejects) {
    const key = `${reject.file}:${reject.line}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), reject]);
  }
  const { files, entities } = snapshot.manifest;
  const places = new Map<string, Set<number>>();
  for (const { file, line } of rejects) places.set(file, (places.get(file) ?? new Set()).add(line));
  for (const { entity, columns } of entities) {
    if (!files.some((file) => file.entity === entity && places.has(file.path))) continue;
    const id = columns.indexOf(idColumnOf(entity));
    const positions = files.map((file) => file.canonical.map((column) => columns.indexOf(column)));
    const wanted = (file: number, line: number) => places.get(files[file]?.path ?? '')?.has(line) ?? false;
    for await (const some of snapshot.readLines(entity, wanted))
      for (const { file, line, values } of some) {
        const here = byPlace.get(`${files[file]?.path}:${line}`);
        const own = values[id]?.trim() ?? '';
        // A line that books several animals was parted into one for each.
        const reject =
          here?.find((candidate) => candidate.id === own) ??
          (bookingOf(own) === null ? here?.[0] : undefined);
        if (reject)
          yield { reject, cells: (positions[file] ?? []).map((position) => values[position] ?? '') };
      }
    for await (const lines of snapshot.readUnreadable(entity))
      for (const { file, line, code, raw } of lines) {
        const of = files[file];
        const [reject] = byPlace.get(`${of?.path}:${line}`) ?? [];
        if (of && reject)
          yield { reject: { ...reject, code }, cells: [raw, ...of.columns.slice(1).map(() => '')] };
      }
  }
}

type RejectFile = Download & { codes: Record<string, number> };

/** So much text is kept before it is written. */
const PART = 256 * 1024;

/** Writes them into `out`, each source file's into a file of its own. The paths are relative to `out`. */
export async function writeRejects(
  snapshot: Snapshot,
  rejects: readonly Reject[],
  out: string,
): Promise<RejectFile[]> {
  if (rejects.length === 0) return [];
  await mkdir(out, { recursive: true, mode: 0o700 });
  const files = new Map<string, RejectFile & { text: string }>();
  const flush = async (file: RejectFile & { text: string }) => {
    const { text } = file;
    file.text = '';
    await appendFile(path.join(out, file.path), text, { mode: 0o600 });
  };
  for await (const { reject, cells } of rejectedCells(snapshot, rejects)) {
    const { file: source, line, code } = reject;
    let file = files.get(source);
    if (!file) {
      file = {
        path: `${source.replaceAll(/[\\/]/g, '_')}.rejects.csv`,
        what: source,
        lines: 0,
        codes: {},
        text: '',
      };
      files.set(source, file);
      await writeFile(path.join(out, file.path), headOf(snapshot, source), { mode: 0o600 });
    }
    const [reason, remedy] = isRuleCode(code) ? [ruleOf(code).title, ruleOf(code).remedy] : ['', ''];
    file.text += csvLine([...cells, source, String(line), code, reason, remedy]);
    file.lines += 1;
    file.codes[code] = (file.codes[code] ?? 0) + 1;
    if (file.text.length > PART) await flush(file);
  }
  for (const file of files.values()) await flush(file);
  return [...files.values()].map(({ text: _, ...file }) => file);
}

function headOf({ manifest }: Snapshot, source: string): string {
  const columns = manifest.files.find(({ path: of }) => of === source)?.columns ?? [];
  return `${BOM}${csvLine([...columns, ...WHY_COLUMNS])}`;
}
