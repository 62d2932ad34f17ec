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
  const add = async (sql: string) => {
    const { rows } = await session.query<{ rows: number; equal: number }>(sql);
    const { rows: all = 0, equal = 0 } = rows[0] ?? {};
    proof.rows += all;
    proof.equal += equal;
    proof.different += all - equal;
  };
  for (const { work: touched, target, before, batch, columns, inserted, updated } of work.tables) {
    if (inserted) {
      await add(`
        SELECT count(*)::int AS rows, count(*) FILTER (WHERE t.id IS NULL)::int AS equal
        FROM ${touched} w LEFT JOIN ${target} t ON t.id::text = w.id
        WHERE w.action = 'insert' AND coalesce(w.fate, 'reversed') = 'reversed'`);
    }
    if (updated) {
      const same = columns.map((column) => `${asStored('t', column)} IS NOT DISTINCT FROM b.${column.sql}`);
      await add(`
        SELECT count(*)::int AS rows, count(*) FILTER (WHERE t.id IS NOT NULL AND ${same.join(' AND ')})::int AS equal
        FROM ${touched} w LEFT JOIN ${target} t ON t.id::text = w.id
        LEFT JOIN ${before} b ON b._batch = ${batch} AND b.id = w.id
        WHERE w.action = 'update' AND w.fate = 'reversed'`);
    }
  }
  return proof;
}
