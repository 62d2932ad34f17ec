import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MigrateError } from '../../src/core/errors.ts';
import { openSession } from '../../src/database/open.ts';
import type { Session } from '../../src/database/session.ts';
import { emptyPglite, emptyPostgres, pgliteTarget, postgresTarget } from '../support/databases.ts';

async function withSession(
  make: typeof emptyPglite | typeof emptyPostgres,
  work: (session: Session) => Promise<void>,
) {
  const database = await make();
  const session = await openSession(database.target);
  try {
    await work(session);
  } finally {
    await session.close();
    await database.drop();
  }
}

describe.each([
  ['postgres', emptyPostgres],
  ['pglite', emptyPglite],
] as const)('%s', (_, make) => {
  test('types are the same for both kinds', () =>
    withSession(make, async (session) => {
      await session.exec(`CREATE TYPE color AS ENUM ('RED', 'DARK BLUE')`);
      const { rows } = await session.query(
        `SELECT 1::int2 AS i2, 2::int4 AS i4, 3::int8 AS i8, 9007199254740993::int8 AS big, 1.5::float8 AS f8, 1.10::numeric AS n,
                true AS yes, '{"a":[1]}'::jsonb AS j, 'null'::jsonb AS jn, '2026-03-08'::date AS d, '12:30'::time AS t,
                '2026-03-08 02:30'::timestamp(3) AS ts, '2026-03-08 02:30-07'::timestamptz AS tz, interval '1 day' AS iv,
                '{a,NULL,"b,\\"c"}'::text[] AS texts, '{1,2}'::int8[] AS bigs, '{2026-03-08}'::date[] AS dates,
                'RED'::color AS one, '{RED,"DARK BLUE"}'::color[] AS many, '{}'::color[] AS none, NULL::color[] AS nothing`,
      );
      expect(rows).toEqual([
        {
          i2: 1,
          i4: 2,
          i8: 3,
          big: '9007199254740993',
          f8: 1.5,
          n: '1.10',
          yes: true,
          j: { a: [1] },
          jn: null,
          d: '2026-03-08',
          t: '12:30:00',
          ts: '2026-03-08 02:30:00',
          tz: '2026-03-08 09:30:00+00',
          iv: '1 day',
          texts: ['a', null, 'b,"c'],
          bigs: [1, 2],
          dates: ['2026-03-08'],
          one: 'RED',
          many: ['RED', 'DARK BLUE'],
          none: [],
          nothing: null,
        },
      ]);
    }));

  test('parameters are the same for both kinds', () =>
    withSession(make, async (session) => {
      await session.exec(`CREATE TYPE color AS ENUM ('RED', 'DARK BLUE')`);
      const { rows } = await session.query(
        `SELECT $1::text AS t, $2::int4 AS i, $3::text[] AS a, $4::jsonb AS j, $5::timestamp AS ts, $6::bool AS b, $7::color[] AS e, $8::text AS n`,
        ['x', 5, ['a', 'b,"\\', null], '{"a":1}', '2026-03-08T02:30:00', true, ['DARK BLUE'], null],
      );
      expect(rows).toEqual([
        {
          t: 'x',
          i: 5,
          a: ['a', 'b,"\\', null],
          j: { a: 1 },
          ts: '2026-03-08 02:30:00',
          b: true,
          e: ['DARK BLUE'],
          n: null,
        },
      ]);
    }));

  test('counts written rows only', () =>
    withSession(make, async (session) => {
      await session.exec('CREATE TABLE t (id int)');
      expect((await session.query('INSERT INTO t SELECT generate_series(1, 3)')).affected).toBe(3);
      expect((await session.query('SELECT * FROM t')).affected).toBe(0);
      expect((await session.query('UPDATE t SET id = 9 WHERE id < $1', [3])).affected).toBe(2);
      expect(
        (
          await session.query(
            'MERGE INTO t USING (VALUES (9)) v (id) ON t.id = v.id WHEN MATCHED THEN DELETE',
          )
        ).affected,
      ).toBe(2);
      expect((await session.query('DELETE FROM t')).affected).toBe(1);
    }));

  test('a transaction is all or nothing, and the first error is the one that is thrown', () =>
    withSession(make, async (session) => {
      await session.exec('CREATE TABLE t (id int PRIMARY KEY)');
      const failing = session.transaction(async () => {
        await session.query('INSERT INTO t VALUES (1)');
        await session.query('INSERT INTO t VALUES (1)');
      });
      await expect(failing).rejects.toMatchObject({ code: '23505' });
      expect((await session.query('SELECT * FROM t')).rows).toEqual([]);
      const isolation = await session.transaction(
        async () =>
          (await session.query<{ level: string }>(`SELECT current_setting('transaction_isolation') AS level`))
            .rows,
        { isolation: 'repeatable read' },
      );
      expect(isolation).toEqual([{ level: 'repeatable read' }]);
      await expect(session.transaction(() => session.transaction(async () => 1))).rejects.toThrow('nest');
      expect(await session.transaction(async () => 1)).toBe(1);
    }));

  test('a read-only database is told as such', () =>
    withSession(make, async (session) => {
      await session.exec('SET default_transaction_read_only = on');
      await expect(session.exec('CREATE TABLE t (id int)')).rejects.toMatchObject({
        code: 'TARGET_READ_ONLY',
        exit: 4,
      });
    }));
});

test('a role without the right is told so', () =>
  withSession(emptyPostgres, async (session) => {
    await session.exec('CREATE TABLE t (id int); SET ROLE pg_monitor');
    await expect(session.query('SELECT * FROM t')).rejects.toMatchObject({
      code: 'TARGET_PERMISSION',
      exit: 4,
    });
  }));

test('no message about a failed connection holds the URL, the password or the host', async () => {
  const database = await emptyPostgres();
  const wrong = new URL(database.url);
  wrong.password = 'secret-word';
  const absent = new URL(database.url);
  absent.pathname = '/not_there';
  const cases: [string, string][] = [
    ['postgresql://bob:secret-word@127.0.0.1:1/x', 'TARGET_UNREACHABLE'],
    ['postgresql://bob:secret-word@no-such-host.invalid/x', 'TARGET_UNREACHABLE'],
    ['not a url secret-word', 'TARGET_UNREACHABLE'],
    ['postgresql://bob:secret-word@[', 'TARGET_UNREACHABLE'],
    [wrong.toString(), 'TARGET_LOGIN_REFUSED'],
    [absent.toString(), 'TARGET_UNREACHABLE'],
  ];
  for (const [url, code] of cases) {
    const target = { ...postgresTarget(url), timeouts: { connect: 1000 } };
    const error = await openSession(target).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(MigrateError);
    expect(error).toMatchObject({ code, exit: 4 });
    const told = `${error.message} ${error.context.hint}`;
    expect(told).toContain('TEST_DATABASE_URL');
    expect(told).not.toMatch(/secret-word|127\.0\.0\.1|no-such-host/);
  }
  await database.drop();
});

test('a connection that the server cut is told as such', () =>
  withSession(emptyPostgres, async (session) => {
    await session.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
    await expect(session.query('SELECT 1')).rejects.toMatchObject({ code: 'TARGET_LOST', exit: 1 });
  }));

test('the folder of an embedded database is its owner’s alone', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'tailtown-migrate-folder-'));
  const directory = join(parent, 'deep', 'database');
  const session = await openSession(pgliteTarget(directory));
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
  await session.close();
  await rm(parent, { recursive: true });
});

test('a folder that cannot be one is told, and its lock given back', async () => {
  const database = await emptyPglite();
  await rm(database.directory, { recursive: true });
  await writeFile(database.directory, '');
  for (let time = 0; time < 2; time += 1) {
    await expect(openSession(database.target)).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' });
  }
  await expect(openSession(pgliteTarget(join(database.directory, 'below')))).rejects.toBeInstanceOf(
    MigrateError,
  );
  await rm(database.directory);
  await mkdir(database.directory);
  await database.drop();
});
