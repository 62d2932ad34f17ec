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

/** The server ended the connection: class 08, a stop, a crash or an administrator, a limit on silence or transactions. */
const CONNECTION_SQL_STATES = /^(?:08...|57P0[1235]|25P0[34])$/;

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
export function describeFailure(
  thrown: unknown,
  place: Place,
  when: 'connecting' | 'working' | 'lost' = 'working',
): unknown {
  if (thrown instanceof MigrateError) return thrown;
  const code = codeOf(thrown);
  const ended = code !== null && (CONNECTION_SYSTEM_CODES.has(code) || CONNECTION_SQL_STATES.test(code));
  if (when === 'connecting') {
    if (failsTls(thrown, code)) return untrusted(place, code, thrown);
    if (ended) return unreachable(place, code);
    return (code === null ? undefined : describeSqlState(code, place, thrown)) ?? unreachable(place, code);
  }
  if (when === 'lost' || (ended && code !== 'ENOENT')) return lost(place, code, thrown);
  return (code === null ? undefined : describeSqlState(code, place, thrown)) ?? thrown;
}

/** SQLSTATE or system error code of anything thrown, of its cause where it was described already, or null. */
export function codeOf(thrown: unknown): string | null {
  if (thrown instanceof MigrateError) return codeOf(thrown.cause);
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
        exit: 4,
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
    case '53400':
      return new MigrateError(
        'TARGET_TEMP_FULL',
        `Target ${target} allows no more disk space for temporary files; nothing of this step was kept.`,
        { hint: 'Raise temp_file_limit for this role and run the same command again.', cause },
      );
    case '55P03':
    case '40001':
    case '40P01':
      return new MigrateError(
        'TARGET_BUSY',
        `Others work on the same rows or tables of target ${target}, and did not let go in time; nothing of this step was kept.`,
        {
          hint: 'pg_stat_activity shows who is at it. When they have ended, or in a quieter hour, run the same command again.',
          cause,
        },
      );
    case '57014':
      return new MigrateError(
        'TARGET_CANCELLED',
        `A statement was cancelled in target ${target}, by somebody or by a time limit; nothing of this step was kept.`,
        { hint: 'Run the same command again; ask who looks after the server if it comes back.', cause },
      );
    default:
      return undefined;
  }
}

/** Node's names of what is wrong with a certificate or a handshake; the driver's words for a server without TLS. */
const failsTls = (thrown: unknown, code: string | null): boolean =>
  (code !== null && /CERT|^ERR_(?:TLS|SSL)_|UNABLE_TO_VERIFY|^EPROTO$/.test(code)) ||
  (thrown instanceof Error && /does not support SSL|establishing an SSL/.test(thrown.message));

const untrusted = ({ target, setting }: Place, code: string | null, cause: unknown): MigrateError =>
  code === null
    ? refusal(
        'TARGET_TLS',
        `Target ${target} is another machine, and its server offers no TLS.`,
        `Switch it on (ssl = on), or reach it through a tunnel whose end is this machine. Where neither can be, write why into targets.NAME.tls.insecure and add sslmode=disable to ${setting}.`,
        { cause },
      )
    : refusal(
        'TARGET_TLS',
        `The certificate of target ${target} is not one to trust (${code}).`,
        `Let targets.NAME.tls.ca name the certificate of the authority that signed it, and let ${setting} have the host name that it is made out to. Where neither can be, write why into targets.NAME.tls.insecure.`,
        { cause },
      );

const unreachable = ({ target, setting }: Place, reason: string | null): MigrateError =>
  new MigrateError('TARGET_UNREACHABLE', `Target ${target} does not answer (${reason ?? 'no answer'}).`, {
    hint: `Check that the server runs and that ${setting} is right, then run the same command again.`,
    exit: 4,
  });

/** Not a refusal: earlier steps are done, and a commit may have gone through although its answer was lost. */
const lost = ({ target }: Place, reason: string | null, cause: unknown): MigrateError =>
  new MigrateError(
    'TARGET_LOST',
    `The connection to target ${target} was lost (${reason ?? 'it was closed'}); what was open is there as a whole or not at all.`,
    {
      hint: 'Check the server and the network, then run the same command again: it finds out what is done and goes on from there.',
      cause,
    },
  );
