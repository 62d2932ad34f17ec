import { MigrateError, refusal } from '../core/errors.ts';

const CONNECTION_SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'EINVAL',
]);

/** Where a failure happened, in words that hold no secret. */
export interface Place {
  /** Name of the target. */
  target: string;
  /** What a person sets to reach it: an environment variable or a folder. */
  setting: string;
}

/**
 * A driver's error as one of this program's, where it says something about the target (unreachable, full, read-only,
 * ...); any other error comes back as it is, with its SQLSTATE. No message holds the URL: drivers put hosts, and
 * sometimes whole URLs, into theirs.
 */
export function describeFailure(thrown: unknown, place: Place, connecting = false): unknown {
  if (thrown instanceof MigrateError) return thrown;
  const code = codeOf(thrown);
  const known = code === null ? undefined : describeSqlState(code, place, thrown);
  if (known) return known;
  if (code !== null && CONNECTION_SYSTEM_CODES.has(code) && (connecting || code !== 'ENOENT'))
    return unreachable(place, code);
  if (connecting) return unreachable(place, code ?? 'no answer');
  return thrown;
}

/** SQLSTATE or system error code of anything thrown, or null. */
export function codeOf(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null) return null;
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  if ('errors' in thrown && Array.isArray(thrown.errors) && thrown.errors.length > 0)
    return codeOf(thrown.errors[0]);
  return null;
}

function describeSqlState(
  code: string,
  { target, setting }: Place,
  cause: unknown,
): MigrateError | undefined {
  switch (code) {
    case '28P01':
    case '28000':
      return refusal(
        'TARGET_LOGIN_REFUSED',
        `Target ${target} refused the login.`,
        `Check user and password in ${setting}.`,
      );
    case '3D000':
      return refusal(
        'TARGET_UNREACHABLE',
        `Target ${target} has no such database.`,
        `Check the database name in ${setting}.`,
      );
    case '25006':
      return refusal(
        'TARGET_READ_ONLY',
        `Target ${target} can only be read: it is a standby, or its transactions are read-only.`,
        `Let ${setting} name the primary server and a role that may write.`,
        { cause },
      );
    case '53100':
    case 'ENOSPC':
      return new MigrateError(
        'TARGET_DISK_FULL',
        `The disk of target ${target} is full; nothing of this step was kept.`,
        {
          hint: 'Free space on that disk and run the same command again.',
          cause,
        },
      );
    case '53200':
      return new MigrateError(
        'TARGET_OUT_OF_MEMORY',
        `Target ${target} ran out of memory; nothing of this step was kept.`,
        {
          hint: 'Give the server more memory and run the same command again.',
          cause,
        },
      );
    case '53300':
      return new MigrateError('TARGET_UNREACHABLE', `Target ${target} has no connection left.`, {
        hint: 'Close connections or raise max_connections, and run the same command again.',
        cause,
      });
    case '42501':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return refusal(
        code === 'EROFS' ? 'TARGET_READ_ONLY' : 'TARGET_PERMISSION',
        `Target ${target} does not allow this.`,
        `Use a role or user that owns the tables, or may write to ${setting}; the log has the object.`,
        { cause },
      );
    case '57P01':
    case '57P02':
    case '57P03':
      return unreachable({ target, setting }, code);
    default:
      return code.startsWith('08') ? unreachable({ target, setting }, code) : undefined;
  }
}

const unreachable = ({ target, setting }: Place, reason: string): MigrateError =>
  new MigrateError('TARGET_UNREACHABLE', `Target ${target} does not answer (${reason}).`, {
    hint: `Check that the server runs and that ${setting} is right, then run the same command again.`,
    exit: 4,
  });
