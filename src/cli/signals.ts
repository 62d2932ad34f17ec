import { MigrateError } from '../core/errors.ts';
import type { Io } from './io.ts';

export interface SignalWatch {
  /** Aborted by the first signal. */
  signal: AbortSignal;
  /** Stops watching. */
  stop(): void;
}

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** Whoever stops a program waits ten seconds for it, and then kills it: service managers and containers do. */
const WITHIN_MS = 9_000;

/**
 * The first Ctrl-C (or SIGTERM) asks the command to end cleanly and says so; the second ends the process at once, and so
 * does time: what is open then, the server rolls back by itself, as after a crash.
 */
export function watchSignals(
  io: Pick<Io, 'signals' | 'exit'>,
  say: (message: string) => void,
  within = WITHIN_MS,
): SignalWatch {
  const controller = new AbortController();
  let late: NodeJS.Timeout | undefined;
  const handlers = Object.entries(SIGNALS).map(([name, status]) => {
    const handle = () => {
      if (controller.signal.aborted) return io.exit(status);
      late = setTimeout(() => {
        say('Not ended in time: stopping now. The server rolls back what is open.');
        io.exit(status);
      }, within);
      say('Stopping: open work is finished or rolled back first. Once more stops at once.');
      controller.abort(new MigrateError('INTERRUPTED', 'Stopped as you asked.'));
    };
    io.signals.on(name, handle);
    return () => io.signals.off(name, handle);
  });
  return {
    signal: controller.signal,
    stop() {
      clearTimeout(late);
      for (const off of handlers) off();
    },
  };
}
