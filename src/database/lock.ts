import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../core/process.ts';
import type { TargetSettings } from '../core/settings.ts';
import { type Lock, lockHeld, thisProcess } from './file-lock.ts';
import type { Session } from './session.ts';
import { letGoAfter } from './silence.ts';

export type { Lock } from './file-lock.ts';

/** Room that PostgreSQL leaves for application_name. */
const NAME_BYTES = 63;

/** The server takes a moment to notice that the process behind a session was killed (see `PostgresSession.open`). */
const NOTICED_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 50;

/**
 * Makes this run the only writer of (target, tenant). On PostgreSQL it is an advisory lock of this very session: when
 * the connection dies, lock and transaction go together. The embedded database is locked as a whole by `openSession`,
 * so nothing is left to do. Throws MigrateError LOCK_HELD (exit 4), naming the holder and since when it is connected;
 * at once, but for a holder whose process is gone from this machine: for that one the server is given some seconds.
 * Needs a connection of its own: a pooler in transaction mode breaks it.
 */
export const acquireLock = (target: TargetSettings, session: Session, tenant: string): Promise<Lock> =>
  lockSession(session, tenant, `tenant ${tenant} in target ${target.name}`);

/** The same for any name; `what` is how the refusal calls it. */
export async function lockSession(session: Session, name: string, what: string): Promise<Lock> {
  if (session.kind === 'pglite') return { release: async () => undefined };
  const keys = [keyOf('tailtown-migrate'), keyOf(name)];
  // What a second connection of a run that was killed still works on must not end in the middle of the next one.
  const beside = [keyOf('tailtown-migrate beside'), keyOf(name)];
  let held = keys;
  const title = Buffer.from(`tailtown-migrate ${thisProcess()}`).subarray(0, NAME_BYTES).toString();
  await session.query(`SELECT set_config('application_name', $1, false)`, [title]);
  const until = Date.now() + NOTICED_WITHIN_MS;
  for (;;) {
    if (held === keys && (await take(session, keys))) held = beside;
    if (held === beside && (await take(session, beside))) {
      await release(session, beside);
      session.besideKeys = beside;
      return { release: () => release(session, keys) };
    }
    await endDeadHolder(session, held);
    const holder = await findHolder(session, held);
    // No holder: it let go between the two statements.
    const gone = holder === undefined || isGone(holder.name);
    if ((!gone && held === keys) || Date.now() > until) {
      if (held === beside) await release(session, keys);
      throw lockHeld(
        what,
        holder ? `${holder.name} (server process ${holder.pid})` : 'an unknown session',
        holder?.since ?? null,
        gone || held === beside
          ? 'That process has ended, but the server still runs its last statement: try again in a moment, or end the server process.'
          : 'Wait until it has ended, or stop it, and run the same command again.',
      );
    }
    await sleep(LOOK_EVERY_MS);
  }
}

async function take(session: Session, keys: readonly number[]): Promise<boolean> {
  const { rows } = await session.query<{ got: boolean }>(
    'SELECT pg_try_advisory_lock($1::int4, $2::int4) AS got',
    keys,
  );
  return rows[0]?.got === true;
}

/** A dead connection has released its lock already. */
const release = (session: Session, keys: readonly number[]): Promise<void> =>
  session.query('SELECT pg_advisory_unlock($1::int4, $2::int4)', keys).then(
    () => undefined,
    () => undefined,
  );

const HOLDER = `pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.classid::int8 = $1::int8 & 4294967295 AND l.objid::int8 = $2::int8 & 4294967295`;

/**
 * A run that lives asks something every minute. A holder for whose next word the server has waited much longer is a
 * connection that lost its program without a word, and nothing else would ever end one that stands in a COPY. Where
 * this role has no right to end it, it stays.
 */
const endDeadHolder = (session: Session, keys: readonly number[]): Promise<void> =>
  session
    .query(
      `SELECT pg_terminate_backend(a.pid, 5000) FROM ${HOLDER}
        AND a.wait_event = 'ClientRead' AND a.query_start < now() - $3::int8 * interval '1 millisecond'`,
      [...keys, letGoAfter()],
    )
    .then(
      () => undefined,
      () => undefined,
    );

async function findHolder(
  session: Session,
  keys: readonly number[],
): Promise<{ name: string; pid: number; since: string | null } | undefined> {
  const { rows } = await session.query<{ name: string; pid: number; since: string | null }>(
    `SELECT coalesce(nullif(a.application_name, ''), 'an unnamed session') AS name, l.pid,
            to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since
       FROM ${HOLDER}`,
    keys,
  );
  return rows[0];
}

/** Whether a session of this name was that of a process of this machine that has ended. A name that was cut says nothing. */
function isGone(name: string): boolean {
  const [, host, pid] = /^tailtown-migrate .*@(.+) pid (\d+)$/.exec(name) ?? [];
  return host === hostname() && Buffer.byteLength(name) < NAME_BYTES && !isAlive(Number(pid));
}

/** Signed 32 bits of a hash. */
const keyOf = (text: string): number => createHash('sha256').update(text).digest().readInt32BE(0);
