import type { Logger } from '../core/log.ts';
import type { Settings } from '../core/settings.ts';
import { type Ending, type Meter, Metrics } from './metrics.ts';
import { deliver, messageOf, ONCE } from './webhook.ts';

/** What the shell knows of a command's end besides. */
export interface Told {
  run: string;
  /** Code of the error, or null. */
  code: string | null;
  durationMs: number;
  /** Somebody waits for the end of the process: one attempt, and no more. */
  hurry: boolean;
}

/** Measures one command. */
export const meter = (settings: Settings, log: Logger): Meter => new Metrics(settings, log);

/** Tells the webhook how a command ended. True where it was taken, or where there is none. */
export async function notify(
  settings: Settings,
  log: Logger,
  ending: Ending,
  { hurry, ...told }: Told,
): Promise<boolean> {
  if (settings.webhook === null) return true;
  const message = messageOf(settings, ending, { ...told, at: new Date() });
  return deliver(settings.webhook, message, log, ...(hurry ? [ONCE] : []));
}
