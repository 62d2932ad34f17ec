import { literal } from '../../database/sql.ts';
import { unitOf } from '../../staging/layout.ts';
import type { DeriveStep } from './index.ts';

/**
 * Entries of the wait list. Times are the stay's own, so that both tables say the same. Tailtown insists on the kind of
 * service, which only a reviewed reservation type has: a request that still waits is rejected without it, and of a wait
 * that is over the entry is left away, since its stay moves.
 */
export const waitList: DeriveStep = async ({ session, layout, unit }) => {
  const stays = unitOf(layout, unit.entity);
  const kind = unit.columns.find(({ name }) => name === 'serviceType');
  if (!stays || !kind) return;
  const known = (kind.enumValues ?? []).map(literal).join(', ') || 'NULL';
  const kindless = `(w."serviceType" IS NULL OR w."serviceType" NOT IN (${known}))`;
  // Whether the entry is its record's own row: then nothing else moves of it. Of what is rejected anyway it is told once.
  const own = `CASE WHEN l.mapped_state = 'ready' THEN l.mapped_code IS NOT NULL ELSE w.status = 'ACTIVE' END`;
  const issue = (code: string) => `
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name)
    SELECT l.n, l.entity, l.file, 'transform', '${code}', 'type_id'`;
  await session.exec(`
    UPDATE ${unit.staged} w SET "requestedStartDate" = s."startDate", "requestedEndDate" = s."endDate"
      FROM ${stays.staged} s WHERE s._n = w._n;
    UPDATE ${unit.staged} w SET "convertedToReservationId" = NULL WHERE w.status <> 'CONVERTED';
    ${issue('WAIT_LIST_KIND_UNREVIEWED')}
      FROM ${unit.staged} w JOIN ${unit.lines} l ON l.n = w._n AND l.mapped_state IN ('ready', 'rejected')
      WHERE ${own} AND ${kindless};
    UPDATE ${layout.lines} l SET state = 'rejected', mapped_state = 'rejected',
        code = 'WAIT_LIST_KIND_UNREVIEWED', mapped_code = 'WAIT_LIST_KIND_UNREVIEWED'
      FROM ${unit.staged} w WHERE l.n = w._n AND l.entity = ${unit.entityNumber} AND l.mapped_state = 'ready' AND ${own} AND ${kindless};
    ${issue('WAIT_LIST_PAST_UNREVIEWED')}
      FROM ${unit.staged} w JOIN ${unit.lines} l ON l.n = w._n AND l.mapped_state = 'ready'
      WHERE NOT ${own} AND (${kindless} OR w.priority IS NULL);
    DELETE FROM ${unit.staged} w USING ${unit.lines} l
      WHERE l.n = w._n AND NOT ${own} AND (${kindless} OR w.priority IS NULL OR w."requestedStartDate" IS NULL);
    UPDATE ${unit.staged} w SET position = 0 WHERE w.status <> 'ACTIVE';
    UPDATE ${unit.staged} w SET position = r.place FROM (
        SELECT w._n AS n, row_number() OVER (PARTITION BY w."serviceType"
          ORDER BY w.priority, length(w._source_id), w._source_id) AS place
        FROM ${unit.staged} w JOIN ${unit.lines} l ON l.n = w._n AND l.mapped_state = 'ready'
        WHERE w.status = 'ACTIVE') r
      WHERE r.n = w._n`);
};
