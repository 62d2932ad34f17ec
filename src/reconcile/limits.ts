import type { RejectLimit } from '../core/settings.ts';

/** Whether so many rejected records of so many read are within a limit of the config. */
export const withinLimit = (rejected: number, read: number, limit: RejectLimit): boolean =>
  rejected <= (limit.kind === 'count' ? limit.value : limit.value * read);

/** A limit as the config states it: `2%`, `3`. */
export const limitText = ({ kind, value }: RejectLimit): string =>
  kind === 'count' ? String(value) : `${Number((value * 100).toFixed(6))}%`;

interface Rejects {
  entity: string;
  read: number;
  rejected: number;
}

/** Entities with more rejects than their own limit, or that of `*`, allows; where neither is stated, all are allowed. */
export const beyondLimit = <T extends Rejects>(
  entities: readonly T[],
  limits: Readonly<Record<string, RejectLimit>>,
): (T & { limit: RejectLimit })[] =>
  entities.flatMap((one) => {
    const limit = limits[one.entity] ?? limits['*'];
    return !limit || withinLimit(one.rejected, one.read, limit) ? [] : [{ ...one, limit }];
  });
