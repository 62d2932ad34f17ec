import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { ServerTarget } from '../../src/core/settings.ts';
import { openSession } from '../../src/database/open.ts';
import { rollbackBatch } from '../../src/pipeline/rollback.ts';
import { extract, loadOnly, runAll, transformOnly, validateOnly } from '../../src/pipeline/run.ts';
import type { Runtime } from '../../src/pipeline/runtime.ts';
import { verifyBatch } from '../../src/pipeline/verify.ts';
import { emptyPostgres } from '../support/databases.ts';
import { openProxy } from '../support/proxy.ts';
import { smallResort, writeResort } from '../support/resort.ts';
import { testRuns } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';
import { stateOf } from '../support/state.ts';
import { somebodyWaits, WITHIN_MS } from '../support/stopping.ts';

const start = testRuns();

/** Stops a command while it waits behind `lock`, in the middle of a statement; gives the milliseconds until it had ended. */
async function stopped(
  run: TestRun,
  lock: string,
  command: (runtime: Runtime) => Promise<unknown>,
): Promise<number> {
  const other = await openSession(run.target);
  await other.exec(`BEGIN; ${lock}`);
  const stop = new AbortController();
  let ended = false;
  const ending = command({ ...run.runtime, signal: stop.signal }).then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
  void ending.then(() => {
    ended = true;
  });
  for (;;) {
    if (await somebodyWaits(other)) break;
    if (ended) throw new Error(`it never came to the lock: ${await ending}`);
    await sleep(20);
  }
  const began = Date.now();
  stop.abort();
  expect(await ending).toBe('INTERRUPTED');
  const took = Date.now() - began;
  await other.exec('ROLLBACK');
  await other.close();
  return took;
}

it('in the middle of a statement of each stage a command ends in time, leaves nothing half done, and goes on when it is repeated', {
  timeout: 400_000,
}, async () => {
  const run = await start('postgres');
  const { runtime } = run;
  const from = [await writeResort(smallResort())];
  await extract(runtime, { from });
  const times: Record<string, number> = {};
  const exclusive = 'IN ACCESS EXCLUSIVE MODE';

  times['transform'] = await stopped(run, `LOCK migration.stages ${exclusive}`, (rt) =>
    transformOnly(rt, {}),
  );
  await transformOnly(runtime, {});
  times['validate'] = await stopped(run, `LOCK migration.scopes ${exclusive}`, (rt) => validateOnly(rt, {}));
  await validateOnly(runtime, {});

  const before = await stateOf(run.target);
  times['load'] = await stopped(run, 'LOCK customers IN SHARE MODE', (rt) => loadOnly(rt, { dryRun: false }));
  expect((await stateOf(run.target)).rows).toEqual(before.rows);
  const { batch } = await runAll(runtime, { command: 'run', from });
  const after = await stateOf(run.target);

  times['verify'] = await stopped(run, `LOCK migration.after_customers ${exclusive}`, (rt) =>
    verifyBatch(rt, {}),
  );
  const back = { batch: batch?.id ?? '', dryRun: false, through: false };
  times['rollback'] = await stopped(run, `LOCK pets ${exclusive}`, (rt) => rollbackBatch(rt, back));
  expect((await stateOf(run.target)).rows).toEqual(after.rows);
  expect((await rollbackBatch(runtime, back)).fingerprint.equal).toBe(true);

  for (const [stage, took] of Object.entries(times)) expect(took, stage).toBeLessThan(WITHIN_MS);
});

it('a long statement and a long COPY are cancelled, and the server works on neither any more', async () => {
  const { target, url, drop } = await emptyPostgres();
  const proxy = await openProxy(url);
  const stop = new AbortController();
  const admin = await openSession(target);
  await admin.exec('CREATE TABLE t (x text)');
  const behind: ServerTarget = { name: 'slow', kind: 'rehearsal', url: proxy.url, urlEnv: 'X' };
  const [asking, copying] = await Promise.all([1, 2].map(() => openSession(behind, { signal: stop.signal })));
  if (!asking || !copying) throw new Error('two sessions');
  // Before the COPY begins: a quick machine is through with it in a second.
  proxy.slow(200_000);
  const work = [
    asking.transaction(async () => {
      await asking.exec(`INSERT INTO t VALUES ('mine')`);
      await asking.query('SELECT pg_sleep(600)');
    }),
    copying.copyIn(
      't',
      ['x'],
      Array.from({ length: 400 }, () => Buffer.from(`${'x'.repeat(100_000)}\n`)),
    ),
  ].map((one) =>
    one.then(
      () => 'done',
      (error: { code?: string }) => error.code,
    ),
  );
  await sleep(1_000);
  const began = Date.now();
  stop.abort();
  expect(await Promise.all(work)).toEqual(['INTERRUPTED', 'INTERRUPTED']);
  expect(Date.now() - began).toBeLessThan(WITHIN_MS);
  await expect(asking.query('SELECT 1')).rejects.toMatchObject({ code: 'INTERRUPTED' });
  const { rows } = await admin.query(
    `SELECT count(*)::int AS rows, (SELECT count(*)::int FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid()
       AND datname = current_database() AND backend_type = 'client backend') AS busy FROM t`,
  );
  expect(rows).toEqual([{ rows: 0, busy: 0 }]);
  await Promise.all([asking.close(), copying.close(), admin.close()]);
  await proxy.close();
  await drop();
});
