import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
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
  /** What the lines from now on are about; a line that names its own stage or batch keeps it. */
  about(context: { stage?: string | null; batch?: string | null }): void;
  /** Writes what is still held back, and closes the file. */
  close(): void;
}

export interface LogOptions {
  tenant?: string;
  /** How much is kept of all runs. */
  keep?: Kept;
  /** Takes secrets out of a whole line, before it is written. */
  mask?: (line: string) => string;
}

/**
 * Opens `<workspace>/logs/<run>.ndjson` (readable by its owner alone) for JSON lines, each with run, tenant, stage and
 * batch, null where there is none. Lines are written at once: a crash loses none. A file that has grown to its limit is
 * followed by the next of the same run, and the oldest files go (`Kept`). Personal data is never passed to it (DESIGN.md promise 9);
 * what could carry a secret or a person's value all the same (connection settings, texts of database errors) is
 * masked here. Throws WORKSPACE_UNWRITABLE where the folder cannot be made.
 */
export function createLog(workspace: string, level: LogLevel, options: LogOptions = {}): RunLog {
  const run = `${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;
  const folder = path.join(workspace, 'logs');
  const file = path.join(folder, `${run}.ndjson`);
  const keep = options.keep ?? KEPT;
  const stream = openFile(file);
  dropOldest(folder, file, keep);
  const mask = options.mask ?? ((line: string) => line);
  const written = { bytes: 0, parts: 1 };
  const context: Record<string, string | null> = { stage: null, batch: null };
  const logger = pino(
    {
      level,
      base: { run, tenant: options.tenant || null },
      mixin: (_line, _level, logger) => withoutThose(context, logger.bindings()),
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError, error: describeError },
      redact: { paths: SECRET_PATHS, censor: '[secret]' },
      hooks: {
        streamWrite(line) {
          const masked = mask(line);
          written.bytes += Buffer.byteLength(masked);
          if (written.bytes > keep.fileBytes) {
            written.bytes = 0;
            written.parts += 1;
            stream.reopen(path.join(folder, `${run}.${written.parts}.ndjson`));
            dropOldest(folder, file, keep);
          }
          return masked;
        },
      },
    },
    stream,
  );
  return {
    logger,
    file,
    run,
    about(known) {
      Object.assign(context, known);
    },
    close() {
      stream.flushSync();
      stream.end();
    },
  };
}

/** Bytes of one file, files of all runs, and bytes of them together. */
export interface Kept {
  fileBytes: number;
  files: number;
  bytes: number;
}
const KEPT: Kept = { fileBytes: 20 * 1024 ** 2, files: 200, bytes: 500 * 1024 ** 2 };

/** Every line has the same keys, and its own word counts. */
const withoutThose = (context: object, bound: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(context).filter(([key]) => !(key in bound)));

/** Removes the oldest files until what is left may stay; that of this run stays. Names begin with the time of their run. */
function dropOldest(folder: string, mine: string, keep: Kept): void {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.ndjson'));
    const files = names.sort().map((name) => {
      const at = path.join(folder, name);
      return { at, bytes: statSync(at).size };
    });
    let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    let count = files.length;
    for (const file of files) {
      if (count <= keep.files && bytes <= keep.bytes) return;
      if (file.at === mine) continue;
      rmSync(file.at, { force: true });
      bytes -= file.bytes;
      count -= 1;
    }
  } catch {
    // Another run may be at it at the same time; the next one cleans up.
  }
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
