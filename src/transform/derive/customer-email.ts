import { literal } from '../../database/sql.ts';
import { syntheticEmailSql } from '../../tailtown/forced.ts';
import type { DeriveStep } from './index.ts';

/**
 * Who keeps an e-mail that several owners share: the oldest active one (P-DUP-7: people are never merged because
 * they share an address). The others, and those without a usable address, get one marked address under .invalid,
 * and no portal access: a reset mail must never reach somebody else.
 */
export const customerEmail: DeriveStep = async ({ session, layout, unit, source }) => {
  const synthetic = syntheticEmailSql(literal(source.sourceDatabase), 's._source_id');
  await session.exec(`
    CREATE TEMP TABLE losers AS
    SELECT n, email FROM (
      SELECT s._n AS n, s.email, row_number() OVER (PARTITION BY s.email
        ORDER BY s."isActive" DESC NULLS LAST, s."createdAt" NULLS LAST, length(s._source_id), s._source_id) AS place
      FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n AND l.mapped_state = 'ready'
      WHERE s.email IS NOT NULL AND s.email NOT LIKE '%@tailtown-migrate.invalid') ranked
    WHERE place > 1;
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value)
      SELECT l.n, l.entity, l.file, 'transform', 'OWNER_EMAIL_SHARED', 'email', losers.email
      FROM losers JOIN ${unit.lines} l USING (n);
    INSERT INTO ${layout.alterations} (n, stage, target_table, column_name, kind, before, after)
      SELECT s._n, 'transform', ${literal(unit.table)}, 'email', 'forced', losers.email, ${synthetic}
      FROM ${unit.staged} s LEFT JOIN losers ON losers.n = s._n
      WHERE losers.n IS NOT NULL OR s.email IS NULL;
    UPDATE ${unit.staged} s SET email = ${synthetic}, "portalEnabled" = false
      WHERE s.email IS NULL OR s._n IN (SELECT n FROM losers);
    DROP TABLE losers`);
};
