import { createHash } from 'node:crypto';
import type { RunModel } from './model.ts';

/**
 * sha256 of the figures that a batch stored: what a sign-off vouches for. The state of the batch and how long its
 * stages took are no part of it, since they change without the figures.
 */
export function reportHash({ durationsMs: _, batch, ...figures }: RunModel): string {
  const { state: __, ...named } = batch ?? { state: '' };
  return createHash('sha256')
    .update(canonical({ ...figures, batch: named }))
    .digest('hex');
}

/** JSON with sorted keys: the database gives them back in an order of its own. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}
