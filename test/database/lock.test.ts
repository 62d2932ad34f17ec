import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { acquireEmbeddedLock } from '../../src/database/file-lock.ts';
import { acquireLock } from '../../src/database/lock.ts';
import { openSession } from '../../src/database/open.ts';
import { emptyPglite, emptyPostgres } from '../support/databases.ts';
import { startWorker } from '../support/worker.ts';

const HOLDER = new URL('./lock-holder.ts', import.meta.url);
const TENANT = '11111111-1111-4111-8111-111111111111';

const claims = async (directory: string) =>
  (await readdir(dirname(directory))).filter((name) => name.startsWith(`${basename(directory)}.`));

const claim = (fields: object) =>
  JSON.stringify({
    pid: process.pid,
    host: hostname(),
    user: 'x',
    started: '1',
    boot: null,
    since: '2026-01-02T03:04:05Z',
    ...fields,
  });

test('the embedded database bears one process, which is named; kill -9 frees it', async () => {
  const { directory, target, drop } = await emptyPglite();
  const holder = startWorker(HOLDER, ['pglite', directory, TENANT]);
  expect(await holder.line()).toBe('held');
  const refused = await openSession(target).catch((error) => error);
  expect(refused).toMatchObject({ code: 'LOCK_HELD', exit: 4 });
  expect(refused.message).toMatch(
    new RegExp(`@${hostname()} pid ${holder.pid}, since 20\\d\\d-\\d\\d-\\d\\dT`),
  );
  await holder.kill();
  const session = await openSession(target);
  expect((await session.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await session.close();
  expect(await claims(directory)).toEqual([]);
  await drop();
});

test('a file whose process number was given to another process is taken over', async () => {
  const { directory, drop } = await emptyPglite();
  await writeFile(`${directory}.lock-old`, claim({}));
  // Where the system does not tell when a process started, a living number counts as the holder.
  if (!existsSync('/proc/self/stat')) await writeFile(`${directory}.lock-old`, claim({ pid: 2 ** 22 + 1 }));
  const lock = await acquireEmbeddedLock(directory);
  expect(await claims(directory)).not.toContain('database.lock-old');
  await lock.release();
  await drop();
});

test('a file of another host is left alone, and named', async () => {
  const { directory, drop } = await emptyPglite();
  await writeFile(`${directory}.lock-other`, claim({ host: 'elsewhere', pid: 7 }));
  const refused = await acquireEmbeddedLock(directory).catch((error) => error);
  expect(refused.message).toContain('x@elsewhere pid 7, since 2026-01-02T03:04:05Z');
  expect(refused.context.hint).toContain('database.lock-other');
  expect(await claims(directory)).toEqual(['database.lock-other']);
  await drop();
});

test('of many that come at once beside a dead holder, one gets it', async () => {
  const { directory, drop } = await emptyPglite();
  for (let round = 0; round < 5; round += 1) {
    await writeFile(`${directory}.lock-dead`, claim({ pid: 2 ** 22 + 1 }));
    let holding = 0;
    let most = 0;
    const tried = await Promise.allSettled(
      Array.from({ length: 8 }, async () => {
        const lock = await acquireEmbeddedLock(directory);
        holding += 1;
        most = Math.max(most, holding);
        await sleep(2000);
        holding -= 1;
        await lock.release();
      }),
    );
    expect(most).toBe(1);
    expect(tried.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
  }
  expect(await claims(directory)).toEqual([]);
  await drop();
});

test('PostgreSQL: a second run of the tenant is refused with who and since when; kill -9 frees it', async () => {
  const { url, target, drop } = await emptyPostgres();
  const holder = startWorker(HOLDER, ['postgres', url, TENANT]);
  expect(await holder.line()).toBe('held');
  const session = await openSession(target);
  const refused = await acquireLock(target, session, TENANT).catch((error) => error);
  expect(refused).toMatchObject({ code: 'LOCK_HELD', exit: 4 });
  expect(refused.message).toContain(`tailtown-migrate `);
  expect(refused.message).toContain(`pid ${holder.pid}`);
  expect(refused.message).toMatch(/since 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
  const other = await acquireLock(target, session, 'another tenant');
  await other.release();
  await holder.kill();
  const lock = await untilFree(() => acquireLock(target, session, TENANT));
  const second = await openSession(target);
  await expect(acquireLock(target, second, TENANT)).rejects.toMatchObject({ code: 'LOCK_HELD' });
  await lock.release();
  await (await acquireLock(target, second, TENANT)).release();
  await second.close();
  await session.close();
  await drop();
});

/** The server notices a dead client within moments. */
async function untilFree<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt > 300) throw error;
      await sleep(100);
    }
  }
}

test('what a second connection of a run that was killed still does is waited for', async () => {
  const database = await emptyPostgres();
  const killed = await openSession(database.target);
  await acquireLock(database.target, killed, TENANT);
  const beside = await killed.another();
  const admin = await openSession(database.target);
  const began = Date.now();
  const leftover = beside?.query('SELECT pg_sleep(1.5)').finally(() => beside.close());
  const { rows } = await killed.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await admin.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
  const next = await openSession(database.target);
  const lock = await acquireLock(database.target, next, TENANT);
  expect(Date.now() - began).toBeGreaterThan(1_400);
  await leftover;
  // And while one is at work, another run finds the first connection's lock.
  const other = await next.another();
  await expect(acquireLock(database.target, admin, TENANT)).rejects.toMatchObject({ code: 'LOCK_HELD' });
  await other?.close();
  await lock.release();
  for (const session of [killed, next, admin]) await session.close();
  await database.drop();
});
