import { SERVICES_LABEL } from '../../core/labels.ts';
import { literal } from '../../database/sql.ts';
import { NOTES_HEADING } from '../../mapping/steps.ts';
import { ownText, tailText } from '../../staging/below-heading.ts';
import { entityNumber, unitOf } from '../../staging/layout.ts';
import type { DeriveStep } from './index.ts';

/** The id of an additional service, as a reference of two columns is staged. */
const idOf = (service: string, type: string): string =>
  `'[' || to_json(${service})::text || ',' || to_json(${type})::text || ']'`;

/**
 * Tailtown has a service once for each type of stay. A service of a stay is the one of the stay's type; where the list
 * has it for other types only, the one of the smallest id, which is the same service in Gingr. One that has no cost has
 * no row, so its stay keeps its name among the notes, before what employees wrote.
 */
export const addOn: DeriveStep = async ({ session, layout, unit }) => {
  const stays = unitOf(layout, 'reservations');
  const services = unitOf(layout, 'additional_services');
  if (stays) {
    await session.exec(`
      UPDATE ${unit.staged} s SET type = r."serviceId" FROM ${stays.staged} r
        WHERE r._source_id = s."reservationId" AND r."serviceId" IS NOT NULL;
      UPDATE ${stays.staged} r SET "staffNotes" = concat_ws(E'\\n\\n',
          ${ownText('r."staffNotes"', NOTES_HEADING)}, f.names, ${tailText('r."staffNotes"', NOTES_HEADING)})
        FROM (
          SELECT s."reservationId" AS stay,
            ${literal(`${SERVICES_LABEL}: `)} || string_agg(s.name, ', ' ORDER BY length(s._source_id), s._source_id) AS names
          FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n AND l.mapped_state = 'ready'
          WHERE l.fold_code IS NOT NULL AND s.name IS NOT NULL GROUP BY 1) f
        WHERE f.stay = r._source_id`);
  }
  await session.exec(`
    UPDATE ${unit.staged} s SET "addOnId" = ${idOf('s.service', `coalesce(s.type, '')`)} WHERE s.service IS NOT NULL`);
  if (!services) return;
  await session.exec(`
    CREATE TEMP TABLE listed AS
      SELECT DISTINCT ON (a.service) a.service, a._source_id AS id
      FROM ${services.staged} a JOIN ${services.lines} l ON l.n = a._n AND l.mapped_state = 'ready'
      ORDER BY a.service, length(a._source_id), a._source_id;
    UPDATE ${unit.staged} s SET "addOnId" = o.id FROM listed o
      WHERE o.service = s.service AND NOT EXISTS (
        SELECT FROM ${layout.lines} l WHERE l.entity = ${entityNumber(layout, 'additional_services')}
          AND l.source_id = s."addOnId" AND l.state <> ${literal('copy')});
    DROP TABLE listed`);
};
