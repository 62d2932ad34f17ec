import type { LineState } from '../core/outcome.ts';
import { isRuleCode, ruleOf } from '../core/rules/index.ts';
import type { StageEntity, StageSummary } from './results.ts';
import type { Prepared } from './stages.ts';
import type { World } from './world.ts';

/** How far the lines of each entity got, and the issues so far: what transform and validate print. */
export async function summarize(
  { session }: World,
  { staging, snapshot, mappingId }: Prepared,
  done: { stage: 'transform' | 'validate'; reused: boolean; durationMs: number },
): Promise<StageSummary> {
  const { layout } = staging;
  const state = done.stage === 'transform' ? 'mapped_state' : 'state';
  const { rows } = await session.query<{ entity: number; state: LineState; count: number }>(
    `SELECT entity, ${state} AS state, count(*)::int AS count FROM ${layout.lines} GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const issues = await session.query<{ code: string; count: number }>(
    `SELECT code, count(*)::int AS count FROM ${layout.issues}
     WHERE stage = 'transform' OR ($1 = 'validate' AND stage IN ('settle', 'validate')) GROUP BY 1 ORDER BY 1`,
    [done.stage],
  );
  return {
    ...done,
    snapshot: snapshot.manifest.id,
    mapping: mappingId,
    entities: layout.entities.flatMap((mapping, number): StageEntity[] => {
      const mine = rows.filter((row) => row.entity === number);
      if (mine.length === 0) return [];
      const states = Object.fromEntries(mine.map((row) => [row.state, row.count]));
      return [{ entity: mapping.entity, lines: mine.reduce((sum, row) => sum + row.count, 0), ...states }];
    }),
    issues: issues.rows.map(({ code, count }) => ({
      ...{ code, count },
      severity: isRuleCode(code) ? ruleOf(code).severity : 'warning',
    })),
  };
}
