import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { refusal } from '../core/errors.ts';
import type { Place } from './failure.ts';
import { promptness } from './silence.ts';

const ROUNDS = 5;

/**
 * Refuses (exit 4, TARGET_POOLED) a connection whose server process changes between transactions, as PgBouncer's does in
 * transaction or statement mode: the lock, temporary tables and settings of a session would be somebody else's. Asked
 * before any setting is made, which would stay with the pool.
 *
 * A server tells its process at login, and a pooler one of its own making: where it is the one that answers, nobody
 * stands between, and nothing more is asked. Else a second connection holds a transaction: if it got the server process
 * that the first was just served by, or the first is served by another now, they share a pool. In session mode neither
 * happens, and it is let through.
 */
export async function refusePooler(
  client: pg.Client,
  connection: pg.ClientConfig,
  place: Place,
): Promise<void> {
  if ((await processOf(client)) === announced(client)) return;
  if (!(await sharesServers(client, connection))) return;
  throw refusal(
    'TARGET_POOLED',
    `Target ${place.target} is reached through a connection pooler that gives each transaction another server process (PgBouncer in transaction mode, say). The lock that keeps a second run away would not hold there.`,
    `Let ${place.setting} name the server itself, or a pool in session mode.`,
  );
}

/** What the other side said at login, which the driver keeps for cancelling. */
const announced = (client: pg.Client): unknown => ('processID' in client ? client.processID : null);

const processOf = async (client: pg.Client): Promise<number | undefined> =>
  (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;

/** True also where it cannot be told: the pool had no connection for a second one. */
async function sharesServers(client: pg.Client, connection: pg.ClientConfig): Promise<boolean> {
  const other = new pg.Client({ ...connection, connectionTimeoutMillis: promptness() });
  other.on('error', () => undefined);
  const asked = probe(client, other).catch(() => true);
  const stop = new AbortController();
  const patience = sleep(promptness(), true, { signal: stop.signal }).catch(() => true);
  try {
    return await Promise.race([asked, patience]);
  } finally {
    stop.abort();
    // Where the pool has no answer, its goodbye is not waited for either.
    void other.end().catch(() => undefined);
  }
}

async function probe(client: pg.Client, other: pg.Client): Promise<boolean> {
  await other.connect();
  for (let round = 0; round < ROUNDS; round += 1) {
    const mine = await processOf(client);
    await other.query('BEGIN');
    if ((await processOf(other)) === mine) return true;
    if ((await processOf(client)) !== mine) return true;
    await other.query('COMMIT');
  }
  return false;
}
