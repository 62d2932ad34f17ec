import { unitOf } from '../../staging/layout.ts';
import type { DeriveStep } from './index.ts';

/**
 * A schedule without a name of its own is called as the type of its stays is. Tailtown makes the stays of a schedule
 * itself, from the day behind the last one that is there: without it, people would find every stay twice.
 */
export const standing: DeriveStep = async ({ session, layout, unit }) => {
  const services = unitOf(layout, 'reservation_types');
  const stays = unitOf(layout, 'reservations');
  await session.exec(`UPDATE ${unit.staged} SET name = named`);
  if (services)
    await session.exec(`
      UPDATE ${unit.staged} s SET name = t.name FROM ${services.staged} t
      WHERE s.name IS NULL AND t._source_id = s."serviceId"`);
  if (stays)
    await session.exec(`
      UPDATE ${unit.staged} s SET "lastGeneratedDate" = m.last FROM (
        SELECT s._n AS n, max(r."startDate") AS last
        FROM ${unit.staged} s JOIN ${stays.staged} r ON r."petId" = s."petId" AND r."serviceId" = s."serviceId"
        JOIN ${stays.lines} l ON l.n = r._n AND l.mapped_state = 'ready' AND l.mapped_code IS NULL
        WHERE r."isRecurring" AND r."startDate" >= s."effectiveFrom" GROUP BY 1) m
      WHERE m.n = s._n`);
};
