import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { BOM, csvFigures } from '../core/csv.ts';
import type { Session } from '../database/session.ts';
import type { Batch } from '../ledger/batches.ts';
import type { Download } from '../reconcile/aftermath.ts';
import { LISTED, type ReportList } from '../reconcile/lists.ts';
import { detailShown, idShown, sourceValueShown, targetValueShown } from '../reconcile/shown.ts';
import { notWritten } from '../report/write.ts';
import type { Snapshot } from '../snapshot/read.ts';
import { namesOf } from './personal.ts';

type Cell = string | number | null;
type Row = Record<string, Cell>;

interface List {
  name: string;
  what: string;
  /** Name in the file and SQL over the row of the control table, column by column. */
  columns: [header: string, sql: string][];
  /** What personal data was not asked for is shown as. */
  masked: Record<string, (cell: string, row: Row) => Cell>;
  /** The entity whose records' names stand in the column `name`, and the column of their ids. */
  named?: { entity: string; by: string };
}

const wordOf = (row: Row, header: string): string => String(row[header] ?? '');
const altered = (value: string, row: Row): Cell =>
  targetValueShown(wordOf(row, 'table'), wordOf(row, 'column'), value);

/** Of the control tables of a batch. */
const OF_BATCH: (List & { table: 'issues' | 'alterations' })[] = [
  {
    ...{ name: 'every-issue.csv', what: 'Every place in which something was noticed', table: 'issues' },
    columns: [
      ...plain('code', 'severity'),
      ['kind', 'entity'],
      ['record', 'source_id'],
      ...plain('file', 'line'),
      ['column', 'column_name'],
      ...plain('value', 'detail'),
    ],
    masked: {
      ...{ record: idShown, detail: detailShown },
      value: (value, row) => sourceValueShown(wordOf(row, 'kind'), wordOf(row, 'column'), value),
    },
  },
  {
    name: 'every-alteration.csv',
    what: 'Every value that was changed, before and after',
    table: 'alterations',
    columns: [
      ['table', 'target_table'],
      ['column', 'column_name'],
      ['how', 'kind'],
      ['kind', 'entity'],
      ['record', 'source_id'],
      ...plain('before', 'after'),
    ],
    masked: { record: idShown, before: altered, after: altered },
  },
];

const DIFFERENCE: [string, string] = ['difference', 'tailtown::numeric - gingr::numeric'];

/** Those that a load keeps for its report (`REPORT_LISTS`). */
const OF_REPORT: Record<ReportList, List> = {
  balances: {
    ...{ name: 'balances.csv', what: 'Owners whose balance differs, the largest differences first' },
    columns: [
      ['owner', 'source_id'],
      ['name', 'NULL'],
      ['in_gingr', 'gingr'],
      ['in_tailtown', 'tailtown'],
      DIFFERENCE,
    ],
    ...{ masked: { owner: idShown }, named: { entity: 'owners', by: 'owner' } },
  },
  'unpaid-invoices': {
    ...{ name: 'unpaid-invoices.csv', what: 'Invoices of which something is open, those that differ first' },
    columns: [
      ['invoice', 'source_id'],
      ['check', 'what'],
      ['not_moved_by', 'code'],
      ['in_gingr', 'gingr'],
      ['in_tailtown', 'tailtown'],
      DIFFERENCE,
    ],
    masked: { invoice: idShown },
  },
  'safety-losses': {
    name: 'safety-losses.csv',
    what: 'Every animal that lost a safety fact, or was not moved with it',
    columns: [...plain('what'), ['animal', 'source_id'], ['name', 'NULL'], ...plain('code')],
    ...{ masked: { animal: idShown }, named: { entity: 'animals', by: 'animal' } },
  },
};

function plain(...names: string[]): [string, string][] {
  return names.map((name) => [name, name]);
}

/** Rows that are in memory at a time. */
const PAGE = 5000;

export interface ListOptions {
  personal: boolean;
  /** Longer ones are left to `report`, so that a load need not wait for them; one of an earlier report goes. */
  most: number;
  /** Where names are read from; null where it is gone. */
  snapshot: Snapshot | null;
}

/**
 * Writes what the page and report.json only give examples of, to the last line, from the control tables of a batch.
 * Without one, from what the open transaction of a load has, which keeps no list of issues and alterations.
 * Errors: REPORT_NOT_WRITTEN.
 */
export async function listsBeside(
  session: Session,
  batch: Batch | null,
  folder: string,
  options: ListOptions,
): Promise<Download[]> {
  const lists = [
    ...Object.entries(OF_REPORT).map(([list, columns]) => ({
      list: columns,
      from: `${batch ? 'migration.report_lists' : LISTED} WHERE ${batch ? `batch = ${batch.id} AND ` : ''}list = '${list}'`,
    })),
    ...OF_BATCH.map((list) => ({
      list,
      from: batch ? `migration.${list.table} WHERE batch = ${batch.id}` : null,
    })),
  ];
  const written: Download[] = [];
  for (const { list, from } of lists) {
    const file = path.join(folder, list.name);
    const count = from === null ? 0 : await countOf(session, from);
    try {
      await rm(file, { force: true });
      if (from === null || count === 0 || count > options.most) continue;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeList(session, list, from, file, options);
    } catch (cause) {
      throw isDisk(cause) ? notWritten(folder, cause) : cause;
    }
    written.push({ path: list.name, what: list.what, lines: count });
  }
  return written;
}

async function countOf(session: Session, from: string): Promise<number> {
  const { rows } = await session.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${from}`);
  return rows[0]?.count ?? 0;
}

async function writeList(
  session: Session,
  { columns, masked, named }: List,
  from: string,
  file: string,
  { personal, snapshot }: ListOptions,
): Promise<void> {
  const out = await open(file, 'w', 0o600);
  const selected = columns.map(([name, sql]) => `${sql} AS "${name}"`).join(', ');
  try {
    await out.write(`${BOM}${csvFigures(columns.map(([name]) => name))}`);
    for (let last = '0'; ; ) {
      const { rows } = await session.query<Row>(
        `SELECT id::text AS _id, ${selected} FROM ${from} AND id > $1::bigint ORDER BY id LIMIT ${PAGE}`,
        [last],
      );
      const names =
        personal && named && snapshot
          ? await namesOf(snapshot, new Set(rows.map((row) => `${named.entity}/${row[named.by]}`)))
          : new Map<string, string>();
      const shown = (row: Row, name: string): Cell => {
        if (named && name === 'name') return names.get(`${named.entity}/${row[named.by]}`) ?? null;
        const cell = row[name] ?? null;
        return personal || typeof cell !== 'string' ? cell : (masked[name]?.(cell, row) ?? cell);
      };
      await out.write(rows.map((row) => csvFigures(columns.map(([name]) => shown(row, name)))).join(''));
      if (rows.length < PAGE) return;
      last = String(rows.at(-1)?.['_id']);
    }
  } finally {
    await out.close();
  }
}

const OF_DISKS = ['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS', 'EIO', 'ENOTDIR', 'ENOENT', 'EMFILE'];

/** What the file system says, and not the database. */
const isDisk = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && OF_DISKS.includes(String(cause.code));
