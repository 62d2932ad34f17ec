import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, MigrateError, refusal } from '../../core/errors.ts';
import type { GingrKey, GingrSettings } from '../../core/settings.ts';
import { readAnswer } from './answer.ts';
import { type EndpointName, endpointOf, type Row } from './endpoints.ts';
import { ApiFailure } from './failure.ts';
import { Gate } from './gate.ts';
import { openCall } from './wire.ts';

export interface Asked {
  key: GingrKey;
  endpoint: EndpointName;
  parameters: Readonly<Record<string, string>>;
}

/** Takes what an answer must not be: of another record than was asked for, say. Throws ApiFailure. */
export type Check = (answer: Row[] | Row) => void;

export interface CallCounts {
  /** Answers that could be used. */
  answered: number;
  /** Attempts that brought none. */
  retried: number;
}

/** Longest pause between two attempts, in first back-offs. */
const LONGEST_BACKOFF = 60;
/** Attempts of a call while nothing ever answered: a wrong address must not cost hours. */
const FIRST_ATTEMPTS = 5;

/** Reads Gingr's API, politely and stubbornly. */
export class Client {
  readonly #settings: GingrSettings;
  readonly #signal: AbortSignal;
  readonly #random: () => number;
  readonly #gate: Gate;
  readonly counts: CallCounts = { answered: 0, retried: 0 };

  /** `random` spreads the attempts of calls that failed together; 0 to 1. */
  constructor(settings: GingrSettings, signal: AbortSignal, random: () => number = Math.random) {
    this.#settings = settings;
    this.#signal = signal;
    // Each call that waits or is under way listens.
    setMaxListeners(0, signal);
    this.#random = random;
    this.#gate = new Gate(settings);
  }

  /**
   * The records or the object of an answer. Tries again with back-off and jitter until the failure is no passing one.
   * Throws ApiFailure where this call can't be answered; API_KEY_REFUSED (exit 4) and API_UNAVAILABLE (exit 1) where
   * none can; and whatever `signal` was aborted with.
   */
  async call(asked: Asked, check: Check = () => {}): Promise<Row[] | Row> {
    const endpoint = endpointOf(asked.endpoint, asked.parameters);
    const call = Symbol(asked.endpoint);
    for (let attempt = 1; ; ) {
      await this.#gate.enter(call, this.#signal);
      if (this.#gate.gaveUp) throw unavailable();
      const wasOpen = this.#gate.isOpen;
      try {
        const raw = await openCall(this.#settings, endpoint, asked, this.#signal);
        const answer = endpoint.read(readAnswer(raw));
        check(answer);
        this.#gate.succeeded();
        this.counts.answered += 1;
        return answer;
      } catch (thrown) {
        this.#signal.throwIfAborted();
        if (!(thrown instanceof ApiFailure)) throw thrown;
        const error = endpoint.optional ? ofOptional(thrown) : thrown;
        this.#gate.failed(call, error);
        this.counts.retried += 1;
        if (!this.#gate.everSucceeded && error.isOutage && attempt >= FIRST_ATTEMPTS)
          throw unreachable(error);
        if (attempt >= error.attempts)
          throw error.kind === 'refused' && !endpoint.optional ? refused(asked, error) : error;
        // What fails while nothing works tells nothing of this call.
        if (!wasOpen) {
          attempt += 1;
          await this.#backOff(attempt);
        }
      }
    }
  }

  async #backOff(attempt: number): Promise<void> {
    const most = Math.min(2 ** (attempt - 2), LONGEST_BACKOFF) * this.#settings.retryMs;
    await sleep(Math.max(1, most * (0.5 + this.#random() / 2)), undefined, { signal: this.#signal });
  }
}

/** The login page tells of an outage only where there is something behind it. */
const ofOptional = (failure: ApiFailure): ApiFailure =>
  failure.kind === 'html' || failure.kind === 'redirect'
    ? new ApiFailure('web-page', failure.message, failure.retryAfterMs)
    : failure;

const refused = ({ key, endpoint }: Asked, cause: ApiFailure) =>
  refusal(
    'API_KEY_REFUSED',
    `Gingr refuses ${endpoint} with the key of ${key.from}: ${cause.message}.`,
    'Give the key of a user who may read all of it; in Gingr: Reports & More > Users > edit user > API keys.',
    { stage: 'extract', cause },
  );

const unreachable = (cause: ApiFailure) =>
  new MigrateError('API_UNAVAILABLE', `Gingr's API does not answer: ${cause.message}.`, {
    ...{ stage: 'extract', exit: EXIT.unexpected, cause },
    hint: 'Check `gingr` in the config file and the connection; `tailtown-migrate doctor` tries each key.',
  });

const unavailable = () =>
  new MigrateError('API_UNAVAILABLE', "Gingr's API stopped answering, and did not come back for hours.", {
    ...{ stage: 'extract', exit: EXIT.unexpected },
    hint: 'Run the same command again later: everything that was answered is kept.',
  });
