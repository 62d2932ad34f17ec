import { variable } from '../core/config/environment.ts';
import { type Progress, plainProgress, silentProgress, terminalProgress } from '../core/progress.ts';
import type { Io } from './io.ts';

/** A redrawn line on a terminal; plain lines into logs and pipes, and where NO_COLOR, CI or --json ask for them. */
export function chooseProgress(
  io: Pick<Io, 'stderr' | 'isTTY' | 'env'>,
  options: { quiet?: boolean; json?: boolean },
): Progress {
  if (options.quiet === true) return silentProgress;
  const still =
    options.json === true || variable(io.env, 'NO_COLOR') !== null || variable(io.env, 'CI') !== null;
  return io.isTTY.stderr && !still ? terminalProgress(io.stderr) : plainProgress(io.stderr);
}
