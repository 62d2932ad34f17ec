import type { Shape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { ident } from '../database/sql.ts';
import type { Batch } from '../ledger/batches.ts';
import { afterTable, beforeTable, type ImageColumn, imageColumns } from '../ledger/images.ts';

export interface RowFate {
  table: string;
  id: string;
  why: string;
}

/**
 * One target table of a rollback: `work` lists the touched rows with what becomes of each: kept, blocked, or reversed.
 * An inserted row without a fate is reversed; an updated one gets that fate when its before-image is back.
 */
export interface WorkTable {
  name: string;
  /** Number of the batch that is undone. */
  batch: number;
  target: string;
  work: string;
  before: string;
  after: string;
  /** Whether the batch inserted rows, and whether it changed any. */
  inserted: boolean;
  updated: boolean;
  /** Columns that both the target and its images have. */
  columns: ImageColumn[];
}

const LISTED = 1000;

/** Tables of which the batch left after-images, whatever the mapping says today. */
export async function touchedTables(session: Session, shape: Shape, batch: Batch): Promise<string[]> {
  const touched: string[] = [];
  for (const name of Object.keys(shape.tables)) {
    const { rows } = await session.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
      afterTable(name),
    ]);
    if (!rows[0]?.found) continue;
    const used = await session.query(`SELECT 1 FROM ${afterTable(name)} WHERE _batch = ${batch.id} LIMIT 1`);
    if (used.rows.length > 0) touched.push(name);
  }
  return touched;
}

/** The rows that a batch touched, and what becomes of each: reversed, kept or blocked. */
export class Work {
  readonly batch: Batch;
  readonly tables: WorkTable[];

  private constructor(batch: Batch, tables: WorkTable[]) {
    this.batch = batch;
    this.tables = tables;
  }

  static async create(session: Session, shape: Shape, batch: Batch, names: string[]): Promise<Work> {
    const tables: WorkTable[] = [];
    for (const name of names) {
      const table = shape.tables[name];
      if (!table) continue;
      const before = beforeTable(name);
      const after = afterTable(name);
      const work = `migration_staging.${ident(`rollback_${batch.id}_${name}`)}`;
      await session.exec(`
        DROP TABLE IF EXISTS ${work};
        CREATE UNLOGGED TABLE ${work} AS
        SELECT a.id, CASE WHEN b.id IS NULL THEN 'insert' ELSE 'update' END AS action, NULL::text AS fate, NULL::text AS why
        FROM ${after} a LEFT JOIN ${before} b ON b._batch = a._batch AND b.id = a.id WHERE a._batch = ${batch.id};
        ANALYZE ${work}`);
      const actions = await session.query<{ action: string }>(`SELECT DISTINCT action FROM ${work}`);
      const did = (action: string) => actions.rows.some((row) => row.action === action);
      const imaged = await columnsOf(session, after);
      const columns = imageColumns(table).filter((column) => imaged.has(column.sql));
      tables.push({
        ...{ name, batch: batch.id, target: `public.${ident(name)}`, work, before, after, columns },
        ...{ inserted: did('insert'), updated: did('update') },
      });
    }
    return new Work(batch, tables);
  }

  /**
   * Locks every touched row until the transaction ends. From here on nobody can change one, nor refer to one, so what
   * the following statements find is how it is.
   */
  async lock(session: Session): Promise<void> {
    for (const { target, work } of this.tables) {
      await session.query(`
        SELECT count(*) FROM (SELECT FROM ${target} t JOIN ${work} w ON w.id = t.id::text FOR UPDATE OF t) locked`);
    }
  }

  table(name: string): WorkTable | undefined {
    return this.tables.find((table) => table.name === name);
  }

  async fates(session: Session) {
    const counts = { reversed: 0, kept: 0, blocked: 0 };
    const listed: Record<'kept' | 'blocked', RowFate[]> = { kept: [], blocked: [] };
    for (const { name, work } of this.tables) {
      const { rows } = await session.query<{ fate: 'reversed' | 'kept' | 'blocked'; count: number }>(
        `SELECT coalesce(fate, 'reversed') AS fate, count(*)::int AS count FROM ${work} GROUP BY 1`,
      );
      for (const row of rows) counts[row.fate] += row.count;
      const named = await session.query<{ id: string; fate: 'kept' | 'blocked'; why: string }>(
        `SELECT id, fate, why FROM ${work} WHERE fate <> 'reversed' ORDER BY id LIMIT ${LISTED}`,
      );
      for (const row of named.rows) listed[row.fate].push({ table: name, id: row.id, why: row.why });
    }
    return { counts, ...listed };
  }

  async drop(session: Session): Promise<void> {
    if (this.tables.length > 0)
      await session.exec(`DROP TABLE ${this.tables.map((table) => table.work).join(', ')}`);
  }
}

async function columnsOf(session: Session, table: string): Promise<Set<string>> {
  const { rows } = await session.query<{ name: string }>(
    'SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped',
    [table],
  );
  return new Set(rows.map((row) => ident(row.name)));
}
