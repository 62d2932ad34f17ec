import { checkpoint } from '../core/checkpoint.ts';
import type { Session } from '../database/session.ts';
import { type Layout, lineOf } from '../staging/layout.ts';

/**
 * Several lines of one record become one (DESIGN.md 6.4), set-based, so that memory stays flat. Equal content:
 * copies. Different content: the newest by declared export date, then file time, then the line with more status
 * stamps; still undecided: the record is rejected, and both places are named, unless every one of those lines is left out.
 */
export async function collapseCopies(session: Session, layout: Layout): Promise<void> {
  await session.exec(`
    CREATE TEMP TABLE repeated AS
    SELECT entity, source_id FROM ${layout.lines} WHERE source_id IS NOT NULL
    GROUP BY 1, 2 HAVING count(*) > 1;
    -- Few or many: the planner must know which.
    ANALYZE repeated;
    CREATE TEMP TABLE several AS
    SELECT l.n, l.entity, l.source_id, l.content, l.file, l.line, l.stamps, l.mapped_state,
      dense_rank() OVER (PARTITION BY l.entity, l.source_id
        ORDER BY f.export_date DESC NULLS LAST, f.modified DESC NULLS LAST, l.stamps DESC) AS age,
      f.path
    FROM ${layout.lines} l JOIN repeated USING (entity, source_id)
    LEFT JOIN ${layout.files} f ON f.file = l.file;
    CREATE TEMP TABLE records AS
    SELECT entity, source_id, min(n) FILTER (WHERE age = 1) AS keeper,
      count(DISTINCT content) AS variants, count(DISTINCT content) FILTER (WHERE age = 1) AS newest,
      bool_and(mapped_state = 'excluded') FILTER (WHERE age = 1) AS left_out,
      string_agg(DISTINCT path || ':' || line, ', ' ORDER BY path || ':' || line) AS places
    FROM several GROUP BY 1, 2;
    UPDATE records r SET keeper = s.n FROM (SELECT entity, source_id, min(n) AS n FROM several GROUP BY 1, 2) s
      WHERE r.variants = 1 AND s.entity = r.entity AND s.source_id = r.source_id;
    CREATE TEMP TABLE copied AS
      SELECT s.n FROM several s JOIN records r USING (entity, source_id) WHERE s.n <> r.keeper;
    ANALYZE copied;
    UPDATE ${layout.lines} l SET state = v.state, mapped_state = v.state, code = v.code, mapped_code = v.code
      FROM (
        SELECT n, 'copy' AS state, NULL AS code FROM copied UNION ALL
        SELECT keeper, 'rejected', 'RECORD_CONFLICT_UNDECIDED' FROM records WHERE newest > 1 AND NOT left_out
      ) v WHERE v.n = l.n;
    DELETE FROM ${layout.issues} i USING copied c WHERE c.n = i.n;
    DELETE FROM ${layout.alterations} a USING copied c WHERE c.n = a.n;
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
      SELECT l.n, l.entity, l.file, 'transform',
        CASE WHEN r.newest > 1 THEN 'RECORD_CONFLICT_UNDECIDED' ELSE 'RECORD_CONFLICT_RESOLVED' END, r.places
      FROM (SELECT *, keeper AS n FROM records WHERE variants > 1) r CROSS JOIN LATERAL ${lineOf(layout, 'r')} l`);
  checkpoint('transform.collapsing');
  for (const unit of layout.units) {
    await session.query(`DELETE FROM ${unit.staged} s USING copied c WHERE c.n = s._n`);
  }
  await session.exec('DROP TABLE repeated, several, records, copied');
}
