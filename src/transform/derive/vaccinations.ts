import { literal } from '../../database/sql.ts';
import { type Layout, unitOf } from '../../staging/layout.ts';
import type { DeriveStep } from './index.ts';

/**
 * The vaccinations that would move, with the place of each among those of its animal and vaccine: 1 is the current
 * one, which is the one that expires last. `animal` is a source id, `vaccine` the exact key (trap 14).
 */
function ranked(layout: Layout): string | null {
  const unit = unitOf(layout, 'immunizations');
  if (!unit) return null;
  return `
    SELECT s._n AS n, s."petId" AS animal, s.vaccine, s."expirationDate" AS expires, s."recordDate" AS given, s.note,
      row_number() OVER (PARTITION BY s."petId", s.vaccine ORDER BY s."expirationDate" DESC NULLS LAST,
        s."recordDate" DESC NULLS LAST, length(s._source_id) DESC, s._source_id DESC) AS place
    FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n AND l.mapped_state = 'ready'
    WHERE s."petId" IS NOT NULL AND s.vaccine IS NOT NULL`;
}

/**
 * Pets hold their current vaccinations in two places: the day alone for the badge, and an object for the compliance
 * check, whose instant is that day's midnight in UTC (tailtown-target 6). What has expired is judged by the snapshot.
 */
export const vaccinations: DeriveStep = async ({ session, layout, unit, today }) => {
  const records = ranked(layout);
  if (!records) return;
  const instant = (column: string) => `to_char(v.${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  await session.query(`
    UPDATE ${unit.staged} s SET "vaccineExpirations" = a.expirations, "vaccinationStatus" = a.status
    FROM (
      SELECT v.animal,
        jsonb_object_agg(v.vaccine, to_char(v.expires, 'YYYY-MM-DD')) FILTER (WHERE v.expires IS NOT NULL) AS expirations,
        jsonb_object_agg(v.vaccine, jsonb_strip_nulls(jsonb_build_object(
          'status', CASE WHEN v.expires IS NULL THEN 'PENDING' WHEN v.expires < ${literal(today)}::date THEN 'EXPIRED' ELSE 'CURRENT' END,
          'expiration', ${instant('expires')}, 'lastGiven', ${instant('given')}, 'note', v.note))) AS status
      FROM (${records}) v WHERE v.place = 1 GROUP BY v.animal
    ) a WHERE a.animal = s._source_id`);
};

/**
 * Tailtown rebuilds a pet's vaccinations from its VACCINATION rows and lets the oldest win, so only the current record
 * of each vaccine may be one (tailtown-target 4). An older one without a row of its own is superseded.
 */
export const vaccinationCurrent: DeriveStep = async ({ session, layout, unit }) => {
  const records = ranked(layout);
  if (!records) return;
  await session.exec(`
    CREATE TEMP TABLE ranked AS ${records};
    UPDATE ${unit.staged} s SET "recordType" = CASE WHEN r.place = 1 THEN 'VACCINATION' ELSE 'VACCINATION_HISTORY' END
      FROM ranked r WHERE r.n = s._n;
    UPDATE ${layout.lines} l SET fold_code = 'IMMUNIZATION_SUPERSEDED'
      FROM ranked r WHERE r.n = l.n AND l.entity = ${unit.entityNumber} AND r.place > 1 AND l.fold_code IS NOT NULL;
    DROP TABLE ranked`);
};
