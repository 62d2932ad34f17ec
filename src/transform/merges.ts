import type { MergeDecision } from '../core/merges.ts';
import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { entityNumber, type Layout, referencesOf } from '../staging/layout.ts';

/**
 * Follows the merges that people reviewed: what refers to a record that went away in Gingr refers to its survivor, and the
 * record's own line, which older exports still have, ends merged in it (settled later). Before any derive step looks: two
 * records that are one share an address without sharing it.
 */
export async function applyMerges(
  session: Session,
  layout: Layout,
  merges: readonly MergeDecision[],
): Promise<void> {
  if (merges.length === 0) return;
  const rows = merges.map(({ entity, sourceId, survivor }) => ({
    ...{ entity: entityNumber(layout, entity), source_id: sourceId, survivor },
  }));
  await session.query(
    `INSERT INTO ${layout.merges} SELECT * FROM jsonb_to_recordset(${literal(JSON.stringify(rows))}::jsonb) AS m(entity smallint, source_id text, survivor text)`,
  );
  for (const entity of new Set(merges.map((merge) => merge.entity))) {
    const number = entityNumber(layout, entity);
    const away = `FROM ${layout.merges} m WHERE m.entity = ${number}`;
    for (const unit of layout.units) {
      for (const { column, source } of referencesOf(unit).filter((one) => one.source.entity === entity)) {
        await session.query(`
          WITH moved AS (
            UPDATE ${unit.staged} s SET ${column.sql} = m.survivor ${away} AND s.${column.sql} = m.source_id
            RETURNING s._n, m.source_id, m.survivor
          )
          INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, detail)
          SELECT l.n, l.entity, l.file, 'transform', 'REFERENCE_MERGED_IN_GINGR', ${literal(source.columns.join(', '))},
            ${literal(`${entity}/`)} || m.source_id || ' is ${entity}/' || m.survivor || ' now'
          FROM moved m JOIN ${unit.lines} l ON l.n = m._n AND l.state <> 'copy'`);
      }
    }
    await session.query(`
      UPDATE ${layout.lines} l SET fold = m.survivor ${away} AND l.fold_entity = ${number} AND l.fold = m.source_id`);
    await session.query(`
      UPDATE ${layout.lines} l SET mapped_state = 'merged', mapped_code = 'MERGED_IN_GINGR', state = 'merged', code = 'MERGED_IN_GINGR'
      ${away} AND l.entity = ${number} AND l.source_id = m.source_id AND l.mapped_state = 'ready'`);
  }
}
