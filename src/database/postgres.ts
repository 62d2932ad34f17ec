import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { describeFailure, type Place } from './failure.ts';
import type { QueryResult, Row, Session } from './session.ts';
import { ident, tableName } from './sql.ts';
import { runInTransaction } from './transaction.ts';
import { isUserType, PARSERS, parseUserType } from './values.ts';

const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

export interface SessionOptions {
  /** 0 = none (default): a load of a million rows is one long statement. */
  statementTimeoutMs?: number;
  /** Default 60 s: longer, and the application waits behind us. */
  lockTimeoutMs?: number;
  connectTimeoutMs?: number;
}

export class PostgresSession implements Session {
  readonly kind = 'postgres';
  readonly client: pg.Client;
  readonly #place: Place;
  readonly #url: string;
  /** Set while no connection is there any more, so that the next call tells why. */
  #lost: unknown;

  private constructor(client: pg.Client, place: Place, url: string) {
    this.client = client;
    this.#url = url;
    this.#place = place;
    client.on('error', (error) => {
      this.#lost = error;
    });
  }

  /** Connects; times are UTC whatever the server's or the role's setting. */
  static async open(url: string, place: Place, options: SessionOptions = {}): Promise<PostgresSession> {
    try {
      const client = new pg.Client({
        connectionString: url,
        application_name: 'tailtown-migrate',
        connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
        keepAlive: true,
        types: { getTypeParser },
      });
      const session = new PostgresSession(client, place, url);
      await client.connect();
      await client.query(
        `SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres';
         SET client_min_messages = 'warning';
         -- Few, large, wide statements: compiling them costs more than it saves, and their joins should stay in memory.
         -- Nested loops: a wrong guess at what a JSON condition leaves made one of them run for nine minutes.
         SET jit = off; SET enable_nestloop = off; SET work_mem = '64MB'; SET maintenance_work_mem = '256MB';
         SET statement_timeout = ${options.statementTimeoutMs ?? 0};
         SET lock_timeout = ${options.lockTimeoutMs ?? 60_000}`,
      );
      return session;
    } catch (error) {
      throw describeFailure(error, place, true);
    }
  }

  /** The URL, password included: to open further connections, never to print. */
  secretUrl(): string {
    return this.#url;
  }

  async query<T = Row>(sql: string, params: readonly unknown[] = []): Promise<QueryResult<T>> {
    const result = await this.#guard(() =>
      this.client.query({ text: sql, values: [...params], queryMode: 'extended' } as pg.QueryConfig),
    );
    return { rows: result.rows as T[], affected: WRITES.has(result.command) ? (result.rowCount ?? 0) : 0 };
  }

  async exec(sql: string): Promise<void> {
    await this.#guard(() => this.client.query(sql));
  }

  async copyIn(
    table: string,
    columns: readonly string[],
    data: string | readonly Uint8Array[],
  ): Promise<void> {
    if (data.length === 0) return;
    const parts = typeof data === 'string' ? [Buffer.from(data)] : data;
    const list = columns.map((column) => ident(column)).join(', ');
    const sql = `COPY ${tableName(table)} (${list}) FROM STDIN`;
    await this.#guard(() => pipeline(Readable.from(parts), this.client.query(copyFrom(sql))));
  }

  transaction<T>(work: () => Promise<T>, options?: { isolation?: 'repeatable read' }): Promise<T> {
    return runInTransaction(this, work, options);
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw describeFailure(this.#lost ?? error, this.#place, this.#lost !== undefined);
    }
  }
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  const own = PARSERS[oid];
  if (own) return own;
  if (isUserType(oid)) return parseUserType;
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
}
