import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Worker {
  process: ChildProcess;
  pid: number;
  /** The next line that the worker prints; rejects when it ends without one. */
  line(): Promise<string>;
  /** Ends it as `kill -9` does, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a TypeScript file in a process of its own, which a test may kill. */
export function startWorker(file: URL, args: readonly string[]): Worker {
  const runner = fileURLToPath(new URL('./run-typescript.mjs', import.meta.url));
  const child = spawn(process.execPath, [runner, fileURLToPath(file), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    pid: child.pid ?? -1,
    line: async () => {
      const next = await lines.next();
      if (next.done) throw new Error('The worker ended without a word.');
      return next.value;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
