import { applyPrepare } from '../database/apply-prepare.ts';
import { planPrepare } from '../database/prepare.ts';
import type { Session } from '../database/session.ts';
import { undoPrepare } from '../database/undo-prepare.ts';
import type { PrepareResult, Statement } from './results.ts';
import type { Runtime } from './runtime.ts';
import { tenantToMake, withSession } from './world.ts';

/** Creates or adapts the target, or takes that back. `announce` hears all statements before the first; a dry run does none. */
export function prepare(
  runtime: Runtime,
  options: { dryRun: boolean; undo: boolean; announce?: (statements: Statement[]) => void },
): Promise<PrepareResult> {
  return withSession(runtime, async (session) => {
    if (options.undo) {
      const recorded = await recordedUndo(session);
      if (options.dryRun) return { statements: recorded, forOwner: [], applied: false };
      options.announce?.(recorded);
      const undone = await undoPrepare(session);
      return {
        statements: undone.dropped.map(({ object, reason }) => ({
          sql: `drop ${object}`,
          why: reason ?? 'prepare added it',
        })),
        forOwner: [],
        applied: undone.dropped.length > 0,
      };
    }
    const plan = await planPrepare(session, tenantToMake(runtime.settings));
    const statements = plan.steps.map(({ sql, why }) => ({ sql, why }));
    if (!options.dryRun) options.announce?.(statements);
    if (!options.dryRun && plan.steps.length > 0) {
      runtime.progress.stage('prepare');
      await applyPrepare(session, plan);
      runtime.progress.done();
    }
    return {
      statements,
      forOwner: plan.left.map(({ sql, why }) => ({ sql, why })),
      applied: !options.dryRun && plan.steps.length > 0,
    };
  });
}

/** What `prepare` recorded of its additions, newest first, as the statements that take them back. */
async function recordedUndo(session: Session): Promise<PrepareResult['statements']> {
  const { rows: found } = await session.query<{ found: boolean }>(
    `SELECT to_regclass('migration.prepared') IS NOT NULL AS found`,
  );
  if (!found[0]?.found) return [];
  const { rows } = await session.query<{ object: string; sql: string }>(
    'SELECT object, undo_sql AS sql FROM migration.prepared ORDER BY id DESC',
  );
  return [
    ...rows.map(({ object, sql }) => ({ sql, why: `prepare added ${object}` })),
    ...['migration_staging', 'migration'].map((schema) => ({
      sql: `DROP SCHEMA ${schema} CASCADE`,
      why: 'the control tables',
    })),
  ];
}
