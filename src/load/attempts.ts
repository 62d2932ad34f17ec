import { againstOthers } from '../database/contention.ts';
import type { LoadInput } from './input.ts';

/** Attempts that take people's edits as they come. */
const OPTIMISTIC = 3;
/** Attempts in all where tables are held: only a deadlock on the way to them can stop those. */
const HOLDING = 8;
/** Attempts in all where that would keep people waiting too long. */
const PLAIN = 5;
/** Longest that people are made to wait, told by how long the attempts before took. */
const HELD_AT_MOST_MS = 20_000;

/**
 * Tries a load again where people were at the same rows. A load of a few seconds among people who never pause would be
 * beaten every time: after three attempts it holds its tables against changes, if the attempts before were short, and comes
 * through. A long load keeps nobody waiting, and gives up after five.
 */
export function attempts<T>(input: LoadInput, once: () => Promise<T>): Promise<T> {
  let longestMs = 0;
  const mayHold = () => longestMs < HELD_AT_MOST_MS;
  const transaction = async (attempt: number): Promise<T> => {
    const hold = attempt > OPTIMISTIC && mayHold();
    const began = performance.now();
    try {
      return await input.session.transaction(
        async () => {
          if (hold) await holdTables(input);
          return once();
        },
        { isolation: 'repeatable read' },
      );
    } finally {
      longestMs = Math.max(longestMs, performance.now() - began);
    }
  };
  return againstOthers(
    transaction,
    () => {
      input.onAgain();
      input.onStep('starting again: somebody edited the same rows');
    },
    (attempt) => attempt < (mayHold() ? HOLDING : PLAIN),
  );
}

/**
 * Holds the tables against everybody's changes, not against reading. LOCK TABLE comes before the snapshot, which the first
 * query takes: so it waits for edits that are open, and sees them.
 */
async function holdTables({ session, layout }: LoadInput): Promise<void> {
  const tables = [...new Set(layout.units.map((unit) => unit.target))];
  if (session.kind === 'postgres')
    await session.exec(`LOCK TABLE ${tables.join(', ')} IN SHARE ROW EXCLUSIVE MODE`);
}
