import { setTimeout as sleep } from 'node:timers/promises';
import { checkpoint } from '../core/checkpoint.ts';
import { refusal } from '../core/errors.ts';
import type { AdditiveStep } from './additive.ts';
import { codeOf } from './failure.ts';
import { lockSession } from './lock.ts';
import { applyMigration } from './migrations.ts';
import type { PreparePlan, PrepareStep } from './prepare.ts';
import type { Session } from './session.ts';

/** While ALTER TABLE waits for its lock, everybody waits behind it: try briefly, and often. */
const LOCK_TIMEOUT = '100ms';
const ATTEMPTS = 120;
const PAUSE_MS = 500;

const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Does what `planPrepare` listed. Every step is whole or absent, and recorded with its undo, so after a crash a new
 * plan holds what is left. `onStep` hears of each step before it is done. Refuses (exit 4) LOCK_HELD beside another
 * `prepare`, TARGET_BUSY where a table stays locked.
 */
export async function applyPrepare(
  session: Session,
  plan: PreparePlan,
  onStep: (step: PrepareStep) => void = () => {},
): Promise<void> {
  if (plan.steps.length === 0) return;
  const lock = await lockSession(session, 'prepare', 'the tables of this database');
  try {
    for (const step of plan.steps) {
      onStep(step);
      checkpoint('prepare.begin');
      await applyStep(session, step);
      checkpoint('prepare.step');
    }
  } finally {
    await lock.release();
  }
}

/** Runs `work` in a transaction that waits for locks only briefly, and again when it did not get them. */
export async function patiently(session: Session, what: string, work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await session.transaction(async () => {
        await session.exec(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
        await work();
      });
      return;
    } catch (error) {
      if (codeOf(error) !== LOCK_NOT_AVAILABLE) throw error;
      if (attempt === ATTEMPTS) {
        throw refusal(
          'TARGET_BUSY',
          `${what} stayed locked by others.`,
          'Run the same command again in a quieter hour; what was done so far is kept.',
        );
      }
      await sleep(PAUSE_MS);
    }
  }
}

/** CREATE and DROP INDEX CONCURRENTLY wait for old transactions, blocking nobody: without a time limit. */
export async function withoutLockTimeout(session: Session, work: () => Promise<void>): Promise<void> {
  const { rows } = await session.query<{ value: string }>(`SELECT current_setting('lock_timeout') AS value`);
  await session.exec('SET lock_timeout = 0');
  try {
    await work();
  } finally {
    await session.query(`SELECT set_config('lock_timeout', $1, false)`, [rows[0]?.value ?? '0']);
  }
}

async function applyStep(session: Session, step: PrepareStep): Promise<void> {
  switch (step.kind) {
    case 'record':
      return session.exec(step.sql);
    case 'migration':
      return applyMigration(session, step.migration);
    case 'column':
      return addColumn(session, step);
    case 'leftover':
      return withoutLockTimeout(session, () => session.exec(step.sql));
    case 'index':
      // Recorded first: undoing what was never made does no harm.
      await record(session, step);
      return withoutLockTimeout(session, () => session.exec(step.sql));
    case 'tenant':
      return session.transaction(async () => {
        const { affected } = await session.query(step.sql);
        if (affected > 0) await record(session, step);
      });
  }
}

/** Recorded as ours only if it was not there: others may have added it since the plan. */
const addColumn = (session: Session, step: AdditiveStep): Promise<void> =>
  patiently(session, step.table, async () => {
    await session.exec(`LOCK TABLE ${step.table} IN ACCESS EXCLUSIVE MODE`);
    const { rows } = await session.query(
      'SELECT 1 FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2 AND NOT attisdropped',
      [step.table, step.name],
    );
    if (rows.length > 0) return;
    await session.exec(step.sql);
    await record(session, step);
  });

async function record(session: Session, step: { kind: string; object: string; undo: string }): Promise<void> {
  await session.query(
    `INSERT INTO migration.prepared (kind, object, undo_sql)
     SELECT $1::text, $2::text, $3::text
      WHERE NOT EXISTS (SELECT 1 FROM migration.prepared WHERE kind = $1::text AND object = $2::text)`,
    [step.kind, step.object, step.undo],
  );
  checkpoint('prepare.recorded');
}
