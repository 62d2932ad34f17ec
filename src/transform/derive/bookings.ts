import { isUsableId, targetId } from '../../core/identity.ts';
import { BOOKING_LABEL, LODGINGS_LABEL } from '../../core/labels.ts';
import { literal } from '../../database/sql.ts';
import { partOfBooking } from '../../gingr/bookings.ts';
import { type Unit, unitOf } from '../../staging/layout.ts';
import type { DeriveStep, GatherInput } from './index.ts';

/** Each lodging of the stays of which lines tell several. */
const LODGINGS = 'pg_temp.stay_lodgings';
const NEEDED = ['booking', 'lodging', 'segmentOf'];
/** Of more that were booked together the notes say only how many. */
const MOST_NAMED = 20;

const has = (unit: Unit, name: string): boolean => unit.columns.some((column) => column.name === name);

/**
 * A stay whose newest lines differ in nothing but their lodging was in each of these, and nobody says when: one
 * reservation each, since Tailtown's has one lodging. The first keeps the id, which others refer to. What older lines say
 * is kept for the notes. While all lines are still there: of those that repeat a record one is left.
 */
export async function partLodgings({ session, layout, source }: GatherInput): Promise<void> {
  await session.exec(`DROP TABLE IF EXISTS ${LODGINGS}`);
  const unit = unitOf(layout, 'reservations');
  if (!unit || !NEEDED.every((name) => has(unit, name))) return;
  // The newest by the order in which lines that repeat a record are collapsed.
  const { rows } = await session.query<{ n: string; id: string; lodging: string }>(`
    WITH several AS (
      SELECT _source_id AS id FROM ${unit.staged} GROUP BY 1 HAVING min(lodging) <> max(lodging)
    ), aged AS (
      SELECT s._n AS n, v.id, s.lodging COLLATE "C" AS lodging,
        md5((to_jsonb(s) - ARRAY['_n', '_new_id', 'resourceId', 'lodging'])::text) AS rest,
        dense_rank() OVER (PARTITION BY v.id
          ORDER BY f.export_date DESC NULLS LAST, f.modified DESC NULLS LAST, l.stamps DESC) AS age
      FROM several v JOIN ${unit.staged} s ON s._source_id = v.id JOIN ${unit.lines} l ON l.n = s._n
      LEFT JOIN ${layout.files} f ON f.file = l.file
    ), apart AS (
      SELECT id, min(lodging) AS first FROM aged WHERE age = 1 GROUP BY 1
      HAVING count(DISTINCT lodging) > 1 AND bool_and(lodging IS NOT NULL) AND count(DISTINCT rest) = 1
    )
    SELECT a.n::text AS n, a.id, a.lodging FROM aged a JOIN apart p USING (id)
    WHERE a.age = 1 AND a.lodging <> p.first ORDER BY a.n`);
  const parts = rows.flatMap(({ n, id, lodging }) => {
    const own = partOfBooking(id, lodging);
    const target = targetId(source, unit.entity, own, unit.table, unit.part);
    return isUsableId(own) ? [{ n, id, lodging, own, target }] : [];
  });
  if (parts.length > 0) {
    const externalId = has(unit, 'externalId')
      ? `, "externalId" = s."externalId" || right(p.own, -length(p.id))`
      : '';
    const others = layout.units.filter((other) => other.entity === unit.entity && other !== unit);
    await session.exec(`
      CREATE TEMP TABLE stay_parts AS SELECT * FROM jsonb_to_recordset(${literal(JSON.stringify(parts))})
        AS p(n bigint, id text, lodging text, own text, target text);
      UPDATE ${unit.staged} s SET booking = coalesce(s.booking, p.id) FROM stay_parts p WHERE s._source_id = p.id;
      UPDATE ${unit.staged} s SET _source_id = p.own, _new_id = p.target, "segmentOf" = p.id${externalId}
        FROM stay_parts p WHERE s._n = p.n;
      UPDATE ${layout.lines} l SET source_id = p.own FROM stay_parts p WHERE l.n = p.n AND l.entity = ${unit.entityNumber};
      INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value)
        SELECT l.n, l.entity, l.file, 'transform', 'RESERVATION_SEVERAL_LODGINGS', 'run_name', p.lodging
        FROM stay_parts p JOIN ${unit.lines} l ON l.n = p.n;
      ${others.map((other) => `DELETE FROM ${other.staged} s USING stay_parts p WHERE s._n = p.n;`).join('\n')}
      DROP TABLE stay_parts`);
  }
  await session.exec(`
    CREATE TEMP TABLE stay_lodgings AS
      SELECT DISTINCT s._source_id AS id, s.lodging FROM ${unit.staged} s JOIN (
        SELECT _source_id FROM ${unit.staged} GROUP BY 1 HAVING min(lodging) <> max(lodging)) several USING (_source_id)
      WHERE s.lodging IS NOT NULL`);
}

/** Tells the staff what was booked together and which lodgings older lines have. */
export const bookedTogether: DeriveStep = async ({ session, layout, unit }) => {
  const animals = unitOf(layout, 'animals');
  const name = animals && has(animals, 'name') ? 'a.name' : 'NULL::text';
  await session.exec(`
    CREATE TEMP TABLE IF NOT EXISTS stay_lodgings (id text, lodging text);
    WITH together AS (
      SELECT s.booking, count(*) AS stays,
        string_agg(concat_ws(', ', nullif(btrim(${name}), ''), 'reservation ' || s._source_id), '; '
          ORDER BY length(s._source_id), s._source_id COLLATE "C") FILTER (WHERE place <= ${MOST_NAMED}) AS names
      FROM (SELECT s.*, row_number() OVER (PARTITION BY s.booking ORDER BY s._n) AS place FROM ${unit.staged} s
            JOIN ${unit.lines} l ON l.n = s._n AND l.mapped_state = 'ready' WHERE s.booking IS NOT NULL) s
      ${animals ? `LEFT JOIN ${animals.staged} a ON a._source_id = s."petId"` : ''} GROUP BY 1
    ), gone AS (
      SELECT s._n, string_agg(g.lodging, ', ' ORDER BY g.lodging COLLATE "C") AS lodgings
      FROM ${LODGINGS} g JOIN ${unit.staged} s ON s._source_id = g.id AND s.lodging IS DISTINCT FROM g.lodging GROUP BY 1
    ), told AS (
      SELECT s._n, concat_ws(E'\\n\\n',
        ${literal(`${BOOKING_LABEL}: `)} || s.booking || CASE WHEN t.stays > ${MOST_NAMED} THEN ' (' || t.stays || ' reservations)'
          WHEN t.stays > 1 THEN ' (' || t.names || ')' ELSE '' END,
        ${literal(`${LODGINGS_LABEL}: `)} || g.lodgings) AS words
      FROM ${unit.staged} s LEFT JOIN together t USING (booking) LEFT JOIN gone g USING (_n)
      WHERE t.booking IS NOT NULL OR g._n IS NOT NULL
    )
    UPDATE ${unit.staged} s SET "staffNotes" = concat_ws(E'\\n\\n', nullif(s."staffNotes", ''), nullif(told.words, ''))
      FROM told WHERE told._n = s._n;
    DROP TABLE ${LODGINGS}`);
};
