import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TargetSettings } from '../core/settings.ts';
import { type Lock, lockHeld, thisProcess } from './file-lock.ts';
import type { Session } from './session.ts';

export type { Lock } from './file-lock.ts';

/** Room that PostgreSQL leaves for application_name. */
const NAME_BYTES = 63;

/**
 * Makes this run the only writer of (target, tenant). On PostgreSQL it is an advisory lock of this very session: when
 * the connection dies, lock and transaction go together. The embedded database is locked as a whole by `openSession`,
 * so nothing is left to do. Throws MigrateError LOCK_HELD (exit 4), naming the holder and since when it is connected.
 * Needs a connection of its own: a pooler in transaction mode breaks it.
 */
export const acquireLock = (target: TargetSettings, session: Session, tenant: string): Promise<Lock> =>
  lockSession(session, tenant, `tenant ${tenant} in target ${target.name}`);

/** The same for any name; `what` is how the refusal calls it. */
export async function lockSession(session: Session, name: string, what: string): Promise<Lock> {
  if (session.kind === 'pglite') return { release: async () => undefined };
  const keys = [keyOf('tailtown-migrate'), keyOf(name)];
  const title = Buffer.from(`tailtown-migrate ${thisProcess()}`).subarray(0, NAME_BYTES).toString();
  await session.query(`SELECT set_config('application_name', $1, false)`, [title]);
  for (let attempt = 0; ; attempt += 1) {
    const { rows } = await session.query<{ got: boolean }>(
      'SELECT pg_try_advisory_lock($1::int4, $2::int4) AS got',
      keys,
    );
    if (rows[0]?.got) return { release: () => release(session, keys) };
    const holder = await findHolder(session, keys);
    // No holder: it let go between the two statements.
    if (holder || attempt > 3) {
      throw lockHeld(
        what,
        holder?.name ?? 'an unknown session',
        holder?.since ?? null,
        'Wait until it has ended, or stop it, and run the same command again.',
      );
    }
    await sleep(50);
  }
}

/** A dead connection has released its lock already. */
const release = (session: Session, keys: readonly number[]): Promise<void> =>
  session.query('SELECT pg_advisory_unlock($1::int4, $2::int4)', keys).then(
    () => undefined,
    () => undefined,
  );

async function findHolder(
  session: Session,
  keys: readonly number[],
): Promise<{ name: string; since: string | null } | undefined> {
  const { rows } = await session.query<{ name: string; since: string | null }>(
    `SELECT coalesce(nullif(a.application_name, ''), 'an unnamed session') || ' (server process ' || l.pid || ')' AS name,
            to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since
       FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.classid::int8 = $1::int8 & 4294967295 AND l.objid::int8 = $2::int8 & 4294967295`,
    keys,
  );
  return rows[0];
}

/** Signed 32 bits of a hash. */
const keyOf = (text: string): number => createHash('sha256').update(text).digest().readInt32BE(0);
