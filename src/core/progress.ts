/** What a stage tells about its way. Stages call it as often as they like: the renderers are cheap and throttle. */
export interface Progress {
  /** A new stage begins; the one before it is over. */
  stage(name: string): void;
  update(step: ProgressStep): void;
  /** The stage began again, or asked again: others were in its way, or did not answer. */
  retried(): void;
  /** A sentence that stays, such as an estimate. */
  note(text: string): void;
  /** The last stage is over. */
  done(): void;
  /** The stage that runs, if one does, was not finished. */
  stop(): void;
}

export interface ProgressStep {
  entity: string;
  /** How many of `unit` are done, never less than before within one entity. */
  count: number;
  /** How many there will be, where that is known. */
  total?: number | undefined;
  /** What is counted, such as `lines` or `rows`. */
  unit: string;
}

/** Where progress is written, as far as a renderer needs to know it. */
export interface ProgressStream {
  write(text: string): unknown;
  columns?: number | undefined;
}

/** Milliseconds from any fixed origin; injected by tests. */
export type Clock = () => number;

const REDRAW_MS = 100;
const PLAIN_LINE_MS = 5_000;
const CLEAR_LINE = '\r\u001b[2K';

/** One line that is redrawn: stage, entity, count, rate and remaining time. For terminals only. */
export function terminalProgress(stream: ProgressStream, clock: Clock = () => performance.now()): Progress {
  const meter = new Meter(clock);
  let drawnAt = Number.NEGATIVE_INFINITY;
  let shown = false;

  const clear = () => {
    if (shown) stream.write(CLEAR_LINE);
    shown = false;
  };
  return {
    stage(name) {
      clear();
      meter.start(name);
      drawnAt = Number.NEGATIVE_INFINITY;
    },
    update(step) {
      meter.take(step);
      if (clock() - drawnAt < REDRAW_MS) return;
      drawnAt = clock();
      shown = true;
      // One column is kept free: a line that fills the terminal would wrap, and could not be redrawn. Some terminals
      // say that they are 0 wide.
      stream.write(`${CLEAR_LINE}${meter.line().slice(0, Math.max(10, (stream.columns || 80) - 1))}`);
    },
    retried() {},
    note(text) {
      clear();
      stream.write(`${text}\n`);
    },
    done: clear,
    stop: clear,
  };
}

/** Plain lines for logs and pipes: at most one per five seconds while a stage runs, and one when it ends. */
export function plainProgress(stream: ProgressStream, clock: Clock = () => performance.now()): Progress {
  const meter = new Meter(clock);
  let writtenAt = clock();

  const end = (summary: () => string = () => meter.summary()) => {
    if (meter.running) stream.write(`${summary()}\n`);
    meter.stop();
  };
  return {
    stage(name) {
      end();
      meter.start(name);
      writtenAt = clock();
    },
    update(step) {
      meter.take(step);
      if (clock() - writtenAt < PLAIN_LINE_MS) return;
      writtenAt = clock();
      stream.write(`${meter.line()}\n`);
    },
    retried() {},
    note: (text) => {
      stream.write(`${text}\n`);
    },
    done: () => end(),
    stop: () => end(() => meter.stopped()),
  };
}

/** Says nothing. */
export const silentProgress: Progress = {
  ...{ stage() {}, update() {}, retried() {}, note() {}, done() {}, stop() {} },
};

/** Counts of the running stage, and the sentences made of them. */
class Meter {
  running = false;
  private name = '';
  private startedAt = 0;
  private step: ProgressStep | null = null;
  private stepStartedAt = 0;
  private stepStartedWith = 0;
  private readonly finished = new Map<string, { count: number; unit: string }>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  start(name: string): void {
    this.running = true;
    this.name = name;
    this.step = null;
    this.finished.clear();
    this.startedAt = this.clock();
    this.stepStartedAt = this.startedAt;
  }

  stop(): void {
    this.running = false;
  }

  take(step: ProgressStep): void {
    if (this.step?.entity !== step.entity) {
      // The first count of an entity comes after its first portion of work, so the clock starts where the last ended.
      this.stepStartedAt = this.step === null ? this.startedAt : this.clock();
      this.stepStartedWith = this.step === null ? 0 : step.count;
    }
    this.step = step;
    this.finished.set(step.entity, { count: step.count, unit: step.unit });
  }

  line(): string {
    const { step } = this;
    if (!step) return this.name;
    // A step that counts nothing is only named.
    if (step.count === 0 && step.total === undefined) return `${this.name}: ${step.entity}`;
    const parts = [
      step.total === undefined ? counted(step.count) : `${counted(step.count)} of ${counted(step.total)}`,
    ];
    const perMs = (step.count - this.stepStartedWith) / Math.max(1, this.clock() - this.stepStartedAt);
    const left = step.total === undefined || perMs <= 0 ? null : (step.total - step.count) / perMs;
    return [
      `${this.name}: ${step.entity} ${parts.join('')} ${step.unit}`,
      ...(perMs > 0 ? [`${counted(Math.round(perMs * 1000))}/s`] : []),
      ...(left !== null && left > 0 ? [`${duration(left)} left`] : []),
    ].join(', ');
  }

  stopped(): string {
    return `${this.name}: stopped after ${duration(this.clock() - this.startedAt)}`;
  }

  summary(): string {
    const counts = [...this.finished]
      .filter(([, { count }]) => count > 0)
      .map(([entity, { count, unit }]) => `${entity} ${counted(count)} ${unit}`);
    return `${this.name}: done in ${duration(this.clock() - this.startedAt)}${counts.length > 0 ? ` (${counts.join(', ')})` : ''}`;
  }
}

const counted = (value: number): string => value.toLocaleString('en-US');

/** Milliseconds in words: `3 s`, `2 min 05 s`, `1 h 10 min`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return `${Math.max(0, Math.round(ms))} ms`;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(seconds / 3600)} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')} min`;
}
