import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { entityNumber, type Layout, unitOf } from '../staging/layout.ts';
import { decisionRows } from './adopt.ts';
import type { AdoptionDecision } from './input.ts';

/**
 * Tells of every decision that was followed, once the plan is final, and of those that this snapshot or an earlier load
 * left nothing to decide for. A record that was loaded as decided before is not told again.
 */
export async function reportDecisions(
  session: Session,
  layout: Layout,
  decisions: readonly AdoptionDecision[],
): Promise<void> {
  for (const entity of new Set(decisions.map((decision) => decision.entity))) {
    const unit = unitOf(layout, entity);
    // Without a table of theirs the records are left out, and that is told.
    if (!unit) continue;
    const row = (id: string) => `${literal(`${unit.table}/`)} || ${id}`;
    await session.query(`
      INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
      SELECT f.n, ${unit.entityNumber}, f.file, 'load', CASE WHEN f.followed THEN 'TARGET_ADOPTION_DECIDED' ELSE 'TARGET_ADOPTION_DECISION_UNUSED' END,
        ${literal(`${entity}/`)} || f.source_id || CASE WHEN f.followed THEN coalesce(' is ' || ${row('f.target_id')}, ' gets a new row')
          WHEN f.id IS NULL THEN ' is not in this snapshot' ELSE ' was loaded before as ' || ${row('f.id')} END
      FROM (
        SELECT d.source_id, d.target_id, l.n, l.file, l.state, p.id, p.how <> 'known' AS followed,
          p.how = 'known' AND p.id = coalesce(d.target_id, s._new_id) AS before
        FROM ${decisionRows(decisions.filter((decision) => decision.entity === entity))}
        LEFT JOIN ${layout.lines} l ON l.entity = ${entityNumber(layout, entity)} AND l.source_id = d.source_id AND l.state <> 'copy'
        LEFT JOIN ${unit.plan} p ON p.n = l.n LEFT JOIN ${unit.staged} s ON s._n = l.n
      ) f WHERE (f.n IS NULL OR f.id IS NOT NULL) AND f.before IS DISTINCT FROM true`);
  }
}

/** The decisions that this load followed, as the audit trail keeps them. */
export async function followedDecisions(session: Session, layout: Layout): Promise<string[]> {
  const { rows } = await session.query<{ detail: string }>(
    `SELECT detail FROM ${layout.issues} WHERE code = 'TARGET_ADOPTION_DECIDED' ORDER BY detail`,
  );
  return rows.map(({ detail }) => detail);
}
