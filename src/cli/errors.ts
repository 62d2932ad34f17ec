import { EXIT, MigrateError, messageOf } from '../core/errors.ts';
import type { RunLog } from '../core/log.ts';
import type { Io } from './io.ts';

export interface ErrorSurroundings {
  command: string;
  json: boolean;
  mask: (text: string) => string;
  log: RunLog | null;
}

/** The exit status of anything thrown: 1 where it was not expected. */
export const exitOf = (thrown: unknown): number => understood(thrown).exit;

/** The code of anything thrown: UNEXPECTED where it has none. */
export const codeOf = (thrown: unknown): string => understood(thrown).code;

/**
 * Says what happened, where, why and what to do; never a stack. An unexpected failure names the log and the run.
 * With --json it is one JSON document on stdout, else text on stderr.
 */
export function writeError(io: Io, thrown: unknown, around: ErrorSurroundings): void {
  const error = understood(thrown);
  if (around.json) io.stdout.write(`${JSON.stringify(asJson(error, around), null, 2)}\n`);
  else io.stderr.write(`${asText(error, around)}\n`);
}

/** A stop by Ctrl-C or SIGTERM: what was thrown on the way out is a consequence of it. */
export function interrupted(thrown: unknown): unknown {
  const consequence = !(thrown instanceof MigrateError) || thrown.code === 'INTERRUPTED';
  return consequence
    ? new MigrateError('INTERRUPTED', 'Stopped as you asked. Open work was rolled back.', {
        hint: 'Repeat the command: it continues behind the last finished stage.',
        cause: thrown,
      })
    : thrown;
}

/** What a file system says, as what a person can do about it. */
const SYSTEM_ERRORS: Record<string, { code: string; hint: string }> = {
  ENOSPC: {
    code: 'DISK_FULL',
    hint: 'Free space on the disk, or name another folder with --workspace; then repeat the command.',
  },
  EDQUOT: { code: 'DISK_FULL', hint: 'Your quota is used up: free space, then repeat the command.' },
  EACCES: {
    code: 'FILE_NOT_PERMITTED',
    hint: 'Give yourself the right to read it, or to write there; then repeat the command.',
  },
  EPERM: {
    code: 'FILE_NOT_PERMITTED',
    hint: 'Give yourself the right to read it, or to write there; then repeat the command.',
  },
  EROFS: {
    code: 'FILE_NOT_PERMITTED',
    hint: 'That disk is read-only: name another folder with --workspace.',
  },
  EMFILE: {
    code: 'TOO_MANY_FILES',
    hint: 'Raise the limit of open files (ulimit -n), then repeat the command.',
  },
};

function understood(thrown: unknown): MigrateError {
  if (thrown instanceof MigrateError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const known = SYSTEM_ERRORS[code];
  const hint =
    known?.hint ?? 'Repeat the command; if it fails again, send the log to whoever maintains this program.';
  return new MigrateError(known?.code ?? 'UNEXPECTED', messageOf(thrown), {
    hint,
    exit: EXIT.unexpected,
    cause: thrown,
  });
}

function asText(error: MigrateError, { mask, log }: ErrorSurroundings): string {
  const { stage, entity, sourceId, file, line, hint } = error.context;
  const place = [
    ...(stage === undefined ? [] : [`stage ${stage}`]),
    ...(entity === undefined ? [] : [sourceId === undefined ? entity : `${entity}/${sourceId}`]),
    // The message of a config error starts with its place.
    ...(file === undefined || error.code === 'CONFIG_INVALID'
      ? []
      : [line === undefined ? file : `${file}:${line}`]),
  ];
  const lines = [
    `Error ${error.code}: ${error.message}`,
    ...(place.length === 0 ? [] : [`  Where: ${place.join(', ')}`]),
    ...(hint === undefined ? [] : [`  What to do: ${hint}`]),
    ...(error.exit === EXIT.unexpected && log ? [`  Log: ${log.file} (run ${log.run})`] : []),
  ];
  return mask(lines.join('\n'));
}

/** What a command says that ended in an error. */
export const statusOf = (exit: number): string => STATUS[exit] ?? 'failed';

const STATUS: Record<number, string> = {
  [EXIT.attention]: 'attention',
  [EXIT.refused]: 'refused',
  [EXIT.usage]: 'refused',
};

function asJson(error: MigrateError, { command, mask, log }: ErrorSurroundings): object {
  const { stage, file, line, hint } = error.context;
  const masked = (text: string | undefined) => (text === undefined ? null : mask(text));
  return {
    command,
    status: statusOf(error.exit),
    error: {
      code: error.code,
      message: mask(error.message),
      hint: masked(hint),
      ...{ stage: masked(stage), file: masked(file), line: line ?? null },
      ...(error.exit === EXIT.unexpected && log ? { log: log.file, run: log.run } : {}),
    },
  };
}
