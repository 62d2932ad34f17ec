import { MigrateError } from '../core/errors.ts';
import type { Io } from './io.ts';

export interface SignalWatch {
  /** Aborted by the first signal. */
  signal: AbortSignal;
  /** Stops watching. */
  stop(): void;
}

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** The first Ctrl-C (or SIGTERM) asks the command to end cleanly and says so; the second ends the process at once. */
export function watchSignals(io: Pick<Io, 'signals' | 'exit'>, say: (message: string) => void): SignalWatch {
  const controller = new AbortController();
  const handlers = Object.entries(SIGNALS).map(([name, status]) => {
    const handle = () => {
      if (controller.signal.aborted) return io.exit(status);
      say('Stopping: open work is finished or rolled back first. Once more stops at once.');
      controller.abort(new MigrateError('INTERRUPTED', 'Stopped as you asked.'));
    };
    io.signals.on(name, handle);
    return () => io.signals.off(name, handle);
  });
  return {
    signal: controller.signal,
    stop() {
      for (const off of handlers) off();
    },
  };
}
