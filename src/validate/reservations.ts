import { type Layout, unitOf } from '../staging/layout.ts';
import type { ValidationRule } from './index.ts';

/** Stays that take up a place: cancelled ones do not, and requests are no stays yet. */
export const ACTIVE = `('CONFIRMED', 'CHECKED_IN', 'CHECKED_OUT', 'COMPLETED')`;

/** SQL for the active stays that would move. */
export function activeStays(layout: Layout): string | null {
  const stays = unitOf(layout, 'reservations');
  if (!stays) return null;
  return `SELECT l.n, l.entity, l.file, l.source_id, s."petId" AS pet, s."resourceId" AS lodging,
      s."startDate" AS starts, s."endDate" AS ends, s."segmentOf" AS segment
    FROM ${stays.staged} s JOIN ${stays.lines} l ON l.n = s._n AND l.state = 'ready'
    WHERE s.status IN ${ACTIVE}`;
}

/**
 * Overlapping active stays of one pet, said once of the later one. A running maximum of the ends finds overlaps
 * with any earlier stay in one pass. Date-only times make back-to-back stays touch; touching is no overlap. A stay in
 * several lodgings does not overlap itself.
 */
export const overlappingStays: ValidationRule = async (session, layout) => {
  const stays = activeStays(layout);
  if (!stays) return;
  await session.query(`
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
    SELECT n, entity, file, 'validate', 'RESERVATION_OVERLAP_PET', 'animals/' || pet FROM (
      SELECT a.*, max(ends) OVER (PARTITION BY pet ORDER BY starts, n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until
      FROM (${stays}) a WHERE segment IS NULL) w
    WHERE starts < until`);
};
