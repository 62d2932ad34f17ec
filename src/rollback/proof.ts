import type { Session } from '../database/session.ts';
import { asStored } from '../ledger/images.ts';
import type { Work } from './work.ts';

/** Reversed rows, compared with their before-images in all columns; an inserted row must be gone. */
export interface Proof {
  rows: number;
  equal: number;
  different: number;
}

export async function prove(session: Session, work: Work): Promise<Proof> {
  const proof: Proof = { rows: 0, equal: 0, different: 0 };
  for (const table of work.tables) {
    const same = table.columns
      .map((column) => `${asStored('t', column)} IS NOT DISTINCT FROM b.${column.sql}`)
      .join(' AND ');
    const { rows } = await session.query<Proof & Record<string, unknown>>(`
      SELECT count(*)::int AS rows, count(*) FILTER (WHERE ok)::int AS equal, count(*) FILTER (WHERE NOT ok)::int AS different
      FROM (
        SELECT CASE WHEN w.action = 'insert' THEN t.id IS NULL ELSE t.id IS NOT NULL AND ${same} END AS ok
        FROM ${table.work} w LEFT JOIN ${table.target} t ON t.id::text = w.id
        LEFT JOIN ${table.before} b ON b._batch = ${table.batch} AND b.id = w.id WHERE w.fate = 'reversed'
      ) p`);
    proof.rows += rows[0]?.rows ?? 0;
    proof.equal += rows[0]?.equal ?? 0;
    proof.different += rows[0]?.different ?? 0;
  }
  return proof;
}
