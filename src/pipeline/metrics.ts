import path from 'node:path';
import { z } from 'zod';
import type { Logger } from '../core/log.ts';
import { OUTCOMES } from '../core/outcome.ts';
import type { Progress } from '../core/progress.ts';
import type { Settings } from '../core/settings.ts';
import { readMetricsState, seriesOf, writeMetricsState, writeWhole } from './metrics-state.ts';
import { metricsText } from './metrics-text.ts';

/** How a command ended. `json` is what it prints. */
export interface Ending {
  command: string;
  status: string;
  exit: number;
  json: object;
}

/** Listens to a command. */
export interface Meter {
  listen(progress: Progress): Progress;
  ended(ending: Ending): Promise<void>;
}

interface Running {
  stage: string;
  began: number;
  counts: Map<string, number>;
  retries: number;
}

const count = z.number();
/** The parts of `run --json` that are figures. */
const figures = z.object({
  dryRun: z.boolean().optional(),
  entities: z.array(z.object({ entity: z.string() }).catchall(z.unknown())).optional(),
  tables: z
    .array(
      z.object({ table: z.string(), inserted: count, updated: count, unchanged: count, softDeleted: count }),
    )
    .optional(),
});

/**
 * Measures what a command does, and keeps it for a monitoring system: an OpenMetrics file for the node exporter's textfile
 * collector, written anew at the end of each stage. Nothing in it is personal. That it cannot be written is a line of
 * the log, and stops nothing.
 */
export class Metrics implements Meter {
  readonly #settings: Settings;
  readonly #log: Logger;
  readonly #now: () => number;
  #running: Running | null = null;
  #writing: Promise<void> = Promise.resolve();

  /** `now` gives epoch milliseconds. */
  constructor(settings: Settings, log: Logger, now: () => number = Date.now) {
    this.#settings = settings;
    this.#log = log;
    this.#now = now;
  }

  /** The same progress, listened to: a stage that ends is measured. */
  listen(progress: Progress): Progress {
    return {
      stage: (name) => {
        this.#end();
        this.#running = { stage: name, began: performance.now(), counts: new Map(), retries: 0 };
        progress.stage(name);
      },
      update: (step) => {
        this.#running?.counts.set(step.entity, step.count);
        progress.update(step);
      },
      retried: () => {
        if (this.#running) this.#running.retries += 1;
        progress.retried();
      },
      note: (text) => progress.note(text),
      done: () => {
        this.#end();
        progress.done();
      },
      stop: () => {
        this.#running = null;
        progress.stop();
      },
    };
  }

  /** What is known at the end of a command, well or not. Resolves when the file is there. */
  async ended({ command, status, exit, json }: Ending): Promise<void> {
    const { dryRun, entities = [], tables = [] } = figures.safeParse(json).data ?? {};
    const name = dryRun ? `${command} --dry-run` : command;
    const at = this.#now() / 1000;
    this.#change((series) => {
      const before = series.commands[name]?.succeededAt ?? null;
      series.commands[name] = { status, exit, endedAt: at, succeededAt: exit === 0 ? at : before };
      if (dryRun) return;
      for (const { entity, ...figure } of entities) {
        const outcomes = OUTCOMES.map((outcome) => [outcome, count.safeParse(figure[outcome]).data ?? 0]);
        series.entities[entity] = Object.fromEntries(outcomes);
      }
      for (const { table, ...changes } of tables) series.tables[table] = changes;
      const written = tables.reduce((sum, { inserted, updated }) => sum + inserted + updated, 0);
      if (series.stages['load'] && tables.length > 0) series.stages['load'].records = written;
    });
    await this.#writing;
  }

  #end(): void {
    const running = this.#running;
    this.#running = null;
    if (running === null) return;
    this.#change((series) => {
      series.stages[running.stage] = {
        seconds: Math.round(performance.now() - running.began) / 1000,
        finishedAt: this.#now() / 1000,
        records: [...running.counts.values()].reduce((sum, some) => sum + some, 0),
        retries: running.retries,
        peakBytes: process.resourceUsage().maxRSS * 1024,
      };
    });
  }

  #change(change: (series: ReturnType<typeof seriesOf>) => void): void {
    const { workspace, target, tenant, metricsFile } = this.#settings;
    const warn = (error: unknown) => this.#log.warn({ err: error }, 'the metrics could not be written');
    try {
      const state = readMetricsState(workspace);
      change(seriesOf(state, target.name, tenant.id));
      writeMetricsState(workspace, state);
      const own = path.join(workspace, 'metrics', 'tailtown_migrate.prom');
      this.#writing = this.#writing
        .then(async () =>
          // Elsewhere it is for another user, the node exporter, to read.
          writeWhole(metricsFile ?? own, await metricsText(state), metricsFile === null ? 0o600 : 0o644),
        )
        .catch(warn);
    } catch (error) {
      warn(error);
    }
  }
}
