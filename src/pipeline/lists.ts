import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { BOM, csvFigures } from '../core/csv.ts';
import type { Session } from '../database/session.ts';
import type { Batch } from '../ledger/batches.ts';
import type { Download } from '../reconcile/aftermath.ts';
import { detailShown, idShown, sourceValueShown, targetValueShown } from '../reconcile/shown.ts';
import { notWritten } from '../report/write.ts';

type Cell = string | number | null;

interface List {
  name: string;
  what: string;
  table: 'issues' | 'alterations';
  header: string[];
  /** Columns of the control table, `id` apart. */
  columns: string[];
  /** Cells of a row, masked. */
  masked: (row: Record<string, Cell>) => Cell[];
}

const text = (cell: Cell | undefined, shown: (value: string) => string): Cell =>
  typeof cell === 'string' ? shown(cell) : (cell ?? null);
const id = (cell: Cell | undefined): Cell => (typeof cell === 'string' ? idShown(cell) : (cell ?? null));

const value = (row: Record<string, Cell>): Cell =>
  text(row['value'], (found) =>
    sourceValueShown(
      String(row['entity']),
      row['column_name'] === null ? null : String(row['column_name']),
      found,
    ),
  );
const altered = (row: Record<string, Cell>, side: 'before' | 'after'): Cell =>
  text(row[side], (found) =>
    targetValueShown(String(row['target_table']), String(row['column_name']), found),
  );

const LISTS: List[] = [
  {
    ...{ name: 'every-issue.csv', what: 'Every place in which something was noticed', table: 'issues' },
    header: ['code', 'severity', 'kind', 'record', 'file', 'line', 'column', 'value', 'detail'],
    columns: ['code', 'severity', 'entity', 'source_id', 'file', 'line', 'column_name', 'value', 'detail'],
    masked: (row) => [
      ...[row['code'] ?? null, row['severity'] ?? null, row['entity'] ?? null, id(row['source_id'])],
      ...[row['file'] ?? null, row['line'] ?? null, row['column_name'] ?? null, value(row)],
      typeof row['detail'] === 'string' ? detailShown(row['detail']) : null,
    ],
  },
  {
    ...{
      name: 'every-alteration.csv',
      what: 'Every value that was changed, before and after',
      table: 'alterations',
    },
    header: ['table', 'column', 'how', 'kind', 'record', 'before', 'after'],
    columns: ['target_table', 'column_name', 'kind', 'entity', 'source_id', 'before', 'after'],
    masked: (row) => [
      ...[
        row['target_table'] ?? null,
        row['column_name'] ?? null,
        row['kind'] ?? null,
        row['entity'] ?? null,
      ],
      ...[id(row['source_id']), altered(row, 'before'), altered(row, 'after')],
    ],
  },
];

/** Rows that are in memory at a time. */
const PAGE = 5000;

/**
 * Writes what the page and report.json only give examples of, to the last line, from the control tables of a batch. A
 * list of more than `most` lines is left to `report`, so that a load need not wait for it; one of an earlier report goes.
 * Errors: REPORT_NOT_WRITTEN.
 */
export async function listsBeside(
  session: Session,
  batch: Batch,
  folder: string,
  { personal, most }: { personal: boolean; most: number },
): Promise<Download[]> {
  const written: Download[] = [];
  for (const list of LISTS) {
    const file = path.join(folder, list.name);
    const { rows } = await session.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM migration.${list.table} WHERE batch = $1`,
      [batch.id],
    );
    const count = rows[0]?.count ?? 0;
    try {
      await rm(file, { force: true });
      if (count === 0 || count > most) continue;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeList(session, batch, list, file, personal);
    } catch (cause) {
      throw isDisk(cause) ? notWritten(folder, cause) : cause;
    }
    written.push({ path: list.name, what: list.what, lines: count });
  }
  return written;
}

async function writeList(
  session: Session,
  batch: Batch,
  { table, header, columns, masked }: List,
  file: string,
  personal: boolean,
): Promise<void> {
  const out = await open(file, 'w', 0o600);
  try {
    await out.write(`${BOM}${csvFigures(header)}`);
    for (let last = '0'; ; ) {
      const { rows } = await session.query<Record<string, Cell>>(
        `SELECT id::text AS id, ${columns.join(', ')} FROM migration.${table}
         WHERE batch = $1 AND id > $2::bigint ORDER BY id LIMIT ${PAGE}`,
        [batch.id, last],
      );
      const cells = rows.map((row) =>
        personal ? columns.map((column) => row[column] ?? null) : masked(row),
      );
      await out.write(cells.map(csvFigures).join(''));
      if (rows.length < PAGE) return;
      last = String(rows.at(-1)?.['id']);
    }
  } finally {
    await out.close();
  }
}

const OF_DISKS = ['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS', 'EIO', 'ENOTDIR', 'ENOENT', 'EMFILE'];

/** What the file system says, and not the database. */
const isDisk = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && OF_DISKS.includes(String(cause.code));
