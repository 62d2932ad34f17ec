import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { checkpoint } from '../core/checkpoint.ts';
import { MigrateError } from '../core/errors.ts';
import type { ServerTarget, Timeouts } from '../core/settings.ts';
import { connectionOf, connectPatiently, type Patience } from './connect.ts';
import { codeOf, describeFailure, type Place } from './failure.ts';
import { refusePooler } from './pooler.ts';
import type { QueryResult, Row, Session } from './session.ts';
import {
  cancelWork,
  hangUp,
  inquireAbout,
  patience,
  promptness,
  SilenceWatch,
  vigilance,
} from './silence.ts';
import { ident, tableName } from './sql.ts';
import { runInTransaction } from './transaction.ts';
import { isUserType, PARSERS, parseUserType } from './values.ts';

const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

export interface SessionOptions extends Pick<Patience, 'signal' | 'onWait'> {}

export class PostgresSession implements Session {
  readonly kind = 'postgres';
  readonly client: pg.Client;
  readonly #place: Place;
  /** How the target is reached, password included: to open further connections, never to print. */
  readonly connection: pg.ClientConfig;
  readonly #socket: Socket;
  readonly #watch: SilenceWatch;
  /** Requests under way: a lost connection ends them all, whatever the driver does about it. */
  readonly #waiting = new Set<(error: unknown) => void>();
  readonly #signal: AbortSignal | undefined;
  readonly #timeouts: Timeouts;
  #isAlone = false;
  besideKeys?: readonly number[];
  #pid = 0;
  /** What is under way ends a transaction or gives a lock back: that is not cancelled. */
  #leaving = false;
  /** Set when the connection is lost, so that every later call tells why. */
  #lost: { error: unknown } | undefined;

  private constructor(
    client: pg.Client,
    socket: Socket,
    place: Place,
    connection: pg.ClientConfig,
    signal: AbortSignal | undefined,
    timeouts: Timeouts,
  ) {
    this.client = client;
    this.#timeouts = timeouts;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#cancel);
    this.#socket = socket;
    this.connection = connection;
    this.#place = place;
    client.on('error', (error) => {
      this.#lost ??= { error };
      for (const fail of this.#waiting) fail(error);
    });
    this.#watch = new SilenceWatch({
      received: () => socket.bytesRead,
      inquire: () => inquireAbout(connection, this.#pid),
      ping: () => this.exec('SELECT'),
      giveUp: () => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
    });
  }

  /**
   * Connects, to a server and not to a pool of its transactions; times are UTC whatever the server's or the role's setting.
   * A server that does not answer yet is tried again for `timeouts.connect`, 10 s where the config does not say.
   */
  static async open(target: ServerTarget, options: SessionOptions = {}): Promise<PostgresSession> {
    const place = { target: target.name, setting: target.urlEnv };
    const within = target.timeouts?.connect ?? promptness();
    try {
      const connection = connectionOf(target);
      return await connectPatiently(
        () => PostgresSession.#connect(place, connection, target.timeouts ?? {}, options.signal),
        {
          ...{ within, ...options },
        },
      );
    } catch (error) {
      throw describeFailure(error, place, 'connecting');
    }
  }

  static async #connect(
    place: Place,
    connection: pg.ClientConfig,
    timeouts: Timeouts,
    signal: AbortSignal | undefined,
  ): Promise<PostgresSession> {
    let session: PostgresSession | undefined;
    try {
      const socket = new Socket();
      const client = new pg.Client({
        ...connection,
        application_name: 'tailtown-migrate',
        connectionTimeoutMillis: timeouts.connect ?? promptness(),
        keepAlive: true,
        keepAliveInitialDelayMillis: patience(),
        types: { getTypeParser },
        stream: () => socket,
      });
      session = new PostgresSession(client, socket, place, connection, signal, timeouts);
      await client.connect();
      await refusePooler(client, connection, place);
      await session.#settle();
      return session;
    } catch (error) {
      await session?.close();
      throw error;
    }
  }

  /**
   * A statement may take any time: a load of a million rows is one of them, `SilenceWatch` finds out whether its server is
   * alive, and waiting for others is bounded by itself: longer, and the application waits behind us.
   */
  async #settle(): Promise<void> {
    const { statement = 0, lock = 3 * patience(), idle } = this.#timeouts;
    await this.exec(
      `SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres';
       SET client_min_messages = 'warning';
       -- Few, large, wide statements: compiling them costs more than it saves, and their joins should stay in memory.
       -- Nested loops: a wrong guess at what a JSON condition leaves made one of them run for nine minutes.
       SET jit = off; SET enable_nestloop = off; SET work_mem = '64MB'; SET maintenance_work_mem = '256MB';
       -- A second process pays where a statement takes a second, and among the hundred small ones of a load it costs more than it saves.
       SET parallel_setup_cost = 20000;
       -- What a load reads it has just written: asking another process of the server for each piece costs more than reading it.
       SET effective_io_concurrency = 0;
       SELECT set_config('max_parallel_workers_per_gather', '1', false) WHERE current_setting('max_parallel_workers_per_gather')::int > 1;
       -- What is called loaded must outlive a crash of the server.
       SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
       SET statement_timeout = ${statement}; SET lock_timeout = ${lock};
       ${vigilance(idle)}`,
    );
    const { rows } = await this.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    this.#pid = rows[0]?.pid ?? 0;
  }

  async query<T = Row>(sql: string, params: readonly unknown[] = []): Promise<QueryResult<T>> {
    const result = await this.#guard(sql, () =>
      this.client.query({ text: sql, values: [...params], queryMode: 'extended' } as pg.QueryConfig),
    );
    return { rows: result.rows as T[], affected: WRITES.has(result.command) ? (result.rowCount ?? 0) : 0 };
  }

  async exec(sql: string): Promise<void> {
    await this.#guard(sql, () => this.client.query(sql));
  }

  async copyIn(
    table: string,
    columns: readonly string[],
    data: string | readonly Uint8Array[],
  ): Promise<void> {
    if (data.length === 0) return;
    const parts = piecemeal(typeof data === 'string' ? [Buffer.from(data)] : data);
    const list = columns.map((column) => ident(column)).join(', ');
    const sql = `COPY ${tableName(table)} (${list}) FROM STDIN`;
    await this.#guard(sql, () => pipeline(Readable.from(parts), this.client.query(copyFrom(sql))));
  }

  transaction<T>(work: () => Promise<T>, options?: { isolation?: 'repeatable read' }): Promise<T> {
    return runInTransaction(this, work, options);
  }

  /**
   * The server may have none left, or this role may have one only: that is found out once, since a pool lets us wait for it.
   * The other one has no third.
   */
  async another(): Promise<PostgresSession | null> {
    if (this.#isAlone) return null;
    try {
      const other = await PostgresSession.#connect(
        this.#place,
        this.connection,
        this.#timeouts,
        this.#signal,
      );
      other.#isAlone = true;
      if (this.besideKeys)
        await other.query('SELECT pg_advisory_lock_shared($1::int4, $2::int4)', this.besideKeys);
      return other;
    } catch {
      this.#isAlone = true;
      return null;
    }
  }

  async close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#cancel);
    this.#watch.stop();
    await hangUp(this.client, this.#socket);
  }

  /**
   * Cancels what the server works on, until it has heard it: a cancellation that comes between two statements is lost. The
   * transaction rolls back, and nothing begins any more but what ends cleanly.
   */
  readonly #cancel = (): void => {
    const again = async () => {
      while (this.#waiting.size > 0 && !this.#leaving) {
        await cancelWork(this.connection, this.#pid).catch(() => undefined);
        await sleep(CANCEL_EVERY_MS);
      }
    };
    void again();
  };

  async #guard<T>(sql: string, work: () => Promise<T>): Promise<T> {
    this.#leaving = LEAVING.test(sql);
    if (this.#signal?.aborted && !this.#leaving) throw stopped();
    this.#watch.began();
    let fail: (error: unknown) => void = () => undefined;
    try {
      if (this.#lost) throw this.#lost.error;
      return await new Promise<T>((resolve, reject) => {
        fail = reject;
        this.#waiting.add(reject);
        work().then(resolve, reject);
      });
    } catch (error) {
      if (this.#signal?.aborted && codeOf(error) === '57014') throw stopped(error);
      throw this.#lost
        ? describeFailure(this.#lost.error, this.#place, 'lost')
        : describeFailure(error, this.#place);
    } finally {
      this.#waiting.delete(fail);
      this.#watch.ended();
    }
  }
}

const CANCEL_EVERY_MS = 250;
const LEAVING = /^\s*(?:ROLLBACK|SELECT pg_advisory_unlock)/;

const stopped = (cause?: unknown): MigrateError =>
  new MigrateError('INTERRUPTED', 'Stopped as you asked.', { cause });

function* piecemeal(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const part of parts) {
    yield part;
    checkpoint('copy.part');
  }
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  const own = PARSERS[oid];
  if (own) return own;
  if (isUserType(oid)) return parseUserType;
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
}
