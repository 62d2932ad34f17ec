import { literal } from '../../database/sql.ts';
import { NOTES_HEADING } from '../../mapping/steps.ts';
import { entityNumber, type Layout, unitOf } from '../../staging/layout.ts';
import type { FoldStep } from './folds.ts';
import type { DeriveStep } from './index.ts';

/**
 * What employees wrote of an owner, an animal or a stay has no table in Tailtown: it stands word for word behind the
 * record's own text, below a heading, each note with its date and author, in order of time. The notes' lines hold date,
 * author and text in the key that they fold by, until `noted` puts the record's id in its place.
 */
export const noteLog: DeriveStep = async ({ session, layout, unit }) => {
  const column = unit.columns.find(
    ({ mapping: { source, stagedOnly } }) =>
      !stagedOnly && source.kind === 'derive' && source.step === 'noteLog',
  );
  const logs = layout.entities.flatMap(({ entity, fold }) =>
    fold?.step === 'noted' && fold.entity === unit.entity ? [entityNumber(layout, entity)] : [],
  );
  if (!column || logs.length === 0) return;
  const said = (place: number) => `nullif(btrim(k ->> ${place}), '')`;
  const about = [
    said(3),
    ...[
      [5, 'animal'],
      [6, 'stay'],
    ].map(([place, word]) => `'${word} ' || nullif(${said(Number(place))}, '0')`),
  ];
  const author = employees(layout);
  // Entries are found again by their dates (load/carry.ts).
  const date = `CASE WHEN ${said(1)} ~ '^\\d{4}-\\d\\d-\\d\\d \\d\\d:' THEN ${said(1)} ELSE concat_ws(': ', 'no date', ${said(1)}) END`;
  await session.query(`
    WITH notes AS (
      SELECT fold::jsonb AS k FROM ${layout.lines} l
      WHERE l.entity IN (${logs.join(', ')}) AND l.mapped_state = 'ready' AND l.fold IS NOT NULL
    ), entries AS (
      SELECT btrim(k ->> 0) AS record, concat('[', ${date}, ']',
        ' ' || coalesce(${author.name}, ${said(2)}),
        ' (' || nullif(concat_ws('; ', ${about.join(', ')}), '') || ')', ': ', k ->> 4) AS entry
      FROM notes ${author.join(said(2))}
    ), logged AS (
      SELECT record, string_agg(entry, E'\\n\\n' ORDER BY entry COLLATE "C") AS log FROM entries GROUP BY 1
    )
    UPDATE ${unit.staged} s SET noted = 'yes',
      ${column.sql} = concat_ws(E'\\n\\n', nullif(s.${column.sql}, ''), ${literal(NOTES_HEADING)}, logged.log)
    FROM logged WHERE logged.record = s._source_id`);
};

/** Some exports name the author by the id of an employee, whose name people know. */
function employees(layout: Layout): { name: string; join: (id: string) => string } {
  const unit = unitOf(layout, 'employees');
  if (!unit) return { name: 'NULL', join: () => '' };
  return {
    name: `nullif(btrim(concat_ws(' ', nullif(e."firstName", ''), nullif(e."lastName", ''))), '')`,
    join: (id) => `LEFT JOIN ${unit.staged} e ON e._source_id = ${id}`,
  };
}

/** Only the record's own row can take a note in: one that is not in this snapshot is not written. */
export const noted: FoldStep = async ({ session, layout, entityNumber: number }) => {
  const into = entityNumber(layout, layout.entities[number]?.fold?.entity ?? '');
  await session.exec(`
    UPDATE ${layout.lines} SET fold = nullif(nullif(btrim(fold::jsonb ->> 0), ''), '0')
      WHERE entity = ${number} AND fold IS NOT NULL;
    WITH hit AS (
      UPDATE ${layout.lines} l SET state = 'rejected', mapped_state = 'rejected', code = 'NOTE_RECORD_ABSENT',
        mapped_code = 'NOTE_RECORD_ABSENT'
      WHERE l.entity = ${number} AND l.mapped_state = 'ready' AND l.fold IS NOT NULL AND NOT EXISTS (
        SELECT FROM ${layout.lines} p WHERE p.entity = ${into} AND p.source_id = l.fold AND p.state <> 'copy')
      RETURNING l.n, l.entity, l.file, l.fold
    )
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, value)
      SELECT n, entity, file, 'transform', 'NOTE_RECORD_ABSENT', fold FROM hit;
    UPDATE ${layout.lines} SET fold_entity = NULL, fold = NULL, fold_code = NULL
      WHERE entity = ${number} AND mapped_state = 'rejected'`);
};
