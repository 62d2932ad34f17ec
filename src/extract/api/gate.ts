import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiFailure } from './failure.ts';

export interface GateOptions {
  /** Milliseconds between two starts. */
  paceMs: number;
  /** Milliseconds; pauses are multiples of it. */
  retryMs: number;
}

/** Failures in a row, of at least two calls, that open the breaker. */
const STREAK = 10;
/** In first back-offs: 30 s at first, 15 minutes at most. */
const FIRST_PAUSE = 30;
const LONGEST_PAUSE = 900;
/** Pauses in a row before it gives up: with the default back-off some two hours. */
const MOST_PAUSES = 12;
/** A server may ask for patience, but not for a day. */
const LONGEST_ASKED = 3_600;

/**
 * What every call passes: a pace, the pauses that the server asks for, and a circuit breaker. Where call after call fails,
 * everything waits, and then one call alone tries whether the server is back.
 */
export class Gate {
  readonly #paceMs: number;
  readonly #retryMs: number;
  #next = 0;
  #pausedUntil = 0;
  #failures = 0;
  #failing = new Set<symbol>();
  /** Pauses since the breaker opened; 0: it is closed. */
  #pauses = 0;
  #trying: symbol | null = null;
  /** Whether any call ever succeeded: a wrong address is told at once. */
  everSucceeded = false;

  constructor({ paceMs, retryMs }: GateOptions) {
    this.#paceMs = paceMs;
    this.#retryMs = retryMs;
  }

  get isOpen(): boolean {
    return this.#pauses > 0;
  }

  get gaveUp(): boolean {
    return this.#pauses > MOST_PAUSES;
  }

  /** Waits until the call may start. Rejects when `signal` is aborted. */
  async enter(call: symbol, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      if (this.gaveUp) return;
      const now = performance.now();
      if (now < this.#pausedUntil) {
        await wait(this.#pausedUntil - now, signal);
      } else if (this.isOpen && this.#trying !== null) {
        await wait(this.#retryMs, signal);
      } else if (this.isOpen) {
        this.#trying = call;
        return;
      } else if (now < this.#next) {
        await wait(this.#next - now, signal);
      } else {
        this.#next = now + this.#paceMs;
        return;
      }
    }
  }

  succeeded(): void {
    this.everSucceeded = true;
    this.#failures = 0;
    this.#failing.clear();
    this.#pauses = 0;
    this.#trying = null;
  }

  failed(call: symbol, failure: ApiFailure): void {
    const now = performance.now();
    if (failure.retryAfterMs !== null) this.#pause(Math.min(failure.retryAfterMs, LONGEST_ASKED * 1000));
    // The server answered, if only to say no.
    if (!failure.isOutage) {
      if (this.#trying === call) this.succeeded();
      return;
    }
    this.#failures += 1;
    this.#failing.add(call);
    const trips = this.#failures >= STREAK && this.#failing.size > 1;
    if (this.#trying !== call && (this.isOpen || !trips)) return;
    this.#trying = null;
    this.#pauses += 1;
    this.#pausedUntil = Math.max(
      this.#pausedUntil,
      now + this.#retryMs * Math.min(FIRST_PAUSE * 2 ** (this.#pauses - 1), LONGEST_PAUSE),
    );
  }

  #pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + ms);
  }
}

const wait = (ms: number, signal: AbortSignal) => sleep(Math.max(1, ms), undefined, { signal });
