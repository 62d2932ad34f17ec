import type { Session } from '../../database/session.ts';
import { type Layout, type Unit, type UnitColumn, unitOf } from '../../staging/layout.ts';
import type { DeriveStep, GatherInput } from './index.ts';

/**
 * Icons of animals. Gingr's day export repeats them on every stay, and the file of animals may have them too. The newest
 * line of all says what they are: by declared export date, then file time, as for records (DESIGN.md 6.4). A line of a
 * file without the column says nothing, an empty cell says that there are none.
 */

const FILES = 'pg_temp.icon_files';
/** Per animal: how old its newest line is, and whether its lines differ. */
const NEWEST = 'pg_temp.icon_newest';
/** The distinct cells of each animal's newest lines, as the mapping reads them. */
const CELLS = 'pg_temp.icon_cells';
/** Titles that only older lines of an animal have. */
const GONE = 'pg_temp.icon_gone';
/** What lines that name icons say of an animal, and how old they are. */
const LINES = 'pg_temp.icon_lines';
const COLUMN = 'icons_string';

interface Source {
  unit: Unit;
  /** SQL for the animal's source id in staged row `s`. */
  animal: string;
}

function sourcesOf(layout: Layout): Source[] {
  const sources: Source[] = [];
  const animals = unitOf(layout, 'animals');
  if (animals) sources.push({ unit: animals, animal: 's._source_id' });
  const stays = unitOf(layout, 'reservations');
  const pet = stays?.columns.find(
    ({ mapping: { source } }) => source.kind === 'reference' && source.entity === 'animals',
  );
  if (stays && pet) sources.push({ unit: stays, animal: `s.${pet.sql}` });
  return sources;
}

/** The staged column that the function `icons` has read; a mapping of the resort's own may have another of the name. */
const holdsIcons = ({ name, mapping: { apply } }: UnitColumn) =>
  name === 'icons' && apply.at(-1)?.name === 'icons' && (apply.at(-1)?.args['as'] ?? 'icons') === 'icons';

/**
 * Finds each animal's newest lines while all lines are still there: copies of one stay may tell different icons. Then
 * hands what second code read of those lines to the animal's own line, where the load looks for it (promise 10). That
 * happens whatever the mapping makes of icons.
 */
export async function gatherIcons({ session, layout, filesWith }: GatherInput): Promise<void> {
  await session.exec(`DROP TABLE IF EXISTS ${[FILES, LINES, NEWEST, CELLS, GONE].join(', ')}`);
  const sources = sourcesOf(layout);
  const files = sources.flatMap(({ unit }) => filesWith(unit.entity, COLUMN));
  const lines = sources.map(({ unit, animal }) => {
    const icons = unit.columns.some(holdsIcons) ? 's.icons' : 'NULL::text';
    return `SELECT ${animal} AS animal, f.age, ${icons} AS icons FROM ${unit.staged} s
      JOIN ${unit.lines} l ON l.n = s._n JOIN ${FILES} f ON f.file = l.file WHERE ${animal} IS NOT NULL`;
  });
  if (files.length === 0) {
    await session.exec(`
      CREATE TEMP TABLE icon_newest (animal text, age bigint, differ boolean);
      CREATE TEMP TABLE icon_cells (animal text, icons text);
      CREATE TEMP TABLE icon_gone (animal text, titles text)`);
    return;
  }
  await session.exec(`
    CREATE TEMP TABLE icon_files AS
      SELECT file, dense_rank() OVER (ORDER BY export_date NULLS FIRST, modified) AS age
      FROM ${layout.files} WHERE file IN (${files.join(', ')});
    ANALYZE ${FILES};
    CREATE TEMP TABLE icon_newest AS
      SELECT animal, max(age) AS age, min(coalesce(icons, '')) <> max(coalesce(icons, '')) AS differ
      FROM (${lines.join(' UNION ALL ')}) s GROUP BY 1;
    CREATE TEMP TABLE icon_lines AS
      SELECT DISTINCT * FROM (${lines.join(' UNION ALL ')}) s WHERE icons IS NOT NULL;
    ANALYZE ${NEWEST};
    ANALYZE ${LINES};
    CREATE TEMP TABLE icon_cells AS SELECT s.animal, s.icons FROM ${LINES} s JOIN ${NEWEST} w USING (animal, age);
    CREATE TEMP TABLE icon_gone AS
      SELECT o.animal, string_agg(DISTINCT ${label('o.e')}, ', ') AS titles FROM (
        SELECT DISTINCT s.animal, e.value AS e FROM ${LINES} s JOIN ${NEWEST} w USING (animal),
          jsonb_array_elements(s.icons::jsonb) e WHERE w.differ AND s.age < w.age) o
      WHERE NOT (o.e ?| ARRAY['bare', 'unreadable']) AND NOT EXISTS (
        SELECT FROM ${CELLS} c, jsonb_array_elements(c.icons::jsonb) n
        WHERE c.animal = o.animal AND ${label('n.value')} = ${label('o.e')}) GROUP BY 1;
    DROP TABLE ${LINES}`);
  await handOverFacts(session, layout);
}

/** By the raw lines' own animal ids, so that a mapping which takes another animal's icons is found out. */
async function handOverFacts(session: Session, layout: Layout): Promise<void> {
  const number = (entity: string) => layout.entities.findIndex((mapping) => mapping.entity === entity);
  await session.query(`
    UPDATE ${layout.lines} a SET safety = (a.safety - CASE WHEN f.book = 'maybe' AND a.safety ->> 'doNotBook' = 'false' THEN 'doNotBook' ELSE '' END)
      || jsonb_build_object('icons', f.words) || CASE WHEN f.book = 'yes' THEN '{"doNotBook": "true"}' ELSE '{}' END::jsonb
    FROM (
      SELECT l.safety ->> 'animal' AS animal,
        coalesce(jsonb_agg(DISTINCT p.value) FILTER (WHERE p.value IS NOT NULL), '[]') AS words,
        -- A plain "yes" outweighs a "maybe".
        max(l.safety ->> 'book') AS book
      FROM ${layout.lines} l JOIN ${FILES} f ON f.file = l.file
      LEFT JOIN ${NEWEST} w ON w.animal = l.safety ->> 'animal'
      LEFT JOIN LATERAL jsonb_array_elements(l.safety -> 'words') p ON true
      WHERE l.entity IN (${number('animals')}, ${number('reservations')}) AND l.source_id IS NOT NULL
        AND l.safety ? 'words' AND (w.age IS NULL OR w.age = f.age)
      GROUP BY 1) f
    WHERE a.entity = ${number('animals')} AND a.source_id = f.animal`);
}

/** `Title (Group)` of an icon. */
const label = (icon: string) => `concat(${icon} ->> 'title', ' (' || (${icon} ->> 'group') || ')')`;
/** `Title (Group): content`, word for word. */
const line = (icon: string) => `concat(${label(icon)}, ': ' || (${icon} ->> 'content'))`;

/** What gives a requirement stands in a list in any case: there a later load finds where the requirement came from. */
const listOf = `coalesce(i.e ->> 'flag', CASE WHEN i.e ? 'requirement' THEN 'behavior' END)`;
const flags = (kind: string) => `jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
    'icon', i.e -> 'icon', 'color', i.e -> 'color', 'title', i.e -> 'title', 'content', i.e -> 'content',
    'category', i.e -> 'group', 'requirement', i.e -> 'requirement')) ORDER BY ${line('i.e')})
  FILTER (WHERE ${listOf} = '${kind}')`;

/** Columns of a pet that its icons fill: the value from the group of its icons `i.e`. */
const VALUES: Record<string, string> = {
  behaviorNotes: `'Icons in Gingr:' || E'\\n' || string_agg(${line('i.e')}, E'\\n' ORDER BY ${line('i.e')})`,
  petIcons: `to_jsonb(array_agg(DISTINCT i.e ->> 'icon') FILTER (WHERE i.e ? 'icon'))`,
  healthFlags: flags('health'),
  behaviorFlags: flags('behavior'),
  aggressionFlags: flags('aggression'),
  // Of two that contradict each other none is chosen.
  playgroupCompatibility: `CASE WHEN count(DISTINCT i.e ->> 'playgroup') = 1 THEN max(i.e ->> 'playgroup') END`,
};

const NOTES = `(SELECT jsonb_object_agg(icon, texts) FROM (
    SELECT i.e ->> 'icon' AS icon, string_agg(i.e ->> 'content', E'\\n' ORDER BY i.e ->> 'content') AS texts
    FROM pg_temp.icons i WHERE i.animal = s._source_id AND i.e ? 'icon' AND i.e ? 'content' GROUP BY 1) n)`;

const REQUIREMENTS = `(SELECT coalesce(array_agg(word ORDER BY place, word), '{}') FROM (
    SELECT word, min(place) AS place FROM (
      SELECT word, place FROM unnest(s."specialRequirements"::text[]) WITH ORDINALITY AS own(word, place)
      UNION ALL SELECT i.e ->> 'requirement', 1000 FROM pg_temp.icons i WHERE i.animal = s._source_id AND i.e ? 'requirement'
    ) said GROUP BY word) words)`;

/** The animal's icons become columns of its pet; an unknown one about safety rejects it. */
export const animalIcons: DeriveStep = async ({ session, layout, unit }) => {
  await session.exec(`
    DROP TABLE IF EXISTS pg_temp.icons;
    CREATE TEMP TABLE icons AS
      SELECT DISTINCT c.animal, e.value AS e FROM ${CELLS} c, jsonb_array_elements(c.icons::jsonb) e;
    CREATE INDEX ON pg_temp.icons (animal);
    ANALYZE pg_temp.icons`);
  const set = (name: string, value: string) => {
    const column = unit.columns.find(
      ({ name: own, mapping: { source } }) =>
        own === name && source.kind === 'derive' && source.step === 'animalIcons',
    );
    // In a target without the column it is staged as text.
    return column ? [`${column.sql} = (${value})::${column.type}`] : [];
  };
  const grouped = Object.keys(VALUES).map((name) => `${VALUES[name]} AS "${name}"`);
  const filled = [
    ...Object.keys(VALUES).flatMap((name) => set(name, `a."${name}"`)),
    ...set('iconNotes', NOTES),
    ...set('specialRequirements', REQUIREMENTS),
  ];
  if (filled.length > 0)
    await session.query(`
      UPDATE ${unit.staged} s SET ${filled.join(', ')}
      FROM (SELECT i.animal, ${grouped.join(', ')} FROM pg_temp.icons i GROUP BY 1) a WHERE a.animal = s._source_id`);
  const said = set('iconsSaid', `'yes'`);
  if (said.length > 0)
    await session.query(
      `UPDATE ${unit.staged} s SET ${said[0]} FROM ${NEWEST} w WHERE w.animal = s._source_id`,
    );
  await tell(session, layout, unit);
  await session.exec(`DROP TABLE pg_temp.icons, ${NEWEST}, ${CELLS}, ${GONE}`);
};

async function tell(session: Session, layout: Layout, unit: Unit): Promise<void> {
  const mine = `${layout.lines} l WHERE l.entity = ${unit.entityNumber} AND l.mapped_state IN ('ready', 'rejected')`;
  const insert = `INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value, detail)`;
  const of = (code: string, value: string, detail: string) =>
    `${insert} SELECT l.n, l.entity, l.file, 'transform', ${code}, '${COLUMN}', ${value}, ${detail}`;
  await session.exec(`
    ${of(
      `CASE WHEN i.e ->> 'unknown' = 'safety' THEN 'ICON_SAFETY_UNMAPPED' WHEN i.e ? 'unreadable' THEN 'ICONS_UNREADABLE' ELSE 'ICON_UNMAPPED' END`,
      `i.e ->> 'title'`,
      `CASE WHEN NOT (i.e ?| ARRAY['bare', 'unreadable']) THEN ${label('i.e')} END`,
    )} FROM pg_temp.icons i, ${mine} AND l.source_id = i.animal AND i.e ? 'unknown';
    ${of(`'ICON_PLAYGROUPS_DISAGREE'`, 'NULL', 'g.words')} FROM (
      SELECT animal, string_agg(DISTINCT e ->> 'playgroup', ', ') AS words FROM pg_temp.icons i
      GROUP BY 1 HAVING count(DISTINCT e ->> 'playgroup') > 1) g, ${mine} AND l.source_id = g.animal;
    ${of(`'ANIMAL_ICONS_DIFFER'`, 'NULL', `'no longer: ' || g.titles`)}
      FROM ${NEWEST} w LEFT JOIN ${GONE} g USING (animal), ${mine} AND l.source_id = w.animal AND w.differ;
    UPDATE ${layout.lines} l SET state = 'rejected', mapped_state = 'rejected',
        code = 'ICON_SAFETY_UNMAPPED', mapped_code = 'ICON_SAFETY_UNMAPPED'
      FROM pg_temp.icons i WHERE l.entity = ${unit.entityNumber} AND l.mapped_state = 'ready'
        AND l.source_id = i.animal AND i.e ->> 'unknown' = 'safety'`);
}
