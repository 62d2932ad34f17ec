import { it } from 'vitest';
import { playHalf } from './histories.ts';

const DAY_MS = 24 * 60 * 60_000;

it('keeps promises 1 to 7 in histories of any order, first half', () => playHalf(0), DAY_MS);
