import type { TargetSettings } from '../core/settings.ts';
import { describeFailure } from './failure.ts';
import { acquireEmbeddedLock } from './file-lock.ts';
import { PgliteSession } from './pglite.ts';
import { PostgresSession, type SessionOptions } from './postgres.ts';

/**
 * Opens the target. An embedded database bears one process only, so its folder's lock is taken first and given back
 * by `close`. Throws MigrateError (TARGET_UNREACHABLE, TARGET_LOGIN_REFUSED, TARGET_TLS, TARGET_READ_ONLY, TARGET_DISK_FULL,
 * TARGET_PERMISSION, LOCK_HELD); none holds the URL. `close` must be called.
 */
export async function openSession(
  target: TargetSettings,
  options: SessionOptions = {},
): Promise<PgliteSession | PostgresSession> {
  if (target.kind !== 'embedded') {
    return PostgresSession.open(target, options);
  }
  const place = { target: target.name, setting: target.directory };
  const lock = await acquireEmbeddedLock(target.directory).catch((error) => {
    throw describeFailure(error, place, 'connecting');
  });
  return PgliteSession.open(target.directory, place, lock.release);
}
