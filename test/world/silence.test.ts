import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acquireLock } from '../../src/database/lock.ts';
import { openSession } from '../../src/database/open.ts';
import type { Session } from '../../src/database/session.ts';
import { emptyPostgres, postgresTarget, type TestPostgres } from '../support/databases.ts';
import { FAULTS, openProxy, type TestProxy } from '../support/proxy.ts';
import { hasten } from './support.ts';

hasten();

let database: TestPostgres;
beforeAll(async () => {
  database = await emptyPostgres();
});
afterAll(() => database.drop());

async function through(work: (session: Session, proxy: TestProxy) => Promise<void>): Promise<void> {
  const proxy = await openProxy(database.url);
  const session = await openSession(postgresTarget(proxy.url));
  try {
    await work(session, proxy);
  } finally {
    await session.close();
    await proxy.close();
  }
}

const LOST = { code: 'TARGET_LOST', exit: 1 };

describe.concurrent('whoever waits', () => {
  it('waits for a server that works, however long it is silent', () =>
    through(async (session) => {
      const { rows } = await session.query('SELECT pg_sleep(12)::text, 1 AS done');
      expect(rows).toMatchObject([{ done: 1 }]);
    }));

  it('waits for a lock that somebody else holds, as long as the lock timeout lets it', () =>
    through(async (session) => {
      const holder = await openSession(database.target);
      await holder.exec('BEGIN; SELECT pg_advisory_xact_lock(77)');
      await session.exec('SET lock_timeout = 0');
      const waiting = session.query('SELECT pg_advisory_lock(77)');
      await sleep(8000);
      await holder.close();
      expect((await waiting).rows).toHaveLength(1);
    }));

  it('waits for a slow line to take a COPY', () =>
    through(async (session, proxy) => {
      await session.exec('CREATE TABLE slow (line text)');
      proxy.slow(100_000);
      const line = `${'x'.repeat(999)}\n`;
      const part = Buffer.from(line.repeat(60));
      await session.copyIn(
        'slow',
        ['line'],
        Array.from({ length: 12 }, () => part),
      );
      proxy.heal();
      expect((await session.query('SELECT count(*)::int AS lines FROM slow')).rows).toEqual([{ lines: 720 }]);
    }));

  it.each(FAULTS)('gives up soon when a line that is used goes %s', (fault) =>
    through(async (session, proxy) => {
      setTimeout(() => proxy.strike(fault), 100);
      const began = Date.now();
      const asked = session.query('SELECT pg_sleep(3)');
      // What was asked before may still be answered where only requests get lost.
      if (fault === 'deaf') await asked;
      else await expect(asked).rejects.toMatchObject(LOST);
      await expect(session.query('SELECT 1')).rejects.toMatchObject(LOST);
      expect(Date.now() - began).toBeLessThan(20_000);
    }),
  );

  it('finds out in a pause too', () =>
    through(async (session, proxy) => {
      proxy.strike('hung');
      await sleep(9000);
      const began = Date.now();
      await expect(session.query('SELECT 1')).rejects.toMatchObject(LOST);
      // Whoever has not found out yet waits for seconds.
      expect(Date.now() - began).toBeLessThan(1_500);
    }));

  it('keeps a line that is only idle', () =>
    through(async (session) => {
      await session.exec('BEGIN');
      await sleep(12_000);
      expect((await session.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
      await session.exec('COMMIT');
    }));
});

describe.concurrent('what a vanished program held', () => {
  it.each([
    ['nothing but the lock', ''],
    ['an open transaction', 'BEGIN; SELECT 1'],
  ])('with %s, is free again in bounded time', async (_what, sql) => {
    const { target } = database;
    const tenant = `tenant ${sql}`;
    const proxy = await openProxy(database.url);
    const vanished = await openSession(postgresTarget(proxy.url));
    await acquireLock(target, vanished, tenant);
    if (sql !== '') await vanished.exec(sql);
    proxy.strike('hung');
    await vanished.close();
    const began = Date.now();
    const session = await openSession(target);
    for (;;) {
      const got = await acquireLock(target, session, tenant).then(
        () => true,
        () => false,
      );
      if (got) break;
      expect(Date.now() - began).toBeLessThan(30_000);
      await sleep(200);
    }
    await session.close();
    await proxy.close();
  });
});
