import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSession } from '../../src/database/open.ts';
import type { Session } from '../../src/database/session.ts';
import { readMeanwhile, together } from '../../src/database/together.ts';
import { emptyPglite, emptyPostgres } from '../support/databases.ts';

type Opened = Awaited<ReturnType<typeof emptyPostgres>> | Awaited<ReturnType<typeof emptyPglite>>;

describe.each([
  ['postgres', emptyPostgres, 2],
  ['pglite', emptyPglite, 1],
] as const)('%s', (_, make, connections) => {
  let database: Opened;
  let session: Session;

  beforeAll(async () => {
    database = await make();
    session = await openSession(database.target);
  });
  beforeEach(() => session.exec('DROP TABLE IF EXISTS done; CREATE TABLE done (n int, pid int)'));
  afterAll(async () => {
    await session.close();
    await database.drop();
  });

  const note = (n: number) => async (own: Session) => {
    await own.query('INSERT INTO done SELECT $1, pg_backend_pid() FROM pg_sleep(0.05)', [n]);
  };
  const noted = async () =>
    (await session.query<{ n: number; pid: number }>('SELECT n, pid FROM done ORDER BY n')).rows;

  test('every piece is done once, on as many connections as there are', async () => {
    await together(session, [note(1), note(2), note(3), note(4)]);
    const rows = await noted();
    expect(rows.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
    expect(new Set(rows.map(({ pid }) => pid)).size).toBe(connections);
  });

  test('in a transaction the session works alone, and sees what it wrote', async () => {
    await session.transaction(async () => {
      await session.query('INSERT INTO done VALUES (0, 0)');
      const seen: number[] = [];
      const count = async (own: Session) => {
        seen.push((await own.query<{ n: number }>('SELECT count(*)::int AS n FROM done')).rows[0]?.n ?? -1);
      };
      await together(session, [count, count]);
      expect(seen).toEqual([1, 1]);
    });
  });

  test('a piece that fails is told when no other is at work, and nothing else begins', async () => {
    let working = 0;
    const slow = async (own: Session) => {
      working += 1;
      await own.query('SELECT pg_sleep(0.3)');
      working -= 1;
    };
    const failing = (own: Session) => own.exec('SELECT 1 / 0');
    const tasks = connections === 2 ? [slow, failing, note(5), note(6)] : [slow, failing, note(5)];
    await expect(together(session, tasks)).rejects.toThrow(/division by zero/);
    expect(working).toBe(0);
    expect(await noted()).toEqual([]);
    // The session itself can go on.
    await together(session, [note(7)]);
    expect((await noted()).map(({ n }) => n)).toEqual([7]);
  });

  test('what is read meanwhile is as it was when the transaction began', async () => {
    await session.query('INSERT INTO done VALUES (1, 1)');
    const found = await session.transaction(
      () =>
        readMeanwhile(
          session,
          async (own) => {
            if (own !== session) await sleep(200);
            // Nobody else would see what this one sees.
            expect(own === session || (await own.another()) === null).toBe(true);
            return (await own.query<{ n: number }>('SELECT n FROM done ORDER BY n')).rows.map(({ n }) => n);
          },
          async (read) => {
            await session.query('INSERT INTO done VALUES (2, 2)');
            return { read: await read(), own: (await session.query('SELECT n FROM done')).rows.length };
          },
        ),
      { isolation: 'repeatable read' },
    );
    expect(found).toEqual({ read: [1], own: 2 });
  });

  test('an error of either side comes through, and the transaction is over', async () => {
    const reading = (own: Session) => own.query('SELECT 1 / 0');
    const inside = (work: () => Promise<unknown>) =>
      session.transaction(work, { isolation: 'repeatable read' });
    await expect(inside(() => readMeanwhile(session, reading, (read) => read()))).rejects.toThrow(
      /division by zero/,
    );
    await expect(
      inside(() =>
        readMeanwhile(
          session,
          async () => 1,
          async () => Promise.reject(new Error('ours')),
        ),
      ),
    ).rejects.toThrow('ours');
    // Of two errors, that of the work is told.
    await expect(
      inside(() => readMeanwhile(session, reading, () => Promise.reject(new Error('ours')))),
    ).rejects.toThrow(connections === 2 ? 'ours' : /division by zero/);
    await session.transaction(note(8).bind(null, session));
    expect((await noted()).map(({ n }) => n)).toEqual([8]);
  });
});

test('a role that may have one connection only does all of it on that one', async () => {
  const database = await emptyPostgres();
  const admin = await openSession(database.target);
  const role = `alone_${process.pid}_${Date.now()}`;
  await admin.exec(`CREATE ROLE "${role}" LOGIN PASSWORD 'alone' CONNECTION LIMIT 1`);
  const url = new URL(database.url);
  url.username = role;
  url.password = 'alone';
  const session = await openSession({ ...database.target, url: url.href } as typeof database.target);
  try {
    const pids = new Set<number>();
    const pid = async (own: Session) => {
      pids.add((await own.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0);
    };
    await together(session, [pid, pid, pid]);
    expect(pids.size).toBe(1);
    const read = await session.transaction(
      () =>
        readMeanwhile(
          session,
          async () => 'read',
          (found) => found(),
        ),
      { isolation: 'repeatable read' },
    );
    expect(read).toBe('read');
  } finally {
    await session.close();
    await admin.exec(`DROP ROLE "${role}"`);
    await admin.close();
    await database.drop();
  }
});
