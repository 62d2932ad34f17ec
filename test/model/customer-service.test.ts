import { it } from 'vitest';
import { playOn } from './histories.ts';

const DAY_MS = 24 * 60 * 60_000;

it(
  'keeps promises 1 to 7 in histories of any order, on the shape customer-service',
  () => playOn('customer-service'),
  DAY_MS,
);
