import { afterEach, expect, it } from 'vitest';
import { openSession } from '../../src/database/open.ts';
import { emptyPostgres, postgresTarget } from '../support/databases.ts';
import { startPooler, type TestPooler } from '../support/pooler.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function pooled(
  options: Parameters<typeof startPooler>[1],
): Promise<{ pooler: TestPooler; server: string }> {
  const { url, drop } = await emptyPostgres();
  closing.push(drop);
  const pooler = await startPooler(url, options);
  closing.push(pooler.close);
  return { pooler, server: url };
}

it.each([
  ['with one server connection', { size: 1 }],
  ['that gives the last used one', { size: 3 }],
  ['that goes round', { size: 3, roundRobin: true }],
])(
  'a pooler in transaction mode %s is recognised and refused, before it is given a setting',
  async (_, options) => {
    const { pooler, server } = await pooled({ mode: 'transaction', ...options });
    await expect(openSession(postgresTarget(pooler.url))).rejects.toMatchObject({
      ...{ code: 'TARGET_POOLED', exit: 4, context: { hint: expect.stringContaining('TEST_DATABASE_URL') } },
    });
    expect(pooler.served()).toBeGreaterThan(1);
    const direct = await openSession(postgresTarget(server));
    closing.push(() => direct.close());
    const { rows } = await direct.query(
      `SELECT count(*)::int AS ours FROM pg_stat_activity WHERE datname = current_database() AND query ~ 'lock_timeout' AND pid <> pg_backend_pid()`,
    );
    expect(rows).toEqual([{ ours: 0 }]);
  },
);

it('a pooler in session mode is let through: its sessions are sessions', async () => {
  const { pooler } = await pooled({ mode: 'session', size: 3 });
  const session = await openSession(postgresTarget(pooler.url));
  closing.push(() => session.close());
  const { rows } = await session.query(`SELECT current_setting('TimeZone') AS zone`);
  expect(rows).toEqual([{ zone: 'UTC' }]);
});

it('a session pool that has no connection left cannot be told from the other kind, and is refused', async () => {
  const { pooler } = await pooled({ mode: 'session', size: 1 });
  await expect(openSession(postgresTarget(pooler.url))).rejects.toMatchObject({ code: 'TARGET_POOLED' });
});

it('the server itself is asked by one connection only', async () => {
  const { url, target, drop } = await emptyPostgres();
  closing.push(drop);
  const session = await openSession(target);
  closing.push(() => session.close());
  const { rows } = await session.query(
    `SELECT count(*)::int AS connections FROM pg_stat_activity WHERE datname = $1`,
    [new URL(url).pathname.slice(1)],
  );
  expect(rows).toEqual([{ connections: 1 }]);
});
