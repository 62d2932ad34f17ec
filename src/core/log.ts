import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { destination, type Logger as PinoLogger, pino } from 'pino';
import { EXIT, MigrateError, messageOf } from './errors.ts';

export type Logger = PinoLogger;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface RunLog {
  logger: Logger;
  /** Path of the log file. */
  file: string;
  /** Names this run of the program; every line of its log carries it. */
  run: string;
  /** Writes what is still held back, and closes the file. */
  close(): void;
}

export interface LogOptions {
  tenant?: string;
  /** Takes secrets out of a whole line, before it is written. */
  mask?: (line: string) => string;
}

/**
 * Opens `<workspace>/logs/<run>.ndjson` (readable by its owner alone) for JSON lines with the run id and the tenant;
 * stages add `stage` and `batch` with `logger.child`. Personal data is never passed to it (DESIGN.md promise 9);
 * what could carry a secret or a person's value all the same (connection settings, texts of database errors) is
 * masked here. Throws WORKSPACE_UNWRITABLE where the folder cannot be made.
 */
export function createLog(workspace: string, level: LogLevel, options: LogOptions = {}): RunLog {
  const run = `${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;
  const file = path.join(workspace, 'logs', `${run}.ndjson`);
  const stream = openFile(file);
  const logger = pino(
    {
      level,
      base: { run, ...(options.tenant ? { tenant: options.tenant } : {}) },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError, error: describeError },
      redact: { paths: SECRET_PATHS, censor: '[secret]' },
      hooks: { streamWrite: options.mask ?? ((line) => line) },
    },
    stream,
  );
  return {
    logger,
    file,
    run,
    close() {
      stream.flushSync();
      stream.end();
    },
  };
}

const SECRET_KEYS = ['url', 'password', 'connectionString'];
const SECRET_PATHS = ['', '*.', '*.*.'].flatMap((prefix) => SECRET_KEYS.map((key) => `${prefix}${key}`));

function openFile(file: string) {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const stream = destination({ dest: file, sync: true, mode: 0o600 });
    // A log that cannot be written (a full disk) must not take the migration down with it.
    stream.on('error', () => {});
    return stream;
  } catch (cause) {
    throw new MigrateError('WORKSPACE_UNWRITABLE', `The workspace cannot be written: ${messageOf(cause)}`, {
      exit: EXIT.refused,
      hint: 'Name a folder that you may write to with --workspace DIR, or free space on its disk.',
      cause,
    });
  }
}

/** An error as the log keeps it: type, code, message, place and stack, never its other properties. */
function describeError(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return { message: String(thrown) };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  const { stage, entity, file, line } = thrown instanceof MigrateError ? thrown.context : {};
  return {
    type: thrown.name,
    code,
    // PostgreSQL's data exceptions (SQLSTATE class 22) quote the value, which may be personal.
    message: code?.match(/^22...$/) ? thrown.message.replace(/".*"/s, '"***"') : thrown.message,
    ...{ stage, entity, file, line },
    stack: thrown.stack?.split('\n').filter((text) => /^\s+at /.test(text)),
    ...(thrown.cause === undefined ? {} : { cause: describeError(thrown.cause) }),
  };
}
