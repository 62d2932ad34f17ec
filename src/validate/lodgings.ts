import { entityNumber, unitOf } from '../staging/layout.ts';
import type { ValidationRule } from './index.ts';
import { activeStays } from './reservations.ts';

/**
 * Lodgings that hold more active stays at one moment than their capacity: a sweep over starts and ends per
 * lodging, ends first, so that back-to-back stays do not count twice. One issue per lodging.
 */
export const lodgingCapacity: ValidationRule = async (session, layout) => {
  const lodgings = unitOf(layout, 'lodgings');
  const stays = activeStays(layout);
  if (!lodgings || !stays || !lodgings.columns.some((column) => column.name === 'capacity')) return;
  await session.query(`
    WITH survivor AS (
      SELECT source_id, coalesce(survivor, source_id) AS lodging FROM ${layout.lines}
      WHERE entity = ${entityNumber(layout, 'lodgings')} AND state IN ('ready', 'merged')
    ), moments AS (
      SELECT v.lodging, m.at, m.step
      FROM (${stays}) a JOIN survivor v ON v.source_id = a.lodging
      CROSS JOIN LATERAL (VALUES (a.starts, 1), (a.ends, -1)) AS m(at, step)
    ), sweep AS (
      SELECT lodging, at, sum(step) OVER (PARTITION BY lodging ORDER BY at, step ROWS UNBOUNDED PRECEDING) AS present FROM moments
    ), most AS (SELECT lodging, max(present) AS present FROM sweep GROUP BY 1)
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
    SELECT l.n, l.entity, l.file, 'validate', 'LODGING_OVER_CAPACITY', m.present || ' stays at once, capacity ' || coalesce(s.capacity, 1)
    FROM most m JOIN ${lodgings.staged} s ON s._source_id = m.lodging JOIN ${lodgings.lines} l ON l.n = s._n
    WHERE m.present > coalesce(s.capacity, 1)`);
};
