import type { SourceScope } from '../core/identity.ts';
import type { Session } from '../database/session.ts';
import { ident } from '../database/sql.ts';
import type { KeyLookup } from './check.ts';

/** Answers for the check of a sample from the control tables and the target, as the database's last load left it. */
export function targetLookup(session: Session, { tenant, sourceDatabase }: SourceScope): KeyLookup {
  const first = async (sql: string, values: unknown[]) =>
    (await session.query<Record<string, unknown>>(sql, values)).rows[0];

  const rowOf = (entity: string, id: string, table: string | null, part: string | null) =>
    first(
      `SELECT x.target_id, x.kind FROM migration.crosswalk x JOIN migration.scopes s ON s.id = x.scope
       WHERE s.tenant = $1 AND s.source_database = $6 AND s.entity = $2 AND x.source_id = $3 AND ($4::text IS NULL OR s.target_table = $4)
         AND ($5::text IS NULL OR s.part = $5) LIMIT 1`,
      [tenant, entity, id, table, part, sourceDatabase],
    );

  return {
    async outcomeOf(entity, id) {
      const ended = await first(
        `SELECT o.outcome, o.code FROM migration.outcomes o JOIN migration.batches b ON b.id = o.batch
         WHERE b.tenant = $1 AND o.entity = $2 AND o.source_id = $3 AND b.source_database = $4 ORDER BY o.id DESC LIMIT 1`,
        [tenant, entity, id, sourceDatabase],
      );
      if (ended) return { outcome: String(ended['outcome']), code: textOf(ended['code']) };
      return (await rowOf(entity, id, null, null)) ? { outcome: 'inserted', code: null } : null;
    },
    async valueOf(entity, id, table, column, part = '') {
      const row = await rowOf(entity, id, table, part);
      if (!row) return undefined;
      const found = await first(`SELECT to_jsonb(t) -> $2 AS value FROM ${ident(table)} t WHERE t.id = $1`, [
        row['target_id'],
        column,
      ]);
      return found ? (found['value'] ?? null) : undefined;
    },
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
