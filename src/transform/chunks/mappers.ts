import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { chunkMapper, type MapInput, type MapJob, type MappedChunk } from './map.ts';

/** Something that maps chunks. */
export interface Mappers {
  /** How many chunks may be under way together. */
  readonly ahead: number;
  map(job: MapJob): Promise<MappedChunk>;
  close(): Promise<void>;
}

/** Where the lines are mapped. */
export interface ThreadChoice {
  /** Module that a thread runs; null where there is none to run, as in sources that were not compiled. */
  module: URL | null;
  /** Below this many lines a thread costs more than it brings. */
  fromLines: number;
}

export const THREADS: ThreadChoice = {
  module: import.meta.url.endsWith('.js') ? new URL('./worker.js', import.meta.url) : null,
  fromLines: 10_000,
};

/** More threads would wait for the database, and each takes its own memory. */
const MOST_THREADS = 2;
/**
 * Memory of a thread, in MB. What is made of a chunk is garbage when its bytes are written, so that little suffices;
 * without a limit, dead rows pile up before the collector thinks of them.
 */
const LIMITS = { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 128 };

/** Mappers in threads of their own where there is enough to do, else in this one; `close` must be called. */
export function openMappers(input: MapInput, lines: number, { module, fromLines }: ThreadChoice): Mappers {
  if (module === null || lines < fromLines) return mapperHere(input);
  const count = Math.min(MOST_THREADS, availableParallelism());
  return mapperThreads(Array.from({ length: count }, () => new MapperThread(module, input)));
}

function mapperHere(input: MapInput): Mappers {
  const map = chunkMapper(input);
  return { ahead: 1, map: async (job) => map(job), close: async () => undefined };
}

function mapperThreads(threads: readonly MapperThread[]): Mappers {
  return {
    ahead: threads.length * 2,
    map(job) {
      const free = threads.reduce((best, thread) => (thread.waiting < best.waiting ? thread : best));
      return free.map(job);
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

interface Caller {
  resolve(mapped: MappedChunk): void;
  reject(error: unknown): void;
}

/** One thread; it answers in the order of the questions. */
class MapperThread {
  readonly #worker: Worker;
  readonly #callers: Caller[] = [];
  #failed: { error: unknown } | null = null;

  constructor(module: URL, input: MapInput) {
    this.#worker = new Worker(module, { workerData: input, resourceLimits: LIMITS });
    this.#worker.on('message', (mapped: MappedChunk) => this.#callers.shift()?.resolve(mapped));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('a mapper thread ended')));
  }

  get waiting(): number {
    return this.#callers.length;
  }

  map(job: MapJob): Promise<MappedChunk> {
    return new Promise((resolve, reject) => {
      if (this.#failed) return reject(this.#failed.error);
      this.#callers.push({ resolve, reject });
      this.#worker.postMessage(job, [job.chunk.bytes.buffer as ArrayBuffer]);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    this.#failed ??= { error };
    for (const caller of this.#callers.splice(0)) caller.reject(error);
  }
}
