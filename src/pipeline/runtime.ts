import type { Logger } from '../core/log.ts';
import type { Progress } from '../core/progress.ts';
import type { Settings } from '../core/settings.ts';

/** What every command hands to the pipeline. */
export interface Runtime {
  settings: Settings;
  log: Logger;
  progress: Progress;
  signal: AbortSignal;
}
