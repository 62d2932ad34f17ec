import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { ServerTarget } from '../../src/core/settings.ts';
import { openSession } from '../../src/database/open.ts';
import { emptyPostgres } from '../support/databases.ts';
import { startServer } from '../support/server.ts';

const targetOf = (url: string, more: Partial<ServerTarget> = {}): ServerTarget => ({
  ...{ name: 'staging', kind: 'staging', url, urlEnv: 'STAGING_URL', ...more },
});

it('waits for a server that is not up yet, says so once, and stops when it is asked to', async () => {
  const server = await startServer();
  try {
    await server.halt('fast');
    const waits: string[] = [];
    const options = { onWait: (reason: string) => waits.push(reason) };
    const opening = openSession(targetOf(server.url, { timeouts: { connect: 60_000 } }), options);
    await sleep(1_200);
    await server.start();
    const session = await opening;
    await session.close();
    expect(waits).toEqual(['ECONNREFUSED']);

    await server.halt('fast');
    const target = targetOf(server.url, { timeouts: { connect: 60_000 } });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    const began = Date.now();
    await expect(openSession(target, { signal: stop.signal })).rejects.toMatchObject({ code: 'INTERRUPTED' });
    const short = targetOf(server.url, { timeouts: { connect: 1_000 } });
    await expect(openSession(short)).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE', exit: 4 });
    expect(Date.now() - began).toBeLessThan(10_000);
  } finally {
    await server.stop();
  }
});

it('waits for a connection to become free, and never tries a refused login again', async () => {
  const { target, url, drop } = await emptyPostgres();
  const name = new URL(url).pathname.slice(1);
  const role = `limited_${name.slice(-8)}`;
  const admin = await openSession(target);
  await admin.exec(`CREATE ROLE ${role} LOGIN PASSWORD 'right-word' CONNECTION LIMIT 1`);
  const limited = new URL(url);
  limited.username = role;
  limited.password = 'right-word';
  try {
    const first = await openSession(targetOf(limited.toString()));
    const second = openSession(targetOf(limited.toString(), { timeouts: { connect: 60_000 } }));
    await sleep(700);
    await first.close();
    await (await second).close();

    limited.password = 'wrong-word';
    const waits: string[] = [];
    await expect(
      openSession(targetOf(limited.toString(), { timeouts: { connect: 60_000 } }), {
        onWait: (reason) => waits.push(reason),
      }),
    ).rejects.toMatchObject({ code: 'TARGET_LOGIN_REFUSED', exit: 4 });
    expect(waits).toEqual([]);
  } finally {
    await admin.exec(`DROP ROLE ${role}`);
    await admin.close();
    await drop();
  }
});

it('has limits that the config may change; a statement may take any time unless it says otherwise', async () => {
  const { url, drop } = await emptyPostgres();
  const limits = async (timeouts: ServerTarget['timeouts']) => {
    const session = await openSession(targetOf(url, timeouts ? { timeouts } : {}));
    const { rows } = await session.query(
      `SELECT name, setting FROM pg_settings WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')`,
    );
    await session.close();
    return Object.fromEntries(rows.map(({ name, setting }) => [name, Number(setting)]));
  };
  expect(await limits(undefined)).toEqual({
    ...{ statement_timeout: 0, lock_timeout: 60_000, idle_in_transaction_session_timeout: 300_000 },
  });
  expect(await limits({ statement: 3_600_000, lock: 5_000, idle: 120_000 })).toEqual({
    ...{ statement_timeout: 3_600_000, lock_timeout: 5_000, idle_in_transaction_session_timeout: 120_000 },
  });
  const session = await openSession(targetOf(url, { timeouts: { statement: 200 } }));
  await expect(session.query('SELECT pg_sleep(30)')).rejects.toMatchObject({ code: 'TARGET_CANCELLED' });
  await session.close();
  await drop();
});
