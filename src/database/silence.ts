import { Socket } from 'node:net';
import pg from 'pg';

/**
 * A connection may die without a word: a firewall forgets it, a cable is pulled, a tunnel hangs and still acknowledges
 * every byte. A busy server is just as silent, for minutes, and must be left to work. So whoever waits asks over a
 * second connection what became of the request.
 */

/** How long silence is borne before somebody asks, and how long an answer to that may take, in milliseconds. */
export const patience = (): number => Number(process.env['TAILTOWN_MIGRATE_PATIENCE_MS']) || 20_000;

/** How long a connection may take to be made, and a short question to be answered. */
export const promptness = (): number => Math.min(10_000, 4 * patience());

/** So many bad answers in a row, one after each `patience`, and the connection is given up. */
const BAD_ANSWERS = 3;

/** Waiting for the next request, the server hears from us after so many times `patience`. */
const PING_AFTER = 3;

/** Having heard nothing for so long, in milliseconds, it may take us for dead. */
export const letGoAfter = (): number => 15 * patience();

/**
 * Settings with which the server notices by itself that this program has vanished: soon where the network tells, else
 * an open transaction, with its locks on people's rows, ends after `idle` milliseconds. Limits that the role was given are for
 * the application's short transactions, not for a load.
 */
export function vigilance(idle = letGoAfter()): string {
  const part = Math.ceil(patience() / 4);
  const second = Math.ceil(patience() / 2000);
  const settings: Record<string, string> = {
    client_connection_check_interval: `${part}ms`,
    tcp_keepalives_idle: `${second}`,
    tcp_keepalives_interval: `${second}`,
    tcp_keepalives_count: '3',
    tcp_user_timeout: `${patience() * 3}ms`,
    idle_in_transaction_session_timeout: `${idle}ms`,
    idle_session_timeout: '0',
    transaction_timeout: '0',
  };
  // One by one: a server of another version or system does not know each of them.
  const each = Object.entries(settings).map(
    ([name, value]) =>
      `BEGIN PERFORM set_config('${name}', '${value}', false); EXCEPTION WHEN OTHERS THEN NULL; END;`,
  );
  return `DO $$ BEGIN ${each.join(' ')} END $$`;
}

/** The connection that is watched. */
export interface Watched {
  /** Bytes that came from the server so far. */
  received(): number;
  /** What the server says about it over another connection. */
  inquire(): Promise<Inquiry>;
  /** Sends something that needs an answer. */
  ping(): Promise<unknown>;
  /** Ends it: nobody is at the other end. */
  giveUp(): void;
}

/** `working`, or that the server waits for us, having read so much of a COPY, or that it knows no such connection. */
export type Inquiry = { state: 'working' } | { state: 'waiting'; copied: string } | { state: 'gone' };

/** Watches a connection from `new` to `stop`; `began` and `ended` tell when a request is under way. */
export class SilenceWatch {
  readonly #watched: Watched;
  readonly #timer: NodeJS.Timeout;
  #waiting = 0;
  #idle = 0;
  #bad = 0;
  #received = -1;
  #copied = '';
  #asking = false;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#timer = setInterval(() => void this.#look(), patience());
  }

  began(): void {
    this.#waiting += 1;
    this.#received = -1;
  }

  ended(): void {
    this.#waiting -= 1;
    this.#idle = 0;
    this.#received = -1;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#asking) return;
    if (this.#waiting === 0) {
      this.#idle += 1;
      if (this.#idle >= PING_AFTER) await this.#watched.ping().catch(() => undefined);
      return;
    }
    const received = this.#watched.received();
    if (received !== this.#received) {
      this.#received = received;
      this.#bad = 0;
      return;
    }
    this.#asking = true;
    const inquiry = await this.#watched.inquire().catch((): Inquiry => ({ state: 'gone' }));
    this.#asking = false;
    // Meanwhile the answer may have come, or a part of it.
    if (this.#received !== this.#watched.received()) return;
    this.#bad = this.#isGood(inquiry) ? 0 : this.#bad + 1;
    if (this.#bad >= BAD_ANSWERS) this.#watched.giveUp();
  }

  #isGood(inquiry: Inquiry): boolean {
    switch (inquiry.state) {
      case 'working':
        return true;
      case 'waiting': {
        const moved = inquiry.copied !== this.#copied;
        this.#copied = inquiry.copied;
        return moved;
      }
      case 'gone':
        return false;
    }
  }
}

/**
 * Asks the server, over a connection of its own, what its process `pid` does. Where the server answers but tells
 * nothing (no connection left, say), the process has the benefit of the doubt. Throws where nobody answers.
 */
export async function inquireAbout(connection: pg.ClientConfig, pid: number): Promise<Inquiry> {
  try {
    const { rows } = await aside(connection, 'is it still working?', promptness(), (client) =>
      client.query<{ waits: boolean; copied: string }>(
        `SELECT coalesce(a.wait_event_type = 'Client', false) AS waits, coalesce(p.bytes_processed, 0)::text AS copied
         FROM pg_stat_activity a LEFT JOIN pg_stat_progress_copy p USING (pid) WHERE a.pid = $1`,
        [pid],
      ),
    );
    const [row] = rows;
    if (!row) return { state: 'gone' };
    return row.waits ? { state: 'waiting', copied: row.copied } : { state: 'working' };
  } catch (error) {
    // Errors in its own words come from a living server; class 57P says that it stops or starts: no process of ours survives.
    if (error instanceof pg.DatabaseError && !error.code?.startsWith('57P')) return { state: 'working' };
    throw error;
  }
}

/** Asks the server, over a connection of its own, to end the statement that its process `pid` works on. */
export async function cancelWork(connection: pg.ClientConfig, pid: number): Promise<void> {
  await aside(connection, 'stop', promptness() / 2, (client) =>
    client.query('SELECT pg_cancel_backend($1)', [pid]),
  );
}

/** One question over a connection of its own, answered within `within` milliseconds or thrown. */
async function aside<T>(
  connection: pg.ClientConfig,
  title: string,
  within: number,
  ask: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const socket = new Socket();
  const client = new pg.Client({
    ...connection,
    application_name: `tailtown-migrate: ${title}`,
    connectionTimeoutMillis: within,
    query_timeout: within,
    stream: () => socket,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await ask(client);
  } finally {
    await hangUp(client, socket);
  }
}

/** Ends a connection politely, and by force where nobody at the other end takes part. */
export async function hangUp(client: pg.Client, socket: Socket): Promise<void> {
  const force = setTimeout(() => socket.destroy(), promptness() / 2);
  await client.end().catch(() => undefined);
  clearTimeout(force);
}
