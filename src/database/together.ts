import type { Session } from './session.ts';
import { inTransaction } from './transaction.ts';

/** A piece of work that needs no other of its kind, on the session that it is given. */
export type Task = (session: Session) => Promise<void>;

/**
 * Does pieces of work that do not depend on one another, in their order, on two connections where there are two: a server
 * works for each with a process of its own. In a transaction `session` works alone, since no other sees what that wrote.
 * Throws the first error, when both have stopped.
 */
export async function together(session: Session, tasks: readonly Task[]): Promise<void> {
  const waiting = [...tasks];
  const work = async (own: Session) => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      await task(own).catch((error) => {
        waiting.length = 0;
        throw error;
      });
    }
  };
  const other = tasks.length > 1 && !inTransaction(session) ? await session.another() : null;
  if (!other) return work(session);
  try {
    await bothOf([work(session), work(other)]);
  } finally {
    await other.close();
  }
}

/**
 * Goes on with `work` while `read` looks, over another connection, at the database as it was when the transaction of
 * `session` began; without one, `read` comes first. `work` asks for what was read when it needs it. `read` must lock nothing.
 */
export async function readMeanwhile<R, T>(
  session: Session,
  read: (session: Session) => Promise<R>,
  work: (found: () => Promise<R>) => Promise<T>,
): Promise<T> {
  const other = await anotherAsOf(session);
  if (!other) {
    const found = await read(session);
    return work(async () => found);
  }
  const reading = read(other).finally(() => other.close());
  const [done] = await bothOf([work(() => reading), reading]);
  return done;
}

/** A connection in a transaction that sees what that of `session` sees; null where none is to be had, or not of the same server. */
async function anotherAsOf(session: Session): Promise<Session | null> {
  const other = await session.another();
  if (!other) return null;
  const { rows } = await session.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
  try {
    await other.exec(
      `BEGIN ISOLATION LEVEL REPEATABLE READ; SET TRANSACTION SNAPSHOT '${rows[0]?.snapshot}'`,
    );
    return other;
  } catch {
    await other.close();
    return null;
  }
}

/** Both results; an error only when neither works any more, since the connection of one is about to be closed. */
async function bothOf<A, B>(both: readonly [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(both);
  return Promise.all(both);
}
