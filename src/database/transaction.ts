import type { Session } from './session.ts';

const open = new WeakSet<Session>();

/** The body of `Session.transaction`, the same for both kinds. Transactions do not nest. */
export async function runInTransaction<T>(
  session: Session,
  work: () => Promise<T>,
  options: { isolation?: 'repeatable read' } = {},
): Promise<T> {
  if (open.has(session)) throw new Error('Transactions do not nest.');
  open.add(session);
  try {
    await session.exec(
      options.isolation === 'repeatable read' ? 'BEGIN ISOLATION LEVEL REPEATABLE READ' : 'BEGIN',
    );
    try {
      const result = await work();
      await session.exec('COMMIT');
      return result;
    } catch (error) {
      // A lost connection has rolled back by itself; the first error is the one to tell.
      await session.exec('ROLLBACK').catch(() => undefined);
      throw error;
    }
  } finally {
    open.delete(session);
  }
}

/** Whether `session` stands in a transaction. */
export const inTransaction = (session: Session): boolean => open.has(session);
