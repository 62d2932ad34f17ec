import type { Session } from '../database/session.ts';
import type { Batch } from '../ledger/batches.ts';

/**
 * Lists of a report to the last line, in their order. The model holds the first of each; these are kept with the batch,
 * and written beside the page a page at a time, so that memory stays flat.
 */
export const REPORT_LISTS = ['balances', 'unpaid-invoices', 'safety-losses'] as const;
export type ReportList = (typeof REPORT_LISTS)[number];

/** Where they are while the load's transaction is open. */
export const LISTED = 'listed';

const COLUMNS = 'list, what, source_id, code, gingr, tailtown';

/** An empty table for them, which ends with the transaction. */
export const createLists = (session: Session): Promise<void> =>
  session.exec(`CREATE TEMP TABLE ${LISTED} (id bigint GENERATED ALWAYS AS IDENTITY, list text NOT NULL, what text,
    source_id text, code text, gingr text, tailtown text) ON COMMIT DROP`);

/** SQL that adds the rows of `select` (what, source_id, code, gingr, tailtown), in its order. */
export const addToList = (list: ReportList, select: string): string => `
  INSERT INTO ${LISTED} (${COLUMNS}) SELECT '${list}', r.* FROM (${select}) AS r`;

/** Keeps them with the batch. */
export async function keepLists(session: Session, batch: Batch): Promise<void> {
  await session.query(`
    INSERT INTO migration.report_lists (batch, ${COLUMNS}) SELECT ${batch.id}, ${COLUMNS} FROM ${LISTED} ORDER BY id`);
}

/** SQL for cents as decimal text. */
export const decimal = (cents: string): string => `(${cents}::numeric / 100)::numeric(20, 2)::text`;
