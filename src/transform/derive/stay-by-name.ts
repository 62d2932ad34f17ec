import { literal } from '../../database/sql.ts';
import { unitOf } from '../../staging/layout.ts';
import type { FoldStep } from './folds.ts';

/** One line, one blank between words; letters are compared as they are. */
const shown = (text: string): string => `btrim(regexp_replace(${text}, '\\s+', ' ', 'g'))`;
const minute = (column: string): string => `date_trunc('minute', ${column}::timestamp)`;

/**
 * Finds the stay that a line of the calendar shows. Names lead to nothing but an id, and only where all of it is exact
 * within the snapshot: one owner of that name, one animal of that name among the owner's, one stay of that animal (and
 * that owner) at these times. Rejected and excluded namesakes count too: they exist. Each key is a JSON array: animal,
 * owner, start, end, and the tick for cancelled (null where the file has no such column). Rows are joined by the ids
 * that were found (promise 10); what is not exact is rejected with its reason.
 */
export const stayByName: FoldStep = async ({ session, layout, entityNumber }) => {
  const owners = unitOf(layout, 'owners');
  const animals = unitOf(layout, 'animals');
  const stays = unitOf(layout, 'reservations');
  const nothing = 'SELECT NULL::text AS name, NULL::text AS owner, NULL::text AS id WHERE false';
  const ownerNames = owners
    ? `SELECT ${shown(`concat("firstName", ' ', "lastName")`)} AS name, _source_id AS id FROM ${owners.staged}`
    : nothing;
  const animalNames = animals
    ? `SELECT ${shown('name')} AS name, "customerId" AS owner, _source_id AS id FROM ${animals.staged}`
    : nothing;
  const stayTimes = stays
    ? `SELECT "petId" AS animal, "customerId" AS owner, ${minute('"startDate"')} AS starts, ${minute('"endDate"')} AS ends,
         count(*) AS many, min(_source_id) AS id, bool_and(status = 'CANCELLED') AS cancelled
       FROM ${stays.staged} GROUP BY 1, 2, 3, 4`
    : `SELECT NULL::text AS animal, NULL::text AS owner, NULL::timestamp AS starts, NULL::timestamp AS ends,
         0 AS many, NULL::text AS id, NULL::boolean AS cancelled WHERE false`;
  await session.exec(`
    CREATE TEMP TABLE shown AS
    SELECT n, ${shown(`key ->> 0`)} AS animal, ${shown(`key ->> 1`)} AS owner, ${minute(`nullif(key ->> 2, '')`)} AS starts,
      ${minute(`nullif(key ->> 3, '')`)} AS ends, key ->> 4 AS cancelled
    FROM (SELECT n, fold::jsonb AS key FROM ${layout.lines}
      WHERE entity = ${entityNumber} AND mapped_state = 'ready' AND fold IS NOT NULL) l;
    CREATE TEMP TABLE found AS
    SELECT c.n, o.many AS owners, a.many AS animals, a.id AS animal, s.many AS stays, s.id AS stay,
      s.cancelled <> (c.cancelled = 'true') AS differs
    FROM shown c
    LEFT JOIN (SELECT name, count(*) AS many, min(id) AS id FROM (${ownerNames}) o
      WHERE name IN (SELECT owner FROM shown) AND name <> '' GROUP BY 1) o ON o.name = c.owner
    LEFT JOIN (SELECT name, owner, count(*) AS many, min(id) AS id FROM (${animalNames}) a
      WHERE name IN (SELECT animal FROM shown) AND name <> '' GROUP BY 1, 2) a
      ON o.many = 1 AND a.owner = o.id AND a.name = c.animal
    LEFT JOIN (${stayTimes}) s
      ON a.many = 1 AND s.animal = a.id AND s.owner = a.owner AND s.starts = c.starts AND s.ends = c.ends;
    CREATE TEMP TABLE fallen AS
    SELECT n, CASE WHEN owners IS NULL OR (owners = 1 AND animals IS NULL) THEN 'CALENDAR_ANIMAL_UNKNOWN'
        WHEN owners > 1 OR animals > 1 THEN 'CALENDAR_NAME_AMBIGUOUS'
        WHEN stays IS NULL THEN 'CALENDAR_STAY_UNKNOWN' ELSE 'CALENDAR_STAY_AMBIGUOUS' END AS code,
      CASE WHEN owners > 1 THEN owners || ' owners' WHEN animals > 1 THEN animals || ' animals'
        ELSE 'animals/' || animal END AS detail
    FROM found WHERE stays IS DISTINCT FROM 1;
    UPDATE ${layout.lines} l SET fold = f.stay FROM found f WHERE f.n = l.n AND l.entity = ${entityNumber} AND f.stays = 1;
    UPDATE ${layout.lines} l SET state = 'rejected', mapped_state = 'rejected', code = f.code, mapped_code = f.code,
        fold_entity = NULL, fold = NULL, fold_code = NULL
      FROM fallen f WHERE f.n = l.n AND l.entity = ${entityNumber};
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, detail)
      SELECT l.n, l.entity, l.file, 'transform', f.code, ${literal('animal, owner, start_date, end_date')}, f.detail
      FROM fallen f JOIN ${layout.lines} l USING (n)
      UNION ALL
      SELECT l.n, l.entity, l.file, 'transform', 'CALENDAR_STAY_DIFFERS', 'cancelled', 'reservations/' || f.stay
      FROM found f JOIN ${layout.lines} l USING (n) WHERE f.stays = 1 AND f.differs;
    DROP TABLE shown, found, fallen`);
};
