import type { Logger } from '../core/log.ts';
import type { Settings } from '../core/settings.ts';
import { type Ending, type Meter, Metrics } from './metrics.ts';
import { deliver, messageOf, ONCE, type Whose } from './webhook.ts';

/** What the shell knows of a command's end besides. */
export interface Told extends Whose {
  /** Somebody waits for the end of the process: one attempt, and no more. */
  hurry: boolean;
}

/** Measures one command. */
export const meter = (settings: Settings, log: Logger): Meter => new Metrics(settings, log);

/** Tells the webhook at this address how a command ended; `log` is null where none could be opened. True where it was taken. */
export const notify = (
  url: string,
  log: Logger | null,
  ending: Ending,
  { hurry, ...whose }: Told,
): Promise<boolean> =>
  deliver(url, messageOf(ending, { ...whose, at: new Date() }), log, ...(hurry ? [ONCE] : []));
