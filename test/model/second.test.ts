import { it } from 'vitest';
import { playHalf } from './histories.ts';

const DAY_MS = 24 * 60 * 60_000;

it('keeps promises 1 to 7 in histories of any order, second half', () => playHalf(1), DAY_MS);
