import { isDeepStrictEqual } from 'node:util';
import type { Runtime } from '../../src/pipeline/runtime.ts';
import { copyPostgres, postgresTarget } from '../support/databases.ts';
import { openProxy, type TestProxy } from '../support/proxy.ts';
import type { TestRun } from '../support/runtime.ts';
import { stateOf } from '../support/state.ts';
import { broken } from './check-load.ts';
import { sameRows } from './rows.ts';
import type { Target } from './target.ts';

/** Where a command is cut: after this share of what it sends, before or behind the server's doing it. */
export interface Crash {
  share: number;
  heard: boolean;
  words: string;
}

/** Cuts the connection of a command, has it run again, and compares with an undisturbed run on a copy. */
export class Crasher {
  readonly #proxy: TestProxy;

  private constructor(proxy: TestProxy) {
    this.#proxy = proxy;
  }

  static async open(serverUrl: string): Promise<Crasher> {
    return new Crasher(await openProxy(serverUrl));
  }

  close(): Promise<void> {
    return this.#proxy.close();
  }

  /**
   * Promise 5. `done`: the code of the refusal that says that the command had finished before it was cut; then there
   * is nothing to return but what the undisturbed run said.
   */
  async crash<T>(
    run: TestRun,
    target: Target,
    crash: Crash,
    command: (runtime: Runtime) => Promise<T>,
    done?: string,
  ): Promise<T> {
    const before = await target.rows();
    await target.close();
    const copy = await copyPostgres(target.url);
    try {
      this.#proxy.heal();
      const told = await command(this.#through(run, copy.url));
      const sent = this.#proxy.messages;
      const undisturbed = await stateOf(copy.target);
      const message = 1 + Math.floor(crash.share * sent);
      this.#proxy.fail('reset', crash.heard ? { message } : { answerToMessage: message });
      await command(this.#through(run, target.url)).catch(() => undefined);
      this.#proxy.heal();
      await target.alone();
      const cut = await target.rows();
      const found = await command(run.runtime).catch((error: unknown) => {
        if (done && isCoded(error) && error.code === done) return told;
        throw error;
      });
      if (!sameRows(cut, before) && !sameRows(cut, await target.rows()))
        broken('promise 5', 'a part was left after the cut');
      const state = await stateOf(run.target);
      for (const part of ['rows', 'crosswalk', 'batches'] as const)
        if (!isDeepStrictEqual(state[part], undisturbed[part]))
          broken(
            'promise 5',
            `after a cut at message ${message} of ${sent}, ${part} are ${JSON.stringify(state[part])}, and would be ${JSON.stringify(undisturbed[part])}`,
          );
      // What was cut behind its commit had done it all, and the second run rightly tells of nothing left to do.
      return sameRows(cut, before) ? found : told;
    } finally {
      await copy.drop();
    }
  }

  #through(run: TestRun, url: string): Runtime {
    const through = new URL(url);
    through.host = new URL(this.#proxy.url).host;
    const { runtime } = run;
    return { ...runtime, settings: { ...runtime.settings, target: postgresTarget(through.toString()) } };
  }
}

const isCoded = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error;
