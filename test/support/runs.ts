import { afterEach } from 'vitest';
import { rollbackBatch } from '../../src/pipeline/rollback.ts';
import { runAll } from '../../src/pipeline/run.ts';
import { type Records, writeResort } from './resort.ts';
import { type TestRun, testRun } from './runtime.ts';

/** Makes test runs that are dropped after the test that made them. */
export function testRuns(): typeof testRun {
  let open: TestRun[] = [];
  afterEach(async () => {
    await Promise.all(open.map((run) => run.drop()));
    open = [];
  });
  return async (kind, changes) => {
    const run = await testRun(kind, changes);
    open.push(run);
    return run;
  };
}

/** `run` on these records, exported on a day of March 2026 (`exportDate`: YYYY-MM-DD). */
export const runOn = async (run: TestRun, records: Records, exportDate?: string) =>
  runAll(run.runtime, { command: 'run', from: [await writeResort(records, exportDate)] });

/** Rolls the batch back for good. */
export const undo = (run: TestRun, batch: { id: string } | null) =>
  rollbackBatch(run.runtime, { batch: batch?.id ?? '', dryRun: false, through: false });

/** What a person or another program does between two runs. */
export const person = (run: TestRun, sql: string) => run.withTarget((session) => session.exec(sql));

export const rowsOf = async (run: TestRun, sql: string) =>
  (await run.withTarget((session) => session.query(sql))).rows;
