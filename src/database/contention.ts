import { MigrateError } from '../core/errors.ts';
import { codeOf } from './failure.ts';

/**
 * A transaction that other people's made impossible, and that may well go through the next time: serialization failure,
 * deadlock, a unique key that somebody took meanwhile, a row that somebody deleted before a key could hold it.
 */
const CONTENTION = new Set(['40001', '40P01', '23505', '23503']);

/**
 * Does `work`, a whole transaction, and does it again where others stood in its way, as often as `goOn` allows (five times
 * in all); then the error is told. `again` hears of each new attempt. Attempts are numbered from 1.
 */
export async function againstOthers<T>(
  work: (attempt: number) => Promise<T>,
  again: () => void,
  goOn: (attempt: number) => boolean = (attempt) => attempt < 5,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isContention(error) || !goOn(attempt)) throw error;
      again();
    }
  }
}

const isContention = (error: unknown): boolean =>
  (!(error instanceof MigrateError) || error.code === 'TARGET_BUSY') && CONTENTION.has(codeOf(error) ?? '');
