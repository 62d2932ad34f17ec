import type { RejectLimit } from '../core/settings.ts';

/** Whether so many rejected records of so many read are within a limit of the config. */
export const withinLimit = (rejected: number, read: number, limit: RejectLimit): boolean =>
  rejected <= (limit.kind === 'count' ? limit.value : limit.value * read);
